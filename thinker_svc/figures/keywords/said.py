"""What a figure says of two keywords, and whether their levels agree with it."""

from __future__ import annotations

from dataclasses import dataclass

from thinker_svc.figures import agree
from thinker_svc.figures.agree import Hedge
from thinker_svc.figures.claim import Verdict, either, unsupported
from thinker_svc.figures.keywords.parties import Parties
from thinker_svc.figures.scene import Scene
from thinker_svc.figures.text.item import Item

DOWNWARD = ("BEHIND", "BELOW", "LESS", "DOWN")


@dataclass(frozen=True, slots=True)
class Said:
    """What a figure says of two keywords: whose, by how much, in which measure."""

    sides: Parties
    items: tuple[Item, ...]
    value: float
    measure: str
    """points, percent, ratio, share or gap (points either way)."""
    sure: bool = True
    """Whether nothing else may be meant; "three times its interest" may be of its own growth."""


def agrees(said: Said, ours: float, theirs: float, hedge: Hedge) -> Verdict:
    apart, given = ours - theirs, said.value
    if said.measure == "gap":
        apart = abs(apart)
    if said.measure in ("points", "gap"):
        ok = agree.percent(apart, given, hedge) if hedge else abs(apart - given) <= 1
        return either(ok, f"{apart:+g} points")
    if theirs <= 0 or (theirs < 1 and said.measure == "percent"):
        return unsupported("base")
    if said.measure == "percent":
        return either(agree.percent(apart / theirs * 100, given, hedge), f"{apart / theirs * 100:+.0f}%")
    actual = ours / theirs
    ok = agree.ratio(actual, given, hedge)
    if said.measure == "share":  # "a quarter of Hoka's interest"
        ok = agree.percent(actual * 100, given * 100, hedge) or (not hedge and ok)
        return either(ok, f"{actual * 100:.0f}%")
    return either(ok, f"{actual:.1f} times")


def less(scene: Scene, item: Item, link: Item) -> bool:
    return any(i.has(*DOWNWARD) for i in scene.items if item.start <= i.start and i.end <= link.end)
