"""Ranges: "between 12 and 94", "a band of 12 to 94"."""

from __future__ import annotations

import itertools
import re

from thinker_svc.figures import agree
from thinker_svc.figures.claim import Claim, either
from thinker_svc.figures.item import Item
from thinker_svc.figures.percent import best
from thinker_svc.figures.scene import FAR, Scene
from thinker_svc.figures.values import TOPIC


def ranges(scene: Scene) -> list[tuple[Claim, tuple[Item, Item]]]:
    """ "between 12 and 94", "a range of 12–94": the lowest and the highest complete value."""
    numbers = [i for i in scene.items if i.has("NUM")]
    found = []
    for low, high in itertools.pairwise(numbers):
        between = scene.sentence.text[low.end : high.start].strip(" ,")
        joined = (
            re.fullmatch(r"(?i)-|–|—|to|and|und|bis|et|à|a|y|up to|all the way to|through", between)
            is not None
        )
        opener = scene.before(low, "RANGE", "BETWEEN", within=4)
        if not joined or opener is None or not low.number or not high.number:
            continue
        if not opener.has("RANGE") and not scene.near(low, *TOPIC, "RANGE", within=FAR):
            continue
        verdicts = []
        for keyword in scene.keywords_for(low):
            bottom, top = scene.view.lowest(keyword), scene.view.highest(keyword)
            ends = sorted((low.number.value, high.number.value))
            hedge = scene.hedge(low)[0]
            hedge = hedge if hedge == "about" else ""
            ok = agree.value(bottom, ends[0], 0, hedge) and agree.value(top, ends[1], 0, hedge)
            verdicts.append(either(ok, f"{bottom:g} to {top:g}"))
        if verdicts:
            found.append((scene.claim("range", best(verdicts), opener, low, high), (low, high)))
    return found
