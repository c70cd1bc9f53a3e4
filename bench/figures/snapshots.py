"""The snapshots the labelled texts are about: the first seven by rule, others as files of ``worlds/``."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

WEEK, DAY, HOUR = timedelta(weeks=1), timedelta(days=1), timedelta(hours=1)


def _points(values: list[Any], step: timedelta, last: datetime, *, partial: bool) -> list[dict[str, Any]]:
    return [
        _point(last - step * (len(values) - 1 - at), value, partial=partial and at == len(values) - 1)
        for at, value in enumerate(values)
    ]


def _point(time: datetime, value: Any, *, partial: bool = False) -> dict[str, Any]:
    return {"time": time.isoformat().replace("+00:00", "Z"), "value": value, "partial": partial}


def _weekly(keyword: str, queries: tuple[str, str, str], geo: str = "GB") -> dict[str, Any]:
    """Low all year, 100 in the week of 6 September, 60 in the last complete one, 8 November."""
    values = [*[20] * 38, 25, 30, 45, 60, 80, 100, 87, 70, 66, 60, 40, 44, 50, 55, 60, 70]
    regions = {
        "GB": [("Wales", "GB-WLS"), ("Scotland", "GB-SCT"), ("England", "GB-ENG")],
        "DE": [("Bayern", "DE-BY"), ("Hessen", "DE-HE"), ("Sachsen", "DE-SN")],
        "FR": [("Bretagne", "FR-BRE"), ("Occitanie", "FR-OCC"), ("Normandie", "FR-NOR")],
        "ES": [("Galicia", "ES-GA"), ("Asturias", "ES-AS"), ("Murcia", "ES-MC")],
    }[geo]
    return {
        "id": f"weekly-{geo}",
        "keywords": [keyword],
        "geo": geo,
        "timeframe": "today 12-m",
        "resolution": "week",
        "as_of": "2026-11-20T12:00:00Z",
        "series": {keyword: _points(values, WEEK, datetime(2026, 11, 15, tzinfo=UTC), partial=True)},
        "averages": {keyword: 31},
        "rising": [{"query": queries[0], "value": "Breakout"}, {"query": queries[1], "value": 250}],
        "top": [{"query": queries[2], "value": 100}],
        "regions": [
            {"name": name, "code": code, "values": {keyword: value}}
            for (name, code), value in zip(regions, (100, 83, 71), strict=True)
        ],
    }


def _milks() -> dict[str, Any]:
    last = datetime(2026, 11, 8, tzinfo=UTC)
    oat = [*[30] * 20, 34, 36, 40, 44, 48, 52, 56, 60, 64, 66]
    soy = [*[60] * 10, *[55] * 13, 50, 48, 46, 45, 44, 42, 41]
    return {
        "id": "milks",
        "keywords": ["oat milk", "soy milk", "hemp milk"],
        "geo": "",
        "timeframe": "today 1-m",
        "resolution": "day",
        "as_of": "2026-11-09T08:00:00Z",
        "series": {
            "oat milk": _points(oat, DAY, last, partial=False),
            "soy milk": _points(soy, DAY, last, partial=False),
            "hemp milk": _points([0, "<1", 2, 3, 4] * 6, DAY, last, partial=False),
        },
        "averages": {"oat milk": 37, "soy milk": 54, "hemp milk": 2},
        "rising": [],
        "top": [],
        "regions": [
            {"name": "Germany", "code": "DE", "values": {"oat milk": 62, "soy milk": 36, "hemp milk": 2}},
            {"name": "France", "code": "FR", "values": {"oat milk": 41, "soy milk": 58, "hemp milk": 1}},
        ],
    }


def _lights() -> dict[str, Any]:
    """Hours of a week: 100 on Thursday 19 November at 22:00 UTC, 30 in the last complete hour, 11:00."""
    last = datetime(2026, 11, 20, 12, tzinfo=UTC)
    night = [15, *[20] * 6, 40, 60, 80, 95, 100, 90, *[50] * 6, *[25] * 5, 30, 35]
    return {
        "id": "lights",
        "keywords": ["northern lights"],
        "geo": "US",
        "timeframe": "now 7-d",
        "resolution": "hour",
        "as_of": "2026-11-20T12:20:00Z",
        "series": {"northern lights": _points([*[10] * 143, *night], HOUR, last, partial=True)},
        "averages": {"northern lights": 15},
        "rising": [
            {"query": "northern lights tonight", "value": "Breakout"},
            {"query": "aurora forecast", "value": 450},
            {"query": "kp index", "value": 120},
        ],
        "top": [{"query": "aurora borealis", "value": 100}],
        "regions": [
            {"name": "Alaska", "code": "US-AK", "values": {"northern lights": 100}},
            {"name": "Minnesota", "code": "US-MN", "values": {"northern lights": 64}},
            {"name": "Oregon", "code": "US-OR", "values": {"northern lights": 40}},
        ],
    }


def _vinyl() -> dict[str, Any]:
    """All months since 2004: 100 in December 2025, 75 in the last complete one, October 2026."""
    base = {**dict.fromkeys(range(2004, 2010), 30), **dict.fromkeys(range(2010, 2016), 20)}
    base |= {**dict.fromkeys(range(2016, 2021), 40), **dict.fromkeys(range(2021, 2026), 60), 2026: 50}
    late = {7: 60, 8: 65, 9: 70, 10: 75, 11: 40}
    vinyl, tapes = [], []
    for year in range(2004, 2027):
        for month in range(1, 13 if year < 2026 else 12):
            time, part = datetime(year, month, 1, tzinfo=UTC), (year, month) == (2026, 11)
            value = late.get(month, 50) if year == 2026 else base[year] + (10 if month == 12 else 0)
            value = 100 if (year, month) == (2025, 12) else value
            vinyl.append(_point(time, value, partial=part))
            tapes.append(_point(time, "<1" if year < 2010 else 5 if year < 2020 else 20, partial=part))
    return {
        "id": "vinyl",
        "keywords": ["vinyl records", "cassette tapes"],
        "geo": "US",
        "timeframe": "all",
        "resolution": "month",
        "as_of": "2026-11-20T12:00:00Z",
        "series": {"vinyl records": vinyl, "cassette tapes": tapes},
        "averages": {"vinyl records": 39, "cassette tapes": 8},
        "rising": [{"query": "vinyl records near me", "value": 90}],
        "top": [{"query": "vinyl record player", "value": 100}],
        "regions": [],
    }


SNAPSHOTS: dict[str, dict[str, Any]] = {
    "latte": _weekly(
        "pumpkin spice latte", ("pumpkin spice near me", "pumpkin spice recipe", "starbucks pumpkin spice")
    ),
    "milks": _milks(),
    "lights": _lights(),
    "vinyl": _vinyl(),
    "de": _weekly("Glühwein", ("glühwein alkoholfrei", "glühwein rezept", "glühwein gewürz"), "DE"),
    "fr": _weekly("vin chaud", ("vin chaud sans alcool", "recette vin chaud", "épices vin chaud"), "FR"),
    "es": _weekly("turrón", ("turrón sin azúcar", "receta turrón", "turrón duro"), "ES"),
}

WORLDS = Path(__file__).with_name("worlds")
SNAPSHOTS |= {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(WORLDS.glob("*.json"))
}
