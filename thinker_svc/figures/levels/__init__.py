"""Points of the scale, averages and ranges."""
