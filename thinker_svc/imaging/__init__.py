"""Pictures from strangers' files: looked at by their content, bounded, and made anew."""
