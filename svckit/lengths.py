"""How long a text is to those who limit it: in graphemes, code units, or weighted with links and emoji.

The weighted way is the published one (twitter-text, configuration 3): a code point of a Latin, Cyrillic,
Arabic or Indic script, or of common punctuation, weighs 1; any other, and an emoji of any length, 2; a link
a fixed number, with or without its scheme. The same is in static/js/lengths.js for the page.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import regex  # type: ignore[import-untyped] # it has no types

Unit = Literal["graphemes", "weighted", "utf16"]
Span = tuple[int, int]

LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))  # code points that weigh 1
_TLDS = Path(__file__).with_name("tlds.txt")

_LATIN = (
    r"\xC0-\xD6\xD8-\xF6\xF8-\u024F\u0253\u0254\u0256\u0257\u0259\u025B\u0263\u0268\u026F\u0272\u0289\u028B"
    r"\u02BB\u0300-\u036F\u1E00-\u1EFF"
)
_PATH = rf"[a-z\u0400-\u04FF0-9!*';:=+,.$/%#\[\]\-\u2013_~@|&{_LATIN}]"
_PARENS = rf"\((?:{_PATH}+|{_PATH}*\({_PATH}+\){_PATH}*)\)"
_LAST = rf"(?:[+\-a-z\u0400-\u04FF0-9=_#/{_LATIN}]|{_PARENS})"
_QUERY = r"(?:\?[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*[a-z0-9\-_&=#/])?"
_LABEL = r"[^!'#%&()*+,\\\-./:;<=>?@\[\]^_{|}~$\s\p{C}]"
_TOP = r"(?:\L<tlds>|xn--[\-0-9a-z]+)(?![0-9a-z@+\-])"
_BEFORE = r"(?P<before>[^A-Za-z0-9@＠$#＃\uFFFE\uFEFF\uFFFF]|^)"


@dataclass(frozen=True, slots=True)
class Measure:
    """How a text is counted. `link`: what every link counts for (None: as long as it is); `bare_links`:
    whether one without http:// is a link; `limit` in the unit, `byte_limit` in UTF-8 (None: any length);
    `short_mentions`: whether @name@host counts as @name."""

    unit: Unit = "graphemes"
    limit: int | None = None
    byte_limit: int | None = None
    link: int | None = None
    bare_links: bool = False
    short_mentions: bool = False


@dataclass(frozen=True, slots=True)
class Length:
    """A text measured. `over`: by how much it is too long, in the unit or, where only those are, in bytes."""

    used: int
    bytes: int
    over: int
    over_bytes: int

    @property
    def fits(self) -> bool:
        return not self.over and not self.over_bytes


def measure(text: str, by: Measure) -> Length:
    """The length of a text; CRLF counts as the line feed that is kept of it."""
    text = text.replace("\r\n", "\n")
    size = len(text.encode("utf-8", "surrogatepass"))
    counted = unicodedata.normalize("NFC", text) if by.unit == "weighted" else text
    used, at = 0, 0
    for start, end in links(counted, bare=by.bare_links) if by.link is not None else ():
        used += _plain(counted[at:start], by) + (by.link or 0)
        at = end
    used += _plain(counted[at:], by)
    over = max(0, used - by.limit) if by.limit is not None else 0
    return Length(used, size, over, max(0, size - by.byte_limit) if by.byte_limit is not None else 0)


def graphemes(text: str) -> int:
    """What people take for characters."""
    return len(regex.findall(r"\X", text))


def links(text: str, *, bare: bool) -> list[Span]:
    """Where the links are, in code points, as platforms find them; `bare`: also those without a scheme."""
    found: list[Span] = []
    for match in _links().finditer(text):
        if match["scheme"]:
            found.append(match.span("link"))
        elif bare and match["before"] not in ("-", "_", ".", "/"):
            found += _bare(match)
    return found


def _bare(match: Any) -> list[Span]:
    """Hosts in Latin letters within what may be a name of any script; the last one has the path."""
    start = match.start("host")
    hosts = [(start + host.start(), start + host.end()) for host in _hosts().finditer(match["host"])]
    if hosts and match["path"]:
        hosts[-1] = (hosts[-1][0], match.end("link"))
    return hosts


def _plain(text: str, by: Measure) -> int:
    """The length of a text without links."""
    if by.short_mentions:
        text = _MENTION.sub(r"\1", text)
    match by.unit:
        case "graphemes":
            return graphemes(text)
        case "utf16":
            return len(text.encode("utf-16-le", "surrogatepass")) // 2
        case "weighted":
            return sum(_weight(cluster) for cluster in regex.findall(r"\X", text))


def _weight(cluster: str) -> int:
    if _EMOJI.search(cluster):
        return 2
    return sum(1 if any(low <= ord(char) <= high for low, high in LIGHT) else 2 for char in cluster)


_MENTION = regex.compile(r"(?<![\w/=])(@\w+(?:[.\-]\w+)*)@[\w.\-]*\w")
_EMOJI = regex.compile(r"\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3")


@cache
def _links() -> Any:
    """A host of a known ending with what is before it, with or without scheme, port, path and query."""
    # Lengths are bounded as DNS bounds them, so that no text takes long.
    host = rf"(?P<host>(?:(?:{_LABEL}(?:[_\-]|{_LABEL}){{0,61}})?{_LABEL}\.){{1,8}}{_TOP})"
    path = rf"(?P<path>/(?:(?:{_PATH}|{_PARENS})*{_LAST})?)?"
    return _compiled(rf"{_BEFORE}(?P<link>(?P<scheme>https?://)?{host}(?::[0-9]+)?{path}{_QUERY})")


@cache
def _hosts() -> Any:
    return _compiled(rf"(?:[\-a-z0-9{_LATIN}]{{1,63}}\.){{1,8}}{_TOP}")


def _compiled(pattern: str) -> Any:
    tlds = _TLDS.read_text(encoding="utf-8").split()
    return regex.compile(pattern, regex.IGNORECASE, tlds=tlds)
