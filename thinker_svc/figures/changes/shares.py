"""A part of another level of the same search: "at half its peak", "60% of its average"."""

from __future__ import annotations

import re

from thinker_svc.figures import agree
from thinker_svc.figures.claim import Claim, best, either, unsupported
from thinker_svc.figures.points import inside
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.item import Item

OF = re.compile(
    r"(?i) (?:of )?(?:its|their|the|that|what it was|what they were|last|seines|ihres|des|vom|de su|de "
    r"la|del|de son|de sa|du|de l'|"
    r"de lo que|de ce)\b"
)
LEVEL = re.compile(r"(?i)(?:'s)? (?:level|value|score|mark|figure|reading|niveau|wert|nivel|valor)\b")


def share(scene: Scene, item: Item) -> Claim | None:
    """The claim that the latest point is a part of the peak, the low, the average or the level at a time."""
    number = item.number
    if number is None or not item.has("PCT") or OF.match(scene.sentence.text, item.end) is None:
        return None
    whole = scene.after(item, "PEAK", "HIGHEST", "LOW", "AVERAGE", within=5) or scene.after(
        item, "DATE", within=5
    )
    if whole is None or scene.before(item, "UP", "DOWN", within=1) or scene.after(item, "K", "R", within=3):
        return None
    if whole.has("DATE") and not (
        LEVEL.match(scene.sentence.text, whole.end)
        or re.search(
            r"(?i)level|value|niveau|wert|nivel|valor|what|was ", scene.sentence.text[item.end : whole.start]
        )
    ):
        return None
    hedge, start = scene.hedge(item)
    verdicts = []
    for keyword in scene.keywords_for(item):
        base, points = _base(scene, whole, keyword), scene.view.complete(keyword)
        if base is None or base <= 0 or not points:
            verdicts.append(unsupported("base"))
            continue
        actual = points[-1].level / base * 100
        verdicts.append(either(agree.percent(actual, number.value, hedge), f"{actual:.0f}%", points[-1].key))
    return scene.claim("percent_change", best(verdicts), item, whole, start=start) if verdicts else None


def _base(scene: Scene, whole: Item, keyword: str) -> float | None:
    points = scene.view.complete(keyword)
    if not points:
        return None
    if whole.has("AVERAGE"):
        return scene.view.average(keyword)
    if whole.has("PEAK", "HIGHEST", "LOW"):
        return (min if whole.has("LOW") else max)(p.level for p in points)
    found = inside(scene.view, whole.when, points)[0] if whole.when is not None else []
    return found[-1].level if found else None
