"""The highest (or lowest) point of all keywords, and whose it is: "el pico de la noche es de Rosalía"."""

from __future__ import annotations

import re

from thinker_svc.figures.claim import Claim, DataPoint, either
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.view import written

EXTREME = ("PEAK", "LOW", "HIGHEST", "LOWEST")
BELONGS = re.compile(
    r"(?i)[^.,;:!?]{0,24}? (?:belongs to|belonged to|goes to|went to|is|was|gehört|gehörte|geht an|"
    r"appartient à|revient à|est pour|es de|es para|fue de|fue para) "
    r"(?:(?:the|der|dem|la|le|el|l') ?)?[«“„\"]?"
)
AMONG = re.compile(
    r"(?i)[^.,;:!?]{0,16}?(?:of|among|von|unter|der|des|de|parmi|entre) (?:the |den |les |las |los )?"
    r"(?:two|three|four|five|zwei|drei|vier|fünf|deux|trois|quatre|cinq|dos|tres|cuatro|cinco|all|allen|todas)\b"
    r"(?! (?:\w+ )?(?:hour|day|week|month|year|minute|stund|tag|woche|monat|jahr|heure|jour|semaine|mois|an|"
    r"hora|día|semana|mes|año|minut))"
)


def owned(scene: Scene, item: Item) -> Claim | None:
    """Of several keywords the one with the highest point, where a sentence says whose that is."""
    if len(scene.view.keywords) < 2 or not item.has(*EXTREME):
        return None
    text = scene.sentence.text
    behind = scene.after(item, "K", within=8)
    if behind is not None and BELONGS.fullmatch(text[item.end : behind.start]):
        name: Item | None = behind
    else:
        name = scene.before(item, "K", within=6) if AMONG.match(text, item.end) else None
    averaged = any(i.has("AVERAGE") for i in scene.sentence.clause(item))
    if name is None or averaged or scene.before(item, "NOT", "FORECAST", within=3) is not None:
        return None
    high = item.has("PEAK", "HIGHEST")
    found = scene.view.highest if high else scene.view.lowest
    levels = {keyword: found(keyword) for keyword in scene.view.keywords}
    keyword = scene.view.keywords[name.index]
    best = max(levels.values()) if high else min(levels.values())
    points = [p for one in scene.view.keywords for p in scene.view.complete(one) if p.level == best][:1]
    shown = ", ".join(f"{one} {written(level)}" for one, level in levels.items())
    verdict = either(levels[keyword] == best, shown).at(tuple(DataPoint("time", p.key) for p in points))
    return scene.claim("superlative", verdict, item, name)
