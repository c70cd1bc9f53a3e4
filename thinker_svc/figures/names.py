"""Keywords, queries and places a text names: those of the snapshot, and those that are not in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from thinker_svc.figures.item import Item
from thinker_svc.figures.view import View

PLACES = Path(__file__).resolve().parent.parent / "data" / "places.json"
QUOTED = re.compile(r"[“\"«„‟]\s?([^”\"»“„«\n]{1,80}?)\s?[”\"»“]|(?<![\w])[‘']([^’'\n]{2,60})[’'](?!\w)")
MORE = Path(__file__).with_name("places.json")
TRANSLATIONS = Path(__file__).with_name("translations.json")
AMBIGUOUS = {"Turkey", "Georgia", "Jersey", "Chad", "Jordan", "China", "Guinea", "Reading", "Bath", "Mali"}


@cache
def _more() -> dict[str, Any]:
    """Regions, cities and the names of countries in other languages, beside the product's list."""
    found: dict[str, Any] = json.loads(MORE.read_text(encoding="utf-8"))
    return found


@cache
def translations() -> dict[str, list[str]]:
    """What countries and regions are called in English, German, French, Spanish and Portuguese, by code."""
    return dict(json.loads(TRANSLATIONS.read_text(encoding="utf-8")))


@cache
def places() -> dict[str, str]:
    return dict(json.loads(PLACES.read_text(encoding="utf-8")))


def known(text: str, view: View) -> Iterator[Item]:
    """Names of the snapshot. Where one name holds another the caller keeps the longest."""
    said = {_flat(keyword) for keyword in view.keywords}
    for at, keyword in enumerate(view.keywords):
        yield from _named(text, keyword, "K", at, plural=True)
    for at, query in enumerate(view.queries):
        if _flat(query.text) not in said:
            said.add(_flat(query.text))
            yield from _named(text, query.text, "Q", at, plural=False)
    for at, region in enumerate(view.regions):
        named = {region.name, places().get(region.code, region.name).removeprefix("the ")}
        for name in named | set(translations().get(region.code, ())):
            yield from _named(text, name, "R", at, plural=False, exact=True)
    for name in _own_places(view):
        yield from _named(text, name, "HOME", 0, plural=False, exact=True)


def foreign_places(text: str) -> Iterator[Item]:
    """Countries and well-known regions; the caller drops those that are known names."""
    for match in _all_places().finditer(text):
        yield Item(match.start(), match.end(), frozenset({"PLACE"}), match[0])


def quotes(text: str) -> Iterator[Item]:
    for match in QUOTED.finditer(text):
        group = 1 if match[1] else 2
        yield Item(match.start(group), match.end(group), frozenset({"QUOTE"}), match[group])


def stems(text: str) -> set[str]:
    """Words of a name without their plural, those of three letters and more unless there are no others."""
    words = [re.sub(r"(?:'s|es|s)$", "", word) for word in re.findall(r"[\w+#.]+", text.casefold())]
    return {word for word in words if len(word) > 2} or set(words)


@lru_cache(maxsize=5_000)
def _pattern(name: str, *, plural: bool, exact: bool) -> re.Pattern[str] | None:
    words = re.findall(r"[^\s\-]+", name)[:20]
    if not words:
        return None
    body = r"[\s\-]+".join(re.escape(word).replace("’", "'") for word in words)
    ending = r"(?:(?<=y)|e?s)?(?:'s|s')?" if plural and words[-1][-1:].isalpha() else "(?:'s)?"
    return re.compile(rf"(?<![\w#@])#?{body}{ending}(?!\w)", 0 if exact else re.IGNORECASE)


def _named(
    text: str, name: str, tag: str, index: int, *, plural: bool, exact: bool = False
) -> Iterator[Item]:
    pattern = _pattern(name, plural=plural, exact=exact)
    if pattern is None:
        return
    for match in pattern.finditer(text):
        if not match[0].startswith("#"):
            yield Item(match.start(), match.end(), frozenset({tag}), match[0], index=index)


def _own_places(view: View) -> set[str]:
    if not view.geo:
        return set()
    country = view.geo.split("-")[0]
    full = {places().get(view.geo, ""), places().get(country, "") if "-" not in view.geo else ""}
    return (
        {name.removeprefix("the ") for name in full if name}
        | set(_more()["own"].get(view.geo, ()))
        | set(translations().get(view.geo, ()))
        | {view.geo}
    )


@cache
def _all_places() -> re.Pattern[str]:
    names = {name.removeprefix("the ") for name in places().values()} | set(_more()["places"])
    names |= {name for several in translations().values() for name in several if len(name) > 3}
    names -= AMBIGUOUS
    several = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    alone = "Turkey|Jersey|Chad|Jordan|China|Georgia|Mali"  # words and first names too: places after "in"
    return re.compile(rf"(?<!\w)(?:{several}|(?<=in )(?:{alone})|the (?:UK|US|USA|EU))(?!\w)")


def _flat(name: str) -> str:
    return " ".join(name.casefold().split())
