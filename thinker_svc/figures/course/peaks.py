"""When the high and low were: "peaked on 13 September", "its low came in March", "the peak? In May."."""

from __future__ import annotations

import re
from dataclasses import replace

from thinker_svc.figures.claim import Claim, best, unsupported
from thinker_svc.figures.course.clefts import cleft
from thinker_svc.figures.course.extremes import extremes
from thinker_svc.figures.course.records import EXTREME
from thinker_svc.figures.course.scopes import latest, since
from thinker_svc.figures.course.subject import about, of_other
from thinker_svc.figures.course.timing import local, when
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.text.overlap import meets_any, within

LISTED = 7  # words of a sentence that only gives another keyword its time
LED = 2  # words before a high that begins its sentence
AHEAD = 10  # words between a high and the time that follows it
OWN = re.compile(  # "had theirs in May"
    r"(?i)\b(?:theirs|its own|hers|ihre[sn]?|seine[sn]|l[ea]s? siens?|la sienne|el suyo|la suya|los suyos)\b"
)
AFTER = re.compile(
    r"(?i)\b(?:weeks?|days?|hours?|minutes?|months?|wochen?|tage?|stunden?|semaines?|jours?|heures?|semanas?|"
    r"días?|horas?|mois|meses|monate?) "
    r"(?:after|before|nach|vor|après|avant|después d|antes d)\w*(?: \w+){0,2} ?$"
)
CHART = re.compile(
    r"(?i) (?:at|on|auf|à la|en(?: el)?) (?:the )?(?:number|no\.?|#|platz|rang|position|puesto) ?\d"
)
UNTIL = re.compile(
    r"(?i)\b(?:until|till|up to|bis(?: zu[mr]?)?|jusqu'(?:à|au|en)|hasta)(?: (?:the|el|la|las|le))? $"
)
OPENED = re.compile(r"(?i),\s?(?:(?:bis|by|until|jusqu'au|hasta(?: el)?) ?)?$")
APART = re.compile(r"[,;.!?]\s")


def peaks(scene: Scene) -> list[Claim]:
    """Superlatives first: "its highest since March" names no time of its own."""
    clefts = [
        c for word, date, high in cleft(scene) if (c := _claim(scene, word, date, high=high)) is not None
    ]
    found = clefts + [claim for claim in extremes(scene) if not meets_any(claim, clefts)]
    for item in scene.items:
        if not item.has(*EXTREME) or _inner(scene, item) or meets_any(item, found):
            continue
        claim = _dated(scene, item)
        if claim is not None and not meets_any(claim, found):
            found.append(claim)
    found += _gapped(scene, found)
    return found or _answers(scene) or _listed(scene)


def _inner(scene: Scene, item: Item) -> bool:
    return any(
        o is not item and o.start <= item.start and item.end < o.end and o.has("PEAK", "LOW")
        for o in scene.items
    )


def _dated(scene: Scene, item: Item) -> Claim | None:  # noqa: PLR0911 - one return a reading
    date = _date(scene, item)
    if date is None or date.when is None:
        return None
    if not item.has("PEAK", "LOW") and (
        scene.near(item, "NOW", within=4) or any(i.has("R", "PLACE") for i in scene.items)
    ):
        return None
    told = any(i.has("K", "INTEREST", "SEARCHED") for i in scene.items) or about(scene, item, noun=False).sure
    led = scene.sentence.text[scene.sentence.start : item.start].split()
    taken_up = scene.near(item, "PRONOUN", within=6) or (scene.carried and len(led) <= LED)
    if of_other(scene, item, told=told):
        return None  # "the high point of the evening is at nine"
    plain = item.has("PEAK", "LOW") and not _figurative(scene, item)
    if not (told or plain or taken_up):
        return None  # "our strongest offer begins on 6 September", "reached the summit on Sunday"
    if scene.before(item, "FROM", "BELOW", "ABOVE", within=2) is not None or _between(scene, item, date):
        return None  # "had halved from its high", "between its peak and 11 October"
    own = date.end <= item.start and scene.sentence.text[date.end : item.start].startswith(("'s ", "' "))
    if own and scene.before(date, "TIMES", "PCT", "FRACTION", "THAN", "ABOVE", "BELOW", within=2):
        return None  # "nearly double Monday's best hour"
    if CHART.match(scene.sentence.text, item.end):
        return None  # "peaked at number 3 in the charts": a song
    if AFTER.search(scene.sentence.text, scene.sentence.start, item.start):
        return None  # "a week after its high, on the 26th, it was at 58"
    if date.when.back == ("year", 0.0):
        return None  # "the best week so far this year": the latest one
    if scene.before(item, "FORECAST", within=8) is not None:
        return None if scene.sentence.question else scene.claim("date", unsupported("forecast"), item, date)
    claim = _claim(scene, item, date, high=item.has("PEAK", "HIGHEST"))
    since_ = claim is not None and claim.flagged and scene.before(item, "SINCE", within=1) is not None
    return None if since_ and local(scene, item, date) else claim  # "since its low in mid-October"


def _between(scene: Scene, item: Item, date: Item) -> bool:
    joined = scene.before(date, "AND", "TO", within=1)
    lead = scene.before(item, "BETWEEN", "FROM", within=2)
    return lead is not None and joined is not None and joined.start >= item.end


def _figurative(scene: Scene, item: Item) -> bool:
    """A word that mountains and lives have too: "summit", "best day"."""
    return any(i.has("FIGURATIVE") and within(i, item) for i in scene.items)


def _claim(scene: Scene, item: Item, date: Item, *, high: bool) -> Claim | None:
    whom = about(scene, item, noun=False)
    first, last = sorted((item, date), key=lambda i: i.start)
    between = [i for i in scene.items if i.has("K") and first.end <= i.start and i.end <= last.start]
    names = (scene.view.keywords[between[-1].index],) if between else whom.names
    if whom.strange and not between:
        return scene.claim("date", unsupported("topic"), item, date)
    if date.when is None or not names:
        return None
    yearly = next(
        (i.when for i in scene.items if i.when is not None and item.end <= i.start < date.start), None
    )
    year = yearly.year if yearly is not None and not yearly.month else 0  # "its best of 2026, in August"
    verdicts = [when(scene.view, keyword, date.when, high=high, year=max(year, 0)) for keyword in names]
    return scene.claim("date", best(verdicts), item, date)


def _date(scene: Scene, item: Item) -> Item | None:
    """The time of a high: the one behind it, or else before it."""
    following = [d for d in scene.items if d.when and d.start >= item.end and _reach(scene, item, d) <= AHEAD]
    following = [d for d in following if not latest(scene, d)] or following  # "its low this week came on …"
    following = [d for d in following if not _until(scene, item, d)]
    after = next((d for d in following if not since(scene, d)), None)
    if after is not None and scene.before(item, "DATE", within=AHEAD) and _cut(scene, item, after):
        after, following = None, []  # "its 17:21 score was its best, whereas 18:49 brought …"
    if after is not None:
        crossed = [i for i in scene.items if item.end <= i.start and i.end <= after.start]
        gone = any(i.has("NUM", "PTS") and _left(scene, item, i) for i in crossed)
        if not gone and not any(
            i.has("PCT", "PEAK", "LOW") or _moves(scene, item, i, after) for i in crossed
        ):
            same = [d for d in following if d.start >= after.end and scene.words_between(after, d) <= 1]
            return next((d for d in same if _finer(after, d)), after)
    elif following:
        return None  # "last week was the highest since March"
    dates = [i for i in scene.items if i.when is not None and i.end <= item.start and not since(scene, i)]
    before = dates[-1] if dates else None
    if before is None:
        return None
    crossed = [i for i in scene.items if before.end <= i.start and i.end <= item.start]
    if any(i.has("PEAK", "LOW", "PCT", "UP", "DOWN") and not i.has("HIGHEST", "LOWEST") for i in crossed):
        return None
    return before if scene.words_between(before, item) <= (5 if len(dates) > 1 else 12) else None


def _until(scene: Scene, item: Item, date: Item) -> bool:
    """ "From the peak until 23:09"; "the peak did not come until the 6th" is when it came."""
    late = scene.before(date, "NOT", within=6) is not None
    return not late and UNTIL.search(scene.sentence.text, item.end, date.start) is not None


def _left(scene: Scene, item: Item, figure: Item) -> bool:
    """ "From 34"; not "el pico, de 34 puntos," or "Tiefstwert von 44", the level of the high or low."""
    begins = scene.before(figure, "FROM", within=0)
    own = begins is not None and scene.sentence.text[item.end : begins.start].strip() in ("", ",")
    return begins is not None and not own and not scene.sentence.text[: begins.start].rstrip().endswith(",")


def _finer(first: Item, second: Item) -> bool:
    """Whether of two times side by side the second says when: "on a Monday, 3 May", "of 2026 in August"."""
    if first.when is None or second.when is None:
        return False
    yearly = first.when.year > 0 and not first.when.month and second.when.month > 0
    return yearly or (first.when.weekly and second.when.day > 0)


def _reach(scene: Scene, item: Item, date: Item) -> int:
    """The words between them; a keyword of several words is one."""
    names = [i for i in scene.items if i.has("K") and item.end <= i.start and i.end <= date.start]
    return scene.words_between(item, date) - sum(len(i.text.split()) - 1 for i in names)


def _cut(scene: Scene, item: Item, date: Item) -> bool:
    """Whether another clause begins between them, or the time opens a statement of its own."""
    if OPENED.search(scene.sentence.text[item.end : date.start]) and scene.after(
        date, "AT", "REACH", "UP", "DOWN", within=1
    ):
        return True
    return any(item.end <= at < date.start and scene.sentence.text[at] != ":" for at in scene.sentence.breaks)


def _moves(scene: Scene, item: Item, move: Item, date: Item) -> bool:
    """Another statement between; in "the peak fell on a Monday" the high itself falls."""
    if not move.has("UP", "DOWN"):
        return False
    own = not APART.search(scene.sentence.text[item.end : move.start])
    return not (own and scene.words_between(item, move) <= 5 and scene.words_between(move, date) <= 3)


def _gapped(scene: Scene, found: list[Claim]) -> list[Claim]:
    """ "hatte sein Hoch im Juni, die Wärmepumpe ihres im November": said of another keyword."""
    dates = [i for i in scene.items if i.has("DATE")]
    told = next(
        (c for c in reversed(found) if c.kind == "date" or any(within(d, c) for d in dates)), None
    )  # "set its record in May 2020; the other, in December"
    if told is None:
        return []
    high = any(i.has("PEAK", "HIGHEST", "RECORD") and told.start <= i.start < told.end for i in scene.items)
    claims = []
    for name in scene.items:
        date = scene.after(name, "DATE", within=4) or _theirs(scene, name)
        if (
            not name.has("K")
            or name.start < told.end
            or date is None
            or date.when is None
            or since(scene, date)
        ):
            continue
        behind = [i for i in scene.sentence.clause(name) if i.start >= told.end and i not in (name, date)]
        if any(
            i.has(*EXTREME, "NUM", "PCT", "UP", "DOWN", "FLAT", "AVERAGE", "AHEAD", "BEHIND") for i in behind
        ):
            continue
        verdict = when(scene.view, scene.view.keywords[name.index], date.when, high=high)
        claims.append(scene.claim("date", verdict, name, date))
    return claims


def _theirs(scene: Scene, name: Item) -> Item | None:
    """ "Aitana había tocado el suyo a las 20:52"."""
    date = scene.after(name, "DATE", within=8)
    return date if date is not None and OWN.search(scene.sentence.text[name.end : date.start]) else None


def _listed(scene: Scene) -> list[Claim]:
    """ "Instant Pot crested in January 2019. Slow cooker in December 2018.", "… had theirs in May": names and
    their times."""
    earlier, sentence = scene.earlier, scene.sentence
    if earlier is None or sentence.question:
        return []
    told = [i for i in earlier.items if i.has(*EXTREME)]
    if len(told) != 1 or any(i.has("NUM", "PCT") for i in earlier.items):
        return []
    if any(i.has("NUM", "PCT", "UP", "DOWN", "FLAT", "ORD", *EXTREME) for i in scene.items):
        return []
    high, claims = told[0].has("PEAK", "HIGHEST"), []
    for name, date in _timed(scene, short=any(i.when is not None for i in earlier.items)):
        verdict = (
            when(scene.view, scene.view.keywords[name.index], date.when, high=high) if date.when else None
        )
        if verdict is not None:
            claims.append(scene.claim("date", verdict, name, date))
    return claims


def _timed(scene: Scene, *, short: bool) -> list[tuple[Item, Item]]:
    """Keywords with the time that each is given: in few words, by "theirs", or all in the same way."""
    sentence = scene.sentence
    names = [i for i in scene.items if i.has("K")]
    pairs = []
    for name in names:
        date = scene.after(name, "DATE", within=5)
        if date is not None and not any(name.end <= k.start < date.start for k in names):
            between = sentence.text[name.end : date.start]
            if date.when is not None and (short or OWN.search(between) or len(names) > 1):
                pairs.append((name, date, OWN.search(between) is not None))
    brief = len(sentence.text[sentence.start : sentence.end].split()) <= LISTED
    dates = [i for i in scene.items if i.when is not None]
    alike = len(pairs) == len(names) == len(dates) and len(names) > 1
    alone = brief and short and len(pairs) == len(names) == len(dates) == 1
    return [(name, date) for name, date, own in pairs if own or alike or alone]


def _answers(scene: Scene) -> list[Claim]:
    """ "When was peak Hoka? It came in late November.": a question and its answer."""
    asked, sentence = scene.earlier, scene.sentence
    if (
        asked is None
        or not asked.question
        or sentence.question
        or any(i.when is not None for i in asked.items)
    ):
        return []
    sought = [i for i in asked.items if i.has(*EXTREME) and not _inner(replace(scene, sentence=asked), i)]
    date = next((i for i in scene.items if i.when is not None), None)
    if len(sought) != 1 or date is None or date.when is None or since(scene, date):
        return []
    led = sentence.text[sentence.start : date.start]
    if len(led.split()) > 5 or any(
        i.has("NUM", "PCT", "UP", "DOWN", *EXTREME) and i.end <= date.start for i in scene.items
    ):
        return []
    before = replace(scene, sentence=asked, earlier=None, foreign=())
    whom = about(before, sought[0], noun=False)
    high = sought[0].has("PEAK", "HIGHEST")
    if not any(i.has("K", "INTEREST") for i in asked.items) and not scene.carried:
        return []
    verdicts = [when(scene.view, name, date.when, high=high) for name in whom.names]
    return [scene.claim("date", best(verdicts), date)] if verdicts else []
