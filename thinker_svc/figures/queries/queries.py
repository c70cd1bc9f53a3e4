"""Related queries: how much they rose, which broke out, which comes first, which were never there."""

from __future__ import annotations

import itertools
import re

from thinker_svc.figures import agree
from thinker_svc.figures.claim import Claim, Kind, Verdict, contradicted, either, supported, unsupported
from thinker_svc.figures.datapoints import query
from thinker_svc.figures.queries.asked import JOINED, Statement, listing, spoken, statements
from thinker_svc.figures.queries.listed import breakout, compared, held, verdict
from thinker_svc.figures.queries.phrases import asks, putforward, quoted
from thinker_svc.figures.scene import FAR, Scene
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.text.overlap import meets_any
from thinker_svc.figures.view import Query

BREAKOUT_FROM = 5000  # per cent: what Google calls a breakout
SHOWN = 7  # words between a query and what is said of it, for one mark over both
DECIMALS = 3  # "1,900%" with so many is a figure of thousands where the language has decimal commas
ONLY = re.compile(r"(?i)\W*(?:just|only|merely|nur|bloß|allein|seulement|que|solo|sólo|solamente)\b")
QUE = re.compile(r"(?i)\bqu(?:['’]|e l[ea]\b)")  # "ne vient qu'en troisième position"
NONE = re.compile(r"(?i)\b(?:no|kein\w*|aucun\w*|ning[uú]n\w*|pas de|sin|without|ohne|sans)\s$")
IF = re.compile(r"(?i)if|unless|whether|ob|wenn|si")
# What may stand between a count and "breakouts": "three related queries hit Breakout".
BETWEEN = re.compile(
    r"""(?ix)\s*(?:(?:new|related|rising|queries|searches|search|terms|hit|are|neue|verwandte|suchanfragen|
    suchbegriffe|nouvelles|requêtes|recherches|associées|en|nuevas|consultas|búsquedas|relacionadas)\s*)*"""
)
BECOME = re.compile(
    r"(?i) (?:is|has become|became|ist|est|es) (?:now |jetzt |maintenant |ahora )?(?:an? |ein |une? |una? )"
)


def query_figure(scene: Scene, item: Item) -> Claim | None:
    """The growth of a rising query, or the level of a top one: "“owala kids” is up 140%"."""
    if item.number is None or not item.has("PCT", "TIMES", "NUM") or not spoken(scene):
        return None
    said = next((one for one in statements(scene) if one.mark is item), None)
    if said is None:
        return None
    name, start = said.names[0], scene.hedge(item)[1]
    shown = () if said.carried else (name,)
    if name.has("QUOTE"):
        return scene.claim(
            "value" if item.has("NUM") else "rising", unsupported("query"), *shown, item, start=start
        )
    rising, top = held(scene.view, name)
    if item.has("NUM"):
        return _level(scene, item, top, shown)
    if rising is None:
        found = _unrisen(scene, item, name, top)
    elif said.carried and _grown(scene, item, rising).label != "supported":
        found = None
    else:
        found = _grown(scene, item, rising)
    kind: Kind = "breakout" if rising is not None and rising.breakout else "rising"
    return scene.claim(kind, found, *shown, item, start=start, of=(name,)) if found is not None else None


def defines(scene: Scene, item: Item) -> bool:
    """ "Breakout means growth above 5,000 per cent": a figure of the word, and of no search."""
    if item.number is None or item.number.value != BREAKOUT_FROM or not item.has("PCT"):
        return False
    word = any(i.has("BREAKOUT") for i in scene.items) or scene.asked.said == "BREAKOUT"
    return not any(i.has("K", "Q", "QUOTE", "PRONOUN") for i in scene.items) and (word or not scene.carried)


def _level(scene: Scene, item: Item, top: Query | None, shown: tuple[Item, ...]) -> Claim | None:
    if top is None or item.number is None:
        return None
    ok = agree.value(top.value, item.number.value, item.number.decimals, scene.hedge(item)[0])
    return scene.claim("value", either(ok, f"{top.value:g}").at((query(top),)), *shown, item)


def _unrisen(scene: Scene, item: Item, name: Item, top: Query | None) -> Verdict | None:
    """A percentage of a query that is not among the rising: its level, growth it hasn't, or the keyword's."""
    moved = scene.near(item, "UP", "DOWN", within=3) is not None
    if top is not None and item.number and item.number.value == top.value and not moved:
        return supported(f"{top.value:g}")
    # "hoka shoes rose 9%" may be of the keyword in other words.
    named = any(keyword.casefold() in name.text.casefold() for keyword in scene.view.keywords)
    if named and not quoted(scene, name) and listing(scene) != "rising":
        return None
    return unsupported("top", f"top query, {top.value:g}" if top is not None else "")


def _grown(scene: Scene, item: Item, rising: Query) -> Verdict:
    number = item.number
    if number is None:
        return unsupported("data")
    values = [number.value * 1000, number.value] if number.decimals == DECIMALS else [number.value]
    times = number.shape == "times"
    if rising.breakout:
        return either(
            any((v - 1) * 100 * times + v * (not times) >= BREAKOUT_FROM for v in values), "Breakout"
        )
    down = number.sign < 0 or (number.sign == 0 and scene.before(item, "DOWN", within=4) is not None)
    hedge, shown = scene.hedge(item)[0], f"+{rising.value:g}%"
    if times:
        ratios = (1 + rising.value / 100, rising.value / 100)
        return either(any(agree.ratio(ratio, number.value, hedge) for ratio in ratios), shown)
    return either(any(agree.percent(rising.value, -v if down else v, hedge) for v in values), shown)


def queries(scene: Scene, taken: list[Claim]) -> list[Claim]:
    """What is said of queries in words: breakout, the fastest, the top one, the fourth, on the rise."""
    found: list[Claim] = []
    if spoken(scene):
        said = [one for one in statements(scene) if not one.mark.has("PCT", "TIMES", "NUM")]
        for one in said:
            found += _stated(scene, one)
        false = [c.end for c in found if c.label == "contradicted"]
        for order in compared(scene):  # what hangs on a false statement is not counted again
            hangs = order.flagged and any(end <= order.start for end in false)
            found += [order] if not hangs and not meets_any(order, found) else []
        done = [*taken, *found]
        for item in scene.items:
            if item.has("Q", "QUOTE") and not meets_any(item, done):
                claim = _named(scene, item, said)
                if claim is not None:
                    found.append(claim)
    return [*found, *_counted(scene), *_mistaken(scene)]


def _stated(scene: Scene, said: Statement) -> list[Claim]:
    mark = said.mark
    if asks(scene) and not mark.has("BREAKOUT"):
        return []
    kind: Kind = "breakout" if mark.has("BREAKOUT") else "rising" if mark.has("FASTEST") else "ranking"
    found = [(name, one) for name in said.names if (one := _of(scene, said, name)) is not None]
    if not found:
        return []
    if said.carried:
        return [scene.claim(kind, found[0][1], mark, of=(found[0][0],))]
    last = found[-1][0]
    if last.end <= mark.start:  # "a and b are both breakouts": one claim, false where either part is
        near = [name for name, _ in found] if scene.words_between(last, mark) <= SHOWN else []
        worst = next((one for _, one in found if one.label != "supported"), found[0][1])
        return [scene.claim(kind, worst, *near, mark, of=tuple(name for name, _ in found))]
    near = [mark] if scene.words_between(mark, found[0][0]) <= SHOWN else []
    return [scene.claim(kind, one, *(near if at == 0 else []), name) for at, (name, one) in enumerate(found)]


def _of(scene: Scene, said: Statement, name: Item) -> Verdict | None:
    """What a statement claims of one query; denied, the opposite of a breakout, and nothing else."""
    if NONE.search(scene.sentence.text[scene.sentence.start : said.mark.start]):  # "no breakout for “b”"
        return None
    denied = scene.before(said.mark, "NOT", within=3) or scene.before(name, "NOT", within=2)
    if name.has("QUOTE"):
        return None if denied or asks(scene) else unsupported("query")
    found = verdict(scene, said, name)
    text = scene.sentence.text
    only = denied is not None and (
        ONLY.match(text[denied.end :]) or QUE.search(text[denied.end : said.mark.start])
    )
    if denied is None or only:
        return found
    rising = held(scene.view, name)[0]
    if (
        not said.mark.has("BREAKOUT")
        or rising is None
        or IF.fullmatch(denied.text)
        or denied.start < name.end
    ):
        return None
    return either(not rising.breakout, found.expected)


def _named(scene: Scene, name: Item, said: list[Statement]) -> Claim | None:
    """A query of which no figure and no place is said: one of a list, "b is too", or one that moves."""
    denied = scene.before(name, "NOT", within=6) is not None
    if denied or asks(scene) or not putforward(scene, name, None):
        return None
    also = _likewise(scene, name, said)
    if also is not None:
        one = unsupported("query") if name.has("QUOTE") else breakout(*held(scene.view, name))
        return scene.claim("breakout", one, name, also)
    head, word = _heading(scene, name), _moves(scene, name)
    if head is None and word is None:
        return None
    shown = [name, *([word] if word is not None and word.start >= name.end else [])]
    return scene.claim("rising", _listed(scene, name, head, word), *shown)


def _listed(scene: Scene, name: Item, head: Item | None, word: Item | None) -> Verdict:
    if name.has("QUOTE"):
        return unsupported("query")
    rising, top = held(scene.view, name)
    growth = "" if rising is None else "Breakout" if rising.breakout else f"+{rising.value:g}%"
    if word is not None and word.has("DOWN") and not word.has("UP"):
        return unsupported("top") if rising is None else contradicted(growth)
    moves = word is not None or (head is not None and head.has("RISING") and not head.has("RELATED"))
    if rising is None and moves:
        return unsupported("query", "not among the rising queries")
    return supported(growth or (f"{top.value:g}" if top is not None else ""))


def _likewise(scene: Scene, name: Item, said: list[Statement]) -> Item | None:
    """A word that gives a query what was said of the one before: "… is a breakout; so is “b”"."""
    told = [one for one in said if one.mark.end <= name.start]
    if not (told[-1].mark.has("BREAKOUT") if told else scene.asked.said == "BREAKOUT"):
        return None
    before = scene.before(name, "ALSO", within=4, clause=False)
    after = scene.after(name, "ALSO", within=2, clause=False)
    ends = r"\W*(?:$|[.,;!)])"
    if after is not None and re.match(ends, scene.sentence.text[after.end : scene.sentence.end]):
        return after
    earlier = scene.before(name, "Q", "QUOTE", "BREAKOUT", within=FAR, clause=False)
    return before if before is not None and (earlier is None or earlier.end <= before.start) else None


def _heading(scene: Scene, name: Item) -> Item | None:
    """What opens the list a query stands in: "Related searches include a, b and c"."""
    head = scene.before(name, "RELATED", "RISING", within=FAR, clause=False)
    if head is not None and ";" in scene.sentence.text[head.end : name.start]:
        return None
    first = scene.after(head, "Q", "QUOTE", "K", within=8, clause=False) if head is not None else None
    if first is None or not first.has("Q", "QUOTE"):
        return None
    listed = [i for i in scene.items if i.has("Q", "QUOTE") and first.start <= i.start <= name.start]
    text = scene.sentence.text
    joined = all(JOINED.fullmatch(text[a.end : b.start]) for a, b in itertools.pairwise(listed))
    return head if joined else None


def _moves(scene: Scene, name: Item) -> Item | None:
    """The word by which a query rises or falls, none of another's between: "“a” keeps climbing"."""
    word = scene.after(name, "UP", "DOWN", "RISING", within=4)
    if word is None:
        return None
    if scene.after(name, "K", "INTEREST", "R", "SALES", within=scene.words_between(name, word)) is not None:
        return None
    told = ("RELATED", "SEARCHED", "SEARCHES", "INTEREST", "RISING")
    return word if quoted(scene, name) or any(i.has(*told) for i in scene.items if i is not word) else None


def _counted(scene: Scene) -> list[Claim]:
    """ "three breakout queries"."""
    found = []
    for item in scene.items:
        number = item.number
        if number is None or not item.has("NUM"):
            continue
        word = scene.after(item, "BREAKOUT", "BREAKQUERY", within=2)
        if word is None or not BETWEEN.fullmatch(scene.sentence.text[item.end : word.start]):
            continue
        broken = [one for one in scene.view.rising if one.breakout]
        agrees = agree.count(len(broken), number.value, scene.hedge(item)[0])
        verdict = either(agrees, str(len(broken))).at(tuple(map(query, broken)))
        found.append(scene.claim("count", verdict, item, word))
    return found


def _mistaken(scene: Scene) -> list[Claim]:
    """A keyword called a breakout query: the snapshot says that of queries only."""
    found = []
    for word in scene.items:
        if not word.has("BREAKOUT") or any(i.has("Q", "QUOTE", "NUM") for i in scene.items):
            continue
        start = next((s for s, e in scene.foreign if e <= word.start or s >= word.end), None)
        if start is not None or _said_of_keyword(scene, word):
            found.append(scene.claim("breakout", unsupported("query"), word))
    return found


def _said_of_keyword(scene: Scene, word: Item) -> bool:
    """ "Northern lights is a breakout search", not "its breakout searches"."""
    keyword = scene.before(word, "K", within=5)
    between = scene.sentence.text[keyword.end : word.start] if keyword is not None else ""
    return BECOME.fullmatch(between) is not None
