"""A region's winner without a word of order: "In France it's oat milk", "Utah is padel country"."""

from __future__ import annotations

import re

from thinker_svc.figures.claim import Claim, either, unsupported
from thinker_svc.figures.regions.located import PLACES
from thinker_svc.figures.regions.standing import called
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.text.overlap import meets_any

WHERE = re.compile(r"(?i)\b(?:in|im|en|dans|à|au|aux)\s(?:the |der |die |den |la |le |les |el |los |l')?$")
IT_IS = re.compile(
    r"(?i),? (?:it's|it is|it was|c'est|c'était|ist es|sind es|war es|es|era|fue)(?: all)?"
    r"(?: (?:the|das|die|der|le|la|les|el|los|l'))? ?[«“„\"]?"
)
LEFT_OUT = re.compile(r"(?i), (?:(?:the|das|die|der|le|la|les|el|los|l') ?)?[«“„\"]?")
IS = re.compile(
    r"(?i) (?:is|remains|stays|ist|bleibt|est|reste|es|sigue siendo)(?: (?:firmly|still|now|noch))? "
)
RATHER = re.compile(r"(?i),?(?: (?:eher|plutôt|más bien|rather))? ?[«“„\"]?\s?")
LAND = re.compile(r"(?i)[\"”»“]?[ -](?:country|territory|turf|land|heartland|gebiet|terrain)(?=[\s.,;!]|$)")
ORDERS = ("REGIONLEAD", "MOST", "PREFER", "AHEAD")


def winners(scene: Scene, taken: list[Claim]) -> list[Claim]:
    """The keyword that leads in a region, of several."""
    if scene.sentence.question or len(scene.view.keywords) < 2 or not scene.view.regions:
        return []
    found: list[Claim] = []
    for region in (i for i in scene.items if i.has(*PLACES)):
        name = scene.after(region, "K", within=4)
        if name is None or not _said(scene, region, name):
            continue
        claim = _claim(scene, region, name)
        found += [claim] if not meets_any(claim, [*taken, *found]) else []
    return found


def _said(scene: Scene, region: Item, name: Item) -> bool:
    text = scene.sentence.text
    between = text[region.end : name.start]
    if IS.fullmatch(between) and LAND.match(text, name.end):
        return True
    if _as_before(scene, region, name):
        return True
    if WHERE.search(text, 0, region.start) is None or not scene.sentence.closed(name):
        return False
    if IT_IS.fullmatch(between):
        return True
    led = any(i.has(*ORDERS) and i.end <= region.start for i in scene.items)
    before = any(i.has(*PLACES) and i.end <= region.start for i in scene.items)
    return led and before and LEFT_OUT.fullmatch(between) is not None  # "en Galicia gana A; en Cataluña, B"


def _as_before(scene: Scene, region: Item, name: Item) -> bool:
    """ "Germany picks A, France B": what is preferred elsewhere, without its verb."""
    led = [i for i in scene.items if i.has("PREFER") and i.end <= region.start]
    before = any(i.has(*PLACES) and led and i.end <= led[0].start for i in scene.items)
    between = scene.sentence.text[region.end : name.start]
    return bool(led) and before and RATHER.fullmatch(between) is not None and scene.sentence.closed(name)


def _claim(scene: Scene, region: Item, name: Item) -> Claim:
    if region.has("PLACE"):
        return scene.claim("region", unsupported("place"), region, name)
    held = next(r for r in scene.view.regions if r.name == called(scene, region)).values
    keyword = scene.view.keywords[name.index]
    if keyword not in held:
        return scene.claim("region", unsupported("region"), region, name)
    shown = ", ".join(f"{one} {value:g}" for one, value in held.items())
    return scene.claim("region", either(held[keyword] == max(held.values()), shown), region, name)
