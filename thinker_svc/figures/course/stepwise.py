"""Each step since a time: "has crept up every week since 11 October", "not one down week since May"."""

from __future__ import annotations

import itertools
import re

from thinker_svc.figures.claim import Claim, Verdict, best, either, unsupported
from thinker_svc.figures.course.subject import about
from thinker_svc.figures.points import inside
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.dates import When
from thinker_svc.figures.text.durations import Duration
from thinker_svc.figures.text.item import Item

UNITS = {
    "hour": "hour|stunde|heure|hora",
    "day": "day|tag|jour|día",
    "week": "week|woche|semaine|semana",
    "month": "month|monat|mois|mes",
}
EACH = re.compile(
    "(?i)"
    + "|".join(
        rf"\b(?:(?:every|each|jede[nr]?|chaque|cada)(?: single| einzelne[nr]?)? (?:{one})"
        rf"|(?:{one}) (?:after|by|für|um|après|tras|a|por) (?:{one}))(?P<{unit}>)\b"
        for unit, one in UNITS.items()
    )
)
NOT_ONE = re.compile(
    "(?i)"
    + "|".join(
        rf"\b(?:an?|one|a single|keine?|aucune|ni una|ninguna) "
        rf"(?:(?P<{unit}_up>up|winning|rising|stärkere|bessere)|(?:down|losing|falling|schwächere|rückläufige))"
        rf"[- ](?:{one})(?P<{unit}>)\b"
        for unit, one in UNITS.items()
    )
)
FURTHEST = 12  # words between a direction and "every week"


def stepwise(scene: Scene) -> list[Claim]:
    """The claims that every step since a time has gone one way, or that none has."""
    if scene.sentence.question:
        return []
    text, sentence = scene.sentence.text, scene.sentence
    since = next((i for i in scene.items if i.when is not None and _since(scene, i)), None)
    if since is None or since.when is None:
        return []
    for match in EACH.finditer(text, sentence.start, sentence.end):
        word = Item(match.start(), match.end(), frozenset(), match[0])
        ways = [i for i in scene.items if i.has("UP", "DOWN")]
        ways = [i for i in ways if not i.has("SLIGHT")] or ways
        way = min(ways, key=lambda i: scene.words_between(i, word), default=None)
        if way is not None and scene.words_between(way, word) <= FURTHEST:
            return _claims(scene, way, since, _unit(match), up=not way.has("DOWN"), strict=True)
    for match in NOT_ONE.finditer(text, sentence.start, sentence.end):
        word = Item(match.start(), match.end(), frozenset(), match[0])
        told = scene.before(word, "NOT", "NEVER", within=3) is not None or match[0][:1].casefold() in "kn"
        if told:
            up = any(name.endswith("_up") and value for name, value in match.groupdict().items())
            return _claims(scene, word, since, _unit(match), up=not up, strict=False)
    return []


def _unit(match: re.Match[str]) -> str:
    return next(unit for unit in UNITS if match[unit] is not None)


def _since(scene: Scene, date: Item) -> bool:
    return scene.before(date, "SINCE", within=1, clause=False) is not None


def _claims(scene: Scene, word: Item, since: Item, unit: str, *, up: bool, strict: bool) -> list[Claim]:
    whom = about(scene, word)
    if whom.strange:
        return [scene.claim("count", unsupported("topic"), word, since)]
    when = since.when
    verdicts = [_verdict(scene, name, when, unit, up=up, strict=strict) for name in whom.names if when]
    return [scene.claim("count", best(verdicts), word, since)] if verdicts else []


def _verdict(scene: Scene, keyword: str, when: When, unit: str, *, up: bool, strict: bool) -> Verdict:
    view, points = scene.view, scene.view.complete(keyword)
    found, held = inside(view, when, points)
    if not held or not found:
        return unsupported("window")
    if unit != view.resolution:
        return unsupported("finer" if Duration(1, unit).steps(view.resolution) < 1 else "data")
    runs = []
    for first in (found[0], found[-1]):
        steps = [b.level - a.level for a, b in itertools.pairwise(p for p in points if p.time >= first.time)]
        ways = [step if up else -step for step in steps]
        runs.append(sum(way > 0 if strict else way >= 0 for way in ways) == len(ways) > 0)
    ups = sum(b.level > a.level for a, b in itertools.pairwise(p for p in points if p.time >= found[0].time))
    total = sum(p.time > found[0].time for p in points)
    return either(any(runs), f"{ups} of {total} {unit}s up", points[-1].key)
