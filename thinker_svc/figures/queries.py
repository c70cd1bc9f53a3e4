"""Related queries: how much they rose, which broke out, which is the fastest, which were never there."""

from __future__ import annotations

from thinker_svc.figures import agree
from thinker_svc.figures.claim import Claim, contradicted, either, supported, unsupported
from thinker_svc.figures.item import Item
from thinker_svc.figures.scene import FAR, Scene

BREAKOUT_FROM = 5000  # per cent: what Google calls a breakout


def query_figure(scene: Scene, item: Item) -> Claim | None:
    """A percentage that stands with a related query."""
    number = item.number
    if number is None or number.shape not in ("percent", "times"):
        return None
    owner = owner_of(scene, item)
    if owner is None:
        return None
    hedge, start = scene.hedge(item)
    if owner.has("QUOTE"):
        return scene.claim("rising", unsupported("query"), owner, item, start=start)
    query = scene.view.queries[owner.index]
    grown = (number.value - 1) * 100 if number.shape == "times" else number.value
    if not query.rising:
        return scene.claim(
            "rising", unsupported("top", f"top query, {query.value:g}"), owner, item, start=start
        )
    if query.breakout:
        ok = grown >= BREAKOUT_FROM
        return scene.claim("breakout", either(ok, "Breakout"), owner, item, start=start)
    down = scene.before(item, "DOWN", within=4) is not None or number.sign < 0
    if number.shape == "times":
        ok = agree.ratio(1 + query.value / 100, number.value, hedge) or agree.ratio(
            query.value / 100, number.value, hedge
        )
    else:
        ok = agree.percent(query.value, -grown if down else grown, hedge)
    return scene.claim("rising", either(ok, f"+{query.value:g}%"), owner, item, start=start)


def owner_of(scene: Scene, item: Item) -> Item | None:
    """The query a figure belongs to: the nearest name before it, else the one right after it."""
    before = scene.before(item, "K", "Q", "QUOTE", within=FAR)
    if before is None:
        before = scene.before(item, "Q", "QUOTE", within=9, clause=False)
    if before is not None and before.has("Q", "QUOTE"):
        if before.has("QUOTE") and not _listed(scene):
            return None
        return before
    after = scene.after(item, "K", "Q", "QUOTE", within=6)
    if after is None or after.has("K") or (before is not None and before.has("K")):
        return None
    return after if after.has("Q") or _listed(scene) else None


def _listed(scene: Scene) -> bool:
    """Whether a quoted phrase is put forward as a search, and not as a saying."""
    return any(
        i.has(
            "RISING",
            "BREAKOUT",
            "TOPQUERY",
            "SEARCHED",
            "SEARCHES",
            "INTEREST",
            "UP",
            "DOWN",
            "FASTEST",
            "PCT",
        )
        for i in scene.items
    )


def queries(scene: Scene, taken: list[Claim]) -> list[Claim]:
    found = []
    for item in scene.items:
        if not item.has("Q", "QUOTE") or any(c.start < item.end and item.start < c.end for c in taken):
            continue
        claim = _named(scene, item)
        if claim is not None:
            found.append(claim)
    return [*found, *_counted(scene), *_mistaken(scene)]


def _named(scene: Scene, item: Item) -> Claim | None:  # noqa: PLR0911 - one return a reading
    clause = scene.sentence.clause(item)
    breakout = next((i for i in clause if i.has("BREAKOUT")), None) or _headed(scene, item, "BREAKOUT")
    fastest = next((i for i in clause if i.has("FASTEST")), None) or _headed(scene, item, "FASTEST")
    top = next((i for i in clause if i.has("TOPQUERY")), None) or _headed(scene, item, "TOPQUERY")
    rising = next((i for i in clause if i.has("RISING", "UP")), None) or _headed(scene, item, "RISING")
    related = _headed(scene, item, "RELATED")
    if breakout is None and fastest is None and top is None and rising is None and related is None:
        return None
    if scene.sentence.question and breakout is None:
        return None
    if item.has("QUOTE"):
        kind = "breakout" if breakout else "rising"
        return (
            scene.claim("breakout" if kind == "breakout" else "rising", unsupported("query"), item)
            if _putforward(scene)
            else None
        )
    query = scene.view.queries[item.index]
    if scene.before(item, "NOT", within=6) is not None:
        return None
    shown = "Breakout" if query.breakout else f"+{query.value:g}%"
    if breakout is not None:
        if not query.rising:
            return scene.claim("breakout", unsupported("top", f"top query, {query.value:g}"), item)
        beside = scene.words_between(item, breakout) <= 6
        return scene.claim("breakout", either(query.breakout, shown), item, *([breakout] if beside else []))
    if fastest is not None:
        best = max(scene.view.rising, key=lambda q: (q.breakout, q.value), default=None)
        if best is None or not query.rising:
            return scene.claim("rising", unsupported("query"), fastest, item)
        ok = query.breakout or (not best.breakout and query.value == best.value)
        return scene.claim("rising", either(ok, best.text), fastest, item)
    if top is not None:
        tops = [q for q in scene.view.queries if not q.rising]
        highest = max(tops, key=lambda q: q.value, default=None)
        if highest is None:
            return scene.claim("ranking", unsupported("query"), top, item)
        return scene.claim(
            "ranking", either(query.text == highest.text or _plural(top), highest.text), top, item
        )
    if scene.before(item, "DOWN", within=4) or scene.after(item, "DOWN", within=3):
        return scene.claim("rising", contradicted(shown) if query.rising else unsupported("query"), item)
    held = query.rising or rising is None
    return scene.claim(
        "rising", supported(shown) if held else unsupported("query", "not among the rising queries"), item
    )


def _plural(top: Item) -> bool:
    return top.text.casefold().endswith(("searches", "queries", "terms"))


def _headed(scene: Scene, item: Item, tag: str) -> Item | None:
    """The word that opens the list a query stands in: "Breakout queries: a, b and c"."""
    before = scene.before(item, tag, "BREAKOUT", "RISING", "TOPQUERY", "FASTEST", within=FAR, clause=False)
    return before if before is not None and before.has(tag) else None


def _putforward(scene: Scene) -> bool:
    return any(
        i.has("RISING", "BREAKOUT", "TOPQUERY", "SEARCHED", "SEARCHES", "FASTEST") for i in scene.items
    )


def _counted(scene: Scene) -> list[Claim]:
    """ "three breakout queries"."""
    found = []
    for item in scene.items:
        number = item.number
        if number is None or not item.has("NUM"):
            continue
        word = scene.after(item, "BREAKOUT", "BREAKQUERY", within=2)
        if word is None or scene.sentence.text[item.end : word.start].strip(" ") not in (
            "",
            "new",
            "related",
            "queries",
            "searches",
            "related searches",
            "related queries",
            "search terms",
            "terms",
        ):
            continue
        actual = sum(query.breakout for query in scene.view.rising)
        verdict = either(agree.count(actual, number.value, scene.hedge(item)[0]), str(actual))
        found.append(scene.claim("count", verdict, item, word))
    return found


def _mistaken(scene: Scene) -> list[Claim]:
    """A keyword called a breakout query: the snapshot says that of queries only."""
    found = []
    for word in scene.items:
        if not word.has("BREAKOUT") or any(i.has("Q", "QUOTE", "NUM") for i in scene.items):
            continue
        start = next((s for s, e in scene.foreign if e <= word.start or s >= word.end), None)
        if start is not None:
            found.append(scene.claim("breakout", unsupported("query"), word))
    return found
