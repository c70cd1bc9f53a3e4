"""Fetches the pictures a post came with, as a receiver would: once, and only exactly those named."""

import hashlib
import logging
import re
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.error import URLError
from urllib.parse import urlsplit, urlunsplit

from launcher.network.store import Store

MOST_BYTES: Final = 4 * 1024 * 1024
SECONDS: Final = 10
KINDS: Final = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
_SHA256 = re.compile(r"[0-9a-f]{64}")
log = logging.getLogger("network")


@dataclass(frozen=True)
class Named:
    """A picture as a post names it."""

    sha256: str
    alt: str
    url: str


def named(data: dict[str, Any]) -> list[Named]:
    """The pictures of a post's data that can be fetched at all."""
    found = data.get("media")
    items = [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []
    made = [Named(str(i.get("sha256", "")), str(i.get("alt", "")), str(i.get("url", ""))) for i in items]
    return [
        one for one in made if _SHA256.fullmatch(one.sha256) and one.url.startswith(("http://", "https://"))
    ]


def fetch(store: Store, wanted: Sequence[Named], fetch_from: str = "") -> None:
    """Keep the bytes of each that isn't kept yet. One that can't be fetched is told in the log and left out.

    Args:
        fetch_from: scheme and host to use instead of those in the links, where they mean another machine.
    """
    for one in wanted:
        if store.has_image(one.sha256):
            continue
        try:
            content = _read(_via(one.url, fetch_from))
        except (URLError, OSError, ValueError) as error:
            log.warning("picture %s could not be fetched: %s", one.sha256[:12], error)
            continue
        kind = next((mime for magic, mime in KINDS.items() if content.startswith(magic)), None)
        if kind is None or hashlib.sha256(content).hexdigest() != one.sha256:
            log.warning("picture %s is not what its hash says", one.sha256[:12])
            continue
        store.keep_image(one.sha256, kind, content)


def _read(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=SECONDS) as answer:  # noqa: S310 - http(s) only, signed by our sender
        content: bytes = answer.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise ValueError("it is larger than 4 MB")
    return content


def _via(url: str, fetch_from: str) -> str:
    if not fetch_from:
        return url
    there, link = urlsplit(fetch_from), urlsplit(url)
    return urlunsplit((there.scheme, there.netloc, link.path, link.query, ""))
