"""What a draft says on each platform, and the hash that an approval signs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

from svckit.problems import FieldError
from thinker_svc.services.platforms import PLATFORMS


def texts(platforms: Sequence[str], text: str, platform_texts: Mapping[str, str]) -> dict[str, str]:
    """The text of every platform: its own, or the shared one."""
    return {platform: platform_texts.get(platform, text) for platform in sorted(platforms)}


def content_hash(of: Mapping[str, str]) -> str:
    """SHA-256, in hex, of the canonical JSON of all platforms' texts: UTF-8, keys sorted, no spaces."""
    canonical = json.dumps(dict(of), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()


def faults(of: Mapping[str, str]) -> list[FieldError]:
    """Why these texts can't be published: empty, or longer than the platform takes."""
    found: list[FieldError] = []
    for name, text in of.items():
        platform = PLATFORMS[name]
        if not text.strip():
            found.append({"field": name, "message": f"The text for {platform.name} is empty."})
        elif platform.limit is not None and platform.count(text) > platform.limit:
            over = platform.count(text) - platform.limit
            found.append(
                {"field": name, "message": f"{over} characters over the {platform.limit} of {platform.name}."}
            )
    return found
