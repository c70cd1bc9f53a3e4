"""Lists of drafts, measured over many."""
