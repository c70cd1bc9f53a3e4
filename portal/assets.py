"""Addresses of static files, with a hash of their content: nginx lets browsers keep them for good."""

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask

STATIC = Path(__file__).resolve().parent.parent / "static"


@lru_cache(maxsize=256)
def asset(path: str) -> str:
    """``/static/css/tokens.css?v=…``; read once a process, which a deployment replaces.

    Raises:
        FileNotFoundError: a page names a file that isn't there; run ``python static/vendor.py``.
    """
    return f"/static/{path}?v={hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:10]}"


def register(app: Flask) -> None:
    app.jinja_env.globals["asset"] = asset
