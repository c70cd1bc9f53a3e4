"""Factors and fractions of another keyword: "three times latte's", "dobla a", "a quarter of Hoka's"."""

from __future__ import annotations

import re

from thinker_svc.figures.keywords.outsiders import OBJECT
from thinker_svc.figures.keywords.parties import Parties, parties, rest
from thinker_svc.figures.keywords.said import Said
from thinker_svc.figures.others import strangers
from thinker_svc.figures.scene import FAR, Scene
from thinker_svc.figures.text.item import Item

# What joins a factor to the keyword it is of: "three times that of Hoka", "trois fois Dembélé".
JOIN = re.compile(
    r"(?i)[\s\"“„«»”]*(?:(?:as|that|those|of|what|the|a|al|"
    r"à|au|aux|de|del|du|des|que|qu'|"
    r"celui|celle|ceux|von|die|das|der|den|dem|"
    r"wie|la|le|les|el|los|las|for|it|gets|brand|rival|team-?mate|teamkollege)[\s\"“„«]+|l'|d')*[\"“„«\s]*"
)
OWN = re.compile(r"(?i)'s?$")
OF = re.compile(r"(?i)\s(?:of|von|vom|de|del|du|d'|des)\s")


def factor(scene: Scene, item: Item) -> Said | None:
    """ "three times as popular as", "twice Hoka's searches", "dobla a", "halb so viel wie"."""
    number = item.number
    if number is None or number.value <= 0:
        return None
    if number.shape != "times":
        return _multiple(scene, item)
    moved = scene.before(item, "UP", "DOWN", within=5)
    if moved is not None and not moved.has("MORE", "AHEAD") and moved.end <= item.start:
        return None  # "rose three times as fast as": of the growth
    sides, items = _pair(scene, item) or _of(scene, item)
    sure = sides is not None
    if sides is None:
        sides = _left_out(scene, item)
    if sides is None:
        return None
    less = scene.after(item, "LESS", "BELOW", "BEHIND", "DOWN", within=1)
    value = 1 / number.value if less is not None and not (number.verb and number.value < 1) else number.value
    return Said(sides, items, value, "ratio", sure)


def _left_out(scene: Scene, item: Item) -> Parties | None:
    """ "Saucony and Altra? Saucony gets nine times as much interest", "Hoka draws 36 times its interest"."""
    link = scene.after(item, "AS", "INTEREST", "MORE", "PRONOUN", "UP", within=1)
    if link is None or scene.after(item, "K", "THAN", within=FAR) is not None:
        return None
    sides = parties(scene, item)
    other = rest(scene, sides.ours, item) if sides.ours >= 0 and sides.stranger is None else -1
    return Parties(sides.ours, other) if other >= 0 else None


def share(scene: Scene, item: Item) -> Said | None:
    """ "a quarter of Hoka's interest", "a third as popular as Hoka", "40% of Hoka's searches"."""
    number = item.number
    if number is None or number.shape != "percent" or number.sign:
        return None
    text = scene.sentence.text
    said = OF.match(text, item.end) or scene.after(item, "AS", within=0)
    if said is None or scene.before(item, "UP", "DOWN", within=3):
        return None
    sides, items = _of(scene, item)
    return Said(sides, items, number.value / 100, "share") if sides is not None else None


def _of(scene: Scene, item: Item) -> tuple[Parties | None, tuple[Item, ...]]:
    """The keyword a factor is of, right behind it but for words that say what is compared."""
    other = scene.after(item, "K", within=9)
    text = scene.sentence.text
    if other is not None and _joined(scene, item, other):
        sides = parties(scene, item, within=9)
        alone = len(scene.view.keywords) == 1 and scene.before(item, "K", "PRONOUN", within=FAR) is None
        if alone and scene.after(
            item, "AS", "THAN", within=3
        ):  # "(Tartiflette?) Half as popular as raclette"
            return Parties(), (other,)
        return (sides, (other,)) if sides.both or sides.stranger is not None else (None, ())
    if other is None and OBJECT.match(text, item.end):
        sides = parties(scene, item)
        return (sides, ()) if sides.both else (None, ())
    link = scene.after(item, "AS", "THAN", within=3)
    if link is not None and OBJECT.match(text, link.end):
        sides = parties(scene, item, link)
        return (sides, (link,)) if sides.both else (None, ())
    if other is None and (scene.before(item, "K", within=9) or scene.carried):
        named = strangers.thing(scene, link or item, plain=False)
        return (Parties(stranger=named), (named,)) if named is not None else (None, ())
    return None, ()


def _pair(scene: Scene, item: Item) -> tuple[Parties, tuple[Item, ...]] | None:
    """ "Doppelt so häufig nach A gesucht wie nach B": both sides behind the factor."""
    ours = scene.after(item, "K", within=9)
    link = scene.after(ours, "AS", "THAN", within=1) if ours is not None else None
    theirs = scene.after(link, "K", within=2) if link is not None else None
    if ours is None or theirs is None or theirs.index == ours.index:
        return None
    ahead = scene.before(item, "K", "PRONOUN", within=FAR)
    if ahead is not None and ahead.index not in (ours.index, theirs.index):
        return None
    other = ("PEAK", "LOW", "NUM", "PCT", "DATE", "THAN")
    if any(i.has(*other) and item.end <= i.start and i.end <= ours.start for i in scene.items):
        return None
    return Parties(ours.index, theirs.index), (ours, theirs)


def _joined(scene: Scene, item: Item, other: Item) -> bool:
    """Whether a keyword is what a factor is of, and nothing else stands between."""
    between = [i for i in scene.items if item.end <= i.start and i.end <= other.start]
    text = scene.sentence.text[item.end : other.start]
    if re.search(r"[,;:()]", text) or any(
        i.has("DATE", "SPAN", "NUM", "PCT", "PEAK", "LOW", "AVERAGE") for i in between
    ):
        return False
    if scene.after(other, "PEAK", "LOW", "HIGHEST", "LOWEST", within=2) is not None and OWN.search(
        other.text
    ):
        return False
    if JOIN.fullmatch(text) or any(
        i.has("AS", "THAN", "AHEAD", "ABOVE", "BEHIND", "BELOW", "LEVEL") for i in between
    ):
        return True
    return bool(OWN.search(other.text)) or any(i.has("INTEREST", "SEARCHED", "SEARCHES") for i in between)


def _multiple(scene: Scene, item: Item) -> Said | None:
    """ "Over Saucony the multiple is four, over Altra only ten"."""
    word = scene.before(item, "MULTIPLE", within=FAR, clause=False)
    if word is None or not item.has("NUM") or item.number is None:
        return None
    other = scene.before(item, "K", within=8, clause=False) or scene.after(item, "K", within=3)
    if other is None:
        return None
    sides = Parties(_rest_of(scene, other), other.index)
    return Said(sides, (other,), item.number.value, "ratio") if sides.both else None


def _rest_of(scene: Scene, other: Item) -> int:
    """Whose figure it is where the sentence only names the other side: the one spoken of before."""
    names = scene.view.keywords
    carried = [names.index(name) for name in (*scene.carried, *scene.named) if name in names]
    return next((index for index in carried if index != other.index), -1)


def each(scene: Scene, item: Item) -> Said | None:
    """ "For every slow cooker search there are two for air fryers"."""
    number = item.number
    word = scene.before(item, "FOREACH", within=12)
    if number is None or not item.has("NUM") or word is None:
        return None
    theirs, ours = scene.after(word, "K", within=4), scene.after(item, "K", within=4)
    if theirs is None or ours is None or theirs.index == ours.index or theirs.end > item.start:
        return None
    return Said(Parties(ours.index, theirs.index), (word, ours), number.value, "ratio")
