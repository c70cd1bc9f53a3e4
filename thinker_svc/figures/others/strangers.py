"""Names beside a verb that were not searched: "Stanley leads", "squash draws half of padel's searches".

Every recogniser may ask: `subject` for the noun phrase before a word, `thing` for the one after it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from thinker_svc.figures.others.foreign import DETERMINERS, EVER
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.text.lexicon.base import Lexicon
from thinker_svc.figures.text.names import stems

WORD = r"[^\W\d_][\w&+'-]*"
PHRASE = re.compile(rf"(?P<name>{WORD}(?: {WORD}){{0,2}})$")
FIRST = re.compile(rf"(?P<name>{WORD}(?: {WORD}){{0,1}})")
ARTICLE = re.compile(r"(?i)(?:(?:der|die|das|den|dem|le|la|les|el|los|las|al|du|des|aux?|del) |l')$")
THERE = re.compile(r"(?i) (?:(?:à|a|an|am) )?(?:(?:der|die|das|den|dem|le|la|les|el|los|las|al|au|aux) |l')?")
NAMED = re.compile(r"[.,;:!?)]*")  # what may follow a name that ends a statement
SAYING = ("REACH", "AVERAGE", "UP", "DOWN", "AT", "TO", "BEING", "BEHIND", "AHEAD", "PEAK", "LOW", "FLAT")
PREPOSITIONS = frozenset(  # no verbs: "Rain on 14 of the past 20 days"
    ["on", "at", "in", "to", "of", "by", "from", "the", "a", "up", "down", "up to"]  # in English
).union(
    ["auf", "bei", "an", "im", "zu", "vor", "von", "à", "de", "en", "sur", "por", "con", "a los", "a las"]
)
ASIDE = re.compile(r",[^,;:]{2,60},$")
JOINED = re.compile(
    r"(?i)(?:^|\s)(?:and|but|und|aber|et|mais|y|pero|that|dass|que|while|whereas|während|wie|as)\s$"
)


OF = re.compile(
    rf"(?i)\W*(?:(?:der|die|das|the|le|la|el|l[ao]s) |l')?{WORD} (?:von|of|from|by|de|du|d'|del|vom)\s?"
)


def subject(scene: Scene, item: Item, *, plain: bool) -> Item | None:
    """What stands as the subject right before a word, where that is something that was not searched.

    `plain` allows common nouns: the other side of the statement is a keyword.
    """
    sentence = scene.sentence
    since = max((at for at in sentence.breaks if at < item.start), default=sentence.start)
    closed = [i for i in scene.items if since <= i.start and i.end <= item.start and _opens(i, scene.lexicon)]
    text = sentence.text[max((i.end for i in closed), default=since) : item.start]
    words = text.rstrip()
    while (last := re.search(r"(?:^|(?<=[\s,]))[^\s,]+$", words)) and _helper(last[0], scene.lexicon):
        words = words[: last.start()].rstrip()
    if words.endswith(","):  # "Brooks, not to be forgotten, averages 31"
        words = ASIDE.sub("", words)
    said = PHRASE.search(words)
    if said is None:
        return None
    name, before = _trimmed(said["name"], words[: said.start()], scene.lexicon)
    if not name or not _stands(before, opened=bool(closed)):
        return None
    begin = item.start - len(text) + text.index(words) + len(words) - len(name)
    strange = _strange(scene, name, begin, plain=plain, opening=not before.strip() and not closed)
    return named(scene, begin, begin + len(name)) if strange else None


def said_of_another(scene: Scene, item: Item) -> bool:
    """Whether a figure is said of something that was not searched: "Stanley averages 71"."""
    known = scene.before(item, "K", within=99)
    verbs = [
        i
        for i in scene.sentence.clause(item)
        if i.has(*SAYING)
        and i.end <= item.start
        and (known is None or i.start >= known.end)
        and i.text.casefold() not in PREPOSITIONS
    ]
    verb = verbs[0] if verbs and scene.words_between(verbs[-1], item) <= 4 else None
    if verb is None or scene.given(item) is not None:
        return False
    found = subject(scene, verb, plain=False)
    if found is None and not any(
        i.has("K", "INTEREST", "PRONOUN", "R", "PLACE", "PEOPLE", "SALES")
        for i in scene.sentence.clause(item)
    ):
        bare = subject(scene, verb, plain=True)  # "Jet2 is at 29": nothing but a name before the verb
        found = bare if bare is not None and _bare(scene, bare, verb) else None
    return found is not None and (known is None or known.end <= found.start)


def opener(scene: Scene, verb: Item) -> Item | None:
    """A bare name that a clause begins with: "Nike is the most searched brand"."""
    name = subject(scene, verb, plain=True)
    if name is None or not name.text[:1].isupper():
        return None
    since = max((at for at in scene.sentence.breaks if at < name.start), default=scene.sentence.start)
    led = scene.sentence.text[since : name.start]
    return name if not re.search(r"\w", led) or JOINED.search(led) else None


def rivals(scene: Scene, word: Item) -> tuple[Item, Item] | None:
    """Two names that were not searched, set against one another: "Keychron is ahead of Logitech"."""
    ours, theirs = opener(scene, word), thing(scene, word, plain=True)
    if ours is None or theirs is None or not theirs.text[:1].isupper():
        return None
    closed = (
        NAMED.fullmatch(scene.sentence.text[theirs.end : theirs.end + 3].split(" ")[0] or ".") is not None
    )
    short = len(ours.text.split()) <= 2 and len(theirs.text.split()) <= 2
    return (ours, theirs) if short and closed else None


def _bare(scene: Scene, name: Item, verb: Item) -> bool:
    """Whether the clause begins with the name, without a determiner, and the verb is one of standing."""
    since = max((at for at in scene.sentence.breaks if at < name.start), default=scene.sentence.start)
    before = scene.sentence.text[since : name.start]
    article = ARTICLE.search(before) if scene.lexicon.code != "en" else None
    alone = not re.search(r"\w", before[: article.start()] if article is not None else before)
    named = name.text[:1].isupper() or article is not None
    return alone and named and verb.has("REACH", "AVERAGE", "AT", "BEING", "BEHIND", "PEAK")


def thing(scene: Scene, item: Item, *, plain: bool) -> Item | None:
    """What a word has as its object, where that is something that was not searched."""
    text = scene.sentence.text
    article = THERE.match(text, item.end)
    said = FIRST.match(text, article.end()) if article is not None else None
    if article is None or said is None:
        return None
    words = said["name"].split()
    if len(words) > 1 and (_small(words[1], scene.lexicon) or not _goes_on(words[1], scene)):
        words = words[:1]
    name = " ".join(words)
    strange = _strange(scene, name, said.start(), plain=plain, opening=False)
    return named(scene, said.start(), said.start() + len(name)) if strange else None


def named(scene: Scene, start: int, end: int) -> Item:
    """A name that was not searched, as an item."""
    return Item(start, end, frozenset({"STRANGER"}), scene.sentence.text[start:end])


def _goes_on(word: str, scene: Scene) -> bool:
    """Whether a second word may belong to a name, and means nothing else here."""
    return not any(i.text.casefold() == word.casefold() for i in scene.items)


def _opens(item: Item, lexicon: Lexicon) -> bool:
    """What a subject follows: a time or a place at the beginning."""
    return item.has("DATE", "SPAN", "PLACE", "HOME", "R", "PERIOD") or (
        item.has("NOW") and not _helper(item.text, lexicon)
    )


def _helper(word: str, lexicon: Lexicon) -> bool:
    plain = word.casefold()
    return plain in lexicon.helpers or plain in lexicon.stopwords - _ENGLISH_DETERMINERS


_ENGLISH_DETERMINERS = frozenset({"the", "a", "an"})


def _small(word: str, lexicon: Lexicon) -> bool:
    plain = word.casefold()
    return plain in lexicon.stopwords or plain in lexicon.helpers or plain in EVER


def _trimmed(name: str, before: str, lexicon: Lexicon) -> tuple[str, str]:
    """The phrase without what goes before it: "but Stanley" is Stanley."""
    words = name.split(" ")
    for at in range(len(words) - 1, -1, -1):
        adverb = words[at].islower() and words[at].endswith("ly")
        if adverb or _small(words[at], lexicon) or words[at].casefold() in DETERMINERS:
            kept = words[at + 1 :]
            return " ".join(kept), before + " ".join(words[: at + 1]) + " "
    return name, before


def _stands(before: str, *, opened: bool) -> bool:
    """Whether a noun phrase after this is a subject: nothing, an article or a conjunction before it."""
    article = ARTICLE.search(before)
    head = before[: article.start()] if article is not None else before
    if not re.search(r"\w", head) or re.search(r"[,:;!?(–—-]\s*$", head) or JOINED.search(head):
        return True
    return (opened and not head.strip()) or OF.fullmatch(head) is not None


def _strange(scene: Scene, name: str, begin: int, *, plain: bool, opening: bool) -> bool:
    words = [word.casefold() for word in name.split()]
    lexicon, end = scene.lexicon, begin + len(name)
    if words[0] in DETERMINERS or words[0] in EVER or set(words) & lexicon.generic:
        return False
    if any(
        i.start < end and begin < i.end and not i.has("QUOTE", "GENERIC", "Q", "SHARE") for i in scene.items
    ):
        return False
    if any(_small(word, lexicon) for word in words) or words[0].endswith("ly"):
        return False
    own = _own(scene)
    if all(stems(word) & own for word in words):
        return False
    related = len(words) > 1 and bool({stem for word in words for stem in stems(word)} & own)
    looks = name[:1].isupper() and (not opening or len(words) <= 2) and lexicon.code != "de"
    return plain or related or (looks and not opening)


def _own(scene: Scene) -> frozenset[str]:
    view = scene.view
    return _stemmed((*view.keywords, *(region.name for region in view.regions)))


@lru_cache(maxsize=64)
def _stemmed(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(stem for name in names for stem in stems(name))
