"""The figures check: every claim of a text about the data, held against the snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from thinker_svc.figures import (
    course,
    order,
    outside,
    peaks,
    percent,
    queries,
    ranges,
    regional,
    rivals,
    values,
)
from thinker_svc.figures.claim import Claim, unsupported
from thinker_svc.figures.foreign import foreign
from thinker_svc.figures.item import Item
from thinker_svc.figures.lexicon import Lexicon, language_of
from thinker_svc.figures.reading import Sentence, sentences
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.unread import unread
from thinker_svc.figures.view import View, view


def check(text: str, snapshot: Mapping[str, Any]) -> list[Claim]:
    """The claims of a text in their order, none within another. Pure: the same for the same arguments.

    `snapshot` is the JSON of a search's result. Parts that are missing or malformed count as not held.
    """
    if unread(text):
        return []
    seen, lexicon = view(snapshot), language_of(text)
    found: list[Claim] = []
    carried: tuple[str, ...] = ()
    for sentence in sentences(text, seen, lexicon):
        scene = Scene(seen, sentence.lexicon, sentence, carried, foreign(sentence, seen, sentence.lexicon))
        found += _claims(scene)
        carried = _carried(sentence, seen, carried)
    return _apart(found)


def _carried(sentence: Sentence, seen: View, before: tuple[str, ...]) -> tuple[str, ...]:
    """Who "it" is in the next sentence: the first keyword this one names."""
    named = [seen.keywords[item.index] for item in sentence.items if item.has("K")]
    return (named[0],) if named else before or (seen.keywords if len(seen.keywords) == 1 else ())


def _claims(scene: Scene) -> list[Claim]:
    if not scene.items:
        return []
    found: list[Claim] = []
    done: set[int] = set()
    for claim, ends in ranges.ranges(scene):
        found.append(claim)
        done |= {end.start for end in ends}
    for item in scene.items:
        if item.number is None or item.start in done:
            continue
        claim_ = _figure(scene, item)
        if claim_ is not None:
            found.append(claim_)
    found += course.streaks(scene)
    found += peaks.peaks(scene)
    found += queries.queries(scene, found)
    found += regional.regions(scene, found)
    found += rivals.rivals(scene, found)
    found += order.orders(scene)
    found += outside.forecasts(scene, found)
    found += outside.elsewhere(scene, found)
    found += outside.yearly(scene, found)
    found += course.trends(scene, found)
    return found


def _figure(scene: Scene, item: Item) -> Claim | None:
    """What a figure claims: the first reading that applies."""
    claim = queries.query_figure(scene, item) or outside.outside_figure(scene, item)
    claim = claim or regional.region_figure(scene, item) or percent.changes(scene, item)
    claim = claim or values.value(scene, item)
    if claim is not None and claim.kind in ("value", "average") and outside.outside_value(scene, item):
        return scene.claim(claim.kind, unsupported("topic"), item)
    return claim


def _apart(found: list[Claim]) -> list[Claim]:
    """Claims that overlap: one of each kind a place, the flagged one first."""
    kept: list[Claim] = []
    for claim in sorted(found, key=lambda c: (not c.flagged, c.start, c.end)):
        if not any(c.start < claim.end and claim.start < c.end and c.kind == claim.kind for c in kept):
            kept.append(claim)
    return sorted(kept, key=lambda c: (c.start, c.end, c.kind))


__all__ = ["Lexicon", "check"]
