"""Whether two stretches of a text share a place, or one lies within the other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol


class Stretch(Protocol):
    """Code points from `start` to `end`, which is exclusive: an item, a claim, a label."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def meet(a: Stretch, b: Stretch) -> bool:
    return a.start < b.end and b.start < a.end


def meets_any(one: Stretch, others: Iterable[Stretch]) -> bool:
    return any(meet(one, other) for other in others)


def within(inner: Stretch, outer: Stretch) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def within_any(one: Stretch, others: Iterable[Stretch]) -> bool:
    return any(within(one, other) for other in others)
