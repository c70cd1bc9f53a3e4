"""Keywords against one another within a region: "in France, soy milk beats oat milk"."""

from __future__ import annotations

import re

from thinker_svc.figures.claim import Claim, either, unsupported
from thinker_svc.figures.regions.located import PLACES, ahead_of
from thinker_svc.figures.regions.placing import MAJORITY
from thinker_svc.figures.scene import FAR, Scene
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.text.overlap import meets_any, within

WORDS = ("PREFER", "AHEAD", "BEHIND", "MOST", "LEAST", "REGIONLEAD", "REGIONLAST")
LOCAL = re.compile(  # "in Wales padel leads", not "Wales leads"
    r"(?i)(?:^|\W)(?:in|across|throughout|over in|down in|up in|en|dans|à|au|aux|im|aus|bei|among|entre|"
    r"unter|chez|for)"
    r"\s(?:the |der |die |den |dem |la |le |les |el |los |las )?$"
)
OWN = re.compile(
    r"(?i)\b(?:its|their|sein\w*|ihr\w*|son|sa|leur|su) (?:$|best|biggest|größte|meilleur|mejor)"
)
IT_IS_IN = re.compile(r"(?i)\b(?:it's|it is|c'est|es|ist es) (?:in|en|à|au|aux|dans) (?:the |la |le |les )?$")
PERSON_BEHIND = re.compile(r"(?i) (?:s?he|it|er|sie|es)\b")
PERSON = re.compile(r"(?i)\b(?:s?he|er|sie|il|elle|él|ella) $")
ORDERED = re.compile(
    r"(?i)(?: \w+){0,3},? (?:than|over|to|above|als|à|qu[e']|antes que|más que|a|frente a|statt)(?: (?:the|"
    r"el|la|le|den|die|das))? ?"
)


def rivals(scene: Scene, taken: list[Claim]) -> list[Claim]:
    """A region's order of keywords; figures of it are read elsewhere."""
    if scene.sentence.question or len(scene.view.keywords) < 2 or not scene.view.regions:
        return []
    found: list[Claim] = []
    for item in scene.items:
        first = item.has("ORD") and item.index == 1 and scene.before(item, "K", within=4) is not None
        if (
            not (item.has(*WORDS) or first)
            or scene.before(item, "NOT", "FORECAST", within=2)
            or _inner(scene, item)
        ):
            continue
        region, named = _region(scene, item), _named(scene, item)
        if region is None or named is None or (item.has("PREFER") and _counted(scene, item)):
            continue
        claim = _ordered(scene, item, region, named)
        if not meets_any(claim, [*taken, *found]):
            found.append(claim)
    return found


def _inner(scene: Scene, item: Item) -> bool:
    """A part of a longer word of order: "gana" of "gana al"."""
    return any(
        o is not item and o.has("AHEAD", "BEHIND") and within(item, o) and len(o.text) > len(item.text)
        for o in scene.items
    )


def _counted(scene: Scene, item: Item) -> bool:
    """ "Germans choose oat milk 62% of the time" says the figure, and no more."""
    figure = scene.after(item, "PCT", "NUM", within=8)
    if figure is None or "," in scene.sentence.text[item.end : figure.start]:
        return False
    return not item.text.casefold().startswith(("prefer", "favo", "préf", "bevorz"))


def _region(scene: Scene, item: Item) -> Item | None:
    """Where: people that prefer, else a region said with "in"."""
    before = scene.before(item, *PLACES, within=FAR, clause=False)
    after = scene.after(item, *PLACES, within=8)
    if item.has("PREFER"):
        return before or after or ahead_of(scene, item)
    apart = after is not None and "," in scene.sentence.text[item.end : after.start]
    close = after is not None and not apart and scene.words_between(item, after) <= 1  # "B leads in Utah"
    for region in (after, before) if close else (before, after):
        if region is None:
            continue
        located = LOCAL.search(scene.sentence.text[scene.sentence.start : region.start]) is not None
        if (
            located
            or region.has("FOLK", "LOCAL")
            or (item.has("AHEAD", "BEHIND", "MOST", "LEAST") and not item.has("REGIONLEAD", "REGIONLAST"))
        ):
            return region
    return ahead_of(scene, item)


def _named(scene: Scene, item: Item) -> Item | None:
    """The keyword it is said of: what is preferred stands behind, what leads before."""
    before, after = scene.before(item, "K", within=FAR), scene.after(item, "K", within=6)
    if item.has("PREFER"):
        return after or before
    if MAJORITY.fullmatch(item.text) and scene.after(item, "LOCAL", "FOLK", within=1) is not None:
        return scene.after(item, "K", within=12)
    if item.has("REGIONLEAD", "REGIONLAST") and not item.has("MOST", "LEAST", "AHEAD", "BEHIND"):
        # of regions, unless the keyword stands right beside it
        before, after = scene.before(item, "K", within=2), scene.after(item, "K", within=2)
    if before is not None and (before.text.endswith(("'s", "s'"))):
        return None  # "milk bread's top market" is said of the market
    if before is None and item.has("AHEAD", "BEHIND") and _pair(scene, item):
        return scene.after(item, "K", within=1)
    if before is None and item.has("AHEAD", "BEHIND"):
        text = scene.sentence.text
        person = PERSON.search(text, scene.sentence.start, item.start) or PERSON_BEHIND.match(text, item.end)
        said = person or scene.before(item, "PRONOUN", within=1)  # "in the United States he trails Sinner"
        return scene.before(item, "K", within=FAR, clause=False) if said else None
    close = scene.after(item, "K", within=2)
    return before if before is not None and (close is None or item.has("AHEAD", "BEHIND")) else close or after


def _pair(scene: Scene, item: Item) -> bool:
    """ "En Castilla y León se busca más A que B": both stand behind the word."""
    ours = scene.after(item, "K", within=1)
    theirs = scene.after(ours, "K", within=4) if ours is not None else None
    if ours is None or theirs is None or theirs.index == ours.index:
        return False
    return ORDERED.fullmatch(scene.sentence.text[ours.end : theirs.start]) is not None


def _ordered(scene: Scene, item: Item, region: Item, named: Item) -> Claim:
    items: tuple[Item, ...] = (
        (item, named, region)
        if scene.words_between(item, region) <= FAR and region in scene.items
        else (item, named)
    )
    if named not in scene.sentence.clause(item):
        items = tuple(i for i in items if i is not named)  # "… and in France it trails soy milk"
    if region.has("PLACE"):
        return scene.claim("region", unsupported("place"), *items)
    held = scene.view.regions[region.index]
    values = {name: held.values[name] for name in scene.view.keywords if name in held.values}
    ours = values.get(scene.view.keywords[named.index])
    if ours is None:
        return scene.claim("region", unsupported("region"), *items)
    last = max(item, named, key=lambda i: i.end)
    other = scene.after(last, "K", within=8)
    pair = item.has("AHEAD", "BEHIND") or (
        other is not None and ORDERED.fullmatch(scene.sentence.text[last.end : other.start]) is not None
    )
    rival = scene.view.keywords[other.index] if other is not None and other.index != named.index else ""
    shown = ", ".join(f"{name} {value:g}" for name, value in values.items())
    if pair and values.get(rival) is not None:
        ok = ours < values[rival] if item.has("BEHIND") else ours > values[rival]
    else:
        ok = ours == (min if item.has("LEAST", "REGIONLAST") else max)(values.values())
    text = scene.sentence.text
    own = OWN.search(f"{item.text} ") or OWN.search(text, scene.sentence.start, item.start)
    if own is not None and not pair:
        ok = False  # "fait son meilleur score": of the keyword's own, in all regions
    if not ok and (own or IT_IS_IN.search(text, scene.sentence.start, region.start)):
        name = scene.view.keywords[named.index]  # "It's in Wales that padel is strongest": of the regions
        everywhere = [r.values[name] for r in scene.view.regions if name in r.values]
        ok = ours == (min if item.has("LEAST", "REGIONLAST") else max)(everywhere)
    return scene.claim("region", either(ok, shown), *items, of=(region,))
