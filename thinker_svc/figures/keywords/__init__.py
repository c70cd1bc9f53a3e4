"""Keywords against one another."""
