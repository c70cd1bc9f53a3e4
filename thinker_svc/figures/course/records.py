"""Records, which only a search over all time can hold: "an all-time high", "the best day on record"."""

from __future__ import annotations

import re

from thinker_svc.figures.claim import Claim, best, unsupported
from thinker_svc.figures.course.scopes import Scope, judged, meant, scope
from thinker_svc.figures.course.subject import About, about, denied
from thinker_svc.figures.course.timing import when
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.text.overlap import within

LOWS = re.compile(r"(?i)\blow\b|lowest|tief|mínimo|\bbas\b")
BOUNDED = re.compile(r"(?i) (?:than|als|que|de) \d")
ALL_TIME = re.compile(r"(?i)all|ever|hist|zeit|on record|geschicht")
CAME = re.compile(
    r"(?i) (?:came|was|fell|dates|fiel|war|kam|datiert|date|tombe|remonte|fue|llegó|cae|data)"
    r"(?: (?:in|on|from|auf|am|im|vom|den|de|du|le|en|el|au|à))* $"
)
NAMED = 6  # words between a superlative and the time it is said of
EXTREME = ("PEAK", "LOW", "HIGHEST", "LOWEST")


def record(scene: Scene, item: Item) -> Claim | None:  # noqa: PLR0911 - one return a reading
    """ "all-time high", "best day on record": only a search over all time can say so."""
    if denied(scene, item, within=2) or scene.before(item, "BELOW", within=2) is not None:
        return None
    fallen = scene.before(item, "FROM", within=2)
    if fallen is not None and scene.before(fallen, "PCT", "DOWN", within=2) is not None:
        return None  # "down 64% from its record"
    if BOUNDED.match(scene.sentence.text, item.end) or scene.after(item, "PCT", within=0) is not None:
        return None  # "never higher than 4": a bound; "a record 46%": of something in per cent
    inside = any(i.has("SOHIGH", "SOLOW") and within(i, item) for i in scene.items)
    if inside and scope(scene, item).kind != "ever":
        return None  # "has never been higher this month"
    beside = scene.near(item, *EXTREME, within=5)
    inner = next(
        (o for o in scene.items if o.has(*EXTREME) and o.start <= item.end and item.start <= o.end), None
    )
    if (
        beside is not None
        and "," in scene.sentence.text[min(beside.end, item.end) : max(beside.start, item.start)]
    ):
        beside = None
    beside = beside or inner
    level = re.search(
        r"(?i)r[eé][ck]ord|never|unprecedented|began|h?istori|histór|all|jamais.vu|précédent", item.text
    )
    if beside is None and (not level or item.text.casefold() == "ever"):
        return None
    if any(i.has("PEAK", "LOW") and i.start <= item.start and item.end < i.end for i in scene.items):
        return None  # "the record of the year came in May"
    told = any(i.has("K", "INTEREST") for i in scene.items) or about(scene, item, noun=False).sure
    taken_up = bool(scene.carried) and any(i.has("PRONOUN") for i in scene.items)
    dated = ALL_TIME.search(item.text) is not None and bool(scene.carried)  # "October was an all-time high"
    dated = dated and scene.before(item, "DATE", within=5) is not None
    if beside is None and not told and not taken_up and not dated and not _fragment(scene):
        return None
    items = (item,) if beside is None else (item, beside)
    if (
        beside is not None
        and beside.has("PEAK")
        and scene.after(max(items, key=lambda i: i.end), "NUM", within=2)
    ):
        return None  # "its best month ever scored 39": a value
    if placed(scene, item, scene.sentence.clause(item)):
        return None
    low = any(i.has("LOW", "LOWEST") for i in items) or bool(
        LOWS.search(scene.sentence.text[item.start : item.end + 9])
    )
    named = meant(scene, item)
    claim = superlative(scene, _scope(scene, item), items, high=not low, named=named)
    return _of_period(scene, item, named, high=not low) or claim


def _of_period(scene: Scene, item: Item, named: Item | None, *, high: bool) -> Claim | None:
    """ "The record came on 23 September", where that is when the highest of the period was."""
    if named is None or named.when is None or ALL_TIME.search(item.text) or named.start < item.end:
        return None
    between = scene.sentence.text[item.end : named.start]
    if "," in between or not CAME.search(between):
        return None
    names = about(scene, item, noun=False).names
    verdicts = [when(scene.view, name, named.when, high=high) for name in names]
    verdict = best(verdicts) if verdicts else unsupported("data")
    return scene.claim("date", verdict, item, named) if verdict.label == "supported" else None


def _scope(scene: Scene, item: Item) -> Scope:
    """ "Sur cinq ans, … a atteint son record": of a span that heads the sentence; else of all time."""
    span = next((i for i in scene.items if i.duration is not None and i.end <= item.start), None)
    heads = span is not None and scene.before(span, "WITHIN", within=0) is not None
    own = re.search(r"(?i)\b(?:its|their|his|her|sein\w*|ihr\w*|son|leur|su) ", item.text)
    return Scope("span", span) if span is not None and heads and own else Scope("ever")


def _fragment(scene: Scene) -> bool:
    """A few words that go on with the sentence before: "An all-time record."."""
    earlier, sentence = scene.earlier, scene.sentence
    said = sentence.text[sentence.start : sentence.end]
    told = earlier is not None and any(i.has("K", "INTEREST") for i in earlier.items)
    return told and bool(scene.carried) and len(said.split()) <= 9


def placed(scene: Scene, item: Item, told: tuple[Item, ...]) -> bool:
    """Whether it is said of a place, which stands no further than a comma away."""
    for place in told:
        if place.has("R", "PLACE"):
            first, last = sorted((item, place), key=lambda i: i.start)
            if (
                "," not in scene.sentence.text[first.end : last.start]
                or scene.words_between(first, last) <= 3
            ):
                return True
    return False


def superlative(
    scene: Scene, limit: Scope, items: tuple[Item, ...], *, high: bool, named: Item | None = None
) -> Claim | None:
    whom: About = about(scene, items[-1], noun=False)
    shown = [*items, *([limit.item] if limit.item is not None else [])]
    if named is not None and scene.words_between(shown[-1], named) <= NAMED:
        shown.append(named)
    if whom.strange:
        return scene.claim("superlative", unsupported("topic"), *shown)
    verdicts = [judged(scene, keyword, limit, high=high, named=named) for keyword in whom.names]
    return scene.claim("superlative", best(verdicts), *shown) if verdicts else None
