"""Searches for what people search for: asked of Google Trends by a worker, kept as snapshots."""
