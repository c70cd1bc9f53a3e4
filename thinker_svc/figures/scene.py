"""A sentence with what is known around it: whom it speaks of, and what stands near what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import cast

from thinker_svc.figures.agree import Hedge
from thinker_svc.figures.claim import Claim, Kind, Verdict
from thinker_svc.figures.item import Item
from thinker_svc.figures.lexicon.base import Lexicon
from thinker_svc.figures.reading import Sentence
from thinker_svc.figures.view import View

HEDGES: tuple[tuple[str, Hedge], ...] = (
    ("NEARLY", "nearly"),
    ("ATLEAST", "least"),
    ("ATMOST", "most"),
    ("ABOUT", "about"),
    ("MORE", "more"),
    ("LESS", "less"),
)
FAR = 99


@dataclass(frozen=True)
class Scene:
    view: View
    lexicon: Lexicon
    sentence: Sentence
    carried: tuple[str, ...]
    """Keywords the text spoke of before this sentence."""
    foreign: tuple[tuple[int, int], ...] = ()
    """Where the sentence names what the search is not about."""

    @property
    def items(self) -> tuple[Item, ...]:
        return self.sentence.items

    def words_between(self, a: Item, b: Item) -> int:
        """How many words lie between two items, or FAR across a break of clauses."""
        left, right = (a, b) if a.start <= b.start else (b, a)
        if left.end > right.start:
            return 0
        return len(re.findall(r"[\w%]+", self.sentence.text[left.end : right.start]))

    def before(self, item: Item, *tags: str, within: int = 6, clause: bool = True) -> Item | None:
        pool = self.sentence.clause(item) if clause else self.items
        found = [i for i in pool if i.has(*tags) and i.end <= item.start]
        best = max(found, key=lambda i: i.end, default=None)
        return best if best is not None and self.words_between(best, item) <= within else None

    def after(self, item: Item, *tags: str, within: int = 6, clause: bool = True) -> Item | None:
        pool = self.sentence.clause(item) if clause else self.items
        found = [i for i in pool if i.has(*tags) and i.start >= item.end]
        best = min(found, key=lambda i: i.start, default=None)
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
            if before is not None and self._attached(before, item):
                return hedge, before.start
        behind = self.after(item, "ATLEAST", "ABOUT", within=0)
        if behind is not None and behind.text.casefold() in {
            "or more",
            "or higher",
            "or so",
            "oder mehr",
            "ou plus",
            "o más",
        }:
            return ("about" if "so" in behind.text.casefold() else "least"), item.start
        return "", item.start

    def _attached(self, before: Item, item: Item) -> bool:
        between = self.sentence.text[before.end : item.start].strip(" -~≈")
        return between.casefold() in {
            "",
            "a",
            "an",
            "the",
            "of",
            "by",
            "at",
            "to",
            "+",
            "%",
            "de",
            "das",
            "um",
            "un",
            "le",
            "el",
            "la",
            "une",
            "una",
            "die",
            "der",
        }

    def keywords_for(self, item: Item) -> tuple[str, ...]:
        """The keywords a figure may belong to: one where the text says which, else all."""
        names = self.view.keywords
        if not names:
            return ()
        for found in (
            self.before(item, "K", within=FAR),
            self.after(item, "K", within=8),
            self.before(item, "K", within=FAR, clause=False),
        ):
            if found is not None:
                return (names[found.index],)
        return self.carried or names

    def claim(self, kind: Kind, verdict: Verdict, *items: Item, start: int = -1) -> Claim:
        first = min(item.start for item in items)
        last = max(item.end for item in items)
        begin = min(first, start) if start >= 0 else first
        return Claim(begin, last, kind, verdict.label, verdict.expected, verdict.point, verdict.why)

    def abroad(self, *items: Item) -> Item | None:
        """A place near a claim that the snapshot holds nothing for."""
        pool = {id(one): one for item in items for one in self.sentence.clause(item)}.values()
        return next((one for one in pool if one.has("PLACE")), None)


def sided(text: str) -> str:
    return " ".join(text.split())


def as_kind(name: str) -> Kind:
    return cast("Kind", name)
