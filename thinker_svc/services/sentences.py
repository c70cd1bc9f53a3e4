"""The facts in words. Every figure a draft starts with is written here, none by a model."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from thinker_svc.services import wording
from thinker_svc.services.facts import Change, Lead, Peak, Regions, Rising, Sheet

Kind = Literal["passed", "change", "peak", "rising", "regions", "averages"]
# The order a reader expects; which of them make it into a short post is decided by weight.
ORDER: tuple[Kind, ...] = ("passed", "change", "peak", "rising", "regions", "averages")
TITLE_LENGTH = 90


@dataclass(frozen=True, slots=True)
class Line:
    kind: Kind
    text: str
    weight: int


def lines(sheet: Sheet, variant: int = 0) -> list[Line]:
    """All that can be said, in reading order. `variant` turns the wording, never the facts."""
    found: list[Line] = []
    if sheet.lead and sheet.lead.passed:
        winner, loser = sheet.lead.passed
        who = wording.capital(wording.keyword(winner))
        found.append(Line("passed", f"{who} has passed {wording.keyword(loser)} in search interest.", 85))
    if sheet.change:
        found.append(Line("change", _change(sheet.change, sheet, variant), 90))
    if sheet.peak:
        found.append(Line("peak", _peak(sheet.peak, sheet), 75 if sheet.peak.current else 60))
    if sheet.rising:
        found.append(Line("rising", _rising(sheet.rising, variant), 70 if sheet.rising.breakout else 65))
    if sheet.regions:
        found.append(Line("regions", _regions(sheet.regions, sheet), 50))
    if sheet.lead:
        found.append(Line("averages", _averages(sheet.lead, sheet), 40 if sheet.lead.passed else 68))
    return sorted(found, key=lambda line: ORDER.index(line.kind))


def title(sheet: Sheet) -> str:
    """The news in one line, sentence case, without a full stop."""
    name = wording.capital(wording.keyword(sheet.keyword))
    change = sheet.change
    if sheet.lead and sheet.lead.passed:
        winner, loser = sheet.lead.passed
        news = f"{wording.capital(wording.keyword(winner))} passes {wording.keyword(loser)}"
    elif sheet.peak and sheet.peak.current and sheet.direction == "up":
        news = f"{name} at its highest of {wording.period(sheet.snapshot)}"
    elif change and change.percent is not None and change.direction != "steady":
        news = f"{name} {change.direction} {abs(change.percent):,}%{_span(change, sheet)}"
    elif change and change.percent is None and change.direction != "steady":
        news = f"{name} {'comes from nowhere' if change.direction == 'up' else 'drops out of sight'}"
    elif change:
        news = f"{name} holds steady"
    else:
        news = f"{name}: what people search for"
    return news if len(news) <= TITLE_LENGTH else news[: TITLE_LENGTH - 1].rstrip() + "…"


def _span(change: Change, sheet: Sheet) -> str:
    if change.span:
        return f" in {change.span}"
    return f" since {wording.at(change.before, sheet.snapshot).split(' ', 1)[1]}"


def _change(change: Change, sheet: Sheet, variant: int) -> str:
    name, span = wording.keyword(change.keyword), _span(change, sheet)
    place = wording.where(sheet.snapshot.geo)
    if change.direction == "steady":
        at = "below 1" if change.after.value == "<1" else f"{change.after.value} of 100"
        since = f" compared with {change.span} ago" if change.span else span
        return f"Search interest in {name} is little changed{place}{since}, at {at}."
    if change.percent is None:
        ends = (change.before, change.after)
        before, after = ("below 1" if point.value == "<1" else f"{point.value}" for point in ends)
        verb = "climbed" if change.direction == "up" else "dropped"
        return f"Search interest in {name} has {verb} from {before} to {after} of 100{span}{place}."
    if change.ratio >= 1.9:
        return f"Search interest in {name} {_multiple(change)}{span}{place}."
    up, figure = change.direction == "up", f"{abs(change.percent)}%"
    news = "gaining ground" if up else "cooling off"
    moved = "rose" if up else "fell"
    patterns = (
        f"Search interest in {name} is {'up' if up else 'down'} {figure}{span}{place}.",
        f"{wording.capital(name)} is {news}{place}: search interest {moved} {figure}{span}.",
        f"Search interest in {name} has {'risen' if up else 'fallen'} {figure}{span}{place}.",
    )
    return patterns[variant % len(patterns)]


def _multiple(change: Change) -> str:
    if change.ratio <= 2.2:
        return "has doubled"
    if change.ratio <= 10:
        return f"is up {change.percent:,}%"
    return f"has grown to more than {math.ceil(change.ratio) - 1} times its level"


def _peak(peak: Peak, sheet: Sheet) -> str:
    it = "It" if sheet.change else f"Search interest in {wording.keyword(peak.keyword)}"
    if peak.current:
        return f"{it} is now at its highest point of {wording.period(sheet.snapshot)}."
    since = f" and is now {peak.below_now}% below that" if peak.below_now and peak.below_now >= 5 else ""
    return f"{it} peaked {wording.at(peak.point, sheet.snapshot)}{since}."


def _rising(rising: Rising, variant: int) -> str:
    out = wording.quoted(rising.breakout) if rising.breakout else ""
    grown = wording.listed([f"“{query}” (+{value:,}%)" for query, value in rising.growing])
    if out and grown:
        return f"Breaking out among related searches: {out}. Also rising: {grown}."
    if out:
        return f"Breaking out among related searches: {out}."
    starts = ("Related searches on the rise", "Rising fastest alongside", "Also searched more")
    return f"{starts[variant % len(starts)]}: {grown}."


def _regions(regions: Regions, sheet: Sheet) -> str:
    codes = {region.name: region.code for region in sheet.snapshot.regions}
    names = [wording.region(name, codes.get(name, "")) for name in regions.names]
    behind = f", ahead of {wording.listed(names[1:])}" if names[1:] else ""
    if regions.shared:
        name = wording.capital(wording.keyword(regions.keyword))
        return f"{name} takes its largest share of these searches in {names[0]}{behind}."
    return f"Interest is strongest in {names[0]}{behind}."


def _averages(lead: Lead, sheet: Sheet) -> str:
    (first, best), *others = lead.averages
    rest = wording.listed([f"{wording.keyword(name)} ({value})" for name, value in others[:3]])
    relation = "level with" if others[0][1] == best else "ahead of"
    name = wording.capital(wording.keyword(first))
    return f"{name} averaged {best} of 100 over {wording.period(sheet.snapshot)}, {relation} {rest}."
