"""Figures that stand with a region: "Wales (100)", "62% in Germany", "in Utah it is one in two"."""

from __future__ import annotations

import re

from thinker_svc.figures import agree
from thinker_svc.figures.claim import Claim, Verdict, best, either, unsupported
from thinker_svc.figures.regions.located import owner
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.item import Item

LISTED = re.compile(r"(?:^|[,;:\n(])\s*$")  # before the number of an item of a list, "2. Scotland"
COUNTED = re.compile(r"[-–:]\d|[.)] ?[A-ZÄÖÜÉ]")  # a score, an item of a list
TOWARDS = re.compile(  # "drops to 70 %" names a level, "drops by 70 %" a change
    r"(?i)(?:\bto|\bat|\bauf|\bbei|\bà|\bal?|\bhasta(?: el)?|\ben(?: el)?)\s(?:(?:about|around|just|only|"
    r"(?:mehr|weniger) als|(?:more|less) than|(?:plus|moins) d[e']|(?:más|menos) de|almost|nearly|fast|casi|"
    r"some|barely|a|an|un|el|rund|etwa|nur|"
    r"knapp|environ|seulement|unos|solo|sólo|apenas)\s)*$"
)
GIVEN = (
    re.compile(  # what links a share to the keyword behind it: "52% for sourdough", "67 % gelten von Allmen"
        r"(?i)^[^,;.:]*\b(?:for|to|towards|went|go|goes|of|is|was|were|on|für|auf|an|ans|gelten|zu|zugunsten|"
        r"pour|sur|vers|à|para|por|a|al|en|de)"
        r"\s(?:the |das |die |den |der |dem |le |la |les |el |los |las |l')?[«„“\"'‘]?$"
    )
)
ALIKE = re.compile(r"(?i)\b(?:as \w+ as|so \w+ wie|aussi \w+ que?|tan \w+ como|mehr \w+ als|more \w+ than)\b")
PART = re.compile(  # "71% of the level in Wales", "83 % de celui de Bretagne"
    r"(?i) (?:of|de|du|des|del|von|der|des Werts von)(?: (?:the|le|la|l'|el|celui|celle|that|what|dem|"
    r"den)?\s?(?:level|interest|score|index|value|figure|niveau|indice|"
    r"score|nivel|índice|interés|wert|niveau|werts?|interesses?)?)?(?: (?:of|in|seen in|de|du|en|à|von|"
    r"del))?(?: (?:the|la|le|el))? ?"
)
OF = re.compile(r"(?i)\b(?:of(?: the| all)?|der|aller|des|de l[oae]s) $")
ORDER = ("REGIONLEAD", "REGIONLAST", "ORD", "AHEAD", "BEHIND", "FOLLOWED")
BY = re.compile(
    r"(?i)(?: (?:on|for|in|bei|für|pour|en|para) [^,;.\d]{1,30})?"
    r",? (?:by|um|mit|de|por|with|avec|con)(?: a| einem| un| una)?(?: (?:gap|margin|lead) of)? "
)
MATCH = re.compile(r"(?i)\d ?(?:à|to|zu|a|-|–) ?\d+ (?:face à|gegen|against|contre|contra|over|vs\.?)\b")
BOTH = re.compile(r"(?i)^,? (?:as|than|wie|als|comme|que|qu'|como)\b")
MOST = 100  # of an index and of a share
LONG_LIST = 12
CLOSE = 4  # words between a region and its figure that are shown as one


def region_figure(scene: Scene, item: Item) -> Claim | None:
    """A number that stands with a region: "Wales (100)", "Scotland scores 83", "62% in Wales"."""
    number = item.number
    if number is None or not item.has("NUM", "PCT", "PTS") or number.sign < 0:
        return None
    if (
        item.has("NUM")
        and not number.numeral
        and (
            scene.before(item, "REACH", "AT", within=1) is None
            or OF.search(scene.sentence.text, scene.sentence.start, item.start)
        )
    ):
        return None  # "two to one", "the two", "last of the four"
    if item.has("NUM") and scene.after(item, "FOLK", within=0) is not None:
        return None  # so many people
    where = owner(scene, item)
    if where is None or _counted(scene, item) or changed(scene, item):
        return None
    hedge, start = scene.hedge(item)
    if where.has("PLACE"):
        told = number.value <= MOST and _scored(scene, item) and not _match(scene, item, where)
        return (
            scene.claim("region", unsupported("place"), *_shown(scene, where, item), start=start)
            if told
            else None
        )
    verdicts: list[Verdict] = []
    for keyword in _keywords(scene, item):
        actual = scene.view.regions[where.index].values.get(keyword)
        if actual is None:
            verdicts.append(unsupported("region"))
        elif item.has("PCT"):
            verdicts.append(either(agree.percent(actual, number.value, hedge), f"{actual:g}%"))
        else:
            verdicts.append(either(agree.value(actual, number.value, number.decimals, hedge), f"{actual:g}"))
    shown = _shown(scene, where, item)
    return scene.claim("region", best(verdicts), *shown, start=start, of=(where,)) if verdicts else None


def _match(scene: Scene, item: Item, place: Item) -> bool:
    """ "La France s'impose 27 à 19 face à l'Irlande"."""
    return (
        MATCH.search(scene.sentence.text[max(scene.sentence.start, item.start - 8) : place.start]) is not None
    )


def _scored(scene: Scene, item: Item) -> bool:
    """Whether a figure of a place is meant as one of the search, and not as the weather or a route there.

    "Montana reached 77 points" is in the words of the index, though the sentence has no other of it.
    """
    if any(i.has("K", "INTEREST", "SEARCHED") for i in scene.items) or (scene.named and item.has("PCT")):
        return True
    words = item.text.casefold()
    return "point" in words or "punt" in words or scene.before(item, "REACH", within=1) is not None


def changed(scene: Scene, item: Item) -> bool:
    """Whether a percentage or a difference says how much something moved: "up 30% in Wales"."""
    if item.has("NUM"):
        return False
    if TOWARDS.search(scene.sentence.text[max(scene.sentence.start, item.start - 24) : item.start]):
        return False
    return scene.near(item, "UP", "DOWN", within=3) is not None


def shared(scene: Scene, item: Item) -> bool:
    """Whether a percentage with a word of movement is still a share: "in Colombia it drops to 70 %"."""
    return item.has("PCT") and len(scene.view.keywords) > 1 and not changed(scene, item)


def _counted(scene: Scene, item: Item) -> bool:
    """The number of an item of a list, or a score."""
    text = scene.sentence.text
    ended = COUNTED.match(text, item.end)
    if ended is not None and "." in ended[0] and item.number is not None and item.number.value > LONG_LIST:
        return False
    return ended is not None and (
        "." not in ended[0] or LISTED.search(text[scene.sentence.start : item.start]) is not None
    )


def _shown(scene: Scene, where: Item, item: Item) -> tuple[Item, ...]:
    """What is marked: the figure, and its region when nothing else that may be claimed lies around them."""
    if not scene.sentence.start <= where.start < scene.sentence.end or where not in scene.items:
        return (item,)
    first, last = sorted((where, item), key=lambda i: i.start)
    between = [
        i
        for i in scene.items
        if first.end <= i.start
        and i.end <= last.start
        and i.has("K", "PREFER", "REGIONLEAD", "REGIONLAST", "ORD")
    ]
    others = [i for i in scene.items if i is not item and (i.number is not None or i.has(*ORDER))]
    alone = not between and not others and scene.words_between(where, item) <= CLOSE
    return (where, item) if alone else (item,)


def _keywords(scene: Scene, item: Item) -> tuple[str, ...]:
    """Whose share it is: the keyword that stands nearest, other figures and commas counting as far."""
    names = scene.view.keywords
    if len(names) < 2:
        return names
    owners = [
        i for i in scene.items if i.has("K") and not scene.before(i, "THAN", "AHEAD", "BEHIND", within=0)
    ]
    costs = sorted((_cost(scene, item, i), i.start, names[i.index]) for i in owners)
    if not costs:
        return scene.carried or names
    return (costs[0][2],)


def _cost(scene: Scene, item: Item, named: Item) -> int:
    first, last = sorted((item, named), key=lambda i: i.start)
    between = scene.sentence.text[first.end : last.start]
    cost = scene.words_between(item, named) + 4 * len(re.findall(r"[,;:.]", between))
    passed = [i for i in scene.items if first.end <= i.start and i.end <= last.start]
    cost += 20 * sum(i.has("NUM", "PCT", "K") for i in passed) + 12 * sum(i.has("R", "PLACE") for i in passed)
    if any(first.end <= at < last.start for at in scene.sentence.breaks):
        cost += 20
    if named.start < item.start:
        return cost
    linked = GIVEN.search(between) is not None or not between.strip(" «„“\"'‘")
    return cost - 3 if linked else cost + 6


def _sides(scene: Scene, item: Item) -> tuple[Item | None, Item | None]:
    """The two regions: around the figure, or both behind it, "twice as popular in Utah as in Texas"."""
    ours, theirs = scene.before(item, "R", within=9), scene.after(item, "R", within=9)
    behind = [i for i in scene.sentence.clause(item) if i.has("R") and i.start >= item.end]
    if (
        ours is None
        and len(behind) == 2
        and BOTH.search(scene.sentence.text[behind[0].end : behind[1].start])
    ):
        return behind[0], behind[1]
    return ours, theirs


def compared(scene: Scene, item: Item) -> Claim | None:
    """ "Minnesota shows twice the interest of Alaska", "Scotland is 17 points behind Wales"."""
    number = item.number
    ours, theirs = _sides(scene, item)
    if number is None or not item.has("TIMES", "PTS", "PCT"):
        return None
    gap = _gap(scene, item)
    if gap is not None:
        return gap
    if ours is None or theirs is None or ours.index == theirs.index:
        return None
    both = ours.start > item.end
    between = scene.sentence.text[ours.end if both else item.end : theirs.start]
    link = scene.after(item, "AS", "THAN", "AHEAD", "BEHIND", "ABOVE", "BELOW", "INTEREST", within=5)
    part = item.has("PCT") and PART.fullmatch(between) is not None
    linked = (
        both or part or ALIKE.search(between) is not None or (link is not None and link.end <= theirs.start)
    )
    if not linked or "," in between or scene.before(item, "NUM", "PCT", within=2):
        return None
    hedge, start = scene.hedge(item)
    down = scene.near(item, "BEHIND", "BELOW", "LESS", "DOWN", within=2) is not None
    a, b = scene.view.regions[ours.index], scene.view.regions[theirs.index]
    verdicts = []
    for keyword in scene.keywords_for(item):
        first, second = a.values.get(keyword), b.values.get(keyword)
        if first is None or not second:
            verdicts.append(unsupported("region"))
            continue
        given = -number.value if down else number.value
        if number.shape == "times":
            ok = agree.ratio(first / second, 1 / number.value if down else number.value, hedge)
        elif number.shape == "points":
            ok = agree.percent(first - second, given, hedge) if hedge else abs(first - second - given) <= 1
        elif part:
            ok = agree.percent(first / second * 100, number.value, hedge)
        else:
            ok = agree.percent((first - second) / second * 100, given, hedge)
            ok = ok or (len(scene.view.keywords) > 1 and agree.percent(first - second, given, hedge))
        verdicts.append(either(ok, f"{a.name} {first:g}, {b.name} {second:g}"))
    return scene.claim("region", best(verdicts), ours, item, theirs, start=start) if verdicts else None


def _gap(scene: Scene, item: Item) -> Claim | None:
    """ "Wales leads Scotland by 17 points": the difference stands behind both."""
    number, theirs = item.number, scene.before(item, "R", within=5)
    mark = scene.before(theirs, "AHEAD", "BEHIND", "REGIONLEAD", within=2) if theirs is not None else None
    ours = scene.before(mark, "R", within=4) if mark is not None else None
    if number is None or theirs is None or mark is None or ours is None or item.has("TIMES"):
        return None
    if BY.fullmatch(scene.sentence.text[theirs.end : scene.hedge(item)[1]]) is None:
        return None
    hedge, start = scene.hedge(item)
    a, b = scene.view.regions[ours.index], scene.view.regions[theirs.index]
    verdicts: list[Verdict] = []
    for keyword in scene.keywords_for(item):
        first, second = a.values.get(keyword), b.values.get(keyword)
        if first is None or second is None:
            verdicts.append(unsupported("region"))
            continue
        actual = second - first if mark.has("BEHIND") else first - second
        ok = agree.percent(actual, number.value, hedge)
        if item.has("PCT") and second:
            ok = ok or agree.percent(abs(first - second) / second * 100, number.value, hedge)
        verdicts.append(either(ok, f"{a.name} {first:g}, {b.name} {second:g}"))
    return scene.claim("region", best(verdicts), item, start=start, of=(ours, theirs)) if verdicts else None
