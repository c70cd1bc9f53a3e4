"""How long a series has been rising or falling: "six weeks of losses", "a fourth straight week up"."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from thinker_svc.figures import agree
from thinker_svc.figures.claim import Claim, Verdict, best, either, unsupported
from thinker_svc.figures.course.runs import LONG, Run, run_of
from thinker_svc.figures.course.subject import about
from thinker_svc.figures.points import inside
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.durations import LENGTHS, Duration
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.text.overlap import meets_any
from thinker_svc.figures.view import Point, View

GAP = re.compile(
    r"(?i)[\"”»“']? (?:(?:ebenfalls|auch|also|aussi|también) )?"
    r"(?:for|seit|depuis|pendant|desde hace|durante)(?: (?:the|den|la|les))? "
)
ARE = re.compile(r"(?i)are|sind|sont|son\b")  # "beim Tagesgeld sind es fünf"
NAME = re.compile(r"\W*(?-i:[A-ZÀ-Þ])\w+(?<!s) (?:is|has|was|ist|hat|war|est|a|était|está|ha) ")


def streaks(scene: Scene) -> list[Claim]:
    found: list[Claim] = []
    for item in scene.items:
        run = run_of(scene, item)
        if run is None or meets_any(item, found):
            continue
        whom = about(scene, min(item, run.way, key=lambda i: i.start))
        if not (whom.strange or whom.names) or not (run.strict or whom.sure or scene.carried):
            continue
        if whom.strange and not _named(scene):
            continue  # "subscribers rose for the sixth month running"
        up = not run.way.has("DOWN")
        verdicts = [_verdict(scene, name, run, item, up=up) for name in whom.names]
        verdict = unsupported("topic") if whom.strange else best(verdicts)
        found.append(scene.claim("count", verdict, run.way, item))
    return [*found, *_taken_up(scene, found)]


def _taken_up(scene: Scene, found: list[Claim]) -> list[Claim]:
    """ "A has risen three hours in a row, B five", "B has managed four": a count behind a keyword."""
    told = _last(scene, loose=bool(found))
    if told is None:
        return []
    run, start = told
    claims: list[Claim] = []
    for item in scene.items:
        name, number = scene.before(item, "K", within=4), item.number
        if name is None or item.start < start:
            continue
        again = _in_a_row(scene, run, item)
        claims += [again] if again is not None and not meets_any(again, [*found, *claims]) else []
        if item.duration is not None:
            claims += _for_as_long(scene, run, name, item)
        if number is None or not item.has("NUM") or number.decimals:
            continue
        between = scene.sentence.text[name.end : item.start]
        bare = not any(
            name.end <= i.start and i.end <= item.start and i.has("AT", "REACH") and not ARE.match(i.text)
            for i in scene.items
        )
        way = scene.after(item, "UP", "DOWN", within=2)
        told_anew = way is not None and scene.sentence.closed(way)  # "…, cinco en descenso"
        linked = "," not in between or name.text.endswith("'s") or told_anew
        if not bare or not linked or not (told_anew or scene.sentence.closed(item)):
            continue
        own = way if way is not None and told_anew else run.way
        other = Run(Duration(number.value, run.length.unit), own)
        verdict = _verdict(scene, scene.view.keywords[name.index], other, item, up=not own.has("DOWN"))
        claim = scene.claim("count", verdict, name, item)
        claims += [claim] if not meets_any(claim, found) else []
    return claims


def _in_a_row(scene: Scene, run: Run, item: Item) -> Claim | None:
    """ "Rose for nine straight weeks, then slipped for five in a row"."""
    number, way = item.number, scene.before(item, "UP", "DOWN", within=2)
    row = scene.after(item, "STREAK", within=2)
    if number is None or number.decimals or not item.has("NUM") or way is None or row is None:
        return None
    other = Run(Duration(number.value, run.length.unit), way)
    whom = about(scene, way)
    verdicts = [_verdict(scene, name, other, item, up=not way.has("DOWN")) for name in whom.names]
    return scene.claim("count", best(verdicts), way, item) if verdicts else None


def _for_as_long(scene: Scene, run: Run, name: Item, item: Item) -> list[Claim]:
    """ "A steigt seit fünf Tagen, B seit vier Tagen": a length behind a keyword, without a verb."""
    between = scene.sentence.text[name.end : item.start]
    if item.duration is None or not GAP.fullmatch(between) or not scene.sentence.closed(item):
        return []
    other = replace(run, length=item.duration)
    verdict = _verdict(scene, scene.view.keywords[name.index], other, item, up=not run.way.has("DOWN"))
    return [scene.claim("count", verdict, name, item)]


def _last(scene: Scene, *, loose: bool) -> tuple[Run, int] | None:
    """The strict run that was told last, here or in the sentence before, and where it ends; `loose`: here
    any that is a claim."""
    told = [(run, item.end) for item in scene.items if (run := run_of(scene, item)) is not None]
    here = [(run, end) for run, end in told if run.strict or loose]
    if here:
        return here[0]
    if scene.earlier is None:
        return None
    before = replace(scene, sentence=scene.earlier, earlier=None)
    runs = [run for item in before.items if (run := run_of(before, item)) is not None and run.strict]
    return (runs[-1], scene.sentence.start) if runs else None


def _named(scene: Scene) -> bool:
    """Whether what rises or falls is a name, in a text about searches: "Chai is up nine days running"."""
    if scene.named or any(i.has("K", "Q", "INTEREST", "SEARCHED", "QUOTE") for i in scene.items):
        return True
    return NAME.match(scene.sentence.text[scene.sentence.start : scene.sentence.end]) is not None


def _verdict(scene: Scene, keyword: str, run: Run, item: Item, *, up: bool) -> Verdict:
    view = scene.view
    points = view.complete(keyword)
    steps = run.length.steps(view.resolution)
    if not points or steps < 0.9:
        return unsupported("finer")
    wanted = round(steps)
    held = longest(scene, item, points, up=up)
    shown = f"{held} {view.resolution}s"
    if wanted >= len(points):
        near = wanted <= len(points) + 1 and held < len(points) - 1
        return either(False, shown) if near else unsupported("window", shown)
    hedge = scene.hedge(item)[0]
    ok = held >= wanted if hedge in ("", "least", "about", "nearly") else agree.count(held, wanted, hedge)
    if not ok and run.length.unit != view.resolution and LENGTHS[run.length.unit] > view.step:
        ok = _coarser(points, run, view, up=up)
    return either(ok, shown, points[-1].key)


def longest(scene: Scene, item: Item, points: tuple[Point, ...], *, up: bool) -> int:
    """The run to the last complete point, or to a time that the clause names."""
    runs = [streak(points, up=up)]
    for date in scene.sentence.clause(item):
        if date.when is None or scene.before(date, "SINCE", within=1) is not None:
            continue
        found, _ = inside(scene.view, date.when, points)
        runs += [streak(points[: points.index(p) + 1], up=up) for p in found]
    return max(runs)


def streak(points: tuple[Point, ...], *, up: bool) -> int:
    """How many of the last steps all went one way, strictly."""
    run = 0
    for a, b in zip(points[-2::-1], points[:0:-1], strict=False):
        if (b.level > a.level) if up else (b.level < a.level):
            run += 1
        else:
            break
    return run


def _coarser(points: tuple[Point, ...], run: Run, view: View, *, up: bool) -> bool:
    """Weeks said of days: week by week; and a long while said without "in a row": on the whole."""
    size = max(2, round(Duration(1, run.length.unit).steps(view.resolution)))
    count = round(run.length.count)
    blocks = [points[max(0, end - size) : end] for end in range(len(points), 0, -size)][: count + 1]
    means = [sum(p.level for p in block) / len(block) for block in blocks]
    if count > 1 and len(means) > count:
        return all((new > old) if up else (new < old) for new, old in itertools.pairwise(means))
    if run.strict or size <= LONG:
        return False
    pool = points[-size:]
    third = max(1, len(pool) // 3)
    first, last = (sum(p.level for p in part) for part in (pool[:third], pool[-third:]))
    return last >= 1.1 * first if up else last <= 0.9 * first
