"""A sentence with what is known around it: whom it speaks of, and what stands near what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast

from thinker_svc.figures.agree import Hedge
from thinker_svc.figures.claim import Claim, Kind, Verdict
from thinker_svc.figures.datapoints import resting
from thinker_svc.figures.text.dates import When
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.text.lexicon.base import Lexicon
from thinker_svc.figures.text.reading import Sentence
from thinker_svc.figures.view import View

HEDGES: tuple[tuple[str, Hedge], ...] = (
    ("NEARLY", "nearly"),
    ("ATLEAST", "least"),
    ("ATMOST", "most"),
    ("ABOUT", "about"),
    ("MORE", "more"),
    ("LESS", "less"),
)
DENIED: dict[Hedge, Hedge] = {"more": "most", "less": "least"}  # "did not go above 57"
FAR = 99
WORDS = re.compile(r"(?i)(?<!\w)(?!(?:[ldnsjcmt]|qu)'\w)[\w%]+")
FOR = re.compile(
    r"(?i) ?(?:for|für|fürs|beim?|pour|para|au|on|"
    r"du côté d[eu]|chez|en el caso del?)(?: the| das| den| die| l[ea]s?| l['’]| el| los| "
    r"las)? ?[«„“”\"'‘]? ?"
)

ANEW = re.compile(r"(?i)[,:]|\b(?:and|und|et|y)\b")
PARTED = re.compile(r"(?i)[,;]|\b(?:and|und|et|y)\b")
# Hedges that stand behind a figure, and what may stand between a hedge and its figure.
BEHIND = frozenset(
    {"or more", "or higher", "or so", "oder mehr", "ou plus", "o más"}
    | {"environ", "à peu près", "au moins", "au bas mot", "au minimum"}
)
BETWEEN = frozenset(
    {"", "a", "an", "the", "of", "by", "at", "to", "+", "%"}
    | {
        "de",
        "das",
        "um",
        "un",
        "le",
        "se",
        "s'est",
        "est",
        "hat sich",
        "sich",
        "el",
        "la",
        "une",
        "una",
        "die",
        "der",
    }
)
IT = frozenset({"it", "they", "es", "er", "sie", "il", "elle", "ils", "elles"})
ITS = frozenset({"its", "their", "su", "sus", "sein", "seine", "ihr", "ihre", "son", "sa", "leur"})
RISEN = re.compile(r"(?i)\b(?:back|is|was|now|way|straight|right|went|gone|shot|jumped|climbed)\s$")

Mode = Literal["", "value", "average"]
Listing = Literal["", "top", "rising"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was said of related queries before: "“alcaraz injury”? Breakout too."."""

    name: Item | None = None
    open: bool = False
    """Named, and nothing said of it yet."""
    listing: Listing = ""
    said: str = ""
    """The tag of the last statement."""
    rank: int = 0
    """The place it asked for: "Runner-up?"."""


@dataclass(frozen=True)
class Scene:
    view: View
    lexicon: Lexicon
    sentence: Sentence
    carried: tuple[str, ...]
    """Keywords the text spoke of before this sentence."""
    spoken: tuple[When, ...] = ()
    """The times of the last sentence before this one that named any."""
    foreign: tuple[tuple[int, int], ...] = ()
    """Where the sentence names what the search is not about."""
    named: tuple[str, ...] = ()
    """The keywords the text named before this sentence, those of the last sentence first."""
    asked: Asked = Asked()
    recent: tuple[When, ...] = ()
    """The times named anywhere before, the last ones."""
    levels: tuple[float, ...] = ()
    """The last levels the text has given before, where the data agrees."""
    mode: Mode = ""
    """What the last figure before this sentence was: a fragment goes on with it."""

    earlier: Sentence | None = None
    """The sentence before this one, whose words a fragment leaves out."""

    @property
    def told(self) -> bool:
        """Whether a sentence before this one was about what is searched."""
        return self.earlier is not None and bool(self.carried)

    @property
    def items(self) -> tuple[Item, ...]:
        return self.sentence.items

    def words_between(self, a: Item, b: Item) -> int:
        """How many words lie between two items, or FAR across a break of clauses."""
        left, right = (a, b) if a.start <= b.start else (b, a)
        if left.end > right.start:
            return 0
        # "l'" and "d'" are no words of their own.
        return len(WORDS.findall(self.sentence.text[left.end : right.start]))

    def before(self, item: Item, *tags: str, within: int = 6, clause: bool = True) -> Item | None:
        pool = self.sentence.clause(item) if clause else self.items
        found = [i for i in pool if i.end <= item.start and i.has(*tags)]
        best = max(found, key=lambda i: i.end, default=None)
        return best if best is not None and self.words_between(best, item) <= within else None

    def after(self, item: Item, *tags: str, within: int = 6, clause: bool = True) -> Item | None:
        pool = self.sentence.clause(item) if clause else self.items
        found = [i for i in pool if i.start >= item.end and i.has(*tags)]
        best = min(found, key=lambda i: (i.start, -i.end), default=None)
        return best if best is not None and self.words_between(item, best) <= within else None

    def near(self, item: Item, *tags: str, within: int = 6) -> Item | None:
        """The nearer of the two; the one before where they are equally near."""
        a, b = self.before(item, *tags, within=within), self.after(item, *tags, within=within)
        if a is None or b is None:
            return a or b
        return a if self.words_between(a, item) <= self.words_between(item, b) else b

    def hedge(self, item: Item) -> tuple[Hedge, int]:
        """The hedge of a number, and where the hedged figure begins."""
        if item.number and item.number.plus:
            return "least", item.start
        for tag, hedge in HEDGES:
            before = self.before(item, tag, within=1)
            if before is not None and tag == "ATMOST" and self._risen(before):
                continue  # "from 20 up to 45", "is back up to 15"
            if before is not None and self._attached(before, item):
                denied = self.before(before, "NOT", within=4) is not None
                return (DENIED.get(hedge, hedge) if denied else hedge), before.start
        behind = self.after(item, "ATLEAST", "ABOUT", within=0)
        if behind is not None and behind.text.casefold() in BEHIND:
            return ("about" if behind.has("ABOUT") else "least"), item.start
        return "", item.start

    def _attached(self, before: Item, item: Item) -> bool:
        between = self.sentence.text[before.end : item.start].strip(" -~≈")
        return between.casefold() in BETWEEN

    def keywords_for(self, item: Item) -> tuple[str, ...]:
        """The keywords a figure may belong to: one where the text says which, else all."""
        names = self.view.keywords
        if not names:
            return ()
        named = self._both(item) or self._taken_up(item)
        if named:
            return named
        for found in (
            self.given(item),
            self.before(item, "K", within=FAR),
            self._it(item),
            self._behind(item),
            self.before(item, "K", within=FAR, clause=False),
        ):
            if found is not None and found.index < 0:
                return self._meant(found)
            if found is not None:
                return (names[found.index],)
        return self.carried or names

    def _taken_up(self, item: Item) -> tuple[str, ...]:
        """ "A is ahead of B: on 8 November it stood at 66": of the two the subject."""
        pronoun = self._it(item)
        before = [i for i in self.items if i.has("K") and pronoun is not None and i.end <= pronoun.start]
        if pronoun is None or len(before) < 2 or self.given(item) is not None:
            return ()
        parted = ":" in self.sentence.text[before[-1].end : pronoun.start]
        between = [i for i in self.items if before[0].end <= i.start and i.end <= before[-1].start]
        order = any(i.has("AHEAD", "BEHIND", "OVERTAKE", "THAN") for i in between)
        return (self.view.keywords[before[0].index],) if parted and order else ()

    def _meant(self, pronoun: Item) -> tuple[str, ...]:
        """Whom a pronoun stands for: the first keyword of the clauses before it, else of the text before."""
        clause = self.sentence.clause(pronoun)
        before = [i for i in self.items if i.has("K") and i.end <= clause[0].start]
        return (self.view.keywords[before[0].index],) if before else self.carried

    def _behind(self, item: Item) -> Item | None:
        """The keyword behind a figure, unless another statement begins between: "42, and B is ahead"."""
        found = self.after(item, "K", within=8)
        apart = found is not None and PARTED.search(self.sentence.text[item.end : found.start])
        return None if apart and len(self.carried) == 1 else found

    def _it(self, item: Item) -> Item | None:
        """ "It has held at 83, well ahead of …": the pronoun before a figure that stands for a keyword."""
        found = self.before(item, "PRONOUN", within=4)
        spoken = self.carried or any(i.has("K") and i.end <= item.start for i in self.items)
        if found is None or not spoken:
            return None
        own = self.after(found, "PEAK", "LOW", "AVERAGE", within=0) is not None
        return found if found.text.casefold() in IT or (own and found.text.casefold() in ITS) else None

    def _both(self, item: Item) -> tuple[str, ...]:
        """ "A overtook B, with searches up by 50%": after an order of two, of the first or the other."""
        names, clause = self.view.keywords, self.sentence.clause(item)
        word = next((i for i in clause if i.has("OVERTAKE", "AHEAD", "BEHIND") and i.end <= item.start), None)
        if (
            word is None
            or self.given(item) is not None
            or not ANEW.search(self.sentence.text[word.end : item.start])
        ):
            return ()
        behind = [i for i in clause if i.has("K") and word.end <= i.start and i.end <= item.start]
        first = next((names[i.index] for i in clause if i.has("K") and i.end <= word.start), None)
        first = first or (self.carried[0] if self.carried else None)
        if len(behind) != 1 or first is None or first == names[behind[0].index]:
            return ()
        return (first, names[behind[0].index])

    def _risen(self, hedge: Item) -> bool:
        if self.before(hedge, "FROM", "NUM", "REACH", within=1) is not None:
            return True
        return RISEN.search(self.sentence.text, self.sentence.start, hedge.start) is not None

    def given(self, item: Item) -> Item | None:
        """The keyword a figure is given to right behind it: "37 for oat milk"."""
        after = self.after(item, "K", within=3)
        if after is None:
            return None
        return after if FOR.fullmatch(self.sentence.text[item.end : after.start]) else None

    def claim(
        self, kind: Kind, verdict: Verdict, *items: Item, start: int = -1, of: tuple[Item, ...] = ()
    ) -> Claim:
        """What is marked reaches over `items`; `of`: what it is said of, where that stands elsewhere."""
        first = min(item.start for item in items)
        last = max(item.end for item in items)
        begin = min(first, start) if start >= 0 else first
        points = resting(self.view, kind, verdict, (*items, *of))
        return Claim(begin, last, kind, verdict.label, verdict.expected, verdict.point, verdict.why, points)

    def now(self, items: tuple[Item, ...]) -> bool:
        """Whether the present is named: "now", "today", "this week"."""
        return any(
            i.has("NOW") or (i.when is not None and i.when.back and i.when.back[1] == 0) for i in items
        )

    def abroad(self, *items: Item) -> Item | None:
        """A place near a claim that the snapshot holds nothing for."""
        pool = {id(one): one for item in items for one in self.sentence.clause(item)}.values()
        return next((one for one in pool if one.has("PLACE")), None)


def sided(text: str) -> str:
    return " ".join(text.split())


def as_kind(name: str) -> Kind:
    return cast("Kind", name)
