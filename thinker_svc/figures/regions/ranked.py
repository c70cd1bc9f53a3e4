"""A region's place: "Wales is second", "first for charity shops", "Hessen folgt auf Platz zwei"."""

from __future__ import annotations

import re

from thinker_svc.figures.claim import Claim, unsupported
from thinker_svc.figures.regions.grouped import crossed, marks, regions_after
from thinker_svc.figures.regions.standing import called, ordered, ranked_at
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.item import Item


def ranked(scene: Scene, mark: Item, names: list[Item]) -> Claim | None:
    region = _given(scene, mark, names)
    if region is not None:
        return ordered(
            scene, mark, [], lambda values: ranked_at(values, called(scene, region), mark.index), region
        )
    near = scene.before(mark, "R", "PLACE", within=7, clause=False)
    ranks = scene.before(mark, "RANKED", within=2) or scene.after(mark, "RANKED", within=0)
    behind = regions_after(scene, mark, names, within=4)
    listed = (
        bool(behind)
        and re.search(
            r"(?i)(?::|\b(?:is|for|to|ist|für|an|est|pour|es|para|goes to|geht an|place|platz|position|"
            r"puesto|lugar)) *(?:the |la |le )?$",
            scene.sentence.text[mark.end : behind[0].start],
        )
        is not None
    )
    if (
        near is not None
        and (scene.before(mark, "FOLLOWED", "BEHIND", within=1) is not None or not crossed(scene, near, mark))
        and (ranks or scene.words_between(near, mark) <= 3)
        and not (listed and behind and scene.words_between(mark, behind[0]) < scene.words_between(near, mark))
    ):
        owner = near
    elif behind and (ranks or listed):
        owner = behind[0]
    else:
        return None
    beside = scene.before(owner, "AHEAD", "BEHIND", "FOLLOWED", within=1) if owner is near else None
    subject = (
        scene.before(beside, "R", "PLACE", within=4)
        if beside in marks(scene) and not _leads(beside)
        else None
    )
    owner = subject or owner  # "Hessen liegt hinter Bayern auf Platz 2"
    alone = near is not None and owner is near and scene.words_between(near, mark) == 0
    if mark.index == 1 and ranks is None and not listed and not (alone and _enumerated(scene)):
        return None
    if (
        len(scene.view.keywords) > 1
        and (k := scene.before(mark, "K", within=7)) is not None
        and k.start > owner.start
        and owner is near
        and not k.text.endswith(("'s", "s'"))
    ):
        return None
    if owner.has("PLACE"):
        return scene.claim("region", unsupported("place"), mark, owner)
    return ordered(
        scene,
        mark,
        [owner],
        lambda values: ranked_at(values, called(scene, owner), mark.index),
    )


def _given(scene: Scene, mark: Item, names: list[Item]) -> Item | None:
    """ "Wales is first for charity shops, second for vintage": the one region that is
    spoken of."""
    held = [i for i in names if i.has("R") and i.end <= mark.start] or [
        i for i in told_before(scene) if i.has("R")
    ]
    alone = len({i.index for i in held}) == 1 and not any(i.has("PLACE") for i in names)
    return held[-1] if alone and scene.given(mark) is not None else None


def _leads(mark: Item | None) -> bool:
    return mark is not None and mark.has("REGIONLEAD")


def _enumerated(scene: Scene) -> bool:
    """Whether it is one of several ranks, or all that is said: "Wales first, Scotland second"."""
    ranks = [i for i in scene.items if i.has("ORD")]
    words = scene.sentence.text[scene.sentence.start : scene.sentence.end].split()
    return len(ranks) > 1 or (len(words) <= 4 and bool(scene.carried))


def told_before(scene: Scene) -> list[Item]:
    """The one region of the sentence before: "Texas leads. Florida is next"."""
    named = [i for i in scene.earlier.items if i.has("R", "PLACE")] if scene.earlier is not None else []
    return named if len(named) == 1 else []
