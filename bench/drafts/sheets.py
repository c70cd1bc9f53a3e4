"""Synthetic trends to draft from: everyday topics that go up, down or nowhere, and some that hurt."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from thinker_svc.services.snapshot import Snapshot

# The first set was looked at while the prompt was tuned; the second only to measure.
TUNED = (
    ("pumpkin spice", "up", "GB"), ("oat milk", "steady", "US"), ("standing desk", "down", "US"),
    ("padel", "up", "ES"), ("air fryer recipes", "up", "GB"), ("fidget spinner", "down", ""),
    ("heat pump", "up", "DE"), ("cold brew coffee", "up", "US"), ("sourdough starter", "down", "US"),
    ("electric scooter", "up", "FR"), ("vinyl records", "steady", "GB"), ("christmas markets", "up", "DE"),
    ("lawn mower", "down", "GB"), ("matcha latte", "up", "AU"), ("running shoes", "steady", "US"),
    ("solar panels", "up", "NL"), ("crochet", "up", "CA"), ("winter boots", "up", "SE"),
    ("ice cream maker", "down", "US"), ("meal prep", "steady", "IE"), ("houseplants", "down", "GB"),
    ("van life", "steady", "NZ"), ("pickleball", "up", "US"), ("second hand clothes", "up", "DK"),
)  # fmt: skip
UNSEEN = (
    ("kombucha", "up", "US"), ("mechanical keyboard", "steady", "US"), ("sauna", "up", "FI"),
    ("barefoot shoes", "up", "GB"), ("hiking boots", "down", "US"), ("bubble tea", "up", "CA"),
    ("trampoline", "down", "GB"), ("language learning app", "steady", ""), ("tiny house", "down", "US"),
    ("sushi", "steady", "JP"), ("rain barrel", "up", "US"), ("beekeeping", "up", "PL"),
    ("e-reader", "steady", "DE"), ("wedding dress", "down", "GB"), ("street food", "up", "TH"),
    ("jigsaw puzzle", "up", "US"), ("garden furniture", "down", "GB"), ("how to make candles", "up", "US"),
    ("bread machine", "steady", "US"), ("indoor climbing", "up", "AT"), ("flu symptoms", "up", "GB"),
    ("earthquake today", "up", ""), ("electric guitar", "down", "US"), ("chess", "steady", "IN"),
)  # fmt: skip
WEEKS = 53


def sheet(topic: str, direction: str, geo: str) -> Snapshot:
    """A year of weeks with noise of its own, the last one not over yet."""
    chance = random.Random(topic)  # noqa: S311 - a series, not a secret
    base, as_of = chance.randint(30, 55), datetime(2026, 11, 20, 12, tzinfo=UTC)
    start = datetime(2025, 11, 16, tzinfo=UTC)
    values = []
    for week in range(WEEKS):
        late, course = week > WEEKS - 6, week / (WEEKS - 1)
        factor = {"up": 1 + 0.2 * course + 0.6 * late, "down": 1.6 - 0.4 * course - 0.5 * late, "steady": 1.0}
        values.append(max(0, min(100, round(base * factor[direction] * chance.uniform(0.96, 1.04)))))
    return Snapshot.model_validate(
        {
            "keywords": [topic],
            "geo": geo,
            "timeframe": "today 12-m",
            "resolution": "week",
            "as_of": as_of,
            "series": {
                topic: [
                    {"time": start + timedelta(weeks=week), "value": value, "partial": week == WEEKS - 1}
                    for week, value in enumerate(values)
                ]
            },
            "averages": {topic: base},
            "rising": [
                {"query": f"{topic} near me", "value": "Breakout"},
                {"query": f"{topic} at home", "value": chance.randint(60, 900)},
            ],
            "top": [{"query": f"{topic} ideas", "value": 100}],
            "regions": [],
            "sample": True,
        }
    )
