"""A related query's place in its list: the top one, the fourth, the fastest, a breakout, ahead of another."""

from __future__ import annotations

import math
import re

from thinker_svc.figures.claim import (
    Claim,
    DataPoint,
    Verdict,
    best,
    contradicted,
    either,
    supported,
    unsupported,
)
from thinker_svc.figures.datapoints import query
from thinker_svc.figures.queries.asked import MANY, Statement, listing
from thinker_svc.figures.queries.marks import excepted
from thinker_svc.figures.queries.phrases import putforward, quoted
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.text.overlap import within
from thinker_svc.figures.view import Query, View

# "Fastest climbers: “a” +410%, “b” +320%" heads a list, in no order.
SEVERAL = re.compile(
    r"(?i)(?:[- ](?:growing|rising|moving))?[- ](?:climbers|risers|movers|growers|gainers|searches|queries)\b"
    r"[^.;]{0,24}:"
)
REACH = 10  # words between a query and the order it has to another: "“a” is third on the list, ahead of “b”"
LISTS: dict[str, tuple[bool, ...]] = {"top": (False,), "rising": (True,), "": (False, True)}


def held(view: View, name: Item) -> tuple[Query | None, Query | None]:
    """A query among the rising and among the top ones."""
    text = view.queries[name.index].text.casefold()
    same = [query for query in view.queries if query.text.casefold() == text]
    return next((q for q in same if q.rising), None), next((q for q in same if not q.rising), None)


def verdict(scene: Scene, said: Statement, name: Item) -> Verdict:
    """Of one query's place: what a word of order or "breakout" claims."""
    mark, (rising, top) = said.mark, held(scene.view, name)
    if mark.has("BREAKOUT"):
        return breakout(rising, top, loose=mark.has("UP"))
    rank = -1 if mark.has("QUERYLAST") else _rank(scene, mark)
    if mark.has("FASTEST") and SEVERAL.match(scene.sentence.text, mark.end):
        return either(rising is not None, f"top query, {top.value:g}" if top is not None else "")
    if mark.has("FASTEST"):
        below = (
            sum(q.breakout for q in scene.view.rising) if any(excepted(scene, i) for i in scene.items) else 0
        )
        return ranked(scene.view, name, rank + below, rising=True)
    several = len(said.names) > 1
    if mark.has("TOPQUERY") and (MANY.search(mark.text) or several):
        return supported() if several or top is not None or rising is not None else contradicted()
    top_list = mark.has("TOPQUERY") or (
        mark.has("ORD") and scene.after(mark, "TOPQUERY", within=1) is not None
    )
    lists = LISTS["top" if top_list else listing(scene)]
    holding = [one for one in lists if (rising if one else top) is not None] or list(lists[:1])
    return best([ranked(scene.view, name, rank, rising=one) for one in holding])


def _rank(scene: Scene, mark: Item) -> int:
    """The place a word names: "second most common" is 2."""
    if mark.has("ORD"):
        return mark.index
    before = scene.before(mark, "ORD", within=0)
    return before.index if before is not None and before.end >= mark.start - 1 else 1


def breakout(rising: Query | None, top: Query | None, *, loose: bool = False) -> Verdict:
    """`loose`: by a word that also says no more than that something grew: "s'envole"."""
    if rising is None:
        return unsupported("top", f"top query, {top.value:g}" if top is not None else "")
    return either(rising.breakout or loose, "Breakout" if rising.breakout else f"+{rising.value:g}%")


def levels(view: View, *, rising: bool) -> dict[str, float]:
    """The values of a list by query; breakouts come first."""
    return {
        q.text.casefold(): math.inf if q.breakout else q.value for q in view.queries if q.rising is rising
    }


def ranked(view: View, name: Item, rank: int, *, rising: bool) -> Verdict:
    """Whether a query has a place in its list, counted from the end where negative."""
    pool, text = levels(view, rising=rising), view.queries[name.index].text.casefold()
    first = max(pool, key=lambda query: pool[query], default="")
    if not pool:
        return unsupported("query")
    if text not in pool:
        return contradicted(first).at(_of(view, first, rising=rising))
    above, level = sum(v > pool[text] for v in pool.values()), sum(v == pool[text] for v in pool.values())
    wanted = rank if rank > 0 else len(pool) + 1 + rank
    shown = first if rank == 1 else f"place {above + 1} of {len(pool)}"
    agrees = above < wanted <= above + level
    told = text if agrees or rank != 1 else first  # where another comes first, that is the one to look at
    return either(agrees, shown).at(_of(view, told, rising=rising))


def _of(view: View, text: str, *, rising: bool) -> tuple[DataPoint, ...]:
    return tuple(query(q) for q in view.queries if q.rising is rising and q.text.casefold() == text)[:1]


def compared(scene: Scene) -> list[Claim]:
    """Two queries in order: “a” is ahead of “b”, followed by “b”; behind “a” comes “b”."""
    found = []
    names = [i for i in scene.items if i.has("Q", "QUOTE", "K", "R", "PLACE")]
    words = [i for i in scene.items if i.has("AHEAD", "BEHIND", "FOLLOWED", "OVERTAKE")]
    for word in (i for i in words if not any(_holds(o, i) for o in words)):
        left = [n for n in names if n.end <= word.start and scene.words_between(n, word) <= REACH]
        right = [n for n in names if n.start >= word.end and scene.words_between(word, n) <= 3]
        if (
            not right
            or scene.before(word, "NOT", "FORECAST", within=2)
            or scene.after(word, "PCT", "NUM", within=0)
        ):
            continue
        pair = (left[-1], right[0]) if left else None
        first = word.has("BEHIND") and not left
        if first:  # "behind “a” comes “b”"
            after = scene.after(right[0], "Q", "QUOTE", within=4, clause=False)
            pair = (after, right[0]) if after is not None else None
        if pair is None or not all(n.has("Q") for n in pair) or not any(quoted(scene, n) for n in pair):
            continue
        if all(putforward(scene, n, word) for n in pair):
            shown = (word, pair[1]) if left and word.has("FOLLOWED") else (word, *pair)
            found.append(scene.claim("ranking", _order(scene.view, word, *pair, next_=first), *shown))
    return found


def _holds(longer: Item, item: Item) -> bool:
    inside = within(item, longer)
    return inside and longer.end - longer.start > item.end - item.start


def _order(view: View, word: Item, first: Item, second: Item, *, next_: bool) -> Verdict:
    """`next_`: nothing may stand between the two, as with "followed by"."""
    texts = [view.queries[n.index].text.casefold() for n in (first, second)]
    for rising in (False, True):
        pool = levels(view, rising=rising)
        if all(text in pool for text in texts):
            ours, theirs = (pool[text] for text in texts)
            low, high = sorted((ours, theirs))
            apart = (next_ or not word.has("AHEAD", "BEHIND", "OVERTAKE")) and any(
                low < v < high for v in pool.values()
            )
            behind = word.has("BEHIND") and not word.has("AHEAD")
            ok = not apart and (ours < theirs if behind else ours > theirs)
            at = tuple(one for text in texts for one in _of(view, text, rising=rising))
            return either(ok, f"{ours:g}, {theirs:g}").at(at)
    return unsupported("query", "not in one list")
