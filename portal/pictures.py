"""The images of a draft as a page shows them: what was seen, what is wanted."""

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from flask import Flask

from portal.models.talk import Image

MOST = 4


@dataclass(frozen=True)
class Pictured:
    """What the images' section says beyond the images: an objection, what was typed, what can be put back."""

    error: str = ""
    alt: str = ""
    alts: dict[str, str] = field(default_factory=dict)
    removed: Image | None = None
    place: int = 0


def seen(images: Sequence[Image]) -> str:
    """A mark of the images somebody looks at: what they do goes for exactly these."""
    shown = json.dumps([[image.sha256, image.alt] for image in images], ensure_ascii=False)
    return hashlib.sha256(shown.encode()).hexdigest()[:16]


def moved(order: Sequence[str], sha256: str, by: int) -> list[str]:
    """The order with one image moved; at an end it stays."""
    rest = [one for one in order if one != sha256]
    if len(rest) == len(order):
        return list(order)
    at = min(max(0, list(order).index(sha256) + by), len(rest))
    return [*rest[:at], sha256, *rest[at:]]


def new_key() -> str:
    """For a form that creates: sent twice, it creates once."""
    return secrets.token_hex(16)


def register(app: Flask) -> None:
    """What the images' and comments' templates ask for."""
    app.jinja_env.globals.update(images_seen=seen, most_images=MOST, new_key=new_key)
