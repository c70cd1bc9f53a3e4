"""The hash an approval names, made again from what arrived."""

import hashlib
import json
from collections.abc import Mapping


def content_hash(texts: Mapping[str, str]) -> str:
    """SHA-256, in hex, of the texts by platform as canonical JSON (sorted keys, no spaces, UTF-8)."""
    canonical = json.dumps(dict(texts), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
