"""Which data points a claim rests on: a time, a region, a related query, a keyword's average."""

from __future__ import annotations

from collections.abc import Iterable

from thinker_svc.figures.claim import DataPoint, Kind, Verdict
from thinker_svc.figures.text.item import Item
from thinker_svc.figures.view import Query, View

RISING = ("rising", "breakout")


def resting(view: View, kind: Kind, verdict: Verdict, items: Iterable[Item]) -> tuple[DataPoint, ...]:
    """The time and what else the verdict tells; where it tells nothing, what the statement names. None for
    what the snapshot doesn't hold."""
    if verdict.label == "unsupported":
        return ()
    if verdict.point:
        return (DataPoint("time", verdict.point), *verdict.points)
    return verdict.points or tuple(dict.fromkeys(_named(view, kind, items)))


def query(one: Query) -> DataPoint:
    return DataPoint("rising" if one.rising else "top", one.text)


def average(keyword: str) -> DataPoint:
    return DataPoint("average", keyword)


def _named(view: View, kind: Kind, items: Iterable[Item]) -> Iterable[DataPoint]:
    for item in items:
        if item.has("R") and kind == "region":
            yield DataPoint("region", view.regions[item.index].name)
        elif item.has("Q"):
            yield _listed(view, kind, view.queries[item.index].text)


def _listed(view: View, kind: Kind, text: str) -> DataPoint:
    """A query in the list the claim is of, where it stands in both."""
    same = [one for one in view.queries if one.text.casefold() == text.casefold()]
    return query(next((one for one in same if one.rising == (kind in RISING)), same[0]))
