"""Small snapshots with figures that are easy to follow by eye."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}


def points(
    values: list[Any], step: timedelta, last: datetime, *, partial: bool = True
) -> list[dict[str, Any]]:
    """A series whose last point begins at `last`."""
    return [
        {
            "time": (last - step * (len(values) - 1 - at)).isoformat().replace("+00:00", "Z"),
            "value": value,
            "partial": partial and at == len(values) - 1,
        }
        for at, value in enumerate(values)
    ]


LATTE = "pumpkin spice latte"
# The peak is the week of 6 September 2026; the last complete week, 60, is that of 8 November.
LATTE_VALUES = [*[20] * 38, 25, 30, 45, 60, 80, 100, 87, 70, 66, 60, 40, 44, 50, 55, 60, 70]


def latte(**other: Any) -> dict[str, Any]:
    """A year of weeks of one keyword, whose last week (70) is not over."""
    return {
        "id": "latte",
        "keywords": [LATTE],
        "geo": "GB",
        "timeframe": "today 12-m",
        "resolution": "week",
        "as_of": "2026-11-20T12:00:00Z",
        "series": {LATTE: points(LATTE_VALUES, STEPS["week"], datetime(2026, 11, 15, tzinfo=UTC))},
        "averages": {LATTE: 31},
        "rising": [
            {"query": "pumpkin spice near me", "value": "Breakout"},
            {"query": "pumpkin spice recipe", "value": 250},
        ],
        "top": [{"query": "starbucks pumpkin spice", "value": 100}],
        "regions": [
            {"name": "Wales", "code": "GB-WLS", "values": {LATTE: 100}},
            {"name": "Scotland", "code": "GB-SCT", "values": {LATTE: 83}},
            {"name": "England", "code": "GB-ENG", "values": {LATTE: 71}},
        ],
        **other,
    }


# Thirty days that end on Sunday 8 November; oat overtakes soy in the last week.
OAT = [30] * 20 + [34, 36, 40, 44, 48, 52, 56, 60, 64, 66]
SOY = [60] * 10 + [55] * 13 + [50, 48, 46, 45, 44, 42, 41]


def milks(**other: Any) -> dict[str, Any]:
    """A month of days of three keywords, all complete."""
    last = datetime(2026, 11, 8, tzinfo=UTC)
    return {
        "id": "milks",
        "keywords": ["oat milk", "soy milk", "hemp milk"],
        "geo": "",
        "timeframe": "today 1-m",
        "resolution": "day",
        "as_of": "2026-11-09T08:00:00Z",
        "series": {
            "oat milk": points(OAT, STEPS["day"], last, partial=False),
            "soy milk": points(SOY, STEPS["day"], last, partial=False),
            "hemp milk": points([0, "<1", 2, 3, 4] * 6, STEPS["day"], last, partial=False),
        },
        "averages": {"oat milk": 37, "soy milk": 54, "hemp milk": 2},
        "rising": [],
        "top": [],
        "regions": [
            {"name": "Germany", "code": "DE", "values": {"oat milk": 62, "soy milk": 36, "hemp milk": 2}},
            {"name": "France", "code": "FR", "values": {"oat milk": 41, "soy milk": 58, "hemp milk": 1}},
        ],
        **other,
    }
