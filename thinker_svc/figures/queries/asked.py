"""Which related query a statement is of: “a” is the top one, “b” fourth; Breakout for “a”, 80% for “b”."""

from __future__ import annotations

import re
from dataclasses import dataclass

from thinker_svc.figures.queries.marks import NAMES, marks
from thinker_svc.figures.queries.phrases import SIDES, SPACES, putforward, quoted
from thinker_svc.figures.scene import Asked, Listing, Scene
from thinker_svc.figures.text.item import Item

REACH = 12  # words between a query and what is said of it
NEAR = 7  # words between a statement and the query it leads to
JOINED = re.compile(
    r"""(?ix)["“”„«»'\s]*(?:[,&/+]|,?\s(?:and|or|und|oder|sowie|et|ou|y|e|o|as\ well\ as|
    along\ with|plus)\s)\s*(?:(?:the|die|la|le|les|el|las|los|también|auch|aussi|also|même)\s)?["“”„«»'\s]*"""
)
# What leads from a statement to the query it is of: "Breakout for …", "the top query is …", "second: …".
LINK = re.compile(
    r"""(?ix)(?:(?::|→|➡️?|=|\b(?:is|are|was|were|remains?|stays?|goes\ to|went\ to|belongs\ to|for|by|with|
    includ\w+|like|namely|says?|ist|sind|war|bleibt|lautet|heißt|heißen|für|bei|von|geht\ an|est|sont|reste|
    pour|par|revient\ à|avec|c'est|es|son|era|sigue\ siendo|para|por|con|como|va\ (?:a|para)|incluyen?|
    comprend|belegt|hält|holt|nimmt|occupe|ocupa|holds|takes|claims))\W*(?:(?:the|a|der|die|das|den|la|le|les|l'|el|los|las|now|still|query|queries|search|searches|term|phrase|keyword|
    suche|suchanfrage|anfrage|requête|recherche|consulta|búsqueda|und|et|y|and)\b\W*){0,3})$"""
)
MANY = re.compile(
    r"(?i)^(?!.*\b(?:of|among|der|unter|den|bei|des|parmi|de|entre)\b).*"
    r"(?:searches|queries|terms|anfragen|suchbegriffe|requêtes|recherches|consultas|búsquedas)\b"
)
ASKED = 5  # words
OWN = 4  # words between a query and its own figure: "“b” kommt auf 878 %"
HEADS = ("TOPQUERY", "RELATED", "RISING", "FASTEST")


@dataclass(frozen=True, slots=True)
class Statement:
    mark: Item
    names: tuple[Item, ...]
    """The queries it is of, or phrases that are none of the snapshot's."""
    carried: bool = False
    """Whether they stand in an earlier sentence: "Breakout too."."""


def spoken(scene: Scene) -> bool:
    """Whether queries are spoken of at all."""
    return any(item.has("Q", "QUOTE") for item in scene.items) or scene.asked.name is not None


def statements(scene: Scene) -> list[Statement]:
    """What is said, in its order, with the queries it is said of."""
    names, said = [i for i in scene.items if i.has(*NAMES)], marks(scene)
    owned: set[int] = set()
    found: list[Statement] = []
    for at, mark in enumerate(said):
        left = [n for n in names if n.end <= mark.start and not _owner(scene, n, mark)]
        right = _led(scene, mark, [n for n in names if n.start >= mark.end])
        follower = said[at + 1].start if at + 1 < len(said) else scene.sentence.end
        ours = _left(scene, left, mark)
        if _linked(scene, mark, right, follower) and _free(scene, ours, mark, owned):
            group = _onward(scene, right, said[at + 1 :])
        elif ours is not None:
            group = [ours] if ours.start in owned else _back(scene, left, owned)
        elif not left and right and _heads(scene, mark, right, follower):
            group = _onward(scene, right, said[at + 1 :])
        elif not left and (name := carried(scene, mark)) is not None:
            found.append(Statement(mark, (name,), carried=True))
            continue
        else:
            continue
        owned |= {n.start for n in group}
        found.append(Statement(mark, tuple(group)))
    return found or _headed(scene, names)


def carried(scene: Scene, mark: Item) -> Item | None:
    """The query of the sentence before, where it was only named, or "it" is what this one is about."""
    asked = scene.asked
    other = ("K", "R", "PLACE", "INTEREST", "SALES")
    if asked.name is None or any(i.has(*other) and i.end <= mark.start for i in scene.items):
        return None
    words = len(re.findall(r"\w+", scene.sentence.text[scene.sentence.start : mark.start]))
    pronoun = scene.before(mark, "PRONOUN", within=5) is not None
    if mark.has("NUM", "ORD") and not asked.open:
        return None
    if mark.has("PCT", "TIMES"):  # the caller takes it for the query's only where it agrees
        return asked.name if words <= 3 or pronoun else None
    brief = words <= 4 and (asked.open or mark.has("BREAKOUT", "TOPQUERY", "FASTEST"))
    return asked.name if brief or pronoun else None


def listing(scene: Scene) -> Listing:
    """Whether the order is that of the top queries or of the rising ones; of either where neither is said."""
    if any(i.has("TOPQUERY") for i in scene.items):
        return "top"
    if any(i.has("RISING", "FASTEST") for i in scene.items):
        return "rising"
    related = any(i.has("RELATED") for i in scene.items)
    return scene.asked.listing or ("top" if related else "")


def asked(scene: Scene) -> Asked:
    """What the next sentence may take up: the last query named, the list spoken of, what was said."""
    names = [i for i in scene.items if i.has("Q", "QUOTE") and putforward(scene, i, None)]
    said, list_ = statements(scene), listing(scene)
    tag = _tag(said[-1].mark) if said else ""
    if names:
        last = names[-1]
        behind = [i for i in scene.items if i.start > last.end]
        told = any(last in one.names for one in said) or any(
            i.has("UP", "DOWN", "R", "PLACE") for i in behind
        )
        return Asked(last, open=not told, listing=list_, said=tag or scene.asked.said)
    if said:  # of a query of an earlier sentence
        return Asked(scene.asked.name, listing=list_, said=tag)
    end = scene.sentence.text[scene.sentence.start : scene.sentence.end].rstrip()[-1:]
    if (rank := _place(scene)) and end == "?" and scene.asked.name is not None:
        return Asked(listing=list_, said="ORD", rank=rank)
    one = [m for m in marks(scene) if m.has("TOPQUERY", "FASTEST", "BREAKOUT") and not MANY.search(m.text)]
    tag = _tag(one[0]) if len(one) == 1 and end in ("?", ":") else ""
    return Asked(listing=list_, said=tag) if tag or any(i.has(*HEADS) for i in scene.items) else Asked()


def _place(scene: Scene) -> int:
    """The place that a sentence of a few words asks for: "Runner-up?", "And in third place?"."""
    words = scene.sentence.text[scene.sentence.start : scene.sentence.end].split()
    places = [i.index for i in scene.items if i.has("ORD")]
    return places[0] if len(places) == 1 and len(words) <= ASKED else 0


def _headed(scene: Scene, names: list[Item]) -> list[Statement]:
    """A query that answers what the sentence before asks: "The top related search? “owala water bottle”."."""
    said, first = scene.asked.said, next(iter(names), None)
    if scene.asked.name is not None or not said or first is None or not first.has("Q", "QUOTE"):
        return []
    if scene.sentence.text[scene.sentence.start : first.start].strip(SIDES + SPACES + "-•*\n"):
        return []
    return [Statement(Item(first.start, first.end, frozenset({said}), "", index=scene.asked.rank), (first,))]


def _led(scene: Scene, mark: Item, right: list[Item]) -> list[Item]:
    """Without a keyword that only says whose query it is: "the main query linked to padel is …"."""
    if (
        len(right) < 2
        or not right[0].has("K")
        or not mark.has("TOPQUERY", "FASTEST")
        or quoted(scene, right[0])
    ):
        return right
    between = scene.sentence.text[right[0].end : right[1].start].rstrip(SIDES + SPACES)
    return right[1:] if LINK.search(between) and right[1].has("Q", "QUOTE") else right


def _owner(scene: Scene, name: Item, mark: Item) -> bool:
    """A keyword that only says whose query it is: "is Owala's breakout search"."""
    return name.has("K") and not mark.has("PCT", "TIMES", "NUM") and scene.words_between(name, mark) == 0


def _left(scene: Scene, left: list[Item], mark: Item) -> Item | None:
    if not left or not left[-1].has("Q", "QUOTE"):
        return None
    near = scene.words_between(left[-1], mark) <= REACH
    return left[-1] if near and putforward(scene, left[-1], mark) else None


def _free(scene: Scene, left: Item | None, mark: Item, owned: set[int]) -> bool:
    """Whether the query before a statement leaves it to the one behind: it has its own, or is apart."""
    if left is None or left.start in owned or scene.words_between(left, mark) > REACH / 2:
        return True
    return ";" in scene.sentence.text[left.end : mark.start]


def _linked(scene: Scene, mark: Item, right: list[Item], follower: int) -> bool:
    if not right or not right[0].has("Q", "QUOTE") or follower < right[0].start:
        return False
    if scene.words_between(mark, right[0]) > NEAR or not putforward(scene, right[0], mark):
        return False
    text = scene.sentence.text
    before = text[scene.sentence.start : mark.start]
    between = text[mark.end : right[0].start].rstrip(SIDES + SPACES)
    if _closed(scene, mark):
        return False
    if between == "," and ";" in before:  # "…; second, “b”"
        return True
    return not between.strip(SIDES + SPACES) or LINK.search(between) is not None


def _closed(scene: Scene, mark: Item) -> bool:
    """Whether a lead is said of what is before it, and a colon ends it: "La receta manda: …"."""
    lead = re.split(r"[;,.:(]", scene.sentence.text[scene.sentence.start : mark.start])[-1].split()
    colon = scene.sentence.text[mark.end :].lstrip().startswith(":")
    return mark.has("QUERYLEAD") and colon and len(lead) > 1


def _heads(scene: Scene, mark: Item, right: list[Item], follower: int) -> bool:
    """Whether it stands before the first query it is of: "Top of the related searches sits …"."""
    if mark.has("NUM") or not right[0].has("Q", "QUOTE") or not putforward(scene, right[0], mark):
        return False
    if _closed(scene, mark):
        return False
    if mark.has("PCT", "TIMES") and "," in scene.sentence.text[mark.end : right[0].start]:
        return False  # "will double again by spring, and “petrol car” is …"
    within = 5 if mark.has("PCT", "TIMES") else REACH
    return follower >= right[0].start and scene.words_between(mark, right[0]) <= within


def _onward(scene: Scene, right: list[Item], later: list[Item]) -> list[Item]:
    """`later`: what is said behind; a query with a figure of its own is no part of the list."""
    group = [right[0]]
    for one in right[1:]:
        own = any(
            m.has("PCT", "TIMES") and scene.words_between(one, m) <= OWN for m in later if m.start >= one.end
        )
        if own or not _joined(scene, group[-1], one):
            break
        group.append(one)
    return group


def _back(scene: Scene, left: list[Item], owned: set[int]) -> list[Item]:
    group = [left[-1]]
    for one in reversed(left[:-1]):
        if one.start in owned or not _joined(scene, one, group[0]):
            break
        group.insert(0, one)
    return group


def _joined(scene: Scene, a: Item, b: Item) -> bool:
    """Whether two are named together, both in quotes or neither: “a”, “b” and “c”."""
    if not a.has("Q", "QUOTE") or not b.has("Q", "QUOTE") or quoted(scene, a) != quoted(scene, b):
        return False
    return JOINED.fullmatch(scene.sentence.text[a.end : b.start]) is not None


def _tag(mark: Item) -> str:
    return next((tag for tag in ("BREAKOUT", "FASTEST", "TOPQUERY", "ORD") if mark.has(tag)), "")
