"""The length and direction of a run as a text tells them: "six weeks of losses", "a fourth straight week"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from thinker_svc.figures.course.subject import denied
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.durations import Duration
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.text.lexicon.base import whole

OF = re.compile(r"(?i)[ -](?:(?:of|de|d'|en|à|a|mit|im|with|nur|only|just) ?(?:[^\W\d_]+[ -])?)?")
HEADED = re.compile(r"(?i), (?:les? |la |l'|the |el |los |las |d(?:ie|as|er) )?")
MOST = 60
FARTHEST = 9  # words between a length and its direction


LONG = 12  # steps in a row that a longer unit stands for: a year of weeks, said of the trend


@dataclass(frozen=True, slots=True)
class Run:
    """A length, the word of its direction, and whether each step is said to have gone that way."""

    length: Duration
    way: Item
    strict: bool = True


def run_of(scene: Scene, item: Item) -> Run | None:
    if item.has("ONESPAN") and scene.before(item, "WITHIN", within=0) is not None:
        return None  # "climbing for five days, within a week …"
    length = _ordinal(scene, item) or _steps(scene, item) or _gapped(scene, item)
    strict = True
    if length is None and item.duration is not None:
        length = item.duration
        strict = item.has("STREAK") or (
            scene.after(item, "STREAK", within=5) is not None
            or scene.before(item, "STREAK", within=2) is not None
        )
        if not strict and not _lasting(scene, item):
            return None
    if length is None or denied(scene, item, within=8):
        return None
    way = _way(scene, item, strict=strict)
    if way is not None and _held(scene, way):
        return None
    if way is None or scene.near(item, "PCT", "TIMES", "PTS", within=3) is not None:
        return None
    return Run(length, way, strict)


def _held(scene: Scene, way: Item) -> bool:
    """ "For four weeks it has not dropped below 44": a level that is held, and no way."""
    bound = scene.after(way, "ABOVE", "BELOW", "LESS", "MORE", within=1)
    return bound is not None and scene.before(way, "NOT", "NEVER", within=2) is not None


def _way(scene: Scene, item: Item, *, strict: bool) -> Item | None:
    """The word of direction: a verb or noun before one that only compares ("more", "plus")."""
    ways = [i for i in scene.sentence.clause(item) if i.has("UP", "DOWN", "RISING") and not i.has("FLAT")]
    near = [i for i in ways if scene.words_between(i, item) <= FARTHEST and i is not item]
    near = [i for i in near if not _parted(scene, i, item, strict=strict)]
    near = [i for i in near if not i.has("SLIGHT")] or near
    return min(near, key=lambda i: _distance(scene, i, item), default=None)


def _distance(scene: Scene, way: Item, item: Item) -> int:
    first, last = sorted((way, item), key=lambda i: i.start)
    return scene.words_between(first, last) + 5 * ("," in scene.sentence.text[first.end : last.start])


def _parted(scene: Scene, way: Item, item: Item, *, strict: bool) -> bool:
    """Whether it is another's, or a comma parts them: "for three weeks it has rained, it goes downhill"."""
    first, last = sorted((way, item), key=lambda i: i.start)
    text = scene.sentence.text
    named = [
        i for i in scene.items if first.end <= i.start and i.end <= last.start and i.has("K", "INTEREST")
    ]
    before = scene.before(first, "K", within=FARTHEST)
    others = {i.index for i in named if i.has("K")}
    if others and before is not None and others != {before.index} and not item.has("ORD"):
        return True
    between = text[first.end : last.start]
    if named and HEADED.fullmatch(text[first.end : named[0].start]):
        between = text[named[0].end : last.start]  # "depuis huit semaines, la raclette ne cesse de grimper"
    return not strict and re.search(r"\w.*,|,.*\w+ \w+", between) is not None


def _lasting(scene: Scene, item: Item) -> bool:
    """ "rising for three weeks", "seit drei Wochen bergauf", "five days of gains", "a four-week slide"."""
    noun = scene.after(item, "UP", "DOWN", within=2)
    if noun is not None and not item.has("ONESPAN") and not noun.has("FLAT", "SLIGHT"):
        led = scene.before(item, "WITHIN", "SINCE", "FOR", within=2)
        if OF.fullmatch(scene.sentence.text[item.end : noun.start]) and led is None:
            return True
    lead = scene.before(item, "FOR", within=3)
    duration = item.duration
    if lead is None or duration is None:
        return False
    if duration.unit != scene.view.resolution and duration.steps(scene.view.resolution) > LONG * 2:
        return False  # "has been climbing for five years", of weeks: a trend
    way = scene.before(lead, "UP", "DOWN", within=4)
    if way is None:
        way = scene.after(item, "UP", "DOWN", within=5)
        if way is not None and (way.has("SLIGHT") or _parted(scene, way, item, strict=False)):
            way = None
    return way is not None and not way.has("FLAT")


def _ordinal(scene: Scene, item: Item) -> Duration | None:
    """ "a fourth straight week", "zum vierten Mal in Folge", "douzième semaine consécutive"."""
    if not item.has("ORD"):
        return None
    close = scene.after(item, "STREAK", within=5)
    if close is None:
        return _fourth(scene, item)
    said = re.findall(r"[^\W\d_]+", scene.sentence.text[item.end : close.end + 16])[:4]
    named = next((unit for word in said if (unit := _unit(scene, word))), "")
    step = scene.after(item, "STEP", within=3)
    return Duration(item.index, named or (_stepped(step) if step else "") or scene.view.resolution)


def _fourth(scene: Scene, item: Item) -> Duration | None:
    """ "fell for a fifth straight week, Asics for a fourth"; "a fourth week of gains"."""
    if re.match(r"\s?[.,;!?)]|\s*$", scene.sentence.text[item.end :]):
        told = any(i.has("STREAK") and i.end <= item.start for i in scene.items)
        return (
            Duration(item.index, scene.view.resolution)
            if told and scene.before(item, "FOR", within=1)
            else None
        )
    noun = scene.after(item, "UP", "DOWN", within=3)
    word = re.match(r"[ -]([^\W\d_]+)", scene.sentence.text[item.end :])
    unit = _unit(scene, word[1]) if word is not None else ""
    if not unit or word is None or noun is None or noun.has("FLAT"):
        return None
    between = scene.sentence.text[item.end + word.end() : noun.start]
    return Duration(item.index, unit) if OF.fullmatch(between) and between.strip() else None


def _steps(scene: Scene, item: Item) -> Duration | None:
    """ "a run of six hourly gains", "four straight rises"."""
    number = item.number
    if number is None or number.shape != "plain" or number.decimals or not 2 <= number.value <= MOST:
        return None
    if not item.has("NUM"):
        return None
    beside = scene.after(item, "STREAK", "STEP", "UP", "DOWN", within=0)
    if beside is None or beside.has("FLAT"):
        return None
    if beside.has("SLIGHT"):  # "ten up-days in a row"
        word = re.match(r"[ -]([^\W\d_]+)", scene.sentence.text[beside.end :])
        unit = _unit(scene, word[1]) if word is not None else ""
        row = scene.after(item, "STREAK", within=5) or scene.before(item, "STREAK", within=1)
        return Duration(number.value, unit) if unit and row is not None else None
    noun = beside if beside.has("UP", "DOWN") else scene.after(beside, "UP", "DOWN", within=1)
    near = scene.after(item, "STREAK", within=4) or scene.before(item, "STREAK", within=1)
    if noun is None or near is None:
        return None
    step = scene.after(item, "STEP", within=1)
    return Duration(number.value, (_stepped(step) if step else "") or scene.view.resolution)


def _gapped(scene: Scene, item: Item) -> Duration | None:
    """ "slid for five hours; Alcaraz has gained for two": the unit said before."""
    number = item.number
    if (
        number is None
        or number.shape != "plain"
        or number.decimals
        or scene.before(item, "FOR", within=2) is None
    ):
        return None
    if re.match(r"[ -]?\w", scene.sentence.text[item.end : item.end + 2]):
        return None
    lead = scene.before(item, "UP", "DOWN", within=5)
    earlier = [i for i in scene.items if i.duration is not None and i.end <= item.start]
    if not earlier and scene.earlier is not None:
        earlier = [i for i in scene.earlier.items if i.duration is not None]
    if lead is None or not earlier or earlier[-1].duration is None:
        return None
    return Duration(number.value, earlier[-1].duration.unit)


def _unit(scene: Scene, word: str) -> str:
    return next((unit for one, unit in scene.lexicon.units.items() if whole(one)(word)), "")


def _stepped(step: Item) -> str:
    text = step.text.casefold()
    roots = {
        "hour": "hour|stünd|hor[ai]|heure",
        "day": "da[iy]|täg|diari|quotid|journ",
        "week": "week|wöchent|seman|hebdo",
        "month": "month|monat|mens",
    }
    return next((unit for unit, root in roots.items() if re.search(root, text)), "")
