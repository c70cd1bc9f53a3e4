"""A time put before what it is of: "It was in late October that Belgians searched for it most"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.item import Item

MOST, LEAST = ("MOST", "HIGHEST", "PEAK", "SOHIGH"), ("LEAST", "LOWEST", "LOW", "SOLOW")
FAR = 10  # words between the time and what was highest then
IT_WAS = re.compile(
    r"(?i)\b(?:it (?:was|is)|it's|c'est|c'était|ce fut|fue|era|es|es war|war es|es ist)"
    r"(?: (?:only|just|seulement|sólo|solo|erst|nur|not until))?"
    r"(?: (?:in|on|at|during|im|am|in der|à|en|au|le|la|el))? $"
)
NAMED_AS = re.compile(
    r"(?i) (?:was|is|fue|es|a été|est|fut|war|ist) (?:the|el|la|le|der|die|das) "
    r"(?:month|week|day|hour|mes|semana|día|hora|mois|semaine|jour|heure|monat|woche|tag|stunde),? "
    r"(?:when|that|in which|en (?:el |la )?que|cuando|où|in de[mr]|als)\b"
)
THAT = re.compile(r"(?i),? (?:that|when|que|qu'|quand|cuando|dass|als|wo)\b ?")


def cleft(scene: Scene) -> Iterator[tuple[Item, Item, bool]]:
    """The word for a high or low, its time, and whether it is a high; also "October was the month when …"."""
    text = scene.sentence.text
    for date in (i for i in scene.items if i.when is not None):
        word = scene.after(date, *MOST, *LEAST, within=FAR, clause=False)
        led = IT_WAS.search(text, scene.sentence.start, date.start)
        that = (led is not None and THAT.match(text, date.end)) or NAMED_AS.match(text, date.end)
        if word is not None and that:
            yield word, date, not word.has(*LEAST)
