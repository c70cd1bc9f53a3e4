"""From a text to sentences of items: names first, then times, then figures, then words with a meaning."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from thinker_svc.figures import masks, names, numbers, whens
from thinker_svc.figures.item import Item
from thinker_svc.figures.lexicon import Lexicon, language_of
from thinker_svc.figures.view import View

MOST_ITEMS = 40  # of one sentence; what is near what is asked of each with each
LONGEST = 50_000  # code points; a post is never as long, and the check stays quick on anything pasted
STRETCHED = re.compile(r"(?:\s?(?:/|out of|of|von|sur|de|sobre)\s?100(?![\d%,.]\d|\d|\s?%))", re.IGNORECASE)
ENDING = re.compile(r"(?<=[.!?…])[\"”»“')\]]*\s+(?=[^a-zß-ÿ\s])|\n+|(?<=[.!?])(?=[A-ZÄÖÜ¿¡][a-zäöü])")
ABBREVIATION = re.compile(
    r"(?i:\b(?:approx|avg|vs|no|nr|ca|c|est|e\.g|i\.e|st|sept?|oct|nov|dec|jan|feb|aug|mr|"
    r"mrs|dr|env|bzw|ggü|u\.s)\.|\d\.)$"
)
BREAK = re.compile(
    r"[;:]\s|\s[—–-]\s|—|,?\s(?:while|whereas|but|although|though|however|während|aber|doch|"
    r"tandis que|alors que|mais|mientras|pero)\s"
    r"|,\s(?:and|und|et|y)\s(?!then\b)|\.\s|\s(?:and|und|et|y)\s(?=(?:is|was|has|ist|hat|est|a|ha|está)\s)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Sentence:
    start: int
    end: int
    text: str
    """Of the whole text: places in it are the items' places."""
    items: tuple[Item, ...]
    lexicon: Lexicon

    @property
    def question(self) -> bool:
        return self.text[self.start : self.end].rstrip(' \n"”»)').endswith("?")

    @cached_property
    def breaks(self) -> tuple[int, ...]:
        """Where clauses end."""
        inside = self.text[self.start : self.end]
        return tuple(
            self.start + match.start()
            for match in BREAK.finditer(inside)
            if not any(item.start < self.start + match.start() < item.end for item in self.items)
        )

    def clause(self, item: Item) -> tuple[Item, ...]:
        """The items of the clause it stands in."""
        before = max((at for at in self.breaks if at < item.start), default=self.start)
        after = min((at for at in self.breaks if at >= item.end), default=self.end)
        return tuple(one for one in self.items if one.start >= before and one.end <= after)

    def clauses(self) -> list[tuple[Item, ...]]:
        edges = [self.start, *self.breaks, self.end]
        found = [
            tuple(i for i in self.items if i.start >= a and i.start < b) for a, b in itertools.pairwise(edges)
        ]
        return [items for items in found if items]


def sentences(text: str, view: View, lexicon: Lexicon) -> list[Sentence]:
    flat = text[:LONGEST].replace("’", "'")
    items = _items(flat, view, lexicon)
    read = {lexicon.code: items}
    found, start = [], 0
    for end in [*_ends(flat, items), len(flat)]:
        own = language_of(flat[start:end], lexicon.code)
        if own.code not in read:
            read[own.code] = _items(flat, view, own)
        items = read[own.code]
        inside = tuple(item for item in items if start <= item.start and item.end <= end)
        if flat[start:end].strip():
            found += [Sentence(a, b, flat, part, own) for a, b, part in _parts(start, end, inside)]
        start = end
    return found


def _parts(start: int, end: int, items: tuple[Item, ...]) -> list[tuple[int, int, tuple[Item, ...]]]:
    """A sentence as it is; one of more items than anybody writes in pieces, so that no text takes long."""
    cuts = [start, *(items[at].start for at in range(MOST_ITEMS, len(items), MOST_ITEMS)), end]
    return [
        (a, b, tuple(item for item in items if a <= item.start and item.end <= b))
        for a, b in itertools.pairwise(cuts)
        if a < b
    ]


def _ends(text: str, items: Iterable[Item]) -> list[int]:
    named = [item for item in items if item.has("K", "Q", "R", "DATE", "NUM", "SPAN")]
    return [
        match.start() if match[0].strip() else match.end()
        for match in ENDING.finditer(text)
        if "\n" in match[0]
        or not (
            (
                ABBREVIATION.search(text[: match.start()])
                and not text[match.end() : match.end() + 40].startswith(("\n",))
                and not _closed(text, match.start())
            )
            or any(item.start < match.start() < item.end for item in named)
        )
    ]


def _closed(text: str, end: int) -> bool:
    """A full stop after a number of two digits and more ends a sentence; after one it may be an ordinal's."""
    return (
        bool(re.search(r"(?:\d{3,}|[%\d]\d|\b100)\.$", text[:end]))
        and not re.search(r"\b[0-3]?\d\.$", text[:end])
    ) or (
        bool(re.search(r"\b[0-3]?\d\.$", text[:end]))
        and not re.match(
            r"\s+(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez|Platz|Woche|Stelle)", text[end:]
        )
    )


def _items(text: str, view: View, lexicon: Lexicon) -> list[Item]:
    taken = _Taken(len(text))
    named = taken.keep(names.known(text, view))
    for start, end in masks.first(text):
        taken.mask(start, end)
    timed = taken.keep([*whens.whens(text, lexicon), *whens.durations(text, lexicon)])
    for start, end, _ in sorted(masks.masked(text, lexicon), key=lambda mask: mask[0] - mask[1]):
        taken.mask(start, end)
    counted = taken.keep(_stretched(text, item) for item in numbers.numbers(text, lexicon))
    places = taken.keep(names.foreign_places(text))
    words = taken.share(_concepts(text, lexicon))
    quoted = [q for q in names.quotes(text) if _strange(q, [*named, *counted, *words])]
    named = [n for n in named if not any(q.start <= n.start and n.end <= q.end for q in quoted)]
    found = [*named, *timed, *counted, *places, *words, *quoted]
    return sorted(found, key=lambda item: (item.start, item.end))


def _strange(quote: Item, others: list[Item]) -> bool:
    """A quoted phrase that is no known name, though it may hold one; and that is no whole sentence."""
    inside = [one for one in others if one.start < quote.end and quote.start < one.end]
    if any(one.has("Q", "R", "NUM", "PCT", "TIMES") for one in inside) or len(quote.text.split()) > 6:
        return False
    named = [one for one in inside if one.has("K")]
    rest = len(quote.text) - sum(one.end - one.start for one in named)
    return not named or (rest > 2 and not any(one.has("UP", "DOWN", "PEAK", "NOW") for one in inside))


class _Taken:
    """Which code points already mean something. The longest name wins over those it holds."""

    def __init__(self, length: int) -> None:
        self._used = bytearray(length)

    def mask(self, start: int, end: int) -> None:
        if not any(self._used[start:end]):
            self._used[start:end] = b"\1" * (end - start)

    def keep(self, items: Iterable[Item]) -> list[Item]:
        kept = []
        for item in sorted(items, key=lambda one: (one.start - one.end, one.start)):
            if item.end > item.start and not any(self._used[item.start : item.end]):
                self.mask(item.start, item.end)
                kept.append(item)
        return kept

    def share(self, items: Iterable[Item]) -> list[Item]:
        """Words may mean several things at once: items of the same place become one."""
        kept: dict[tuple[int, int], Item] = {}
        for item in items:
            if any(self._used[item.start : item.end]):
                continue
            place = (item.start, item.end)
            same = kept.get(place)
            kept[place] = replace(item, tags=item.tags | same.tags) if same else item
        return list(kept.values())


def _stretched(text: str, item: Item) -> Item:
    """ "60 of 100" is one figure."""
    match = STRETCHED.match(text, item.end) if item.has("NUM") and item.number else None
    if match is None or item.number is None:
        return item
    return replace(item, end=match.end(), number=replace(item.number, of_hundred=True))


_WORDS: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


def _concepts(text: str, lexicon: Lexicon) -> Iterable[Item]:
    if lexicon.code not in _WORDS:
        _WORDS[lexicon.code] = [
            (tag, re.compile(rf"(?<![\w#@])(?:{'|'.join(phrases)})(?!\w)|{_signs(phrases)}", re.IGNORECASE))
            for tag, phrases in lexicon.concepts.items()
        ]
    for tag, pattern in _WORDS[lexicon.code]:
        for match in pattern.finditer(text):
            if match[0].strip():
                yield Item(match.start(), match.end(), frozenset({tag}), match[0])


def _signs(phrases: Iterable[str]) -> str:
    signs = [re.escape(phrase) for phrase in phrases if not re.search(r"\w", phrase)]
    return "|".join(signs) or "(?!)"
