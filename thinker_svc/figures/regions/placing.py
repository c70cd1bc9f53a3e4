"""The order of regions: who leads, who is last, who is second, who is ahead of whom."""

from __future__ import annotations

import itertools
import re

from thinker_svc.figures.claim import Claim, unsupported
from thinker_svc.figures.others import strangers
from thinker_svc.figures.regions.grouped import marks, regions_after, regions_before
from thinker_svc.figures.regions.ranked import ranked, told_before
from thinker_svc.figures.regions.standing import called, numbered, ordered
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.item import Item

CAPITAL = re.compile(
    r"\b(?:in|from|In|From|à|en|nach|aus|im|dans) "
    r"(?:la région de |l'État de |der Region |la provincia de |el estado de |the state of |the region of )?"
    r"(?P<name>[A-ZÄÖÜÉÎ][\wäöüéèñ'-]+(?: [A-ZÄÖÜÉ][\wäöüéèñ'-]+){0,2})"
)

PLACED = re.compile(
    r"(?i)\b(?:state|cit(?:y|ies)|region|country|county|villes?|départements?|région|pays|provincia|ciudad(?:es)?|"
    r"regi[oó]n|comunidad|estado|país|stadt|städten?|bundesl\w+|kanton\w*|land)\b"
)
NOUN = 12  # letters behind a word of order: "en tête des villes"
WITHIN = re.compile(r"(?i)(?:^|\s)(?:in|from|across|en|dans|à|de|aus|im)\s(?:the |der |la |le |el )?$")
SEVERAL = re.compile(r"(?i)regions|regionen|régions|regiones|states|countries|länder|pays|países|top|nations")
REGIONS = re.compile(
    r"(?i)(?<!\w)(?:regions?|regional|states?|countries|map|territor\w+|régions?|régional\w*|pays|carte|"
    r"region(?:en|al\w*)|länder\w*|"
    r"bundesländer\w*|kantone?n?|karte|regi[oó]n(?:es|al)?|comunidades|países|provincias|mapa|estados|"
    r"nations?|provinces?|départements)(?!\w)"
)
INSIDE = re.compile(r"(?i)(?:^|\W)(?:in|across|en|dans|à|au|im|aus|from)\s(?:the |der |la |le |el |dem )?$")
SCORE = re.compile(r"(?<![\d.,])\d{1,3} ?[-–:] ?\d{1,3}(?![\d%]|[.,]\d)")
MAJORITY = re.compile(r"(?i)(?:the )?most|die meisten|la plupart|la mayoría")
NOSE = 3  # words: "die Wärmepumpe knapp die Nase vorn"
IT = re.compile(r"(?i) (?:it|that|them)(?! all)(?=[\s.,;:!?]|$)")


def regions(scene: Scene, taken: list[Claim]) -> list[Claim]:
    """One claim for each word of order that stands with regions."""
    names = [i for i in scene.items if i.has("R", "PLACE")]
    if scene.sentence.question or not _about(scene, names) or _game(scene):
        return []
    found: list[Claim] = []
    for mark in marks(scene):
        claim = _said(scene, mark, names) if names else None
        if (
            claim is None
            and mark.has("REGIONLEAD")
            and not any(i.has("R", "RELATED") for i in (*names, *scene.items))
        ):
            claim = _unknown(scene, mark)
        if claim is None or any(_same(claim, one) for one in [*taken, *found]):
            continue
        # What hangs on a statement that is false already is not counted again: "England leads, then …".
        hangs = mark.has("FOLLOWED", "AHEAD", "BEHIND") and not mark.has("REGIONLEAD")
        hangs = hangs and (mark.has("FOLLOWED") or not _anew(scene, mark, found))
        if not (hangs and claim.flagged and any(c.label == "contradicted" for c in found)):
            found.append(claim)
    return found + [c for c in numbered(scene, names) if not any(_same(c, one) for one in found)]


def _game(scene: Scene) -> bool:
    """ "Valencia won 2-1 and is now eighth": a team, where nothing says that it is a search."""
    said = any(i.has("K", "INTEREST", "SEARCHED", "SEARCHES") for i in scene.items)
    return (
        not said and SCORE.search(scene.sentence.text, scene.sentence.start, scene.sentence.end) is not None
    )


def _anew(scene: Scene, mark: Item, found: list[Claim]) -> bool:
    """Whether another clause has begun since: "…, while Bavaria is behind Saxony"."""
    last = max((c.end for c in found), default=0)
    return any(last <= at < mark.start for at in scene.sentence.breaks)


def _same(a: Claim, b: Claim) -> bool:
    return a.kind == b.kind and (a.start, a.end) == (b.start, b.end)


def _about(scene: Scene, names: list[Item]) -> bool:
    """Whether it is said of the search: by a word for it, or in so short a sentence that no other is left."""
    if any(i.has("K", "INTEREST", "SEARCHED") for i in scene.items):
        return True
    said = scene.sentence.text[scene.sentence.start : scene.sentence.end]
    held = {i.index for i in names if i.has("R")}
    if held and REGIONS.search(said) and any(i.has("REGIONLEAD", "REGIONLAST", "ORD") for i in scene.items):
        return True
    if names and not held and not any(i.has("REGIONLEAD", "REGIONLAST") for i in scene.items):
        return False  # a place elsewhere, in a sentence that has no word of searching: an address, a game
    room = 18 if len(held) > 1 and scene.carried else 13 if held or scene.told else 6  # words
    return len(said.split()) <= room


def _said(scene: Scene, mark: Item, names: list[Item]) -> Claim | None:
    if MAJORITY.fullmatch(mark.text) and scene.after(mark, "LOCAL", "FOLK", within=1) is not None:
        return None  # "most Swiss searches are for Sinner": a keyword's, in rivals
    if mark.has("AHEAD", "BEHIND") and not _keywords(scene, mark):
        claim = _compared(scene, mark, names)
        if claim is not None or not mark.has("REGIONLEAD", "FOLLOWED"):
            return claim
    if mark.has("FOLLOWED") and not _keywords(scene, mark):
        return _followed(scene, mark, names)
    if mark.has("ORD"):
        return ranked(scene, mark, names)
    if mark.has("REGIONLEAD", "REGIONLAST"):
        return _leading(scene, mark, names)
    return None


def _keywords(scene: Scene, mark: Item) -> bool:
    """Whether keywords are compared, and no regions."""
    if len(scene.view.keywords) < 2:
        return False
    beside = scene.after(mark, "K", "R", "PLACE", within=5, clause=False)
    return beside is not None and beside.has("K")


def _leading(scene: Scene, mark: Item, names: list[Item]) -> Claim | None:
    left, right = (
        regions_before(scene, mark, names),
        regions_after(scene, mark, names, within=9),
    )
    lead = scene.sentence.text[max(0, right[0].start - 20) : right[0].start] if right else ""
    inside = WITHIN.search(lead) is not None
    listed = bool(right) and scene.sentence.text[mark.end : right[0].start].rstrip().endswith(
        (":", "is", "ist", "est", "es")
    )
    group = right if right and (inside or listed or not left) else left
    if (
        left
        and right
        and inside
        and scene.words_between(left[-1], mark) <= 1
        and not mark.text.endswith(" in")
    ):
        group = left  # "Wales leads in Britain"
    if not group or (mark.has("REGIONLEAD") and _owned(scene, mark)):
        return None
    if any(i.has("PLACE") for i in group):
        return scene.claim("region", unsupported("place"), mark, *group)
    last = mark.has("REGIONLAST") and not mark.has("REGIONLEAD")
    return ordered(scene, mark, group, lambda values: _top(scene, values, group, mark, last=last))


def _owned(scene: Scene, mark: Item) -> bool:
    """Said of one of several keywords within a region: "in Bern führt Odermatt"."""
    if len(scene.view.keywords) < 2:
        return False
    near, behind = (
        scene.before(mark, "K", "R", "PLACE", within=4),
        scene.after(mark, "K", within=2),
    )
    if near is not None and near.has("K") and near.text.endswith(("'s", "s'")):
        return False  # "milk bread's top market"
    place = scene.before(near, "R", "PLACE", within=3) if near is not None and near.has("K") else None
    if near is not None and place is not None and scene.words_between(near, mark) <= NOSE:
        front = scene.sentence.text[max(scene.sentence.start, place.start - 12) : place.start]
        return INSIDE.search(front) is not None  # "in Hamburg liegt die Gasheizung vorn"
    if near is not None and near.has("R", "PLACE") and behind is not None:
        return INSIDE.search(scene.sentence.text[scene.sentence.start : near.start]) is not None
    return (
        near is not None
        and near.has("K")
        and re.match(
            r"(?i)leads?|tops?|wins|leading|on top|ahead|führt|mène|domin|lidera|gana",
            mark.text,
        )
        is not None
    )


def _top(scene: Scene, values: dict[str, float], group: list[Item], mark: Item, *, last: bool) -> bool:
    figures = [values[called(scene, i)] for i in group]
    ordered = sorted(values.values(), reverse=not last)
    if len(group) == 1:
        return figures[0] == ordered[0]
    if SEVERAL.search(mark.text) or _pair(scene, group):
        return sorted(figures, reverse=not last) == ordered[: len(group)]
    return figures[0] == ordered[0] and all(a >= b for a, b in itertools.pairwise(figures))


def _pair(scene: Scene, group: list[Item]) -> bool:
    """ "strongest in Wales and Scotland": the two together."""
    return (
        re.search(
            r"(?i)\b(?:and|und|et|y|&)\b",
            scene.sentence.text[group[-2].end : group[-1].start],
        )
        is not None
    )


def _compared(scene: Scene, mark: Item, names: list[Item]) -> Claim | None:
    left, right = (
        regions_before(scene, mark, names, over=True),
        regions_after(scene, mark, names, within=6),
    )
    if SCORE.search(scene.sentence.text[mark.end : scene.sentence.end]):
        return None  # a game: "Scotland beat England 2-1"
    cut = right and any(
        mark.end <= i.start and i.end <= right[0].start and i.has("NUM", "PCT") for i in scene.items
    )
    own = right and scene.after(right[-1], "RANKED", "REACH", within=0) is not None
    if cut or (own and "," in scene.sentence.text[mark.end : right[0].start]):
        right = []  # "Idaho behind at 91 and Minnesota third", "Scotland leads, Wales is second"
    if left and not right and len(left) == 1 and IT.match(scene.sentence.text, mark.end):
        right = [i for i in names if i.end <= left[0].start][-1:]  # "Texas is at 52, Florida ahead of it"
    if not left or not right:
        return None
    if any(i.has("PLACE") for i in (*left, *right)):
        return scene.claim("region", unsupported("place"), mark, left[-1], right[0])
    ahead = not mark.has("BEHIND")

    def holds(values: dict[str, float]) -> bool:
        ours, theirs = (
            values[called(scene, left[-1])],
            [values[called(scene, i)] for i in right],
        )
        return all(ours > v for v in theirs) if ahead else all(ours < v for v in theirs)

    if right[0].start < mark.start:
        return ordered(scene, mark, left, holds, *right, pair=True)
    return ordered(scene, mark, [left[-1], *right], holds, pair=True)


def _followed(scene: Scene, mark: Item, names: list[Item]) -> Claim | None:
    """ "Wales leads, followed by Scotland": the next in order."""
    if scene.after(mark, "ORD", within=1) is not None:
        return None  # "Hessen folgt auf Platz zwei"
    left = [i for i in names if i.end <= mark.start]
    right = regions_after(scene, mark, names, within=5)
    if not right and len(left) == 1 and scene.before(mark, "R", "PLACE", within=3):
        left = [*told_before(scene), *left]
    follows = not mark.has("AHEAD") and scene.before(mark, "R", "PLACE", within=3) is not None
    if not right and left and follows:  # "Scotland is next"
        right, left = [left[-1]], left[:-1]
    if not left or not right:
        return None
    if any(i.has("PLACE") for i in right):
        return scene.claim("region", unsupported("place"), mark, right[0])
    if any(i.has("PLACE") for i in left[-1:]):
        return None

    def holds(values: dict[str, float]) -> bool:
        chain = [values[called(scene, i)] for i in (left[-1], *right)]
        told = {called(scene, i) for i in left}
        between = any(
            a > v > b and n not in told for a, b in itertools.pairwise(chain) for n, v in values.items()
        )
        return all(a >= b for a, b in itertools.pairwise(chain)) and not between

    return ordered(scene, mark, right, holds, left[-1])


def _unknown(scene: Scene, lead: Item) -> Claim | None:
    """ "strongest in Atlantis": a capitalised place the snapshot does not name."""
    match = CAPITAL.search(
        scene.sentence.text,
        max(scene.sentence.start, lead.start - 3),
        min(scene.sentence.end, lead.end + 40),
    )
    interest = scene.near(lead, "INTEREST", within=6) or re.search(
        r"(?i)interest|demand|searche|popular", lead.text
    )
    name = strangers.opener(scene, lead)
    if name is not None and PLACED.search(scene.sentence.text, lead.start, lead.end + NOUN):
        return scene.claim(
            "region", unsupported("place"), name, lead
        )  # "Mendoza es la provincia donde más …"
    if match is None or not interest:
        return None
    named = [i for i in scene.items if i.start < match.end("name") and match.start("name") < i.end]
    if any(i.has("DATE", "HOME", "K", "Q", "R", "SPAN", "INTEREST") for i in named):
        return None
    return Claim(lead.start, match.end("name"), "region", "unsupported")
