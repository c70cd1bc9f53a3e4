"""A post as its platform will show it: links, hashtags and mentions marked, and where it ends."""

from dataclasses import dataclass
from typing import Literal

import regex  # type: ignore[import-untyped] # it has no types

from portal.models.posts import Platform
from svckit.hashtags import HASHTAG
from svckit.lengths import links, measure
from svckit.links import http_links, with_parameters

Kind = Literal["text", "link", "tag"]
_MENTION = regex.compile(r"(?<![\w@/])@[\p{L}\p{N}_]+(?:[.@\-][\p{L}\p{N}_]+)*")
_LINKS = regex.compile(r"^https?://(?:www\.)?", regex.IGNORECASE)
_SHORTENED = {"x": 26, "mastodon": 30}
"""How much of an address these show: without its scheme, then an ellipsis. The link goes to all of it."""


@dataclass(frozen=True)
class Piece:
    """A run of the post. ``over``: it lies beyond what the platform takes."""

    kind: Kind
    text: str
    over: bool = False


def marked(text: str, utm: dict[str, str]) -> str:
    """The text as submitting makes it: with the team's parameters on its links."""
    return with_parameters(text, utm, unless="utm_")


def pieces(text: str, platform: Platform) -> list[Piece]:
    end = fits(text, platform)
    found: list[Piece] = []
    for kind, start, stop in _runs(text, platform):
        for a, b in ((start, min(stop, end)), (max(start, end), stop)):
            if a < b:
                found.append(Piece(kind, _shown(kind, text[a:b], platform), over=a >= end))
    return found


def fits(text: str, platform: Platform) -> int:
    """How many code points of the text the platform takes."""
    if measure(text, platform.by).fits:
        return len(text)
    ends = [match.end() for match in regex.finditer(r"\X", text)]
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(text[: ends[middle - 1]], platform.by).fits:
            low = middle
        else:
            high = middle - 1
    return ends[low - 1] if low else 0


def _runs(text: str, platform: Platform) -> list[tuple[Kind, int, int]]:
    spans: list[tuple[Kind, int, int]] = [("link", *span) for span in http_links(text)]
    if platform.bare_links or platform.id == "bluesky":
        spans += [
            ("link", start, end)
            for start, end in links(text, bare=True)
            if not any(a < end and start < b for _, a, b in spans)
        ]
    spans += [
        ("tag", match.start(), match.end())
        for match in (*HASHTAG.finditer(text), *_MENTION.finditer(text))
        if not any(a < match.end() and match.start() < b for _, a, b in spans)
    ]
    runs: list[tuple[Kind, int, int]] = []
    at = 0
    for kind, start, end in sorted(spans, key=lambda span: span[1]):
        runs += [("text", at, start), (kind, start, end)]
        at = end
    return [run for run in [*runs, ("text", at, len(text))] if run[1] < run[2]]


def _shown(kind: Kind, text: str, platform: Platform) -> str:
    most = _SHORTENED.get(platform.id)
    if kind != "link" or most is None:
        return text
    bare = _LINKS.sub("", text)
    return bare if len(bare) <= most else f"{bare[:most]}…"
