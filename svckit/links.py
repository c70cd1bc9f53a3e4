"""Links in a text: where they are, and adding parameters to them. The same is in static/js/post.js."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from svckit.lengths import Span

_HTTP = re.compile(r"(?<!\w)https?://[^\s<>\"“”„«»]+", re.IGNORECASE)
_TRAILING = ".,;:!?'’…·–—*_~"
_PAIRS = {")": "(", "]": "[", "}": "{", "）": "（"}


def http_links(text: str) -> list[Span]:
    """Where the links with a scheme are, in code points, without the punctuation of the sentence."""
    return [(match.start(), match.start() + _length(match[0])) for match in _HTTP.finditer(text)]


def with_parameters(text: str, parameters: Mapping[str, str], *, unless: str) -> str:
    """The text with query parameters on each of its links.

    A link that has a parameter beginning with `unless` is left as it is, so that doing it again changes
    nothing. What else the link has, fragment and parameters, stays as it was written.
    """
    query = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in parameters.items())
    if not query:
        return text
    made, at = "", 0
    for start, end in http_links(text):
        made += text[at:start] + _extended(text[start:end], query, unless)
        at = end
    return made + text[at:]


def _extended(link: str, query: str, unless: str) -> str:
    head, hash_, fragment = link.partition("#")
    address, mark, given = head.partition("?")
    names = [part.partition("=")[0] for part in re.split(r"[&;]", given)]
    if any(name.casefold().startswith(unless) for name in names):
        return link
    if not _host(address):
        return link
    joined = f"{given}{'' if not given or given.endswith('&') else '&'}{query}" if mark else query
    return f"{address}?{joined}{hash_}{fragment}"


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:  # brackets that hold no address
        return ""


def _length(link: str) -> int:
    """How long a link is without what closes the sentence around it."""
    while link:
        last = link[-1]
        closes = last in _PAIRS and link.count(last) > link.count(_PAIRS[last])
        if last not in _TRAILING and not closes:
            break
        link = link[:-1]
    return len(link)
