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
LESS = re.compile(
    r"(?i)\b(?:less|lower|smaller|weaker|weniger|kleiner|geringer|niedriger|schwächer|seltener|moins|menos|menor)\b"
)
THAN = re.compile(
    r"(?i)\b(?:than|as|als|wie|que|comme|como|qu)(?:['’]| )?(?:(?:in|en|à|aux?|im|bei|chez) )?"
    r"(?:(?:the|der|die|das|den|dem|la|le|les|el|los|las) |l['’])?$"
)


def alone(scene: Scene, taken: list[Claim]) -> list[Claim]:
    """One region before all others, and several in the order they are listed in."""
    if scene.sentence.question:
        return []
    listed = _sequence(scene)
    found = [*_nowhere(scene), *([listed] if listed is not None else [])]
    return [c for c in found if not meets_any(c, taken)]


def _nowhere(scene: Scene) -> list[Claim]:
    text, sentence = scene.sentence.text, scene.sentence
    if not any(i.has("K", "INTEREST", "SEARCHED") for i in scene.items):
        return []
    found: list[Claim] = []
    for none in NOBODY.finditer(text, sentence.start, sentence.end):
        behind = [i for i in scene.items if i.has(*PLACES) and i.start >= none.end()]
        region = next((i for i in behind if THAN.search(text, none.end(), i.start)), None)
        claim = _claim(scene, none, region) if region is not None else None
        found += [claim] if claim is not None and not meets_any(claim, found) else []
    return found


def _claim(scene: Scene, none: re.Match[str], region: Item) -> Claim | None:
    word = Item(none.start(), none.end(), frozenset(), none[0])
    if region.has("PLACE"):
        return scene.claim("region", unsupported("place"), word, region)
    first = min if LESS.search(scene.sentence.text, none.end(), region.start) else max

    def holds(values: dict[str, float]) -> bool:
        return values[called(scene, region)] == first(values.values())

    return ordered(scene, word, [region], holds)


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
