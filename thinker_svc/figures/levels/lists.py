"""Levels told one after the other: "1 September, 54; 1 October, 64", "A 65, B 30, C 27"."""

from __future__ import annotations

import re

from thinker_svc.figures.scene import FAR, Scene
from thinker_svc.figures.text.item import Item

FRAGMENT = 6  # words
SCORED = re.compile(r"(?i)[\"”»’']?[:,]? ?\(?(?:(?:at|on|auf|bei|mit|con|en|a|à|avec) )?")


def dated(scene: Scene) -> bool:
    """ "1 September, 54; 1 October, 64": times with their figures."""
    text = scene.sentence.text
    told = [
        d
        for d in scene.items
        if d.when is not None and (n := scene.after(d, "NUM", within=0)) and text[d.end : n.start] == ", "
    ]
    if len(told) == 1 and _before(scene, told[0]):
        return True
    return len(told) > 1 and scene.before(told[0], "NUM", within=FAR, clause=False) is None


def _before(scene: Scene, date: Item) -> bool:
    """Whether a level with a time of its own stands before: "in May it was at 56; in June, 31"."""
    number = scene.before(date, "NUM", within=8, clause=False)
    lead = scene.before(number, "REACH", "AT", within=1, clause=False) if number is not None else None
    return lead is not None and scene.before(lead, "DATE", within=8, clause=False) is not None


def timed(scene: Scene, item: Item) -> bool:
    """ "51 at 16:48, 97 at 16:55": figures with their times, one after the other."""
    text, timed = scene.sentence.text, []
    for number in (i for i in scene.items if i.has("NUM")):
        date = scene.after(number, "DATE", within=1)
        if date is not None and re.fullmatch(
            r"(?i) (?:at|um|à|a las|on|am|le|el|in|im) ", text[number.end : date.start]
        ):
            timed.append(number)
    return item in timed and len(timed) > 1 and (bool(scene.carried) or len(scene.view.keywords) == 1)


def turned(scene: Scene, item: Item) -> Item | None:
    """ "88 points in the week of 8 November, the week before 97": the level before, that has its own time."""
    date = scene.before(item, "DATE", within=0)
    number = scene.before(date, "NUM", "PTS", within=9, clause=False) if date is not None else None
    own = scene.after(number, "DATE", within=4) if number is not None else None
    apart = own is not None and own is not date
    return number if apart and scene.sentence.closed(item) else None


def scored(scene: Scene, item: Item) -> bool:
    """ "A 65, B 30, C 27": each keyword with its figure."""
    numbers = [i for i in scene.items if i.has("NUM", "PTS")]
    owned = [
        n
        for n in numbers
        if (k := scene.before(n, "K", within=1, clause=False))
        and SCORED.fullmatch(scene.sentence.text[k.end : n.start])
    ]
    own = scene.before(item, "K", within=0)
    against = own is not None and own.text.endswith(("'s", "s'")) and scene.before(item, "NUM", within=4)
    return item in owned and (len(owned) > 1 or bool(against))  # "59 against pickleball's 35"


def fragment(scene: Scene, item: Item) -> bool:
    """ "Hydro Flask? A mere 27.", "Babbel: 7.": a figure that goes on with those before."""
    text = scene.sentence.text
    if len(text[scene.sentence.start : scene.sentence.end].split()) > FRAGMENT or not scene.mode:
        return False
    numbers = [i for i in scene.items if i.has("NUM", "PTS", "PCT", "TIMES")]
    told = any(i.has("K", "DATE", "NOW") for i in scene.items)
    ends = re.fullmatch(r"[\W_]*(?:points?|Punkte|puntos)?[\W_]*", text[item.end : scene.sentence.end])
    return told and len(numbers) == 1 and ends is not None and not scene.before(item, "UP", "DOWN", within=3)
