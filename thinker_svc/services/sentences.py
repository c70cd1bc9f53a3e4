"""The facts in words. Every figure a draft starts with is written here, none by a model."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from thinker_svc.services import foreign, wording
from thinker_svc.services.facts import Change, Lead, Peak, Regions, Rising, Sheet
from thinker_svc.services.languages import Language, language

Kind = Literal["passed", "change", "peak", "rising", "regions", "averages"]
# The order a reader expects; which of them make it into a short post is decided by weight.
ORDER: tuple[Kind, ...] = ("passed", "change", "peak", "rising", "regions", "averages")
TITLE_LENGTH = 90


@dataclass(frozen=True, slots=True)
class Line:
    kind: Kind
    text: str
    weight: int


def lines(sheet: Sheet, variant: int = 0, code: str = "en") -> list[Line]:
    """All that can be said, in reading order. `variant` turns the wording, never the facts."""
    tongue = language(code)
    found: list[Line] = []
    if sheet.lead and sheet.lead.passed:
        found.append(Line("passed", tongue.say("passed", **_overtaking(sheet.lead.passed, tongue)), 85))
    if sheet.change:
        found.append(Line("change", _change(sheet.change, sheet, tongue, variant), 90))
    if sheet.peak:
        found.append(Line("peak", _peak(sheet.peak, sheet, tongue), 75 if sheet.peak.current else 60))
    if sheet.rising:
        found.append(
            Line("rising", _rising(sheet.rising, tongue, variant), 70 if sheet.rising.breakout else 65)
        )
    if sheet.regions:
        found.append(Line("regions", _regions(sheet.regions, sheet, tongue), 50))
    if sheet.lead:
        found.append(Line("averages", _averages(sheet.lead, sheet, tongue), 40 if sheet.lead.passed else 68))
    return sorted(found, key=lambda line: ORDER.index(line.kind))


def title(sheet: Sheet, code: str = "en") -> str:
    """The news in one line, sentence case, without a full stop."""
    tongue, change = language(code), sheet.change
    names = _named(sheet.keyword, tongue)
    if sheet.lead and sheet.lead.passed:
        news = tongue.say("title_passed", **_overtaking(sheet.lead.passed, tongue))
    elif sheet.peak and sheet.peak.current and sheet.direction == "up":
        news = tongue.say("title_highest", **names, of_period=tongue.period(sheet.snapshot, "of"))
    elif change and change.percent is not None and change.direction != "steady":
        figure = tongue.percent(abs(change.percent))
        span = _span(change, sheet, tongue)
        news = tongue.say(f"title_{change.direction}", **names, figure=figure, span=span)
    elif change and change.percent is None and change.direction != "steady":
        news = tongue.say("title_climbed" if change.direction == "up" else "title_dropped", **names)
    else:
        news = tongue.say("title_steady" if change else "title_other", **names)
    return news if len(news) <= TITLE_LENGTH else news[: TITLE_LENGTH - 1].rstrip() + "…"


def _named(keyword: str, tongue: Language) -> dict[str, str]:
    """A keyword within a sentence, and at its head."""
    name = tongue.keyword(foreign.visible(keyword))
    return {"name": name, "Name": wording.capital(name)}


def _overtaking(passed: tuple[str, str], tongue: Language) -> dict[str, str]:
    winner, loser = (tongue.keyword(foreign.visible(keyword)) for keyword in passed)
    return {"winner": winner, "Winner": wording.capital(winner), "loser": loser}


def _span(change: Change, sheet: Sheet, tongue: Language) -> str:
    """With the blank before it: " in four weeks", " since 3 May"."""
    return f" {tongue.in_span(change.span) if change.span else tongue.since(change.before, sheet.snapshot)}"


def _change(change: Change, sheet: Sheet, tongue: Language, variant: int) -> str:
    where = _named(change.keyword, tongue) | {
        "span": _span(change, sheet, tongue),
        "place": tongue.place(sheet.snapshot.geo),
    }
    if change.direction == "steady":
        return _steady(change, tongue, where)
    if change.percent is None:
        key = "climbed" if change.direction == "up" else "dropped"
        ends = (_value(point.value, tongue) for point in (change.before, change.after))
        return tongue.say(key, **where, **dict(zip(("before", "after"), ends, strict=True)))
    figure = tongue.percent(abs(change.percent))
    if change.ratio < 1.9:
        return tongue.say(change.direction, variant, **where, figure=figure)
    if change.ratio <= 2.2:
        return tongue.say("doubled", **where)
    if change.ratio <= 10:
        return tongue.say("up_much", **where, figure=figure)
    return tongue.say("times", **where, n=math.ceil(change.ratio) - 1)


def _steady(change: Change, tongue: Language, where: dict[str, str]) -> str:
    value = change.after.value
    below = "level_below_one" if tongue.knows("level_below_one") else "below_one"
    level = tongue.say(below) if value == "<1" else tongue.say("level", value=value)
    since = f" {tongue.against(change.span)}" if change.span else where["span"]
    return tongue.say("steady", **where, since=since, level=level)


def _value(value: int | str, tongue: Language) -> str:
    return tongue.say("below_one") if value == "<1" else str(value)


def _peak(peak: Peak, sheet: Sheet, tongue: Language) -> str:
    form = "" if sheet.change else "_named"
    names = _named(peak.keyword, tongue)
    if peak.current:
        return tongue.say(f"peak_now{form}", **names, of_period=tongue.period(sheet.snapshot, "of"))
    worth = peak.below_now is not None and peak.below_now >= 5
    below = tongue.say("below", figure=tongue.percent(peak.below_now or 0)) if worth else ""
    return tongue.say(f"peak_then{form}", **names, at=tongue.at(peak.point, sheet.snapshot), below=below)


def _rising(rising: Rising, tongue: Language, variant: int) -> str:
    breakout = tongue.listed([tongue.quote(query) for query in rising.breakout])
    growing = tongue.listed(
        [
            tongue.say("grown", query=tongue.quote(query), figure=tongue.percent(value))
            for query, value in rising.growing
        ]
    )
    if breakout and growing:
        return tongue.say("breakout_and_growing", breakout=breakout, growing=growing)
    if breakout:
        return tongue.say("breakout", breakout=breakout)
    return tongue.say("growing", variant, growing=growing)


def _regions(regions: Regions, sheet: Sheet, tongue: Language) -> str:
    codes = {region.name: region.code for region in sheet.snapshot.regions}
    names = [tongue.region(name, codes.get(name, "")) for name in regions.names]
    key = "regions_shared" if regions.shared else "regions"
    if len(names) == 1 and tongue.knows(f"{key}_one"):
        key = f"{key}_one"
    return tongue.say(
        key,
        **_named(regions.keyword, tongue),
        first=names[0],
        behind=tongue.say("behind", others=tongue.listed(names[1:])) if names[1:] else "",
        regions=tongue.listed(names),
    )


def _averages(lead: Lead, sheet: Sheet, tongue: Language) -> str:
    (first, best), *others = lead.averages
    rest = [
        tongue.say("average_of", name=tongue.keyword(foreign.visible(name)), value=value)
        for name, value in others[:3]
    ]
    over = tongue.period(sheet.snapshot, "over")
    return tongue.say(
        "averages_level" if others[0][1] == best else "averages_ahead",
        **_named(first, tongue),
        best=best,
        over_period=over,
        Over_period=wording.capital(over),
        others=tongue.listed(rest),
    )
