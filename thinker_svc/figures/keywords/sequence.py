"""Keywords listed in their order: "Ranking by average: soy milk, oat milk, hemp milk"."""

from __future__ import annotations

import itertools
import re

from thinker_svc.figures.claim import Claim, either, unsupported
from thinker_svc.figures.keywords.stand import stand
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.view import written

HEAD = re.compile(
    r"(?i)\b(?:ranking|order|standings|podium|line-?up|reihenfolge|rangliste|rangfolge|classement|ordre|podio|"
    r"clasificación|orden)\b[^.:;!?]{0,40}?(?::|\b(?:is|was|goes|reads|ist|lautet|est|es|queda)\b)\s*"
)
JOINED = re.compile(
    r"(?i)[\"”»]?(?:,|,? ?(?:and|then|followed by|und|dann|gefolgt von|et|puis|suivi de|y|luego|"
    r"seguid[oa] de))"
    r"(?: (?:then|finally|dann|puis|the|der|die|das|le|la|l'|el))* ?[\"“„«]?\s?"
)


TAIL = re.compile(
    r"(?i),? (?:in that order|in this order|in dieser reihenfolge|dans cet ordre|(?:en|por) es[et]e? orden)\b"
    r"|[:;–—,]? ?(?:that's|that is|so lautet|so ist|das ist|voilà|tel est|c'est|así es|ese es|es) "
    r"(?:the|die|l'|el) ?(?:order|ranking|reihenfolge|rangfolge|ordre|classement|orden|ránking)\b"
)


def _listed(scene: Scene) -> list[Item]:
    """The keywords behind a heading, or before "in that order"."""
    text = scene.sentence.text
    tail = TAIL.search(text, scene.sentence.start, scene.sentence.end)
    head = HEAD.search(text, scene.sentence.start, scene.sentence.end) if tail is None else None
    names = [i for i in scene.items if i.has("K") and (head is None or i.start >= head.end())]
    if not names or (head is not None and text[head.end() : names[0].start].strip(' "“„«')):
        return []
    listed = names[:1]
    for name in names[1:]:
        if JOINED.fullmatch(text, listed[-1].end, name.start) is None:
            break
        listed.append(name)
    return listed if head is not None or TAIL.match(text, listed[-1].end) else []


def sequence(scene: Scene) -> Claim | None:
    """One claim of the whole list, about the time the sentence names or the averages."""
    listed = _listed(scene)
    if len(listed) < 2:
        return None
    told = [scene.view.keywords[i.index] for i in listed]
    held = stand(scene, listed[0])
    readings = [levels for levels in held.readings if all(name in levels for name in told)]
    if not readings:
        return scene.claim("ranking", unsupported(held.why), *listed)
    shown = ", ".join(f"{name} {written(readings[0][name])}" for name in told)
    falling = [x for x in readings if all(x[a] >= x[b] for a, b in itertools.pairwise(told))]
    verdict = either(bool(falling), shown).at((falling or readings)[0].points(*told))
    return scene.claim("ranking", verdict, *listed)
