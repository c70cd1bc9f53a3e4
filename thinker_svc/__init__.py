"""Drafts: written from a trend, edited, reviewed and signed."""

from thinker_svc.bootstrap import create_app

__all__ = ["create_app"]
