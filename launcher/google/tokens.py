"""Widget tokens: each signs the request that it was given out for."""

import base64
import hashlib
import hmac
import json
from typing import Any

_FREE = ("resolution", "includeLowSearchVolumeGeos")
"""Members of a map's request that a client may set without losing its token."""


def sign(key: bytes, request: dict[str, Any]) -> str:
    """The token of a widget's request."""
    digest = hmac.new(key, _canonical(request), hashlib.sha256).digest()
    return "APP6_UEAAAAA" + base64.urlsafe_b64encode(digest[:24]).decode().rstrip("=")


def matches(key: bytes, request: dict[str, Any], token: str) -> bool:
    return hmac.compare_digest(sign(key, request), token)


def _canonical(request: dict[str, Any]) -> bytes:
    is_map = "geo" in request
    kept = {name: value for name, value in request.items() if not (is_map and name in _FREE)}
    return json.dumps(kept, sort_keys=True, ensure_ascii=False).encode()
