"""The trend's chart in words, from its facts, for people who can't see it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from thinker_svc.services import facts, wording
from thinker_svc.services.facts import Sheet
from thinker_svc.services.snapshot import Snapshot

MOST_NAMED = 5
WHAT = {
    "google": "Google searches for",
    "wikimedia": "Wikipedia page views of",
    "hackernews": "Hacker News posts about",
}


def of_chart(data: Mapping[str, Any]) -> str:
    """What the chart of a search's result shows, in a few sentences; "" for what can't be read."""
    try:
        snapshot = Snapshot.model_validate(data)
    except ValidationError:
        return ""
    sheet = facts.read(snapshot)
    said = [_subject(snapshot), _peak(sheet), _now(sheet), _lead(sheet)]
    if snapshot.sample:
        said.append("Sample data.")
    return " ".join(filter(None, said))


def _subject(snapshot: Snapshot) -> str:
    names = list(snapshot.keywords[:MOST_NAMED])
    if len(snapshot.keywords) > MOST_NAMED:
        names.append(f"{len(snapshot.keywords) - MOST_NAMED} more")
    what = WHAT.get(snapshot.source or "google", "interest in")
    day = snapshot.as_of
    return (
        f"Line chart of {what} {wording.listed(names)}{wording.where(snapshot.geo)} over "
        f"{wording.period(snapshot)}, as of {day.day} {day:%B %Y}."
    )


def _peak(sheet: Sheet) -> str:
    if sheet.peak is None:
        return ""
    point = sheet.peak.point
    name = f"{wording.capital(sheet.keyword)} peaks" if len(sheet.snapshot.keywords) > 1 else "It peaks"
    return f"{name} at {point.value} of 100 {wording.at(point, sheet.snapshot)}."


def _now(sheet: Sheet) -> str:
    """Where it stands at the last complete point, and how that came about."""
    change = sheet.change
    if change is None or (sheet.peak is not None and sheet.peak.current):
        return ""
    stands = f"It stands at {change.after.value} {wording.at(change.after, sheet.snapshot)}"
    if change.percent is None or not change.span or change.direction == "steady":
        return f"{stands}."
    course = "up" if change.percent > 0 else "down"
    return f"{stands}, {course} {abs(change.percent)}% in {change.span}."


def _lead(sheet: Sheet) -> str:
    if sheet.lead is None:
        return ""
    averages = [f"{name} {value}" for name, value in sheet.lead.averages[:MOST_NAMED]]
    return f"Averages: {wording.listed(averages)}."
