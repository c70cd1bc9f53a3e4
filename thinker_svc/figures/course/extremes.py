"""Superlatives: the latest point, or one that is named, as the most of a time.

"Highest since March", "a five-year high", "never this popular", "mid-August brought the best week since May".
"""

from __future__ import annotations

import re
from dataclasses import replace

from thinker_svc.figures.claim import Claim
from thinker_svc.figures.course.owned import owned
from thinker_svc.figures.course.records import BOUNDED, EXTREME, placed, record, superlative
from thinker_svc.figures.course.scopes import Scope, latest, meant, scope, since
from thinker_svc.figures.course.subject import of_other
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.text.overlap import meets_any, within

SPAN_HIGH = re.compile(
    r"[ -](?:(?P<high>high|peak|best|record|maximum|top|hoch|höchststand|rekord)|"
    r"(?P<low>low|trough|minimum|bottom|tief|tiefststand))(?!\w)",
    re.IGNORECASE,
)
PART = re.compile(r"(?i) (?:of|von|vom|de|du|del|der|des) ")
LEVELLED = re.compile(r"(?i)(?: of| is| was| at| von| bei| de)?:? \d")
NO_LONGER = re.compile(
    r"(?i)\b(?:nicht mehr|no longer|wie zuletzt|comme pour la dernière fois|il fa(?:ut|llait) remonter)\b"
)
PRESENT = re.compile(
    r"(?i)\b(?:is|are|stands|sits|'s|ist|est|está|liegt|reached|hit|hits|erreicht|atteint|alcanza|signe|firma|"
    r"notiert) "
    r"(?:now |currently |right now |jetzt |gerade )?(?:back )?(?:at |on |auf |bei |à |en )?"
    r"(?:its|their|a|the|an?|ihrem|ihren|seinem|seinen|dem|den|son|su|le|la|el|un|une)? ?(?:new |neuen )?$"
)
AS_ITS = re.compile(r"(?i) as (?:its|their) $")
YEARLY = 6  # words between a high and its year


HEADS = re.compile(r" ?:")


def extremes(scene: Scene) -> list[Claim]:
    if scene.sentence.question:
        return []
    abroad = any(i.has("R", "PLACE") for i in scene.items)
    found: list[Claim] = []
    for item in scene.items:
        claim = None
        if not abroad and _topic(scene):
            claim = _ever(scene, item) or _span_high(scene, item) or _never(scene, item)
        claim = claim or owned(scene, item)
        if claim is None and item.has("RECORD"):
            claim = record(scene, item)
        if claim is None and item.has(*EXTREME) and not _inner(scene, item):
            claim = _scoped(scene, item)
        if claim is not None and not meets_any(claim, found):
            found.append(claim)
    return found


def _topic(scene: Scene) -> bool:
    if any(i.has("K") for i in scene.items):
        return True
    if scene.foreign:
        return False
    return any(i.has("INTEREST", "SEARCHED") for i in scene.items) or (
        bool(scene.carried) and any(i.has("PRONOUN") for i in scene.items)
    )


def _inner(scene: Scene, item: Item) -> bool:
    """A part of a longer phrase, "top" of "top of the table": what the whole says counts."""
    return any(
        o is not item
        and o.start <= item.start
        and item.end <= o.end
        and o.end - o.start > item.end - item.start
        and o.has(*EXTREME, "RECORD", "RANGE", "REGIONLEAD", "MOST", "LEAST")
        for o in scene.items
    )


def _ever(scene: Scene, item: Item) -> Claim | None:
    if not item.has("EVERHIGH", "EVERLOW", "YEARHIGH", "YEARLOW", "MONTHHIGH", "MONTHLOW"):
        return None
    if BOUNDED.match(scene.sentence.text, item.end):
        return None
    high = item.has("EVERHIGH", "YEARHIGH", "MONTHHIGH")
    if scene.before(item, "NOT", "FORECAST", "FROM", "BELOW", "ABOVE", within=2) is not None:
        return None
    if item.has("EVERHIGH", "EVERLOW"):
        limit = scope(scene, item)
        return superlative(scene, limit, (item,), high=high, named=meant(scene, item, limit.item))
    if any(i.has("DATE") and not since(scene, i) and not latest(scene, i) for i in scene.items):
        return None  # "its yearly high in March": a date
    return superlative(
        scene, Scope("year" if item.has("YEARHIGH", "YEARLOW") else "month"), (item,), high=high
    )


def _span_high(scene: Scene, item: Item) -> Claim | None:
    """ "a five-year high"."""
    if item.duration is None:
        return None
    match = SPAN_HIGH.match(scene.sentence.text, item.end, item.end + 14)
    if match is None or scene.before(item, "NOT", "FORECAST", "BELOW", "FROM", within=2) is not None:
        return None
    if LEVELLED.match(scene.sentence.text, match.end()):
        return None  # "its four-hour high: 62": a value
    claim = superlative(
        scene, Scope("span", item), (item,), high=match["high"] is not None, named=meant(scene, item)
    )
    if claim is None:
        return None
    return replace(claim, end=max(match.end(), claim.end))


def _never(scene: Scene, item: Item) -> Claim | None:
    """ "has never been this popular", "not since May so high", "never since July higher than on 12 May"."""
    if not item.has("SOHIGH", "SOLOW") or BOUNDED.match(scene.sentence.text, item.end):
        return None
    ever = any(i.has("EVERHIGH", "EVERLOW") for i in scene.sentence.clause(item))
    if scope(scene, item).kind == "ever" and ever:
        return None
    denial = scene.before(item, "NEVER", within=14, clause=False)  # "jamais il n'a été": the stronger of two
    denial = denial or scene.before(item, "NOT", within=14, clause=False)
    denial = denial or scene.after(item, "NEVER", within=6)  # "so gefragt war die Wärmepumpe noch nie"
    behind = scene.after(item, "NOT", within=6)
    if denial is None and behind is not None and scene.before(item, "DATE", within=12, clause=False):
        denial = (
            behind  # "seit August nicht mehr so gefragt" is before; "so hoch wie seit August nicht" after
        )
    limit = scope(scene, item)
    if (
        denial is None
        and limit.kind == "since"
        and NO_LONGER.search(scene.sentence.text, scene.sentence.start)
    ):
        denial = item
    if denial is None:
        return None
    never = any(i.has("NEVER") and within(denial, i) for i in scene.items)
    if not never and limit.kind not in ("since", "span"):
        return None
    if limit.kind == "span" and not never and not _long(scene, limit.item):
        return None
    than = scene.after(item, "DATE", within=7, clause=False)
    lead = scene.before(than, "THAN", "AS", within=2) if than is not None else None
    named = than if lead is not None and than is not limit.item else None
    if named is None and NO_LONGER.search(scene.sentence.text, scene.sentence.start) and denial is item:
        named = meant(scene, item)
    return superlative(scene, limit, (denial, item), high=item.has("SOHIGH"), named=named)


def _long(scene: Scene, span: Item | None) -> bool:
    """Said of a span that reaches to now: "in three weeks", "for a year"."""
    return span is not None and scene.before(span, "FOR", "WITHIN", "SINCE", within=2) is not None


def _scoped(scene: Scene, item: Item) -> Claim | None:
    """ "the highest since March", "its lowest score of the five years", "is at its peak"."""
    if not _of_series(scene, item) or scene.before(
        item, "BELOW", "FROM", "ABOVE", "NOT", "FORECAST", within=2
    ):
        return None
    told = any(i.has("K", "INTEREST", "SEARCHED") for i in scene.items)
    if of_other(scene, item, told=told) or _whole(scene, item) or _as_its(scene, item):
        return None  # "the lowest price of the year"
    high, limit = item.has("PEAK", "HIGHEST"), _limit(scene, item)
    if limit is None:
        limit = _shared(scene, item) or (Scope("period") if _now(scene, item) else None)
    headed = limit is not None and limit.item is not None and HEADS.match(scene.sentence.text, limit.item.end)
    if limit is None or headed:
        return None  # "Peak of the night: Rosalía, with 100, at 21:31"
    named = meant(scene, item, limit.item)
    whole = limit.kind == "span" and limit.item is not None and limit.item.has("ONESPAN")
    if (whole or limit.kind in ("period", "year")) and limit.item is not None:
        if named is not None and named.start > item.start:
            return None  # "its highest of the period came on 3 May": a date
        if scene.after(item, "NUM", within=6) is not None:
            return None  # "its high of the year was 100": a value
    return superlative(scene, limit, (item,), high=high, named=named)


def _as_its(scene: Scene, item: Item) -> bool:
    """ "With 45 as its best hour of the week": a value."""
    value = scene.before(item, "NUM", within=2)
    return value is not None and AS_ITS.search(scene.sentence.text[value.end : item.start]) is not None


def _whole(scene: Scene, item: Item) -> bool:
    """What another figure is a part of: "less than half of B's maximum"."""
    part = scene.before(item, "PCT", "TIMES", within=3)
    return part is not None and PART.match(scene.sentence.text, part.end) is not None


def _limit(scene: Scene, item: Item) -> Scope | None:
    """The time of a superlative, where it stands by it."""
    begun = next((d for d in scene.items if d.when and since(scene, d) and d.start > item.start), None)
    if begun is not None:
        crossed = [i for i in scene.items if item.end <= i.start and i.end <= begun.start]
        if not any(i.has("PCT", "TIMES", "UP", "DOWN") and not i.has(*EXTREME) for i in crossed):
            return Scope("since", begun)
    span = scene.after(item, "SPAN", within=6)
    lead = scene.before(span, "SINCE", "FOR", within=1) if span is not None else None
    if span is not None and (lead is None or lead.has("SINCE")):  # "le plus haut depuis cinq ans"
        return Scope("span", span)
    period = scene.after(item, "PERIOD", within=6)
    if period is not None:
        return Scope("period", period)
    year = scope(scene, item)
    if year.kind != "year" or year.item is None:
        return None
    first, last = sorted((item, year.item), key=lambda i: i.start)
    apart = "," in scene.sentence.text[first.end : last.start] and scene.words_between(first, last) > 0
    return year if scene.words_between(first, last) <= YEARLY and not apart else None


def _shared(scene: Scene, item: Item) -> Scope | None:
    """The time of the one before: "soy fell to its lowest of the month, as oat rose to its highest"."""
    if scene.before(item, "PRONOUN", within=0) is None:
        return None
    before = [i for i in scene.items if i.has(*EXTREME) and i.end <= item.start and not _inner(scene, i)]
    return _limit(scene, before[-1]) if before else None


def _now(scene: Scene, item: Item) -> bool:
    """ "is at its peak", "at its highest": the present, said without a time."""
    if scene.sentence.question:
        return False
    if scene.before(item, "NOW", within=5) is not None or scene.after(item, "NOW", within=1) is not None:
        return True
    before = scene.sentence.text[max(scene.sentence.start, item.start - 40) : item.start]
    if scene.after(item, "TIMES", "PCT", within=2) is not None:
        return False  # "A's high was three times B's"
    return (
        PRESENT.search(before) is not None
        and not scene.after(item, "NUM", within=3)
        and meant(scene, item) is None
    )


def _of_series(scene: Scene, item: Item) -> bool:
    # "strongest in these regions: Wales": the colon parts the clause, not what it says.
    leads = any(i.has("REGIONLEAD") and i.start <= item.start < i.end for i in scene.items)
    if placed(scene, item, scene.items if leads else scene.sentence.clause(item)):
        return False
    return scene.near(
        item, "K", "INTEREST", "PRONOUN", "SINCE", "PERIOD", "SPAN", within=12
    ) is not None or bool(scene.carried)
