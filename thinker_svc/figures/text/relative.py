"""Times said by other times: "a week later", "the week before", "from January to June 2020"."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

from thinker_svc.figures.text.dates import When
from thinker_svc.figures.text.item import Item

DATA = Path(__file__).with_name("times.json")


@cache
def words(name: str) -> str:
    """The words of all languages for one idea, as a pattern."""
    data: dict[str, list[str]] = json.loads(DATA.read_text(encoding="utf-8"))
    return "|".join(data[name])


@cache
def feasts() -> dict[str, str]:
    """Days of the year that have names: what they are to `When.feast`, and their names as a pattern."""
    data: dict[str, dict[str, list[str]]] = json.loads(DATA.read_text(encoding="utf-8"))
    return {feast: "|".join(names) for feast, names in data["feasts"].items()}


JOINED = rf" ?(?:{words('to')})(?: (?:{words('article')}))* ?"
BEFORE = re.compile(rf"(?i)\b(?:{words('before')}|{words('prior')}|{words('relative')})\b")
BESIDE = re.compile(
    r"(?i),? ?(?:on|of|at|am|vom|des|um|gegen|le|du|à|vers|el|del|a las|de|\()?(?: the| el)? ?"
)
AGAINST = re.compile(
    r"(?i)\b(?:gegenüber|gegen|from|versus|vs\.?|than(?: in)?|compared (?:with|to)|on|par rapport à|"
    r"frente a|respecto a)\s(?:dem |the |zum )?$"
)
SINCE = re.compile(r"(?i)\b(?:since|seit|depuis|desde)(?: (?:the|el|la|le))?\s$")
EVENING = 12
SAME_HOUR = re.compile(
    r"(?i),? (?:(?:at )?the )?(?:same (?:hour|time)|(?:à la )?même heure|(?:a la )?misma hora|"
    r"(?:zur )?(?:gleichen?|selben?) (?:stunde|zeit|uhrzeit))\b"
)
AFTER = re.compile(r"(?i)\b(?:after|nach|après|después(?: de)?)$")
ARTICLE = re.compile(r"(?i) (?:(?:de|the|dem|der|la|le|el) |del |l')*")
FOLLOWING = re.compile(rf"(?i)\b(?:{words('next')})\s$")
FOLLOWS = re.compile(rf"(?i)\s(?:{words('next_after')})(?!\w| \w+ing)")
TOGETHER = re.compile(rf"(?i),?{JOINED}")
LATER = re.compile(
    rf"(?i)(?! ?[àa] \d){JOINED}(?P<day>[0-3]?\d)(?:st|nd|rd|th|\.)?"
    r"(?![\w%]|[.,:]\d| ?%| ?h\b| points| de [a-z]| [A-Z][a-z]{2}|"
    r" (?:on|am|le|el|in|im|en) (?:the )?\d)"
)


def placed(items: list[Item], text: str) -> list[Item]:
    """Items in their order; times that lean on another get what they lack from it."""
    items = _merged(items, text)
    found: list[Item] = []
    for at, item in enumerate(items):
        leant = _leant(item, items, at, found, text)
        when = leant.when
        if when is None or when.base is not None or when.back is None or when.back[1] >= 0:
            found.append(leant)  # "a week later" without a time before it is none
    return found


def _merged(items: list[Item], text: str) -> list[Item]:
    """ "09:00 UTC on Monday", "Thursday 19 November, at 22:00": an hour and its day are one time."""
    found: list[Item] = []
    for item in items:
        last = found[-1] if found else None
        beside = last is not None and BESIDE.fullmatch(text[last.end : item.start])
        whole = _both(last.when, item.when) if last is not None and beside else None
        if last is not None and whole is not None:
            found[-1] = replace(last, end=item.end, text=text[last.start : item.end], when=whole)
        else:
            found.append(item)
    return found


def _both(a: When | None, b: When | None) -> When | None:
    if a is None or b is None or a.back or b.back:
        return None
    clock, day = (a, b) if a.hour >= 0 else (b, a)
    named = clock.weekday if day.weekday < 0 else day.weekday
    alone = clock.hour >= 0 and not (clock.month or clock.day) and day.hour < 0
    if not alone or not (day.day or (day.weekday >= 0 and clock.weekday < 0)):
        return None
    return replace(day, hour=clock.hour, minute=clock.minute, weekday=named, week=False)


def _leant(item: Item, items: list[Item], at: int, found: list[Item], text: str) -> Item:
    when = item.when
    if when is None:
        return item
    if when.back is not None:
        ahead = _after(item, when, items[at + 1 : at + 2], text)
        return ahead or _counted(item, when, found, text)
    if when.month and not when.year:
        return _in_year(item, when, items[at + 1 : at + 2], found, text)
    others = [*reversed(items[:at]), *items[at + 1 :]]
    return _of_another(item, when, others, found, text) or item


def _of_another(item: Item, when: When, others: list[Item], found: list[Item], text: str) -> Item | None:
    """A day, a weekday or an hour by itself, with what it lacks from a time that was named."""
    if when.day and not when.month and not when.feast:
        return _with_next(item, when, others, text) or _of_month(item, when, found)
    if when.weekday >= 0 and when.weekly and not when.day:
        return _same_hour(item, when, found, text) or _next_one(item, when, found, text)
    if when.hour >= 0 and when.weekly and not when.day:
        return _of_day(item, when, others)
    return None


def _next_one(item: Item, when: When, found: list[Item], text: str) -> Item | None:
    """ "By the following Tuesday", "le mardi suivant": the first one after a day that was named."""
    if not FOLLOWING.search(text, 0, item.start) and not FOLLOWS.match(text, item.end):
        return None
    days = (i.when for i in reversed(found) if i.when is not None and (i.when.day or i.when.feast))
    base = next(days, None)
    return replace(item, when=replace(when, base=base)) if base is not None else None


def _after(item: Item, when: When, later: list[Item], text: str) -> Item | None:
    """ "24 hours after Tuesday's peak": counted from the time right behind it."""
    if when.back is None or when.back[1] >= 0 or not later or not AFTER.search(item.text):
        return None
    if later[0].when is None or not ARTICLE.fullmatch(text[item.end : later[0].start]):
        return None
    return replace(item, when=replace(when, base=later[0].when))


def _same_hour(item: Item, when: When, found: list[Item], text: str) -> Item | None:
    """ "18:00 on Thursday … Wednesday, same hour"."""
    if when.weekday < 0 or when.hour >= 0 or not SAME_HOUR.match(text, item.end):
        return None
    hours = (i.when for i in reversed(found) if i.when is not None and i.when.hour >= 0)
    told = next(hours, None)
    return replace(item, when=replace(when, hour=told.hour, minute=told.minute)) if told is not None else None


def _with_next(item: Item, when: When, others: list[Item], text: str) -> Item | None:
    """ "Between the week of the 4th and that of 11 October": the month stands with the second."""
    later = next((i for i in others if i.start >= item.end), None)
    if later is None or later.when is None or not later.when.month or not later.when.day:
        return None
    if not _beside(item, later, text):
        return None
    return replace(item, when=replace(when, month=later.when.month, year=later.when.year))


def _of_month(item: Item, when: When, found: list[Item]) -> Item:
    """ "14 September … on the 15th": a day without a month is of the month that was named last."""
    named = (i.when for i in reversed(found) if i.when is not None and i.when.month)
    months = (w for w in named if w.day or when.weekday < 0)
    month = next(months, None)
    if month is None or month.feast:
        return item
    return replace(item, when=replace(when, month=month.month, year=month.year))


def _of_day(item: Item, when: When, others: list[Item]) -> Item:
    """An hour without a day is one of the day named before it, or else after it."""
    days = (i.when for i in others if i.when is not None)
    day = next((w for w in days if w.day or w.weekday >= 0), None)
    if day is None:
        return item
    if when.hour == 0 and day.hour >= EVENING:  # "from 23:00 on Thursday to midnight"
        day = replace(
            day, weekday=(day.weekday + 1) % 7 if day.weekday >= 0 else -1, day=day.day and day.day + 1
        )
    return replace(item, when=replace(day, hour=when.hour, minute=when.minute, week=False, part=""))


def _in_year(item: Item, when: When, later: list[Item], found: list[Item], text: str) -> Item:
    """A month without a year: that of the same month before, of what it is compared with, or of the next."""
    years = [i.when for i in found if i.when is not None and i.when.year > 0 and i.when.month]
    same = next((w for w in years if w.month == when.month), None)
    if same is not None and not when.day:  # "in June 2020 … the month of June"
        return replace(item, when=replace(when, year=same.year))
    if years and not when.day and AGAINST.search(text, 0, item.start):  # "May 2023: down 41% from April"
        return replace(item, when=replace(when, year=years[-1].year))
    held = {w.month: w.year for w in years}
    other = later[0].when if later else None
    if (
        other is not None
        and not when.day
        and not other.year
        and other.month in held
        and _beside(item, later[0], text)
    ):
        return replace(item, when=replace(when, year=held[other.month] - (when.month > other.month)))
    return _same_year(item, when, later[0], text) if later else item


def _beside(item: Item, later: Item, text: str) -> bool:
    """ "Entre avril et mai", behind "mai 2020"."""
    return re.fullmatch(rf"(?i) (?:and|und|et|y|{words('to')}) ", text[item.end : later.start]) is not None


def _same_year(item: Item, when: When, later: Item, text: str) -> Item:
    """ "From January to June 2020": the year of the second is the first's as well, or the one before."""
    other = later.when
    joined = TOGETHER.fullmatch(text[item.end : later.start])
    if other is None or not other.year or not other.month or joined is None:
        return item
    year = other.year if when.month <= other.month else other.year - 1
    return replace(item, when=replace(when, year=year))


def _counted(item: Item, when: When, before: list[Item], text: str) -> Item:
    """ "A week later", "the week before": from the time named last, where one was named."""
    assert when.back is not None  # noqa: S101 - the caller has looked
    if when.back[1] >= 0 and not BEFORE.search(item.text):
        return item
    named = next(
        (i.when for i in reversed(before) if i.when is not None and not SINCE.search(text, 0, i.start)),
        None,
    )
    return replace(item, when=replace(when, base=named)) if named is not None else item
