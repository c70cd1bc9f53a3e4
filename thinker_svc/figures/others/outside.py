"""Claims no search can bear: counts of searches, people, sales, forecasts, other keywords and places."""

from __future__ import annotations

import re

from thinker_svc.figures.claim import Claim, unsupported
from thinker_svc.figures.others.strangers import PREPOSITIONS
from thinker_svc.figures.others.volumes import counted
from thinker_svc.figures.regions import regional
from thinker_svc.figures.scene import FAR, Scene
from thinker_svc.figures.text.durations import Duration
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.text.overlap import meet, meets_any


def outside_figure(scene: Scene, item: Item) -> Claim | None:  # noqa: PLR0911 - one return a reading
    """A figure of something the snapshot doesn't measure."""
    number = item.number
    if number is None:
        return None
    volume = counted(scene, item)
    if volume is not None:
        return volume
    if not item.has("PCT", "TIMES"):
        return None
    start = scene.hedge(item)[1]
    moved = (
        scene.near(item, "UP", "DOWN", "MORE", "LESS", within=6) is not None
        or number.sign != 0
        or number.verb
    )
    other = _nearest_topic(scene, item)
    ours = number.verb and scene.before(item, "OURS", within=3) is not None  # "we've halved the price"
    if other is not None and other.has("SALES") and moved and not ours:
        return scene.claim("value", unsupported("sales"), other, item, start=start)
    people = scene.after(item, "PEOPLE", "FOLK", within=4)
    located = people is not None and people.has("R", "PLACE", "HOME")  # "86 % des recherches québécoises"
    searches = people is not None and located and scene.before(people, "INTEREST", within=0)
    asked = people is not None and re.search(r"(?i)\b(?:you|us)\b", people.text)  # "61% of you said so"
    if people is not None and not searches and not asked and item.has("PCT") and _of(scene, item, people):
        return scene.claim("value", unsupported("people"), item, people, start=start)
    strange = [(s, e) for s, e in scene.foreign if _governs(scene, s, e, item)]
    if strange and moved:
        return scene.claim("percent_change", unsupported("topic"), item, start=start)
    if moved and _placed(scene, item) and not scene.sentence.question:
        return scene.claim("percent_change", unsupported("place"), item, start=start)
    if (
        moved
        and any(i.has("R") for i in scene.sentence.clause(item))
        and _local(scene, item)
        and not regional.shared(scene, item)
    ):
        return scene.claim("percent_change", unsupported("region"), item, start=start)
    if (
        any(i.has("FORECAST") for i in scene.sentence.clause(item))
        and not scene.sentence.question
        and _topic(scene, item)
    ):
        return scene.claim("percent_change", unsupported("forecast"), item, start=start)
    return None


def outside_value(scene: Scene, item: Item) -> bool:
    """Whether a value is said of another keyword, or of a time to come."""
    if any(_governs(scene, s, e, item) for s, e in scene.foreign):
        return True
    ahead = scene.before(item, "FORECAST", within=10)
    return ahead is not None and not scene.sentence.question


def _topic(scene: Scene, item: Item) -> bool:
    return scene.near(item, "K", "INTEREST", "PRONOUN", "Q", within=12) is not None


def _governs(scene: Scene, start: int, end: int, item: Item) -> bool:
    """Whether a strange name is the nearest one before (or right after) a figure in its clause."""
    clause = scene.sentence.clause(item)
    low, high = min(i.start for i in clause), max(i.end for i in clause)
    if end <= item.start:
        known = [i for i in clause if i.has("K", "Q") and i.end <= item.start]
        return (
            not any(i.start >= end for i in known)
            and start >= min(low, start)
            and not any(end <= b <= item.start for b in scene.sentence.breaks)
        )
    known = [i for i in clause if i.has("K", "Q")]
    return not known and start <= high + 20 and start - item.end < 25


def _nearest_topic(scene: Scene, item: Item) -> Item | None:
    """What a figure is of: "sales of lattes" are sales, "searches for sales" are searches."""
    named = [i for i in scene.sentence.clause(item) if i.end <= item.start and i.has("SALES", "INTEREST")]
    if named:
        return named[-1]
    return scene.after(item, "SALES", "INTEREST", within=3)


def _of(scene: Scene, item: Item, people: Item) -> bool:
    between = scene.sentence.text[item.end : people.start].strip().casefold()
    return bool(
        re.fullmatch(
            r"(?:of (?:all |the |our |us )?|der |de |des |de los |de las |aller )?(?:\w+ )?",
            f"{between} ".lstrip(),
        )
    ) or between in {"", "of", "of all", "more", "fewer"}


def _local(scene: Scene, item: Item) -> bool:
    """A change said of one region: the snapshot knows regions at no other time."""
    region = scene.near(item, "R", within=5)
    return region is not None and bool(
        re.search(
            r"(?i)\b(?:in|across|throughout|en|dans|à)\s(?:the )?$", scene.sentence.text[: region.start]
        )
        or region.end <= item.start
    )


def _placed(scene: Scene, item: Item) -> bool:
    """Whether a place that isn't held is where it moved; not "41° in Bordeaux, searches rose: +45%"."""
    place = scene.abroad(item)
    if place is None or place.start > item.end:
        return place is not None
    said = scene.before(item, "INTEREST", "SEARCHES", within=4)
    apart = said is not None and "," in scene.sentence.text[place.end : said.start]
    return not apart


def _named_only(scene: Scene, item: Item) -> bool:
    """ "Our forecast says …": what it says is the claim."""
    return (
        re.match(r"(?i) (?:says|said|shows|has|sagt|zeigt|dit|dice)\b", scene.sentence.text[item.end :])
        is not None
    )


def forecasts(scene: Scene, taken: list[Claim]) -> list[Claim]:
    """What will be: no snapshot holds it."""
    if scene.sentence.question:
        return []
    found: list[Claim] = []
    for item in scene.items:
        if not item.has("FORECAST") or meets_any(item, [*taken, *found]) or _named_only(scene, item):
            continue
        future = item.has(
            "UP", "DOWN", "PEAK", "LOW", "OVERTAKE", "REACH", "FLAT"
        )  # "augmenteront", "subirá"
        move = (
            item
            if future
            else scene.after(
                item,
                "UP",
                "DOWN",
                "PEAK",
                "LOW",
                "TIMES",
                "OVERTAKE",
                "REACH",
                "FLAT",
                "HIGHEST",
                "RECORD",
                within=6,
            )
        )
        if move is not None and move.text.casefold() in PREPOSITIONS:
            move = None  # "il fera 4 °C à Annecy"
        if move is None:
            move = (
                scene.before(item, "UP", "DOWN", "PEAK", within=5)
                if re.match(
                    r"(?i)next|by |expect|forecast|predict|anticip|project|erwart|prév|prev", item.text
                )
                else None
            )
        topic = scene.before(item, "K", "INTEREST", "PRONOUN", within=15, clause=False)
        topic = topic or scene.after(item, "K", "INTEREST", within=9) or _going_on(scene, item)
        near = [
            c for c in [*taken, *found] if move is not None and (meet(c, move) or _figured(scene, c, move))
        ]
        if (
            move is None
            or topic is None
            or near
            or (
                scene.before(item, "PRONOUN", within=3)
                and not scene.carried
                and not scene.near(item, "K", "INTEREST", within=12)
            )
        ):
            continue
        found.append(scene.claim("trend", unsupported("forecast"), item, move))
    return found


def _figured(scene: Scene, claim: Claim, move: Item) -> bool:
    """Whether a figure that is marked says how far: "should climb by another 20%"."""
    between = scene.sentence.text[move.end : claim.start]
    return claim.why == "forecast" and claim.start - move.end >= 0 and len(between.split()) <= 2


def _going_on(scene: Scene, item: Item) -> Item | None:
    """ "Volverá a subir en junio": a sentence that begins with what will be says it of the keyword before."""
    opened = re.fullmatch(r"\W*", scene.sentence.text[scene.sentence.start : item.start]) is not None
    return item if opened and scene.named else None


def yearly(scene: Scene, taken: list[Claim]) -> list[Claim]:
    """ "year on year" in a window shorter than a year, with or without a figure."""
    start, end = scene.view.window
    if (end - start) >= Duration(1, "year").length * 0.95:
        return []
    return [
        scene.claim("percent_change", unsupported("year"), item)
        for item in scene.items
        if item.has("YOY")
        and scene.near(item, "K", "INTEREST", "UP", "DOWN", within=FAR)
        and not any(c.start < item.end + 12 and item.start - 40 < c.end for c in taken)
        and not any(i.has("PCT", "TIMES") for i in scene.items)
    ]


def elsewhere(scene: Scene, taken: list[Claim]) -> list[Claim]:
    """Sales or another keyword said to rise or fall, without a figure; a number word of people."""
    found: list[Claim] = []
    if scene.sentence.question:
        return found
    for item in scene.items:
        if not item.has("UP", "DOWN", "FLAT", "PEAK") or meets_any(item, taken):
            continue
        sales = scene.before(item, "SALES", within=3)
        searched = any(i.has("INTEREST", "SEARCHED") for i in scene.items)
        topic = scene.before(item, "K", "INTEREST", "Q", within=3)
        if (
            sales is not None
            and (topic is None or topic.end <= sales.end)
            and not scene.near(item, "PCT", within=4)
            and not scene.before(sales, "NOT", within=3)
        ):
            found.append(scene.claim("trend", unsupported("sales"), sales, item))
        elif (
            searched
            and any(
                0 <= item.start - e <= 25
                and not any(i.has("K", "Q") and i.start >= e and i.end <= item.start for i in scene.items)
                and not any(e <= b <= item.start for b in scene.sentence.breaks)
                for _, e in scene.foreign
            )
            and not scene.near(item, "PCT", "TIMES", "NUM", within=5)
        ):
            found.append(scene.claim("trend", unsupported("topic"), item))
    return found
