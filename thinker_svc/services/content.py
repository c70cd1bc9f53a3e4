"""What a draft says on each platform, and the hash that an approval signs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from svckit.problems import FieldError
from thinker_svc.services.platforms import PLATFORMS


def texts(platforms: Sequence[str], text: str, platform_texts: Mapping[str, str]) -> dict[str, str]:
    """The text of every platform: its own, or the shared one."""
    return {platform: platform_texts.get(platform, text) for platform in sorted(platforms)}


def content_hash(of: Mapping[str, str], images: Sequence[Mapping[str, Any]] = ()) -> str:
    """SHA-256, in hex, of the canonical JSON of what goes out on each platform: UTF-8, sorted, no spaces.

    A platform's value is its text; with images it is `{"images": [{"alt", "sha256"}, …], "text"}`, so that
    bytes, words and order of the pictures are signed with it. tweeter_svc makes the same hash again.
    """
    shown = [{"sha256": image["sha256"], "alt": image["alt"]} for image in images]
    signed = {name: {"text": text, "images": shown} if shown else text for name, text in of.items()}
    canonical = json.dumps(signed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()


def faults(of: Mapping[str, str]) -> list[FieldError]:
    """Why these texts can't be published: empty, or longer than the platform takes."""
    found: list[FieldError] = []
    for name, text in of.items():
        platform = PLATFORMS[name]
        if not text.strip():
            found.append({"field": name, "message": f"The text for {platform.name} is empty."})
        elif platform.too_long(text):
            found.append({"field": name, "message": platform.too_long(text)})
    return found


def image_faults(images: Sequence[Mapping[str, Any]]) -> list[FieldError]:
    """Which images say nothing to those who can't see them."""
    return [
        {
            "field": f"images.{number}.alt",
            "message": f"Describe image {number} of {len(images)} for people who can't see it, or remove it.",
        }
        for number, image in enumerate(images, 1)
        if not image["alt"].strip()
    ]
