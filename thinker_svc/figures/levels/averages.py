"""Averages over the period: "averages 43", "a mean of 43", "Five-year means: Hoka 49, Asics 45"."""

from __future__ import annotations

import re

from thinker_svc.figures import agree
from thinker_svc.figures.claim import Claim, best, either, unsupported
from thinker_svc.figures.datapoints import average as average_of
from thinker_svc.figures.levels.lists import fragment
from thinker_svc.figures.levels.scale import counts_something
from thinker_svc.figures.others.strangers import said_of_another
from thinker_svc.figures.scene import FAR, Scene
from thinker_svc.figures.text.dates import When
from thinker_svc.figures.text.item import Item

GAME = re.compile(
    r"(?i) (?:a|an|per|each|pro|je|par|por) (?:game|match|spiel|partie|match|partido|race|round|set)\b"
)
NEAR = 3  # words between "average" and its figure, whatever they are


def average(scene: Scene, item: Item) -> Claim | None:
    """The claim a figure makes that a word for the average belongs to."""
    number, word = item.number, _word(scene, item)
    if number is None or word is None:
        return None
    hedge, start = scene.hedge(item)
    if said_of_another(scene, item):
        return scene.claim("average", unsupported("topic"), word, item, start=start)
    verdicts = []
    for keyword in scene.keywords_for(item):
        given = scene.view.average(keyword)
        if given is None:
            verdicts.append(unsupported("data"))
        elif _outside(scene, item):
            verdicts.append(unsupported("window"))
        else:
            actual = (scene.view.mean(keyword) or given) if number.decimals else given
            shown = f"{actual:.{number.decimals}f}"
            agrees = agree.value(actual, number.value, number.decimals, hedge)
            verdicts.append(either(agrees, shown).at((average_of(keyword),)))
    if not verdicts:
        return None
    between = [i for i in scene.items if word.end <= i.start < item.start and i.has("NUM", "K")]
    near = abs(scene.words_between(word, item)) <= 3 and not between
    return scene.claim("average", best(verdicts), *((word, item) if near else (item,)), start=start)


def _word(scene: Scene, item: Item) -> Item | None:
    """The word for the average: before the figure in its clause, right behind it, or heading a list."""
    small = item.number is not None and not item.number.numeral and item.number.value < 13
    gap = scene.after(item, "AHEAD", "BEHIND", within=0)  # "on average 39 points clear of …"
    apart = gap is not None and item.has("PTS") and (not gap.has("LOOSE") or " of" in gap.text)
    if (
        small or apart or GAME.match(scene.sentence.text, item.end) or counts_something(scene, item)
    ):  # "the most searched of the four"
        return None
    before = scene.before(item, "AVERAGE", within=12)
    crossed = [
        i for i in scene.items if before and before.end <= i.start < item.start and i.has("NUM", "PCT")
    ]
    if before is not None and (not crossed or _each(scene, before, item)):
        return before
    after = scene.after(item, "AVERAGE", within=3)
    if after is not None and (
        not scene.sentence.text[item.end : after.start].strip()  # "54 on average against 45"
        or not _followed(scene, after)
    ):
        return after
    timed = any(i.has("DATE", "NOW") for i in scene.items)
    if scene.mode == "average" and not timed and fragment(scene, item):
        return item
    heading = scene.before(item, "AVERAGE", within=FAR, clause=False)
    return heading if heading is not None and _each(scene, heading, item) else None


def _followed(scene: Scene, word: Item) -> bool:
    """ "High 100, average 31", "bei 38, der Durchschnitt liegt bei 74": the word has a figure of its own."""
    number = scene.after(word, "NUM", within=6)
    if number is None or "," in scene.sentence.text[word.end : number.start]:
        return False
    near = scene.words_between(word, number) <= NEAR
    return near or not any(i.has("K") and word.end <= i.start < number.start for i in scene.items)


def _each(scene: Scene, heading: Item, item: Item) -> bool:
    """Whether the word rules the figure's own keyword as well: "on average A scores 43, B 21"."""
    owner = scene.given(item) or scene.before(item, "K", within=4)
    first = min((i.start for i in scene.items if i.has("K") and i.start >= heading.end), default=item.start)
    others = [
        i
        for i in scene.items
        if (first <= i.start or scene.words_between(heading, i) > 1)
        and heading.end <= i.start < item.start
        and (i.has("NOW", "PEAK", "LOW") or (i.has("DATE") and not scene.before(i, "SINCE", within=1)))
    ]
    return owner is not None and owner.start > heading.start and not others


def _outside(scene: Scene, item: Item) -> bool:
    """An average over a part of the window, a year of several, isn't held."""
    dates = [
        i.when
        for i in scene.sentence.clause(item)
        if i.has("DATE")
        and i.when
        and not scene.before(i, "SINCE", within=1)
        and not _crossed(scene, i, item)
    ]
    joined = len(dates) > 1 and any(i.has("TO", "AND") for i in scene.sentence.clause(item))
    return any(_partial(scene, when) for when in dates) and not (joined and _whole(scene, dates))


def _whole(scene: Scene, dates: list[When]) -> bool:
    """ "May to August": from the first to the last they are the period."""
    start, end = scene.view.window
    found = [one for when in dates for one in when.intervals(scene.view.as_of, start)]
    inside = [(max(a, start), min(b, end)) for a, b in found if a < end and b > start]
    return bool(inside) and max(b for _, b in inside) - min(a for a, _ in inside) >= (end - start) * 0.9


def _crossed(scene: Scene, date: Item, item: Item) -> bool:
    """Whether another figure stands between: the time is that one's."""
    low, high = min(date.end, item.end), max(date.start, item.start)
    if "," in scene.sentence.text[low:high]:
        return True
    return any(
        low <= i.start and i.end <= high and i.has("NUM", "PCT", "PTS", "PEAK", "LOW") for i in scene.items
    )


def _partial(scene: Scene, when: When) -> bool:
    if when.back or when.weekly:
        return False
    start, end = scene.view.window
    spans = [one for one in when.intervals(scene.view.as_of, start) if one[0] < end and one[1] > start]
    return not spans or (spans[0][1] - spans[0][0]) < (end - start) * 0.8
