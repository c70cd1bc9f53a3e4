"""Drafts: written from a trend, edited, reviewed and signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from thinker_svc.config import Settings

__all__ = ["create_app"]


def create_app(settings: Settings | None = None, *, process: str | None = None) -> Flask:
    """The Flask app of thinker_svc; see `bootstrap`."""
    # Here and not above: the figures check is also a command of its own, and needs none of it.
    from thinker_svc.bootstrap import create_app as create

    return create(settings, process=process)
