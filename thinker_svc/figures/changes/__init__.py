"""Changes in per cent, in points and in factors."""
