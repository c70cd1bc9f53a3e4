"""From a text to sentences of items: names first, then times, then figures, then words with a meaning."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from thinker_svc.figures.regions import proportions
from thinker_svc.figures.text import masks, names, numbers, relative, spans, whens
from thinker_svc.figures.text.again import again
from thinker_svc.figures.text.concepts import concepts
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.text.lexicon import Lexicon, language_of
from thinker_svc.figures.text.overlap import meet, within_any
from thinker_svc.figures.view import View

MOST_ITEMS = 40  # of one sentence; what is near what is asked of each with each
LONGEST = 50_000  # code points; a post is never as long, and the check stays quick on anything pasted
EXTREME = re.compile(r"(?i)(?:'s)?[ -](high|peak|top|best|low|trough)(?!\w)")
MEAN = re.compile(r"(?i)[ -](schnitts?|mittels?|durchschnitts?|average|mean)(?!\w)")
FLAT = str.maketrans({"’": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " "})  # one for one: places stay
STRETCHED = re.compile(
    r"(?:\s?(?:points? |Punkten? |puntos? )?(?:/|out of|of|von|sur|de|sobre|auf)\s?100"
    r"(?: (?:points?|Punkten?|puntos?)\b)?(?![\d%,.]\d|\d|\s?%))",
    re.IGNORECASE,
)
ENDING = re.compile(r"(?<=[.!?…])[\"”»“')\]]*\s+(?=[^a-zß-ÿ\s])|\n+|(?<=[.!?])(?=[A-ZÄÖÜ¿¡][a-zäöü])")
CLOSED = re.compile(r"(?i)[\"“”»)]*\s*(?:$|[.,;!?)–—\n]|(?:and|und|et|y)\s)")
ABBREVIATION = re.compile(
    r"(?i:\b(?:approx|avg|vs|no|nr|ca|c|est|e\.g|i\.e|st|sept?|oct|nov|dec|jan|feb|aug|mr|"
    r"mrs|dr|env|bzw|ggü|u\.s|okt|dez|apr|jän|mrz|z\. ?b|u\. ?a|d\. ?h|v\. ?h|mio|mrd|tsd|inkl|vgl|"
    r"evtl|max|min|std|bspw|sog)\.|\d\.)$"
)
BREAK = re.compile(
    r";\s|:\s(?!(?:[^\W\d_]+\s){0,3}[~≈+−-]?\d)|\s[—–-]\s|—|,?\s(?:while|whereas|but|although|though|however|während|wohingegen|wogegen|obwohl|obschon|wobei|sondern|aber|doch|"
    r"tandis que|alors que|mais|mientras|pero)\s"
    r"|,\s(?:quand|or|là où|en revanche)\s|,?\s(?:tandis|alors) (?=qu')"
    r"|,\s(?:and|und|et|y)\s(?!then\b|zwar\b)|\.\s|\s(?:and|und|et|y)\s(?=(?:is|are|was|were|has|have|ist|sind|hat|est|sont|a|ont|ha|están?|son)\s)",
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

    @cached_property
    def _parts(self) -> list[tuple[Item, ...]]:
        edges = [self.start, *self.breaks, self.end]
        return [tuple(i for i in self.items if a <= i.start < b) for a, b in itertools.pairwise(edges)]

    def clause(self, item: Item) -> tuple[Item, ...]:
        """The items of the clause it stands in."""
        return self._parts[bisect.bisect_right(self.breaks, item.start)]

    def closed(self, item: Item) -> bool:
        """Whether a statement ends with it."""
        return CLOSED.match(self.text, item.end) is not None

    def clauses(self) -> list[tuple[Item, ...]]:
        return [items for items in self._parts if items]


def sentences(text: str, view: View, lexicon: Lexicon) -> list[Sentence]:
    flat = text[:LONGEST].translate(FLAT)
    items = _items(flat, view, lexicon)
    read = {lexicon.code: items}
    found, start = [], 0
    for end in _answered(flat, [*_ends(flat, items, lexicon), len(flat)], items):
        own = language_of(_unnamed(flat, start, end, items), lexicon.code)
        if own.code not in read:
            read[own.code] = _items(flat, view, own)
        items = read[own.code]
        inside = tuple(item for item in items if start <= item.start and item.end <= end)
        if flat[start:end].strip():
            found += [Sentence(a, b, flat, part, own) for a, b, part in _parts(start, end, inside)]
        start = end
    return found


def _unnamed(text: str, start: int, end: int, items: Iterable[Item]) -> str:
    """A sentence without the names of the snapshot: "Instant Pot" is no French."""
    names = [i for i in items if start <= i.start and i.end <= end and i.has("K", "Q", "R")]
    edges = [start, *(at for i in names for at in (i.start, i.end)), end]
    return " ".join(text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))


def _answered(text: str, ends: list[int], items: list[Item]) -> list[int]:
    """A question without a figure and its short answer are one sentence: "The average? About 43."."""
    kept: list[int] = []
    for at, end in enumerate(ends[:-1]):
        start, until = kept[-1] if kept else 0, ends[at + 1]
        asked, answer = text[start:end], text[end:until]
        told = any(end <= i.start < until and i.has("NUM", "PCT", "PTS", "DATE") for i in items)
        open_ = asked.rstrip().endswith("?") and not any(
            start <= i.start < end and i.has("NUM", "PCT", "PTS") for i in items
        )
        if not (open_ and told and len(asked.split()) <= 12 and len(answer.split()) <= 8):
            kept.append(end)
    return [*kept, ends[-1]]


def _parts(start: int, end: int, items: tuple[Item, ...]) -> list[tuple[int, int, tuple[Item, ...]]]:
    """A sentence as it is; one of more items than anybody writes in pieces, so that no text takes long."""
    cuts = [start, *(items[at].start for at in range(MOST_ITEMS, len(items), MOST_ITEMS)), end]
    return [
        (a, b, tuple(item for item in items if a <= item.start and item.end <= b))
        for a, b in itertools.pairwise(cuts)
        if a < b
    ]


def _ends(text: str, items: Iterable[Item], lexicon: Lexicon) -> list[int]:
    named = [item for item in items if item.has("K", "Q", "R", "DATE", "NUM", "SPAN")]
    return [
        match.start() if match[0].strip() else match.end()
        for match in ENDING.finditer(text)
        if "\n" in match[0]
        or not (
            (
                ABBREVIATION.search(text[: match.start()])
                and not text[match.end() : match.end() + 40].startswith(("\n",))
                and not _closed(text, match.start(), lexicon)
            )
            or any(item.start < match.start() < item.end for item in named)
        )
    ]


def _closed(text: str, end: int, lexicon: Lexicon) -> bool:
    """A full stop after a number of two digits and more ends a sentence; after one it may be an ordinal's."""
    return (
        bool(re.search(r"(?:\d{3,}|[%\d]\d|\b100)\.$", text[:end]))
        and not re.search(r"\b[0-3]?\d\.$", text[:end])
    ) or (
        bool(re.search(r"\b[0-3]?\d\.$", text[:end]))
        and not _listed(text[:end])
        and not (
            lexicon.code == "de"
            and re.match(
                r"\s+(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez|Platz|Woche|Stelle)", text[end:]
            )
        )
    )


def _listed(text: str) -> bool:
    """Whether the number at the end begins an item of a list: "1. Wales, 2. Scotland"."""
    number = re.search(r"(?P<before>^|[:,(\n]\s*|\s)(?P<rank>\d\d?)\.$", text)
    if number is None:
        return False
    opened = number["before"].strip() != "" or number.start() == 0 or "\n" in number["before"]
    return (opened and int(number["rank"]) == 1) or re.search(
        rf"(?<!\d){int(number['rank']) - 1}\.\s", text
    ) is not None


def _items(text: str, view: View, lexicon: Lexicon) -> list[Item]:
    taken = _Taken(len(text))
    named = taken.keep(names.known(text, view))
    named += taken.keep(again(text, lexicon, sorted(named, key=lambda item: item.start)))
    for start, end in masks.first(text):
        taken.mask(start, end)
    clock = view.resolution in ("hour", "minute")
    times = (*whens.whens(text, lexicon, clock=clock), *spans.durations(text, lexicon))
    timed = taken.keep(time for time in times if not proportions.part(text, time))
    timed = relative.placed(sorted(timed, key=lambda item: item.start), text)
    for start, end, _ in sorted(masks.masked(text, lexicon), key=lambda mask: mask[0] - mask[1]):
        taken.mask(start, end)
    figures = (*proportions.proportions(text, lexicon), *numbers.numbers(text, lexicon))
    counted = taken.keep(_stretched(text, item) for item in figures)
    places = taken.keep(names.foreign_places(text, view))
    words = taken.share([*concepts(text, lexicon, taken.used), *_behind(text, timed)])
    quoted = [q for q in names.quotes(text) if _strange(q, [*named, *counted, *words])]
    named = [n for n in named if not within_any(n, quoted)]
    counted = [n for n in counted if not within_any(n, quoted)]
    found = [*named, *timed, *counted, *places, *words, *quoted]
    return sorted(found, key=lambda item: (item.start, item.end))


def _strange(quote: Item, others: list[Item]) -> bool:
    """A quoted phrase that is no known name, though it may hold one; and that is no whole sentence."""
    inside = [one for one in others if meet(one, quote)]
    if any(one.has("PCT", "TIMES") for one in inside) or len(quote.text.split()) > 7:
        return False
    named = [one for one in inside if one.has("K", "Q")]
    # A number or a place makes no search term of a saying: "hoka bondi 10", "padel lessons perth".
    if not named and any(one.has("R", "NUM") for one in inside) and quote.text != quote.text.casefold():
        return False
    if not named:
        return not any(one.has("BREAKOUT") and one.end - one.start >= len(quote.text) for one in inside)
    rest = len(quote.text) - sum(one.end - one.start for one in named)
    return rest > 2 and not any(one.has("UP", "DOWN", "PEAK", "NOW") for one in inside)


def _behind(text: str, timed: Iterable[Item]) -> Iterable[Item]:
    """ "Its September high", "im Drei-Monats-Schnitt": nouns that are read behind a time."""
    for item in timed:
        mean = MEAN.match(text, item.end) if item.has("SPAN") else None
        if mean is not None:
            yield Item(mean.start(1), mean.end(1), frozenset({"AVERAGE"}), mean[1])
        match = EXTREME.match(text, item.end) if item.has("DATE") else None
        if match is not None:
            tag = "LOW" if match[1].casefold() in ("low", "trough") else "PEAK"
            yield Item(match.start(1), match.end(1), frozenset({tag}), match[1])


class _Taken:
    """Which code points already mean something. The longest name wins over those it holds."""

    def __init__(self, length: int) -> None:
        self.used = bytearray(length)

    def mask(self, start: int, end: int) -> None:
        if not any(self.used[start:end]):
            self.used[start:end] = b"\1" * (end - start)

    def keep(self, items: Iterable[Item]) -> list[Item]:
        kept = []
        for item in sorted(items, key=lambda one: (one.start - one.end, one.start)):
            if item.end > item.start and not any(self.used[item.start : item.end]):
                self.mask(item.start, item.end)
                kept.append(item)
        return kept

    def share(self, items: Iterable[Item]) -> list[Item]:
        """Words may mean several things at once: items of the same place become one."""
        kept: dict[tuple[int, int], Item] = {}
        for item in items:
            if any(self.used[item.start : item.end]):
                continue
            place = (item.start, item.end)
            same = kept.get(place)
            kept[place] = replace(item, tags=item.tags | same.tags) if same else item
        return list(kept.values())


def _stretched(text: str, item: Item) -> Item:
    """ "60 of 100" is one figure."""
    match = STRETCHED.match(text, item.end) if item.has("NUM", "PTS") and item.number else None
    if match is None or item.number is None:
        return item
    number = replace(item.number, of_hundred=True, shape="plain")
    return replace(item, end=match.end(), tags=frozenset({"NUM"}), number=number)
