"""Keywords, queries and places a text names: those of the snapshot, and those that are not in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from thinker_svc.figures.item import Item
from thinker_svc.figures.view import View

PLACES = Path(__file__).resolve().parent.parent / "data" / "places.json"
QUOTED = re.compile(r"[“\"«„‟]\s?([^”\"»“„«\n]{1,80}?)\s?[”\"»“]|(?<![\w])[‘']([^’'\n]{2,60})[’'](?!\w)")
MORE_PLACES = (
    "London|Paris|Berlin|Madrid|New York|California|Texas|Florida|Bavaria|Tokyo|Los Angeles|Chicago|Manchester|"
    "Birmingham|Edinburgh|Glasgow|Cardiff|Munich|Hamburg|Barcelona|Lyon|Sydney|Melbourne|Toronto|Dublin|Rome|"
    "Amsterdam|Vienna|Zurich|Europe|Asia|Africa|America|Britain|England|Scotland|Wales|Northern Ireland|"
    "Cornwall|Yorkshire|Kent|Essex|Ohio|Oregon|Washington|Alaska|Hawaii|Nevada|Utah|Colorado|Arizona|Georgia|"
    "Virginia|Maine|Vermont|Michigan|Illinois|Minnesota|Wisconsin|Iowa|Kansas|Missouri|Nebraska|Oklahoma|"
    "Tennessee|Kentucky|Alabama|Mississippi|Louisiana|Arkansas|Massachusetts|Connecticut|New Jersey|Idaho|"
    "Montana|Wyoming|North Dakota|South Dakota|New Mexico|North Carolina|South Carolina|Pennsylvania|Maryland|"
    "Delaware|Rhode Island|New Hampshire|Indiana|West Virginia|Bayern|Sachsen|Hessen|Sachsen-Anhalt|Thüringen|"
    "Nordrhein-Westfalen|Niedersachsen|Baden-Württemberg|Brandenburg|Bremen|Saarland|Rheinland-Pfalz|"
    "Schleswig-Holstein|Mecklenburg-Vorpommern|Bretagne|Normandie|Occitanie|Provence|Corse|Alsace|Île-de-France|"
    "Andalucía|Cataluña|Galicia|Asturias|Aragón|Murcia|Navarra|Cantabria|Extremadura|Comunidad de Madrid|"
    "Deutschland|Österreich|Schweiz|Frankreich|Spanien|Italien|France|Allemagne|Espagne|Italie|Suisse|Belgique|"
    "España|Francia|Alemania|Italia|México|Argentina|Ontario|Quebec|British Columbia|Alberta|Manitoba|"
    "Nova Scotia|New Brunswick|Saskatchewan|Queensland|Victoria|Tasmania|New South Wales|South Australia|"
    "Western Australia|Wien|München|Köln|Marseille|Sevilla|Valencia|Lisbon|Milan|Brussels|Stockholm|Oslo|"
    "Liverpool|Leeds|Bristol|Belfast|Boston|Seattle|Miami|Houston|Dallas|Denver|Atlanta|San Francisco"
)
OWN = {"GB": ("Britain", "the UK", "UK", "Großbritannien", "Royaume-Uni", "Reino Unido"), "US": ("the US", "US", "USA", "the USA", "America", "the States", "U.S."), "DE": ("Deutschland", "Allemagne", "Alemania"),
       "FR": ("Frankreich", "Francia"), "ES": ("España", "Spanien", "Espagne"), "AT": ("Österreich",), "CH": ("die Schweiz", "Schweiz", "Suisse", "Suiza"), "IT": ("Italien", "Italie", "Italia")}  # fmt: skip


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
        for name in {region.name, places().get(region.code, region.name).removeprefix("the ")}:
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


def _named(
    text: str, name: str, tag: str, index: int, *, plural: bool, exact: bool = False
) -> Iterator[Item]:
    words = re.findall(r"[^\s\-]+", name)[:20]
    if not words:
        return
    body = r"[\s\-]+".join(re.escape(word).replace("’", "'") for word in words)
    ending = r"(?:(?<=y)|e?s)?(?:'s|s')?" if plural and words[-1][-1:].isalpha() else "(?:'s)?"
    pattern = re.compile(rf"(?<![\w#@])#?{body}{ending}(?!\w)", 0 if exact else re.IGNORECASE)
    for match in pattern.finditer(text):
        if not match[0].startswith("#"):
            yield Item(match.start(), match.end(), frozenset({tag}), match[0], index=index)


def _own_places(view: View) -> set[str]:
    if not view.geo:
        return set()
    country = view.geo.split("-")[0]
    full = {places().get(view.geo, ""), places().get(country, "") if "-" not in view.geo else ""}
    return {name.removeprefix("the ") for name in full if name} | set(OWN.get(view.geo, ())) | {view.geo}


@cache
def _all_places() -> re.Pattern[str]:
    names = {name.removeprefix("the ") for name in places().values()} | set(MORE_PLACES.split("|"))
    names -= {"Turkey", "Georgia", "Jersey", "Chad", "Jordan", "China", "Guinea", "Reading", "Bath", "Mali"}
    several = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    alone = "Turkey|Jersey|Chad|Jordan|China|Georgia|Mali"  # words and first names too: places after "in"
    return re.compile(rf"(?<!\w)(?:{several}|(?<=in )(?:{alone})|the (?:UK|US|USA|EU))(?!\w)")


def _flat(name: str) -> str:
    return " ".join(name.casefold().split())
