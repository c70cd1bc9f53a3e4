"""The figures check: every claim of a text about the data, held against the snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from thinker_svc.figures.changes import percent
from thinker_svc.figures.claim import Claim, unsupported, whole
from thinker_svc.figures.course import counts, course, peaks, stepwise, streaks
from thinker_svc.figures.course.clefts import cleft
from thinker_svc.figures.keywords import against, earlier, order, ranks, scores
from thinker_svc.figures.levels import digits, distance, ranges, values
from thinker_svc.figures.others import outside
from thinker_svc.figures.others.elsewhere import elsewhere
from thinker_svc.figures.others.foreign import foreign
from thinker_svc.figures.queries import queries
from thinker_svc.figures.queries.asked import asked as taken_up
from thinker_svc.figures.regions import (
    gapped,
    inverse,
    margins,
    nowhere,
    placing,
    regional,
    rivals,
    than,
    winners,
)
from thinker_svc.figures.scene import Asked, Mode, Scene
from thinker_svc.figures.text.dates import When
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.text.lexicon import Lexicon, language_of
from thinker_svc.figures.text.overlap import meet, meets_any, within, within_any
from thinker_svc.figures.text.reading import Sentence, sentences
from thinker_svc.figures.text.unread import unread
from thinker_svc.figures.view import View, view

RECENT = 4  # times a later sentence may lean on: "That's a gain of 17%"


def check(text: str, snapshot: Mapping[str, Any]) -> list[Claim]:
    """The claims of a text in their order, none within another. Pure: the same for the same arguments.

    `snapshot` is the JSON of a search's result. Parts that are missing or malformed count as not held.
    """
    if unread(text):
        return []
    seen, lexicon = view(snapshot), language_of(text)
    found: list[Claim] = []
    carried: tuple[str, ...] = seen.keywords if len(seen.keywords) == 1 else ()
    spoken: tuple[When, ...] = ()
    named: tuple[str, ...] = ()
    asked = Asked()
    earlier: Sentence | None = None
    recent: tuple[When, ...] = ()
    levels: tuple[float, ...] = ()
    mode: Mode = ""
    for sentence in sentences(text, seen, lexicon):
        strange = foreign(sentence, seen, sentence.lexicon)
        scene = Scene(
            seen,
            sentence.lexicon,
            sentence,
            carried,
            spoken,
            strange,
            named,
            asked,
            earlier=earlier,
            recent=recent,
            levels=levels,
            mode=mode,
        )
        claims = _claims(scene)
        found, mode = found + claims, _mode(claims, mode)
        carried = _carried(sentence, seen, carried)
        asked, earlier = taken_up(scene), sentence
        told = [seen.keywords[item.index] for item in sentence.items if item.has("K")]
        named = tuple(dict.fromkeys((*told, *named)))
        whens = tuple(i.when for i in sentence.items if i.when is not None)
        spoken, recent = whens or spoken, (*recent, *whens)[-RECENT:]
        levels = (*levels, *_levels(sentence, claims))[-RECENT:]
    return [whole(text, claim) for claim in _apart(found)]


def _levels(sentence: Sentence, claims: list[Claim]) -> list[float]:
    """The figures of the claims of levels that hold."""
    values = [c for c in claims if c.kind in ("value", "average") and c.label == "supported"]
    return [i.number.value for i in sentence.items if i.number is not None and within_any(i, values)]


def _mode(claims: list[Claim], before: Mode) -> Mode:
    last = next((c.kind for c in reversed(claims) if c.kind in ("value", "average")), None)
    return "average" if last == "average" else "value" if last == "value" else "" if claims else before


def _carried(sentence: Sentence, seen: View, before: tuple[str, ...]) -> tuple[str, ...]:
    """Who "it" is in the next sentence: the first keyword this one names."""
    named = [seen.keywords[item.index] for item in sentence.items if item.has("K")]
    return (named[0],) if named else before or (seen.keywords if len(seen.keywords) == 1 else ())


def _claims(scene: Scene) -> list[Claim]:
    if not scene.items:
        return []
    found: list[Claim] = []
    done = ranks.numbering(scene)
    for claim, ends in (*scores.scores(scene), *ranges.ranges(scene), *counts.counts(scene)):
        found.append(claim)
        done |= {end.start for end in ends}
    for item in scene.items:
        if item.number is None or item.start in done:
            continue
        claim_ = _figure(scene, item)
        if claim_ is not None:
            found.append(claim_)
    found += streaks.streaks(scene) + digits.digits(scene)
    found += [c for c in stepwise.stepwise(scene) if not meets_any(c, found)]
    found += [claim for claim in peaks.peaks(scene) if not _told(claim, found)]
    asked = queries.queries(scene, found)
    found = [c for c in found if c.kind != "superlative" or not meets_any(c, asked)] + asked
    against_each_other = [*than.compared(scene), *nowhere.alone(scene, found)]
    found += [c for c in against_each_other if not meets_any(c, found)]
    found += [c for c in placing.regions(scene, found) if not meets_any(c, against_each_other)]
    found += rivals.rivals(scene, found)
    found += gapped.gapped(scene, found)
    found += winners.winners(scene, found)
    found += inverse.inverses(scene, found)
    found += order.orders(scene, found)
    found += ranks.rankings(scene, found)
    found += earlier.earlier(scene, found)
    found += outside.forecasts(scene, found)
    found += outside.elsewhere(scene, found)
    found += outside.yearly(scene, found)
    found += course.trends(scene, found)
    return [claim for claim in _one_reading(scene, found) if not elsewhere(scene, claim)]


def _one_reading(scene: Scene, found: list[Claim]) -> list[Claim]:
    """ "Most searched in January was K" is of the time or the order: of the two what holds, else the time."""
    dates = [c for c in found if c.kind == "date"]
    orders = [c for c in found if c.kind in ("superlative", "ranking") and within_any(c, dates)]
    fronted = [time.start for _, time, _ in cleft(scene)]  # "it was in May that …": of the time, and no more
    timed = [d for d in dates if any(d.start <= at < d.end for at in fronted)]
    lost = [c for c in orders if c.flagged or within_any(c, timed)]
    whole = [
        d for d in dates if d.flagged and d not in timed and "," not in scene.sentence.text[d.start : d.end]
    ]
    lost += [d for d in whole if any(within(c, d) for c in orders if not c.flagged)]
    return [c for c in found if c not in lost]


def _told(claim: Claim, found: list[Claim]) -> bool:
    """Whether a word for a high is part of what a figure claims: "at half its peak"."""
    figures = [c for c in found if c.kind in ("percent_change", "comparison")]
    return claim.kind == "superlative" and within_any(claim, figures)


def _figure(scene: Scene, item: Item) -> Claim | None:
    """What a figure claims: the first reading that applies."""
    if queries.defines(scene, item):
        return None
    claim = queries.query_figure(scene, item) or against.compared(scene, item)
    claim = claim or regional.compared(scene, item) or margins.margin(scene, item)
    claim = claim or outside.outside_figure(scene, item)
    claim = claim or regional.region_figure(scene, item) or distance.distance(scene, item)
    claim = claim or percent.changes(scene, item) or values.value(scene, item)
    if claim is not None and claim.kind in ("value", "average") and outside.outside_value(scene, item):
        return scene.claim(claim.kind, unsupported("topic"), item)
    return claim


def _apart(found: list[Claim]) -> list[Claim]:
    """Claims that overlap: one of each kind a place, the flagged one first."""
    kept: list[Claim] = []
    for claim in sorted(found, key=lambda c: (not c.flagged, c.start, c.end)):
        if not any(meet(c, claim) and c.kind == claim.kind for c in kept):
            kept.append(claim)
    return sorted(kept, key=lambda c: (c.start, c.end, c.kind))


__all__ = ["Lexicon", "check"]
