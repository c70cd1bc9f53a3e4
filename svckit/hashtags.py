"""Hashtags in a text, as platforms find them. The same is in static/js/post.js for the page."""

from __future__ import annotations

import regex  # type: ignore[import-untyped] # it has no types

from svckit.lengths import Span, links
from svckit.links import http_links

HASHTAG = regex.compile(
    r"(?<![\p{L}\p{N}_&/#＃])[#＃](?=[\p{N}_]*\p{L})[\p{L}\p{N}_][\p{L}\p{M}\p{N}_\u200C\u200D]*"
)
"""Letters of any script with their marks and joiners, figures, low lines: at least one letter ("#1" is
none), and nothing before it that it would be the end of ("C#", "/#top", "&#39;")."""


def hashtags(text: str) -> list[Span]:
    """Where its hashtags are, in code points; none within an address, with or without its scheme."""
    taken = [*http_links(text), *links(text, bare=True)]
    found = [match.span() for match in HASHTAG.finditer(text)]
    return [(start, end) for start, end in found if not any(a < end and start < b for a, b in taken)]
