"""Places a text names: regions of the snapshot, its own country, and places it holds nothing for."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from thinker_svc.figures.text.item import Item
from thinker_svc.figures.view import View

COUNTRIES = Path(__file__).resolve().parents[2] / "data" / "places.json"
MORE = Path(__file__).with_name("places.json")
TRANSLATIONS = Path(__file__).with_name("translations.json")

Named = tuple[str, int]
"""R (a region of the snapshot), HOME, PLACE or "" (a name that only sounds like a place), and which one."""
WORD = re.compile(r"(?<![\w#@])\w+")
INSIDE = re.compile(
    r"(?i)(?:^|\W)(?:in|across|from|over|around|throughout|outside|en|à|aux?|dans|desde|im|aus|nach)"
    r"(?: (?:the|la|le|les|el|der|den|dem))? $|(?i:(?:^|\W)l')$"  # "l'Alsace", and no wine
)
TIED = re.compile(r"-(?:based|style|born|made|stämmig|style)|[-\w]")
EASY = 4  # letters; a longer name of a region is known without its capital, as people write in a hurry


@cache
def more() -> dict[str, Any]:
    """Cities, names for a search's own country, names that are words too, names that are no places."""
    found: dict[str, Any] = json.loads(MORE.read_text(encoding="utf-8"))
    return found


@cache
def translations() -> dict[str, list[str]]:
    """What countries and regions are called in English, German, French and Spanish, by code."""
    return dict(json.loads(TRANSLATIONS.read_text(encoding="utf-8")))


@cache
def countries() -> dict[str, str]:
    return dict(json.loads(COUNTRIES.read_text(encoding="utf-8")))


@cache
def ambiguous() -> frozenset[str]:
    return frozenset(more()["ambiguous"])


def places(text: str, view: View) -> tuple[Item, ...]:
    return _named(text, view.geo, tuple((region.name, region.code) for region in view.regions))


@lru_cache(maxsize=8)
def _named(text: str, geo: str, regions: tuple[tuple[str, str], ...]) -> tuple[Item, ...]:
    """All places of a text; of names that begin at one word the longest: "New South Wales", not "Wales"."""
    own, plain = _names(geo, regions), text.replace("-", " ").replace("\u00a0", " ")
    found: list[Item] = []
    upto = 0
    for word in WORD.finditer(plain):
        if word.start() < upto:
            continue
        first, start = word[0].casefold(), word.start()
        read = [
            (len(name), known, name, first_)
            for known, names in ((True, own), (False, _everywhere()))
            for first_ in dict.fromkeys((first, first.removesuffix("s")))
            for name, (tag, _) in names.get(first_, ())
            if _stands(plain, start, name, tag)
            and not TIED.match(text, _genitive(text, start + len(name), tag))
        ]
        if not read:
            continue
        length, known, name, first = max(read)
        tag, index = dict((own if known else _everywhere())[first])[name]
        upto = _genitive(text, start + length, tag)
        if tag:
            end = upto + (2 if text.startswith("'s", upto) else 0)
            found.append(Item(start, end, frozenset({tag}), text[start:end], index=index))
    return tuple(found)


def _genitive(text: str, end: int, tag: str) -> int:
    """Where a name ends that may bear a German genitive's s: "Bayerns Suchinteresse"."""
    owned = tag in ("R", "HOME") and text[end : end + 1] == "s" and text[end - 1 : end] not in "sxz"
    return end + 1 if owned and not text[end + 1 : end + 2].isalnum() else end


def _stands(text: str, start: int, name: str, tag: str) -> bool:
    """Whether the name is written there; a region's without its capitals where that can be nothing else."""
    said = text[start : start + len(name)]
    if said != name:
        easy = tag == "R" and len(name) > EASY and name not in _plainly()
        return easy and said.casefold() == name.casefold()
    before = text[max(0, start - 20) : start]
    return tag != "PLACE" or not _doubtful(name) or INSIDE.search(before) is not None


def _doubtful(name: str) -> bool:
    return name in _plainly() or len(name) < EASY


@cache
def _plainly() -> frozenset[str]:
    return frozenset(_plain(name) for name in ambiguous())


def _plain(name: str) -> str:
    return name.removeprefix("the ").replace("-", " ").replace("’", "'")


@lru_cache(maxsize=200)
def _names(geo: str, regions: tuple[tuple[str, str], ...]) -> dict[str, list[tuple[str, Named]]]:
    found: dict[str, Named] = {}
    country = geo.partition("-")[0]
    home = {
        geo,
        countries().get(geo, ""),
        countries().get(country, "") if "-" not in geo else "",
    }
    if geo:
        for name in home | set(more()["own"].get(geo, ())) | set(translations().get(geo, ())):
            found[_plain(name)] = ("HOME", 0)
    for at, (name, code) in enumerate(regions):
        short = more()["nicknames"].get(code, ())
        for one in {name, countries().get(code, name), *translations().get(code, ()), *short}:
            found[_plain(one)] = ("R", at)
    return _by_first(found)


@cache
def _everywhere() -> dict[str, list[tuple[str, Named]]]:
    """Countries, regions and cities of the world, and names that only sound like one."""
    found: dict[str, Named] = {_plain(name): ("PLACE", -1) for name in countries().values()}
    found |= {_plain(name): ("PLACE", -1) for several in translations().values() for name in several}
    found |= {_plain(name): ("PLACE", -1) for name in more()["places"]}
    return _by_first(found | {_plain(name): ("", -1) for name in more()["names"]})


def _by_first(names: Mapping[str, Named]) -> dict[str, list[tuple[str, Named]]]:
    found: dict[str, list[tuple[str, Named]]] = {}
    for name in sorted(names, key=len, reverse=True):
        first = WORD.search(name)
        if first is not None and first.start() == 0:
            found.setdefault(first[0].casefold(), []).append((name, names[name]))
    return found
