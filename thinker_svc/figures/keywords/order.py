"""Keywords against one another without a figure: who leads, and who has passed whom."""

from __future__ import annotations

import itertools
import re

from thinker_svc.figures.claim import Claim, Verdict, contradicted, either, supported, unsupported
from thinker_svc.figures.keywords.parties import ORDERS, Parties, denied, parties, rest
from thinker_svc.figures.keywords.stand import at, stand
from thinker_svc.figures.others import strangers
from thinker_svc.figures.points import inside
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.dates import When
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.text.overlap import meet, within
from thinker_svc.figures.view import View, written

LEVEL = 2.0  # points apart that still count as level
UNTIL = re.compile(r"(?i)\b(?:by|bis|d'ici|para|before|vor)(?: (?:the|en|el|la))?\s$")


BOTH = re.compile(r"(?i)\b(?:both|sowohl|tanto|aussi bien)(?: (?:the|die|der|das|le|la|el))? ?[«“„\"]?\s?$")
AND = re.compile(
    r"(?i)[\"”»“]? (?:and|als auch|wie auch|como|que) (?:(?:the|die|der|das|le|la|el) )?[«“„\"]?\s?"
)
PRESENT = re.compile(r"(?i)(?:ya )?(?:(?:super|adelant|rebas)an?|dépassent?)(?: en \w+)?(?: al?| à)?")


def orders(scene: Scene, taken: list[Claim]) -> list[Claim]:
    """Claims of order; what a figure's comparison covers is not read again."""
    found: list[Claim] = []
    for item in scene.items:
        if scene.view.regions and any(i.has("R", "PLACE") for i in scene.sentence.clause(item)):
            continue
        claim = _ordered(scene, item) if item.has(*ORDERS) else None
        claim = _changed(scene, item) if claim is None and item.has("LEADCHANGE") else claim
        if claim is None or any(
            meet(c, claim) and c.kind in ("comparison", "ranking", "count") for c in (*taken, *found)
        ):
            continue
        if any(c.kind == "percent_change" and within(item, c) for c in taken):
            continue  # "57% below that": the direction of a figure
        found.append(claim)
    return found


def _ordered(scene: Scene, item: Item) -> Claim | None:  # noqa: PLR0911 - one return a reading
    if denied(scene, item) or scene.sentence.question:
        return None
    passing = item.has("OVERTAKE", "OVERTAKEN")
    if not passing and scene.after(item, "NUM", "PCT", "PTS", "SPAN", "DATE", within=0):
        return None
    if item.has("LEVEL") and scene.before(item, "TIMES", "PCT", within=0):
        return None
    sides = parties(scene, item)
    if sides.stranger is not None:
        return scene.claim("comparison", unsupported("topic"), item, *sides.items)
    strange = (
        strangers.rivals(scene, item) if not any(i.has("K") for i in scene.sentence.clause(item)) else None
    )
    if strange is not None and (scene.named or scene.carried or any(i.has("K") for i in scene.items)):
        return scene.claim("comparison", unsupported("topic"), item, *strange)
    if not sides.both:
        sides = _left_out(scene, item, sides)
    if not sides.both:
        return None
    names = scene.view.keywords
    ours, theirs = names[sides.ours], names[sides.theirs]
    if passing:
        verdict = _passing(scene, item, *((theirs, ours) if item.has("OVERTAKEN") else (ours, theirs)))
        return scene.claim("comparison", verdict, item, *sides.items)
    more = [names[index] for index in sides.more]
    each = [_compared(scene, item, one, theirs, more) for one in (ours, *_beside(scene, item, sides))]
    verdict = next((one for one in each if one.label != "supported"), each[0])
    return scene.claim("comparison", verdict, item, *sides.items)


def _beside(scene: Scene, item: Item, sides: Parties) -> list[str]:
    """ "Both A and B trail C": the other one it is said of."""
    left = [i for i in scene.sentence.clause(item) if i.has("K") and i.end <= item.start]
    if len(left) < 2 or left[-1].index != sides.ours:
        return []
    text = scene.sentence.text
    both = BOTH.search(text, scene.sentence.start, left[-2].start) is not None
    joined = AND.fullmatch(text, left[-2].end, left[-1].start) is not None
    return [scene.view.keywords[left[-2].index]] if both and joined else []


def _left_out(scene: Scene, item: Item, sides: Parties) -> Parties:
    """ "Hoka and Asics? Hoka is ahead.": against the other one the text has named."""
    closed = item.has("AHEAD", "BEHIND") and re.match(r"\s*(?:$|[.,;:!?)])", scene.sentence.text[item.end :])
    told = scene.before(item, "K", "PRONOUN", within=6) is not None
    named = {i.index for i in scene.items if i.has("K")} | {scene.view.keywords.index(n) for n in scene.named}
    if not closed or not told or sides.ours < 0 or len(named) < 2:
        return sides
    return Parties(sides.ours, rest(scene, sides.ours, item))


def _compared(scene: Scene, item: Item, ours: str, theirs: str, more: list[str]) -> Verdict:
    held = stand(scene, item)
    rivals = [theirs, *(name for name in more if name not in (ours, theirs))]
    first: Verdict | None = None
    for levels in held.readings:
        if any(name not in levels for name in (ours, *rivals)):
            continue
        own, others = levels[ours], [levels[name] for name in rivals]
        if item.has("LEVEL"):
            ok = all(abs(own - other) <= LEVEL for other in others)
        else:
            ok = (
                all(own > other for other in others)
                if item.has("AHEAD")
                else all(own < other for other in others)
            )
        shown = ", ".join(f"{name} {written(levels[name])}" for name in (ours, *rivals))
        at = levels.points(ours, *rivals)
        if ok:
            return supported(shown).at(at)
        first = first or contradicted(shown).at(at)
    return first or unsupported(held.why)


def _passing(scene: Scene, item: Item, winner: str, loser: str) -> Verdict:
    date = scene.after(item, "DATE", within=8) or scene.before(item, "DATE", within=10)
    if date is None or date.when is None or scene.before(date, "SINCE", within=1):
        return overtook(scene.view, winner, loser)
    parted = ":" in scene.sentence.text[item.end : date.start]
    if parted or any(i.has("NUM", "PTS", "PCT") and item.end <= i.start < date.start for i in scene.items):
        return overtook(scene.view, winner, loser)  # "…, with 38 against 16 in May": the time is theirs
    verdict = overtook(scene.view, winner, loser, date.when)
    if verdict.label == "contradicted" and PRESENT.fullmatch(item.text):  # "a las 23:09 ya supera a B"
        stands = [levels for levels in at(scene.view, date.when).readings if {winner, loser} <= set(levels)]
        verdict = next((supported(verdict.expected) for s in stands if s[winner] > s[loser]), verdict)
    if verdict.label == "contradicted" and UNTIL.search(scene.sentence.text[: date.start]):
        return overtook(scene.view, winner, loser)
    return verdict


def overtook(view: View, winner: str, loser: str, when: When | None = None) -> Verdict:
    """Above at the last complete point, and below at an earlier one; the step across at a time, if said."""
    theirs = {point.time: point for point in view.complete(loser)}
    both = [(p, theirs[p.time]) for p in view.complete(winner) if p.time in theirs]
    if not both:
        return unsupported("data")
    (a, b), earlier = both[-1], both[:-1]
    passed = a.level > b.level and any(x.level < y.level for x, y in earlier)
    shown = f"{winner} {a.shown}, {loser} {b.shown}"
    if when is None:
        return either(passed, shown, a.key)
    inside_, held = inside(view, when, tuple(p for p, _ in both))
    if not held:
        return unsupported("window", shown)
    at = {p.time for p in inside_}
    if a.time in at and len(at) < len(both) and a.level < b.level:
        return contradicted(shown, a.key)  # "has overtaken it this week", and has fallen back since
    steps = [y for x, y in itertools.pairwise(both) if x[0].level <= x[1].level and y[0].level > y[1].level]
    if not steps:
        return contradicted(shown, a.key)
    return either(any(p.time in at for p, _ in steps), f"{steps[-1][0].key:.10}", steps[-1][0].key)


def _changed(scene: Scene, item: Item) -> Claim | None:
    """ "The lead changed hands": not always the same keyword at the top."""
    view = scene.view
    if len(view.keywords) < 2 or denied(scene, item) or scene.sentence.question:
        return None
    leaders = []
    for points in zip(*(view.complete(name) for name in view.keywords), strict=False):
        top = max(p.level for p in points)
        ahead = [name for name, p in zip(view.keywords, points, strict=True) if p.level == top]
        leaders += ahead if len(ahead) == 1 else []
    if not leaders:
        return None
    return scene.claim("comparison", either(len(set(leaders)) > 1, f"always {leaders[-1]}"), item)
