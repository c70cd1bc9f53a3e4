"""How far it is to a high or low, in points: "40 points to go to its peak", "80 between high and low"."""

from __future__ import annotations

import re

from thinker_svc.figures import agree
from thinker_svc.figures.claim import Claim, best, either
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.item import Item

POINTS = re.compile(r"(?i)point|punkt|punto")
AWAY = re.compile(
    r"(?i)\b(?:to go|short of|away from|shy of|adrift of|to make up|entfernt|fehl(?:en|t|te|ten)|"
    r"manqu(?:e|ent|ait)|loin de|falta(?:n|ba|ban)?|lejos de)\b"
)
ACROSS = re.compile(
    r"(?i)\b(?:gap|difference|spread|distance|abstand|differenz|spanne|écart|diferencia|brecha)\b"
)


def distance(scene: Scene, item: Item) -> Claim | None:
    """From the last complete point to a high or low, or from the one to the other."""
    number = item.number
    if number is None or number.sign or not POINTS.search(item.text):
        return None
    clause = scene.sentence.clause(item)
    high, low = (next((i for i in clause if i.has(tag)), None) for tag in ("PEAK", "LOW"))
    said = scene.sentence.text[scene.sentence.start : scene.sentence.end]
    across = high is not None and low is not None and ACROSS.search(said) is not None
    if not across and (AWAY.search(said) is None or (high is None) == (low is None)):
        return None
    if any(i.when is not None for i in clause):
        return None
    hedge, start = scene.hedge(item)
    verdicts = []
    for name in scene.keywords_for(item):
        levels = [point.level for point in scene.view.complete(name)]
        if not levels:
            continue
        ends = (max(levels), min(levels)) if across else (levels[-1], (max if high else min)(levels))
        apart = abs(ends[0] - ends[1])
        verdicts.append(either(agree.value(apart, number.value, number.decimals, hedge), f"{apart:g} points"))
    shown = [i for i in (high, low) if i is not None and scene.words_between(i, item) <= 3]
    return scene.claim("percent_change", best(verdicts), item, *shown, start=start) if verdicts else None
