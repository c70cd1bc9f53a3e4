"""Regions: their figures, their order, and keywords within them."""
