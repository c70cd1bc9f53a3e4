"""Leads of regions that leave out their verb: "Kindle is strongest in Ohio, Kobo in Vermont"."""

from __future__ import annotations

import re

from thinker_svc.figures.claim import Claim, either, unsupported
from thinker_svc.figures.regions.grouped import marks
from thinker_svc.figures.regions.standing import called
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.item import Item

# What may stand between a keyword and its region where the verb is left out.
GAP = re.compile(
    r"(?i)[\s,:;–—'’\"“”»)]*(?:(?:it'?s|it is|it was|that's|that is|c'est|c'était|ist es|ist das|sind es|"
    r"war es|es|lo es|fue|dagegen|allerdings|hingegen|wiederum|meanwhile|in turn|in contrast|lui|elle|"
    r"quant à lui|en cambio|führt|leads|führt allerdings|führt dagegen|führt hingegen|lidera|mène)\s)*"
    r"(?:(?:in|en|dans|à|au|aux|im|a|the|la|le|les|el|los|las|l')\s?){0,2}[\"“„«]?"
)
LED = re.compile(
    r"(?i)(?:^|[,;:.!?–—]\s|\b(?:and|und|et|y|while|whereas|während|tandis que|mientras que)\s)\s*"
    r"(?:(?:for|beim?|für|pour|para|en|bei|from)\s)?"
    r"(?:(?:the|das|die|den|der|dem|le|la|les|el|los|las|l'|term|keyword)\s?)*[\"“„«]?$"
)
TURNED = re.compile(
    r"(?i)(?: (?:does|do|did) the same| macht es ebenso| fait de même| hace lo mismo)? "
    r"(?:for|bei|beim|für|in|pour|sur|para|en) "
    r"(?:(?:the|der|die|das|den|dem|le|la|les|el|los|las|l') ?)?[\"“„«]?"
)


def gapped(scene: Scene, taken: list[Claim]) -> list[Claim]:
    """A keyword and a region side by side, after a lead that was said of another keyword."""
    if scene.sentence.question or len(scene.view.keywords) < 2 or not scene.view.regions:
        return []
    found: list[Claim] = []
    for name, region in _pairs(scene):
        last = _lead(scene, min(name, region, key=lambda i: i.start), name)
        if last is None or any(
            c.kind == "region" and c.start < region.end and region.start < c.end for c in taken
        ):
            continue
        keyword = scene.view.keywords[name.index]
        ranked = scene.view.ranked_regions(keyword)
        shown = ", ".join(f"{r.name} {value:g}" for r, value in ranked[:3])
        if region.has("PLACE") or called(scene, region) not in {r.name for r, _ in ranked}:
            verdict = unsupported("place" if region.has("PLACE") else "region", shown)
        else:
            values = {r.name: value for r, value in ranked}
            best = (min if last else max)(values.values())
            verdict = either(values[called(scene, region)] == best, shown)
        found.append(scene.claim("region", verdict, name, region))
    return found


def _pairs(scene: Scene) -> list[tuple[Item, Item]]:
    text, found = scene.sentence.text, []
    for name in (i for i in scene.items if i.has("K")):
        region = next((i for i in scene.items if i.has("R", "PLACE") and i.start >= name.end), None)
        if region is None or not GAP.fullmatch(text[name.end : region.start]):
            continue
        led = LED.search(text[scene.sentence.start : name.start])
        if led is not None and scene.sentence.closed(region):
            found.append((name, region))
    for region in (i for i in scene.items if i.has("R", "PLACE")):  # "Saxony for gas heating"
        behind = scene.after(region, "K", within=3)
        if behind is None or not TURNED.fullmatch(text[region.end : behind.start]):
            continue
        led = LED.search(text[scene.sentence.start : region.start])
        if led is not None and scene.sentence.closed(behind):
            found.append((behind, region))
    return found


def _lead(scene: Scene, first: Item, name: Item) -> bool | None:
    """Whether the lead said last before a keyword is of the last one; None where none is."""
    told = [i for i in marks(scene) if i.has("REGIONLEAD", "REGIONLAST") and i.end <= first.start]
    here = any(i.has("R", "PLACE") and i.end <= first.start for i in scene.items)
    if told and here:
        return _last(told[-1])
    if told or scene.earlier is None:
        return None
    before = [i for i in scene.earlier.items if i.has("REGIONLEAD", "REGIONLAST")]
    named = {i.index for i in scene.earlier.items if i.has("K")}
    placed = any(i.has("R", "PLACE") for i in scene.earlier.items)
    return _last(before[-1]) if before and placed and named and name.index not in named else None


def _last(mark: Item) -> bool:
    return mark.has("REGIONLAST") and not mark.has("REGIONLEAD")
