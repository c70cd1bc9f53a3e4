"""Whom a statement is about: the keyword nearest to it in its own clause, something else, or nobody known."""

from __future__ import annotations

import re
from dataclasses import dataclass

from thinker_svc.figures.others import strangers
from thinker_svc.figures.others.foreign import strange
from thinker_svc.figures.scene import FOR, Scene
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.text.names import stems
from thinker_svc.figures.text.reading import Sentence

NAME = re.compile(r"(?<![\w#@'])[A-ZÀ-Þ][\w&'-]*(?:[ -](?:[A-ZÀ-Þ][\w&'-]*|\d+))*")
NOUNS_LARGE = frozenset({"de"})  # where every noun has a capital, a capital makes no name
ADVERB = re.compile(r"(?i)\w+(?:ly|mente|ment|ing|ward|wards|ando|iendo)")
OF = re.compile(r"(?i) (?:of|de|del|du|des|von|vom|d')(?: (?:the|la|las|los|les|l'))? ?")
OF_WHAT = re.compile(
    r"(?i) (?:of|de|del|du|des|der|von|vom|for|para|pour|für|zum)"
    r"(?: (?:the|la|las|los|les|l'|my|our|a|der|den|dem|un|una|une))? (?P<word>[^\W\d_]{3,})"
)
NEXT = re.compile(r" (?P<word>[^\W\d_]{3,})")
WITH = re.compile(r"(?i) mit (?:de[rmn] |eure[rmn] |unsere[rmn] )?(?P<word>[^\W\d_]{3,})")
PASSIVE = re.compile(
    r"\W*(?i:(?:auch|nur|sogar|selbst|und|aber|doch) )?(?i:der|die|das) "
    r"(?P<name>[A-ZÄÖÜ]\w+) (?:wird|wurden?|werden|ist|sind)\b"
)
BEHIND = re.compile(r" (?:die|der|das|unsere?|ihre?|viele|alle) (?:[a-zäöü]+e[nrs]? )?(?P<name>[A-ZÄÖÜ]\w+)")
SET_AGAINST = ("AHEAD", "BEHIND", "OVERTAKE", "THAN", "LEVEL")
CONTRAST = re.compile(
    r"(?i)\b(?:while|whereas|but|während|wohingegen|aber|doch|tandis|alors que|mais|mientras|pero)\b"
)
CUT = 4  # letters of a word cut short
WHOLE = 5  # letters of a word that can stand for a keyword of several
PARTED = re.compile(
    r"[,;:]\s|\b(?:ha visto|have seen|a vu|savent?|sabe|know) (?:es )?(?:que|that)\b|\bes que\b"
)
CLOSED = re.compile(r"[?:]\W*$")


@dataclass(frozen=True, slots=True)
class About:
    names: tuple[str, ...] = ()
    strange: bool = False
    """It is something that was not searched."""
    sure: bool = True
    """Said of it in so many words, and not taken from the text before."""


def about(scene: Scene, item: Item, *, noun: bool = True) -> About:  # noqa: PLR0911 - one return a reading
    """Of "Asics? Down. Hoka, though, is up" each word has its own keyword.

    `noun`: the word needs a subject, which another noun before it may be ("temperatures are falling").
    """
    names = scene.view.keywords
    given = _given(scene, item)
    if given is not None:
        return About((names[given.index],))
    behind = WITH.match(scene.sentence.text, item.end)
    if behind is not None and not any(
        i.start < behind.end() and behind.start("word") < i.end for i in scene.items
    ):
        return About()  # "es geht bergab mit der Laune"
    start = _start(scene.sentence, item)
    left = [i for i in scene.items if start <= i.start and i.end <= item.start]
    known = max((i for i in left if i.has("K")), key=lambda i: i.end, default=None)
    clipped = _clipped(scene, start, item) if known is None else ""
    if clipped:
        return About((clipped,))
    other = _stranger(scene, start, item, known)
    if known is not None and not other:
        return About((names[known.index],))
    if other:
        return About(strange=True)
    part = _part(scene, start, item)
    if part:
        return About((part,))
    if _turned(scene, item, left):
        return About()  # "Am Dienstag sinken die Temperaturen"
    own = max((i.end for i in left if i.has("SALES", "PEOPLE", "OURS")), default=-1)
    turned = scene.after(item, "INTEREST", within=2) is not None and not _behind(scene, item)
    if turned and known is None and not other:
        return _earlier(scene, item)  # "fünf Wochen in Folge sinkt der Index"
    if own >= 0 and not any(i.has("INTEREST", "Q") or (i.has("PRONOUN") and i.start >= own) for i in left):
        return About()
    after = scene.after(item, "K", within=8)
    cut = after is not None and scene.carried and "," in scene.sentence.text[item.end : after.start]
    if after is not None and not cut:
        return About((names[after.index],))
    if _behind(scene, item):
        return About(strange=True)
    if (
        noun
        and not any(i.has("INTEREST", "PRONOUN", "DATE", "SPAN", "PERIOD") for i in left)
        and _noun(scene, start, item)
    ):
        return About(strange=_beside_others(scene, item))
    return _earlier(scene, item)


def of_other(scene: Scene, item: Item, *, told: bool) -> bool:
    """Whether a high is of something else: "Höhepunkt der Festwoche", "the lowest price".

    Where the search is spoken of (`told`), only sales and prices are.
    """
    text, lexicon = scene.sentence.text, scene.lexicon
    if any(i.has("OURS") and item.start - 2 < i.end and i.start < item.end for i in scene.items):
        return True
    noun = not item.has("PEAK", "LOW")
    said = NEXT.match(text, item.end) if noun else OF_WHAT.match(text, item.end)
    if said is None:
        return False
    over = [i for i in scene.items if i.start < said.end() and said.start("word") < i.end]
    if any(i.has("SALES") for i in over):
        return True
    word = said["word"].casefold()
    small = word in lexicon.generic or word in lexicon.stopwords or any(not i.has("SLIGHT") for i in over)
    return not told and not small


def denied(scene: Scene, item: Item, *, within: int) -> bool:
    """Whether it is denied, asked or foretold: by a word before it that no comma parts from it."""
    word = scene.before(item, "NOT", "FORECAST", within=within)
    return word is not None and not PARTED.search(scene.sentence.text[word.end : item.start])


def _earlier(scene: Scene, item: Item) -> About:
    """What the clauses and sentences before were about."""
    names = scene.view.keywords
    before = [i for i in scene.items if i.has("K") and i.end <= item.start]
    subjects = [i for i in before if scene.before(i, *SET_AGAINST, within=3) is None]
    if before and not subjects and any(end <= before[0].start for _, end in scene.foreign):
        return About(strange=True)  # "whey protein is ahead of creatine, and still trending up"
    if before:
        return About((names[(subjects or before)[-1].index],))
    cut = max((at for at in scene.sentence.breaks if at < item.start), default=-1)
    if any(end <= cut for _, end in scene.foreign) and scene.sentence.text[cut] != ":":
        return About(strange=True)  # "Focaccia is at 25 and has trended up"
    if scene.earlier is not None and alone(scene, scene.earlier):
        return About(strange=True, sure=False)
    later = next((i for i in scene.items if i.has("K")), None)  # named later, in another clause
    parted = later is not None and CONTRAST.search(scene.sentence.text[item.end : later.start])
    if later is not None and not (parted and len(scene.carried) == 1):
        return About((names[later.index],))
    return About(scene.carried or names, sure=any(i.has("INTEREST") for i in scene.items))


def _part(scene: Scene, start: int, item: Item) -> str:
    """A keyword said by one of its words: "el roscón" for "roscón de reyes"."""
    said = {stem for stem in stems(scene.sentence.text[start : item.start]) if len(stem) >= WHOLE}
    found = [name for name in scene.view.keywords if " " in name and stems(name) & said]
    return found[0] if len(found) == 1 else ""


def _clipped(scene: Scene, start: int, item: Item) -> str:
    """A keyword with a word cut short: "la bici eléctrica" for "bicicleta eléctrica"."""
    said = stems(scene.sentence.text[start : item.start])
    for name in scene.view.keywords:
        words = stems(name)
        short = [w for w in words - said if any(len(s) >= CUT and w.startswith(s) for s in said)]
        if len(words) > 1 and short and words - said <= set(short):
            return name
    return ""


def alone(scene: Scene, sentence: Sentence) -> bool:
    """A sentence that is but a name which was not searched: "Adidas?"."""
    said = sentence.text[sentence.start : sentence.end].strip()
    if not all(i.has("QUOTE", "AND") for i in sentence.items) or not CLOSED.search(said):
        return False
    name = re.sub(r"(?i)^(?:and|und|et|y|but|¿y|¿)\s+", "", said).rstrip("?!:. ")
    return 0 < len(name.split()) <= 3 and name[:1].isupper() and strange(name, scene.view, scene.lexicon)


def _start(sentence: Sentence, item: Item) -> int:
    """Where its clause begins: a heading and its colon ("Hoka: up") are of the same."""
    cuts = [sentence.start, *(at for at in sentence.breaks if at < item.start)]
    while len(cuts) > 1 and sentence.text[cuts[-1]] == ":":
        head = sentence.text[cuts[-2] : cuts[-1]]
        if not NAME.fullmatch(head.strip(" .:")) and not any(
            i.has("K") and cuts[-2] <= i.start < cuts[-1] for i in sentence.items
        ):
            break
        cuts.pop()
    return cuts[-1]


def _given(scene: Scene, item: Item) -> Item | None:
    """The keyword right behind: "two weeks above 90 for Hoka", "the peak of Hoka"."""
    after = scene.after(item, "K", within=3)
    if after is None:
        return None
    between = scene.sentence.text[item.end : after.start]
    return after if FOR.fullmatch(between) or OF.fullmatch(between) else None


def _stranger(  # noqa: PLR0911 - one return a reading
    scene: Scene, start: int, item: Item, known: Item | None
) -> bool:
    """Whether what stands nearest before it is a name that was not searched."""
    begin = known.end if known is not None else start
    colon = scene.sentence.text.rfind(": ", begin, item.start)
    if colon >= 0 and not NAME.fullmatch(scene.sentence.text[begin:colon].strip(" :")):
        begin = colon + 1  # a heading, and no name
    if any(begin <= s and e <= item.start for s, e in scene.foreign):
        return True
    left = [i for i in scene.items if begin <= i.start and i.end <= item.start]
    if any(i.has("QUOTE") for i in left):
        return True
    if known is None and strangers.subject(scene, item, plain=False) is not None:
        return True
    if any(i.has("INTEREST") for i in left):
        return False
    said = scene.sentence.text[begin : item.start]
    if known is None and not scene.foreign and _kin(scene, said):
        return True
    if scene.lexicon.code in NOUNS_LARGE:
        return known is None and _asked_for(scene, said, item)
    for match in NAME.finditer(said):
        at = begin + match.start()
        first = not said[: match.start()].strip(" \"'“”«»¿¡([*•-–—")
        covered = any(i.start < begin + match.end() and at < i.end for i in scene.items)
        opening = first and begin == scene.sentence.start and " " not in match[0]
        if not covered and not opening and known is None and strange(match[0], scene.view, scene.lexicon):
            return True
    return False


def _turned(scene: Scene, item: Item, left: list[Item]) -> bool:
    """Whether a German verb has its subject behind it, and that is no word for the search."""
    if scene.lexicon.code not in NOUNS_LARGE or any(i.has("INTEREST", "PRONOUN") for i in left):
        return False
    noun = BEHIND.match(scene.sentence.text, item.end)
    if noun is None or noun["name"].casefold() in scene.lexicon.generic:
        return False
    return not any(i.start < noun.end("name") and noun.start("name") < i.end for i in scene.items)


def _asked_for(scene: Scene, said: str, item: Item) -> bool:
    """ "Auch die Pelletheizung wird seltener gegoogelt": what is searched for is the subject."""
    noun = PASSIVE.match(said)
    if noun is None or scene.after(item, "SEARCHED", within=3) is None:
        return False
    own = {stem for keyword in scene.view.keywords for stem in stems(keyword)}
    return noun["name"].casefold() not in scene.lexicon.generic and not stems(noun["name"]) & own


def _kin(scene: Scene, said: str) -> bool:
    """A lower-case name beside the keywords: "cashew milk" where oat milk and soy milk were searched."""
    match = re.match(
        r"\W*(?:(?:and|und|et|y|but|the|die|la|le|el) )?([^\W\d_-]+) ([^\W\d_]+)(?=[\s,]|$)", said
    )
    if match is None:
        return False
    heads = {word.split()[-1].casefold() for word in scene.view.keywords if " " in word}
    return (
        match[2].casefold() in heads
        and match[1].casefold() not in scene.lexicon.stopwords | scene.lexicon.generic
        and not stems(match[1]) & {stem for keyword in scene.view.keywords for stem in stems(keyword)}
    )


def _beside_others(scene: Scene, item: Item) -> bool:
    """Whether another noun is set beside keywords: "La fondue, elle, est aussi en recul"."""
    told = bool(scene.named) or any(i.has("K") for i in scene.items)
    return told and any(i.has("ALSO", "CONTRAST") for i in scene.sentence.clause(item))


def _behind(scene: Scene, item: Item) -> bool:
    """ "Seit vier Stunden klettert „Nadal“": a strange name right behind the verb."""
    quote = scene.after(item, "QUOTE", within=3)
    return quote is not None or any(0 <= s - item.end <= 4 for s, _ in scene.foreign)


def _noun(scene: Scene, start: int, item: Item) -> bool:
    """Whether another noun does it: "temperatures are falling", "die Preise steigen"."""
    text, used = scene.sentence.text, [i for i in scene.items if start <= i.start and i.end <= item.start]
    words = [
        (m.start() + start, m[0])
        for m in re.finditer(r"[^\W\d_][\w'-]*", text[start : item.start])
        if not any(i.start <= m.start() + start < i.end for i in used)
    ]
    for _, word in reversed(words):
        flat = word.casefold()
        if flat in scene.lexicon.stopwords or ADVERB.fullmatch(flat):
            continue
        if flat in scene.lexicon.generic:
            return False
        return word[:1].isupper() if scene.lexicon.code in NOUNS_LARGE else True
    return False
