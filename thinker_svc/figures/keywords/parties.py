"""Who is said to be ahead of whom: the keyword before a word of order, and the one it is set against."""

from __future__ import annotations

import re
from dataclasses import dataclass

from thinker_svc.figures.keywords.outsiders import OBJECT, outsider
from thinker_svc.figures.others import strangers
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.text.overlap import within

ORDERS = ("AHEAD", "BEHIND", "OVERTAKE", "OVERTAKEN", "LEVEL")
SETS = (*ORDERS, "THAN", "AS")
PASSIVE = re.compile(r"\s+(?:by|von|vom|par|por|a manos de)\b", re.IGNORECASE)
BY = re.compile(r"(?i)\b(?:by|von|vom|par|por)(?: (?:der|dem|das|la|le|les|el|los|las))?\s?$")
CLITIC = re.compile(r"(?i)\b(?:l[aeo]s?|l')\s?(?:ha |han |a |ont |había )?$")
LISTED = re.compile(
    r"(?i)(?:,|\s)*(?:and|or|und|oder|et|ou|y|e|o|&|as well as|sowie)?\s*"
    r"(?:the |die |das |der |l[aeo]s? |el )?"
)
CONDITION = re.compile(r"(?i)\W*(?:and |und |et |y )?(?:if|unless|whether|wenn|falls|ob|si)\s")

LAST = re.compile(r"(?i)\b(?:por delante|en cabeza|vorne?)$")
THAN = re.compile(r"(?i)\b(?:als|wie)\b")  # "häufiger als B wurde A gesucht"
ALL = re.compile(
    r"(?i)\s?(?:of |à |de |d'|den |die |auf |to |a )?(?:both(?: of them)?|the other (?:two|three|four)|"
    r"the others|all (?:the )?others|all (?:two|three|four|five)|them all|the rest|"
    r"alle (?:zwei|drei|vier|fünf)|"
    r"everyone else|beiden?|die (?:beiden )?anderen(?: beiden)?|"
    r"les? deux(?: autres)?|les autres|ambos|ambas|los otros(?: dos)?|las otras(?: dos)?|los demás|"
    r"las demás|el resto)(?=[\s.,;:!?)]|$)(?! (?:\w+ )?in\b)"
)


@dataclass(frozen=True, slots=True)
class Parties:
    """Indices of the keywords; -1 for none. `stranger`: the side that was not searched."""

    ours: int = -1
    theirs: int = -1
    stranger: Item | None = None
    items: tuple[Item, ...] = ()
    more: tuple[int, ...] = ()
    """Further ones it is set against: "ahead of A, B and C"."""

    @property
    def both(self) -> bool:
        return self.ours >= 0 and self.theirs >= 0


def parties(scene: Scene, word: Item, after: Item | None = None, *, within: int = 6) -> Parties:
    """Of a word of order; `after` is where its object begins, if that is further on ("by 27 points")."""
    end = after or word
    right = scene.after(end, "K", within=within) or (scene.after(word, "K", within=within) if after else None)
    several = _several(scene, word, end) if right is None else None
    if several is not None:
        return several
    if right is not None and word.has("OVERTAKE") and _closed(scene, word, right):
        right = None  # "hat das Festgeld überholt, an der Spitze steht das Tagesgeld"
    if word.has("LOOSE") and right is not None and scene.words_between(end, right) > 1:
        right = None  # "averaged over the window, creatine is …"
    left = _left(scene, word)
    odd = _reordered(scene, word, left, right)
    if odd is not None:
        return odd
    stranger = outsider(scene, word, end, left, right)
    if stranger is not None:
        return Parties(stranger=stranger, items=(stranger, *((right,) if right is not None else ())))
    passive = word.has("OVERTAKE", "AHEAD") and PASSIVE.match(scene.sentence.text, word.end) is not None
    passive = passive and scene.after(word, "NUM", "PTS", "PCT", within=2) is None  # "led by 45 points"
    ours = left.index if left is not None else _carried(scene, word)
    text = scene.sentence.text
    if right is not None:
        theirs = right.index
    else:
        told = OBJECT.match(text, end.end) or CLITIC.search(text[: word.start])
        theirs = _other(scene, ours, word) if told else -1
    if ours == theirs:
        ours = _other(scene, theirs, word) if _pronoun(scene, word) else -1
    shown = tuple(i for i in (right,) if i is not None)
    if passive:
        return Parties(theirs, ours, items=shown)
    return Parties(ours, theirs, items=shown, more=_list(scene, right))


def _closed(scene: Scene, word: Item, right: Item) -> bool:
    """Whether both sides stand before a verb, and what follows a comma is another statement."""
    left = {i.index for i in scene.sentence.clause(word) if i.has("K") and i.end <= word.start}
    return len(left) > 1 and "," in scene.sentence.text[word.end : right.start]


def _several(scene: Scene, word: Item, end: Item) -> Parties | None:
    """ "ahead of both", "below the other two": set against each of the others."""
    if not ALL.match(scene.sentence.text, end.end):
        return None
    left = _left(scene, word)
    stranger = outsider(scene, word, end, left, None) or (
        strangers.subject(scene, word, plain=True) if left is None else None
    )
    ahead = [strangers.named(scene, s, e) for s, e in scene.foreign if e <= word.start]
    ahead += [i for i in scene.sentence.clause(word) if i.has("QUOTE") and i.end <= word.start]
    if left is None and (stranger is not None or ahead):
        return Parties(stranger=stranger or ahead[-1])
    ours = left.index if left is not None else _carried(scene, word)
    others = tuple(at for at in range(len(scene.view.keywords)) if at != ours)
    return Parties(ours, others[0], more=others[1:]) if ours >= 0 and others else None


def _reordered(scene: Scene, word: Item, left: Item | None, right: Item | None) -> Parties | None:
    """Where the subject is not before the word and the object behind it."""
    if right is not None and _turned(scene, word, right, left):
        return Parties(right.index, left.index if left else _other(scene, right.index, word), items=(right,))
    if right is not None and left is None and not _pronoun(scene, word):
        second = _second(scene, right, beside=not word.has("LOOSE", "BEHIND") and scene.lexicon.code == "de")
        if second is not None:  # "Vor Thermomix liegt Airfryer", "inzwischen hat Airfryer Thermomix überholt"
            last = word.has("LOOSE", "BEHIND") or THAN.search(scene.sentence.text[word.start : right.start])
            sides = (second, right) if last else (right, second)
            return Parties(sides[0].index, sides[1].index, items=(right, second))
    if right is None and left is not None:
        earlier = _left(scene, left)
        if (
            earlier is not None
            and word.has("LEVEL")
            and LISTED.fullmatch(scene.sentence.text[earlier.end : left.start])
        ):
            return Parties(earlier.index, left.index, items=(earlier, left))  # "A and B are neck and neck"
        if earlier is not None and earlier.index != left.index and word.has("OVERTAKE", "OVERTAKEN"):
            pair = (left, earlier) if _by(scene, left) else (earlier, left)  # verbs at the end
            return Parties(pair[0].index, pair[1].index, items=(earlier, left))
    return None


def _left(scene: Scene, word: Item) -> Item | None:
    """The nearest keyword before it in its clause that is not the object of another word of order."""
    found = [i for i in scene.sentence.clause(word) if i.has("K") and i.end <= word.start]
    return next((i for i in reversed(found) if not _object(scene, i, word)), None)


def _object(scene: Scene, keyword: Item, word: Item) -> bool:
    """Whether a keyword belongs to an earlier word of order: "behind Asics, ahead of Altra"."""
    link = scene.before(keyword, *SETS, within=3)
    if link is None or link.end > word.start or link.text in {">", "<"}:
        return False
    inside = [i for i in scene.items if link.end <= i.start and i.end <= keyword.start]
    period = any(i.has("PERIOD") and within(link, i) for i in scene.items)
    if period or any(i.has("SPAN", "DATE") for i in inside):
        return False  # "over the month, soy milk"
    between = [i for i in inside if i.has("K")]
    if between and scene.words_between(keyword, word) <= 1 and not word.has("LOOSE"):
        return False  # "A is ahead of B and C has overtaken B": a subject of its own
    return not between or bool(LISTED.fullmatch(scene.sentence.text[between[-1].end : keyword.start]))


def _turned(scene: Scene, word: Item, right: Item, left: Item | None) -> bool:
    """ "la supera Shakira", "a Rosalía la supera Shakira": the subject comes last."""
    clitic = CLITIC.search(scene.sentence.text[: word.start]) is not None and not word.has(
        "BEHIND", "OVERTAKEN"
    )
    close = scene.words_between(word, right) == 0
    if close and left is None and LAST.search(word.text):
        return True  # "a día de hoy va por delante Rosalía"
    return scene.lexicon.code == "es" and clitic and close and (left is None or left.index != right.index)


def _second(scene: Scene, first: Item, *, beside: bool) -> Item | None:
    """A second keyword behind the first that is no list with it; right beside it where verbs come last."""
    second = scene.after(first, "K", within=6)
    if second is None or second.index == first.index:
        return None
    between = scene.sentence.text[first.end : second.start]
    if re.search(r"[,;:]|\b(?:und|and|et|y|oder|or|ou|o)\b", between):
        return None
    return second if beside or not LISTED.fullmatch(between) else None


def _by(scene: Scene, keyword: Item) -> bool:
    return BY.search(scene.sentence.text[: keyword.start]) is not None


def _pronoun(scene: Scene, word: Item) -> bool:
    return scene.before(word, "PRONOUN", within=8) is not None


def _carried(scene: Scene, word: Item) -> int:
    """Who is meant where the clause names nobody: the subject of the clause before, or of the sentence."""
    names = scene.view.keywords
    for clause in reversed(scene.sentence.clauses()):
        earlier = [i for i in clause if i.has("K") and i.end <= word.start and not _object(scene, i, word)]
        if earlier:
            return earlier[0].index
    return names.index(scene.carried[0]) if len(scene.carried) == 1 and scene.carried[0] in names else -1


def _other(scene: Scene, one: int, word: Item) -> int:
    """Who else was spoken of: the keyword named last before the word that is not this one."""
    names = scene.view.keywords
    named = [i.index for i in scene.items if i.has("K") and i.end <= word.start][::-1]
    named += [names.index(name) for name in (*scene.carried, *scene.named) if name in names]
    named += range(2) if len(names) == 2 else ()
    return next((index for index in named if index != one), -1)


def rest(scene: Scene, one: int, word: Item) -> int:
    """The keyword a statement leaves out: "it was 17 behind"."""
    return _other(scene, one, word)


def denied(scene: Scene, word: Item) -> bool:
    """ "Oat milk is not ahead of", "will overtake"; not "without effort, oat milk leads"."""
    since = max((at for at in scene.sentence.breaks if at < word.start), default=scene.sentence.start)
    if CONDITION.match(scene.sentence.text, since):
        return True
    found = scene.before(word, "NOT", "FORECAST", within=2)
    if found is None:
        return False
    between = scene.sentence.text[found.end : word.start]
    named = any(i.has("K") and found.end <= i.start and i.end <= word.start for i in scene.items)
    return not (found.has("NOT") and (named or "," in between))


def _list(scene: Scene, right: Item | None) -> tuple[int, ...]:
    """ "ahead of A, B and C"."""
    found: list[int] = []
    while right is not None:
        following = scene.after(right, "K", within=2)
        if following is None or not LISTED.fullmatch(scene.sentence.text[right.end : following.start]):
            break
        found.append(following.index)
        right = following
    return tuple(found)
