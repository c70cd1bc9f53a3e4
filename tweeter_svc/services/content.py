"""The hash an approval names, made again from what arrived."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any


def content_hash(texts: Mapping[str, str], images: Sequence[Mapping[str, Any]] = ()) -> str:
    """SHA-256, in hex, of what goes out by platform as canonical JSON (sorted keys, no spaces, UTF-8).

    A platform's value is its text; with images it is `{"images": [{"alt", "sha256"}, …], "text"}`.
    """
    shown = [{"sha256": image["sha256"], "alt": image["alt"]} for image in images]
    signed = {name: {"text": text, "images": shown} if shown else text for name, text in texts.items()}
    canonical = json.dumps(signed, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
