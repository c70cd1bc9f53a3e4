"""Two people's changes to the same text, put together by word."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from portal.diffing import words

Edit = tuple[int, int, list[str]]
"""The words of the base from, to, and what stands there instead."""


@dataclass(frozen=True)
class Clash:
    """Where both changed the same words; both stand in the merged text, one after the other."""

    mine: str
    theirs: str


@dataclass(frozen=True)
class Merged:
    text: str
    clashes: tuple[Clash, ...] = ()


def merge(base: str, mine: str, theirs: str) -> Merged:
    """Both changes. Where they touch the same words theirs comes first, then mine, and it is told."""
    if mine in (theirs, base):
        return Merged(theirs)
    if theirs == base:
        return Merged(mine)
    before = words(base)
    ours, others = _edits(before, words(mine)), _edits(before, words(theirs))
    made: list[str] = []
    clashes: list[Clash] = []
    at = 0
    while ours or others:
        start, end, left, right = _next(ours, others)
        made += before[at:start]
        mine_here, theirs_here = _applied(before, start, end, left), _applied(before, start, end, right)
        if not right or (left and mine_here == theirs_here):
            made += mine_here
        elif not left:
            made += theirs_here
        else:
            clashes.append(Clash("".join(mine_here).strip(), "".join(theirs_here).strip()))
            made += [*theirs_here, *_between(theirs_here, mine_here), *mine_here]
        at = end
    return Merged("".join([*made, *before[at:]]), tuple(clashes))


def _edits(before: Sequence[str], after: Sequence[str]) -> list[Edit]:
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [(a1, a2, list(after[b1:b2])) for tag, a1, a2, b1, b2 in codes if tag != "equal"]


def _next(ours: list[Edit], others: list[Edit]) -> tuple[int, int, list[Edit], list[Edit]]:
    """The next stretch of the base that somebody changed, with all edits of both that touch it."""
    start, end = min([*ours[:1], *others[:1]])[:2]
    left: list[Edit] = []
    right: list[Edit] = []
    grown = True
    while grown:
        grown = False
        for queue, taken in ((ours, left), (others, right)):
            # Two insertions at one place touch each other as well.
            while queue and (queue[0][0] < end or queue[0][0] == start):
                edit = queue.pop(0)
                taken.append(edit)
                end, grown = max(end, edit[1]), True
    return start, end, left, right


def _applied(before: Sequence[str], start: int, end: int, edits: list[Edit]) -> list[str]:
    made: list[str] = []
    at = start
    for first, last, instead in edits:
        made += [*before[at:first], *instead]
        at = last
    return [*made, *before[at:end]]


def _between(first: list[str], second: list[str]) -> list[str]:
    """A space where two versions of the same words would run together."""
    joined = first and second and not first[-1].isspace() and not second[0].isspace()
    return [" "] if joined else []
