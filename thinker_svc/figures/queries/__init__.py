"""Related queries."""
