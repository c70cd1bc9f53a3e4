"""That no other region is before one: "nobody searches for it more than the Welsh", "nirgends so oft wie"."""

from __future__ import annotations

import itertools
import re

from thinker_svc.figures.claim import Claim, unsupported
from thinker_svc.figures.keywords.sequence import JOINED, TAIL
from thinker_svc.figures.regions.located import PLACES
from thinker_svc.figures.regions.standing import called, ordered
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.text.overlap import meets_any

NOBODY = re.compile(
    r"(?i)\b(?:nobody|no one|nowhere|no other|niemand|nirgend\w*|kein(?:e|em|er)? ander\w*|nulle part|"
    r"personne|aucun\w* autre|nadie|en ning[uú]n\w*|ning[uú]n\w* otr[oa])\b"
)
THAN = re.compile(
    r"(?i)\b(?:than|as|als|wie|que|comme|como|qu)(?:['’]| )?(?:(?:in|en|à|aux?|im|bei|chez) )?"
    r"(?:(?:the|der|die|das|den|dem|la|le|les|el|los|las) |l['’])?$"
)


def alone(scene: Scene, taken: list[Claim]) -> list[Claim]:
    """One region before all others, and several in the order they are listed in."""
    if scene.sentence.question:
        return []
    found = [c for c in (_nowhere(scene), _sequence(scene)) if c is not None]
    return [c for c in found if not meets_any(c, taken)]


def _nowhere(scene: Scene) -> Claim | None:
    text, sentence = scene.sentence.text, scene.sentence
    none = NOBODY.search(text, sentence.start, sentence.end)
    if none is None or not any(i.has("K", "INTEREST", "SEARCHED") for i in scene.items):
        return None
    for region in (i for i in scene.items if i.has(*PLACES) and i.start >= none.end()):
        if not THAN.search(text, none.end(), region.start):
            continue
        word = Item(none.start(), none.end(), frozenset(), none[0])
        if region.has("PLACE"):
            return scene.claim("region", unsupported("place"), word, region)
        name = called(scene, region)
        return ordered(scene, word, [region], lambda values, name=name: values[name] == max(values.values()))  # type: ignore[misc] # a default binds the name
    return None


def _sequence(scene: Scene) -> Claim | None:
    """ "Wales, England, Scotland: that's the order"."""
    text = scene.sentence.text
    tail = TAIL.search(text, scene.sentence.start, scene.sentence.end)
    names = [i for i in scene.items if i.has("R") and tail is not None and i.end <= tail.start()]
    if tail is None or len(names) < 2 or text[names[-1].end : tail.start()].strip():
        return None
    if not all(JOINED.fullmatch(text, a.end, b.start) for a, b in itertools.pairwise(names)):
        return None

    def holds(values: dict[str, float]) -> bool:
        figures = [values[called(scene, i)] for i in names]
        return figures == sorted(values.values(), reverse=True)[: len(figures)]

    return ordered(scene, names[0], names, holds)
