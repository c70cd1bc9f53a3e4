"""Keywords against one another: who leads, who has passed whom, who ranks where."""

from __future__ import annotations

import itertools
import re

from thinker_svc.figures.bases import inside
from thinker_svc.figures.claim import Claim, Verdict, either, unsupported
from thinker_svc.figures.dates import When
from thinker_svc.figures.foreign import strange
from thinker_svc.figures.item import Item
from thinker_svc.figures.percent import levels
from thinker_svc.figures.scene import FAR, Scene
from thinker_svc.figures.view import View

PASSIVE = re.compile(r"\s+(?:by|von|par|por)\b", re.IGNORECASE)


def orders(scene: Scene) -> list[Claim]:
    found: list[Claim] = []
    if scene.view.regions and any(i.has("R", "PLACE") for i in scene.items):
        return found
    for claim in (*_overtakings(scene), *_comparisons(scene), *_rankings(scene), *_leads(scene)):
        if not any(c.start < claim.end and claim.start < c.end for c in found):
            found.append(claim)
    return found


def _overtakings(scene: Scene) -> list[Claim]:
    found = []
    for item in scene.items:
        if not item.has("OVERTAKE") or scene.before(item, "NOT", "FORECAST", within=2):
            continue
        passive = PASSIVE.match(scene.sentence.text, item.end) is not None
        pair = _pair(scene, item)
        if pair is None:
            if _stranger(scene, item):
                found.append(scene.claim("comparison", unsupported("topic"), item))
            continue
        winner, loser = pair[::-1] if passive else pair
        date = scene.after(item, "DATE", within=8)
        dated = date if date is not None and not scene.before(date, "SINCE", within=1) else None
        verdict = overtook(scene.view, winner, loser, dated.when if dated is not None else None)
        shown = [*_ks(scene, item), *([dated] if dated is not None else [])]
        found.append(scene.claim("comparison", verdict, item, *shown))
    return found


def overtook(view: View, winner: str, loser: str, when: When | None = None) -> Verdict:
    """Above at the last complete point, and below at an earlier one; the step across at a time, if said."""
    theirs = {point.time: point for point in view.complete(loser)}
    both = [(p, theirs[p.time]) for p in view.complete(winner) if p.time in theirs]
    if not both:
        return unsupported("data")
    (a, b), earlier = both[-1], both[:-1]
    passed = a.level > b.level and any(x.level < y.level for x, y in earlier)
    shown = f"{winner} {a.shown}, {loser} {b.shown}"
    if not passed or when is None:
        return either(passed, shown, a.key)
    inside_, held = inside(view, when, tuple(p for p, _ in both))
    if not held:
        return unsupported("window", shown)
    at = {p.time for p in inside_}
    steps = [y for x, y in itertools.pairwise(both) if x[0].level <= x[1].level and y[0].level > y[1].level]
    return either(any(p.time in at for p, _ in steps), f"{steps[-1][0].key:.10}", steps[-1][0].key)


def _comparisons(scene: Scene) -> list[Claim]:
    found = []
    for item in scene.items:
        if not item.has("AHEAD", "BEHIND", "LEVEL") or scene.before(item, "NOT", "FORECAST", within=2):
            continue
        if scene.after(item, "NUM", "PCT", "SPAN", "DATE", within=0) or scene.before(
            item, "PCT", "TIMES", within=3
        ):
            continue
        pair = _pair(scene, item)
        if pair is None:
            if item.has("AHEAD", "BEHIND") and _stranger(scene, item):
                found.append(scene.claim("comparison", unsupported("topic"), item))
            continue
        first, second = pair
        now = any(i.has("NOW") for i in scene.sentence.clause(item))
        pairs = levels(scene, first, second, now=now)
        if not pairs:
            found.append(scene.claim("comparison", unsupported("data"), item, *_ks(scene, item)))
            continue
        ours, theirs = pairs[0]
        if item.has("LEVEL"):
            ok = abs(ours - theirs) <= 2
        else:
            rivals = _listed(scene, item, first)
            values = [v for r in rivals for _, v in levels(scene, first, r, now=now)] or [theirs]
            ok = all(ours > v for v in values) if item.has("AHEAD") else all(ours < v for v in values)
        shown = f"{first} {ours:g}, {second} {theirs:g}"
        found.append(scene.claim("comparison", either(ok, shown), item, *_ks(scene, item)))
    return found


def _listed(scene: Scene, item: Item, first: str) -> list[str]:
    """All the keywords after the word of comparison, in its clause."""
    names = scene.view.keywords
    after = [i for i in scene.sentence.clause(item) if i.has("K") and i.start >= item.end]
    return [names[i.index] for i in after if names[i.index] != first]


def _pair(scene: Scene, item: Item) -> tuple[str, str] | None:
    """The keyword before the word and the one after it; a pronoun stands for the one before."""
    names = scene.view.keywords
    left = scene.before(item, "K", within=FAR, clause=False)
    right = scene.after(item, "K", within=6)
    if right is None:
        return None
    second = names[right.index]
    if left is not None and left.index != right.index:
        return names[left.index], second
    carried = [name for name in scene.carried if name != second]
    return (carried[0], second) if len(carried) == 1 and scene.before(item, "PRONOUN", within=8) else None


def _ks(scene: Scene, item: Item) -> list[Item]:
    return [i for i in (scene.after(item, "K", within=6),) if i is not None]


def _stranger(scene: Scene, item: Item) -> bool:
    """Compared with something that was not searched."""
    right = [start for start, _ in scene.foreign if 0 <= start - item.end <= 12]
    if re.search(r"(?i)(?:popular|searched|searches|interest|queries|after) than$", item.text):
        name = re.match(
            r" ([A-Za-z][\w-]+(?: [A-Za-z][\w-]+)?)", scene.sentence.text[item.end : item.end + 40]
        )
        if name is not None and strange(name[1], scene.view, scene.lexicon):
            right.append(item.end)
    left = [end for _, end in scene.foreign if end <= item.start]
    return bool(right and scene.before(item, "K", within=FAR)) or bool(
        left and scene.after(item, "K", within=4)
    )


def _rankings(scene: Scene) -> list[Claim]:
    found = []
    for item in scene.items:
        if (
            not item.has("ORD")
            or len(scene.view.keywords) < 2
            or scene.before(item, "NOT", "FORECAST", within=2)
        ):
            continue
        listed = scene.before(item, "K", within=0) is not None
        if not (
            listed or scene.before(item, "RANKED", within=3) or scene.after(item, "RANKED", "MOST", within=1)
        ):
            continue
        name = scene.before(item, "K", within=12) or scene.after(item, "K", within=6)
        if name is None:
            continue
        found.append(
            scene.claim("ranking", placed(scene.view, scene.view.keywords[name.index], item.index), item)
        )
    return found


def placed(view: View, keyword: str, rank: int, *, last: bool = False) -> Verdict:
    values = dict(view.ranked())
    if keyword not in values:
        return unsupported("data")
    above = sum(value > values[keyword] for value in values.values())
    equal = sum(value == values[keyword] for value in values.values())
    places = range(above + 1, above + equal + 1)
    wanted = len(values) if last else rank
    return either(wanted in places, f"place {above + 1} of {len(values)}")


def _leads(scene: Scene) -> list[Claim]:
    """ "the most searched of the three", "comes last"."""
    found = []
    for item in scene.items:
        if (
            not item.has("MOST", "LEAST")
            or len(scene.view.keywords) < 2
            or scene.before(item, "NOT", "FORECAST", "ORD", within=2)
        ):
            continue
        if any(
            o is not item
            and o.start <= item.start
            and item.end <= o.end
            and o.has("PEAK", "LOW", "AHEAD", "FASTEST", "TOPQUERY")
            and o.end > item.end
            for o in scene.items
        ):
            continue
        if any(i.has("Q", "QUOTE") for i in scene.sentence.clause(item)):
            continue
        name = scene.before(item, "K", within=FAR) or scene.after(item, "K", within=8)
        if name is None:
            continue
        keyword = scene.view.keywords[name.index]
        if any(i.has("NOW") for i in scene.sentence.clause(item)):
            verdict = _leading_now(scene.view, keyword, last=item.has("LEAST"))
        else:
            verdict = placed(scene.view, keyword, 1, last=item.has("LEAST"))
        found.append(scene.claim("superlative", verdict, item))
    return found


def _leading_now(view: View, keyword: str, *, last: bool) -> Verdict:
    values = {name: points[-1].level for name in view.keywords if (points := view.complete(name))}
    if keyword not in values:
        return unsupported("data")
    extreme = min(values.values()) if last else max(values.values())
    leader = next(name for name, value in values.items() if value == extreme)
    return either(values[keyword] == extreme, f"{leader} {extreme:g}")
