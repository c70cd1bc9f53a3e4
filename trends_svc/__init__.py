"""Searches for what people search for: asked of Google Trends by a worker, kept as snapshots."""

from trends_svc.bootstrap import create_app

__all__ = ["create_app"]
