"""Remembers which migrations a database has had, so that a start without news costs nothing."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from launcher.layout import Layout


def is_current(layout: Layout, package: str) -> bool:
    return _applied(layout).get(package) == _fingerprint(layout, package)


def record(layout: Layout, package: str) -> None:
    applied = _applied(layout) | {package: _fingerprint(layout, package)}
    _file(layout).write_text(json.dumps(applied, indent=1))


def _file(layout: Layout) -> Path:
    return layout.var / "migrations.json"


def _applied(layout: Layout) -> dict[str, str]:
    try:
        return dict(json.loads(_file(layout).read_text()))
    except (OSError, ValueError):
        return {}


def _fingerprint(layout: Layout, package: str) -> str:
    digest = hashlib.sha256()
    for file in sorted((layout.root / package / "migrations").rglob("*.py")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()
