"""Places in the order of the keywords: "ranks third", "Sinner first", "1. oat 2. soy", "A > B"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from thinker_svc.figures.claim import Claim, Verdict, contradicted, either, supported, unsupported
from thinker_svc.figures.keywords.parties import denied
from thinker_svc.figures.keywords.sequence import sequence
from thinker_svc.figures.keywords.stand import Stand, stand
from thinker_svc.figures.others import strangers
from thinker_svc.figures.scene import FAR, Scene
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.text.overlap import meet, within
from thinker_svc.figures.view import written

PLACED = re.compile(
    r"(?:^|(?<=[\s(,;:]))(?:#|no\.? ?|n°|nr\.? ?)?(?P<rank>[1-9])(?:[.):º°]|er|e|\.º)?\s+[\"“„«*_]*$",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"(?:^|[\s(,;:])#?([1-9])[.):º°]\s")
MEDALS = {"🥇": 1, "🥈": 2, "🥉": 3, "1️⃣": 1, "2️⃣": 2, "3️⃣": 3, "4️⃣": 4}
CHAIN = re.compile(r"\s*(?P<sign>[>≥<≤→])\s*[\"“„«]*")
SEGMENT = re.compile(
    r"[,;:()/|]|\s[–—-]\s|—|\s(?:and|und|et|y|e|while|with|then|puis|dann|luego|mientras|während|tandis)\s",
    re.IGNORECASE,
)
SHORT = 3  # words after a place in a fragment: "Second again this week."
FROM = re.compile(r"(?i)\s(?:from|von|à partir|desde|empezando)\b")
# What goes on after a place: not the noun that it counts ("third week", "second half").
SAID = re.compile(r"\s*(?:$|[^\w\s]|\d)")

SEARCHED = re.compile(r"(?i)search|googl|gesucht|recherch|busca")


def rankings(scene: Scene, taken: list[Claim]) -> list[Claim]:
    """Claims of places in the order; a region's order and a query's are read elsewhere."""
    if scene.sentence.question or (scene.view.regions and any(i.has("R", "PLACE") for i in scene.items)):
        return []
    found: list[Claim] = []
    told = sequence(scene)
    first = [told] if told is not None else []
    for claim in (*first, *_listed(scene), *_chained(scene), *_placed(scene), *_leads(scene)):
        if not any(meet(c, claim) and c.kind != "date" for c in (*taken, *found)):
            found.append(claim)
    return found


def place(held: Stand, keyword: str, rank: int, *, last: bool = False) -> Verdict:
    """Whether a keyword has a place in one of the readings; equal ones share their places."""
    first: Verdict | None = None
    for levels in held.readings:
        if keyword not in levels:
            continue
        above = sum(value > levels[keyword] for value in levels.values())
        equal = sum(value == levels[keyword] for value in levels.values())
        wanted = len(levels) if last else rank
        shown = f"place {above + 1} of {len(levels)}"
        at = levels.points(keyword)
        if above + 1 <= wanted <= above + equal:
            return supported(shown).at(at)
        first = first or contradicted(shown).at(at)
    return first or unsupported(held.why)


def _placed(scene: Scene) -> Iterator[Claim]:
    """ "third place", "ranks second", "Sinner first, Alcaraz second", "finishes last"."""
    if len(scene.view.keywords) < 2:
        return
    for item in scene.items:
        last = item.has("LASTPLACE")
        if not (item.has("ORD") or last) or not _rank(scene, item) or denied(scene, item):
            continue
        owner = _owner(scene, item)
        if owner is None:
            continue
        if owner < 0:
            yield scene.claim("ranking", unsupported("topic"), item)
            continue
        verdict = place(stand(scene, item), scene.view.keywords[owner], item.index, last=last)
        beside = scene.after(item, "PLACEWORD", within=0)
        yield scene.claim("ranking", verdict, item, *([beside] if beside is not None else []))


def _rank(scene: Scene, item: Item) -> bool:
    """Whether an ordinal is a place among the keywords: "third place", "comes third", not "third week"."""
    text = scene.sentence.text
    if scene.after(item, "MOST", "LEAST", within=0):
        return True
    named = scene.after(item, "PLACEWORD", within=0)
    if named is not None and not text[item.end : named.start].strip():
        return True
    inside = any(i.has("PLACEWORD", "MOST") and within(item, i) for i in scene.items)
    if inside or re.search(
        r"(?i)\b(?:platz|rang|place|rank|nummer|número|numéro|number|no\.?|nr\.?|n°|#|puesto)\s?\S*$",
        item.text,
    ):
        return True
    following = re.match(r"\s*([^\W\d_][\w'-]*)", text[item.end :])
    word = following[1].casefold() if following is not None else ""
    dated = scene.after(item, "DATE", "SPAN", "K", within=0)
    behind = (
        item.has("LASTPLACE") and scene.before(item, "DATE", within=0) is not None
    )  # "en octobre dernier"
    if (item.has("LASTPLACE") and dated is not None) or behind or FROM.match(text, item.end):
        return False  # "last spring", "second from the left"
    goes_on = word in scene.lexicon.stopwords | scene.lexicon.helpers or SAID.match(text, item.end) or dated
    if not goes_on or scene.before(item, "STREAK", within=1):
        return False
    after = scene.after(item, "K", within=1, clause=False)
    beside = scene.before(item, "K", within=1) is not None or after is not None
    alone = bool(scene.carried) and item is scene.items[0] and _elided(scene, item)  # "Hemp milk? Third."
    return beside or alone or scene.before(item, "RANKED", "PLACEWORD", within=3) is not None


def _owner(scene: Scene, item: Item) -> int | None:
    """Whose place it is: the keyword of its part of the sentence, or who was spoken of; -1 a stranger."""
    text, sentence = scene.sentence.text, scene.sentence
    cuts = [m.start() for m in SEGMENT.finditer(text, sentence.start, sentence.end)]
    cuts = [at for at in cuts if not any(i.has("K") and i.start < at < i.end for i in scene.items)]
    low = max((at for at in cuts if at <= item.start), default=sentence.start)
    high = min((at for at in cuts if at >= item.end), default=sentence.end)
    names = [i for i in scene.items if i.has("K")]
    inside = [i for i in names if low <= i.start < high]
    others = [i for i in scene.items if i.has("Q", "QUOTE") and low <= i.start < high]
    before = [i for i in inside if i.end <= item.start and not _crossed(scene, i, item)]
    after = [i for i in inside if i.start >= item.end and not _crossed(scene, item, i)]
    ahead = [i for i in after if scene.before(i, "AHEAD", "BEHIND", "THAN", "OVERTAKE", within=2) is None]
    if before:
        return before[-1].index
    if others:
        return None
    if _stranger(scene, item, named=bool(names)):
        return -1
    return ahead[0].index if ahead else _meant_before(scene, item, low, high)


def _stranger(scene: Scene, item: Item, *, named: bool) -> bool:
    """Whether the place is that of something that was not searched: "Zverev comes third"."""
    rivals = named or any(i.has("INTEREST", "SEARCHED", "SEARCHES") for i in scene.items)
    verb = scene.before(item, "RANKED", within=3)
    if not _searched(scene):
        return False
    return strangers.subject(scene, verb or item, plain=rivals and verb is not None) is not None


def _meant_before(scene: Scene, item: Item, low: int, high: int) -> int | None:
    """Whose place it is where its part of the sentence names nobody: who was named before, or right after."""
    names = [i for i in scene.items if i.has("K")]
    earlier = [i for i in names if i.end <= low]
    placed = bool(earlier) and any(
        i.has("ORD") and earlier[-1].end <= i.start < item.start for i in scene.items
    )
    if earlier and not placed:
        return earlier[0].index if _small(scene, low, item.start) else None
    beyond = [i for i in names if i.start >= high]
    if beyond and _small(scene, low, item.start) and re.match(r"\s*(?::|[–—-])", scene.sentence.text[high:]):
        return beyond[0].index
    carried = [scene.view.keywords.index(name) for name in scene.carried if name in scene.view.keywords]
    return carried[0] if len(carried) == 1 and not earlier and _elided(scene, item) else None


def _elided(scene: Scene, item: Item) -> bool:
    """Whether a sentence has no subject of its own before the place: "What it does hold is third place"."""
    text, start = scene.sentence.text, scene.sentence.start
    colon = text.rfind(": ", start, item.start)
    since = colon + 1 if colon >= 0 else start
    told = any(i.has("PRONOUN", "RANKED") and since <= i.start and i.end <= item.start for i in scene.items)
    short = len(re.findall(r"\w+", text[item.end : scene.sentence.end])) <= SHORT
    return (told or short) and _small(scene, since, item.start)


def _small(scene: Scene, start: int, end: int) -> bool:
    """Whether there are only small words and words with a meaning: no other subject."""
    small = scene.lexicon.stopwords | scene.lexicon.helpers
    return all(
        match[0].casefold() in small or any(i.start <= start + match.start() < i.end for i in scene.items)
        for match in re.finditer(r"[^\W\d_]+", scene.sentence.text[start:end])
    )


def _crossed(scene: Scene, a: Item, b: Item) -> bool:
    """Whether another place or keyword stands between: each keyword has its own."""
    return any(a.end <= i.start and i.end <= b.start and i.has("ORD", "LASTPLACE", "K") for i in scene.items)


def _searched(scene: Scene) -> bool:
    """Whether the sentence is about the search at all."""
    return bool(scene.carried) or any(
        i.has("INTEREST", "SEARCHED", "SEARCHES", "K", "STILL", "NOW") for i in scene.items
    )


def _listed(scene: Scene) -> Iterator[Claim]:
    """ "1. oat milk 2. soy milk", "🥇 Sinner 🥈 Alcaraz"; and one a line."""
    if len(scene.view.keywords) < 2:
        return
    text = scene.sentence.text
    numbered = {int(number) for number in NUMBERED.findall(text)} >= {1, 2}
    for item in scene.items:
        if not item.has("K"):
            continue
        before = text[max(0, item.start - 12) : item.start]
        medal = next(
            (
                rank
                for sign, rank in MEDALS.items()
                if before.rstrip(" :").removesuffix("\ufe0f").endswith(sign)
            ),
            0,
        )
        said = PLACED.search(before)
        rank = medal or (int(said["rank"]) if said is not None else 0)
        closed = re.match(r"\s*[\"”»“*_]*\s*(?:$|\n|[,;.()–—-]|\d[.)]|[🥈🥉]|[234]️)", text[item.end :])
        if rank and closed and (medal or (rank <= len(scene.view.keywords) and numbered)):
            yield scene.claim(
                "ranking", place(stand(scene, item), scene.view.keywords[item.index], rank), item
            )


def numbering(scene: Scene) -> set[int]:
    """Where the figures stand that only number a list: "1. oat milk, 2. soy milk"."""
    text = scene.sentence.text
    if not {int(number) for number in NUMBERED.findall(text)} >= {1, 2}:
        return set()
    numbers = [i for i in scene.items if i.has("NUM") and NUMBERED.match(text, max(0, i.start - 1))]
    return {i.start for i in numbers}


def _chained(scene: Scene) -> Iterator[Claim]:
    """ "sourdough > focaccia > ciabatta"."""
    names = [i for i in scene.items if i.has("K")]
    for first, second in itertools.pairwise(names):
        sign = CHAIN.fullmatch(scene.sentence.text, first.end, second.start)
        if sign is None or sign["sign"] == "→":
            continue
        a, b = scene.view.keywords[first.index], scene.view.keywords[second.index]
        held = stand(scene, first)
        pairs = [x for x in held.readings if a in x and b in x]
        if pairs:
            agreeing = [x for x in pairs if (x[a] > x[b] if sign["sign"] in ">≥" else x[a] < x[b])]
            shown = f"{a} {written(pairs[0][a])}, {b} {written(pairs[0][b])}"
            verdict = either(bool(agreeing), shown).at((agreeing or pairs)[0].points(a, b))
            yield scene.claim("comparison", verdict, first, second)


def _leads(scene: Scene) -> Iterator[Claim]:
    """ "the most searched of the three", "comes last", "is on top"."""
    if not any(i.has("MOST", "LEAST") for i in scene.items):
        return
    for item in scene.items:
        if not item.has("MOST", "LEAST") or denied(scene, item) or scene.before(item, "ORD", within=0):
            continue
        if _part(scene, item) or any(i.has("Q", "QUOTE") for i in scene.sentence.clause(item)):
            continue
        name = scene.before(item, "K", within=FAR)
        verb = scene.before(item, "RANKED", within=0) or item
        stranger = strangers.subject(scene, verb, plain=False) if name is None and _searched(scene) else None
        if stranger is None and name is None and SEARCHED.search(item.text):
            stranger = strangers.opener(scene, verb)
        if stranger is not None:
            yield scene.claim("superlative", unsupported("topic"), stranger, item)
            continue
        name = name or scene.after(item, "K", within=8)
        if len(scene.view.keywords) < 2:
            continue
        keyword = scene.view.keywords[name.index] if name is not None else _meant(scene, item)
        if keyword:
            verdict = place(stand(scene, item), keyword, 1, last=item.has("LEAST"))
            yield scene.claim("superlative", verdict, item)


def _meant(scene: Scene, item: Item) -> str:
    """Who a pronoun is, or a fragment is about: "It leads the pack"."""
    told = scene.before(item, "PRONOUN", within=4) is not None
    return scene.carried[0] if told and len(scene.carried) == 1 else ""


def _part(scene: Scene, item: Item) -> bool:
    """Whether the word is part of a longer one with another meaning: "the most" of "the most since May"."""
    return any(
        one is not item
        and one.start <= item.start
        and item.end <= one.end
        and one.has("PEAK", "LOW", "AHEAD", "FASTEST", "TOPQUERY")
        and one.end > item.end
        for one in scene.items
    )
