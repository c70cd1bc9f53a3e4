"""Synthetic trends to draft from: everyday topics that go up, down or nowhere, and some that hurt; in six
languages, over hours to months, alone and compared."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import cycle
from typing import Any

from thinker_svc.services.languages import Code
from thinker_svc.services.snapshot import Resolution, Snapshot

Topic = tuple[str, str, str]
# The first set was looked at while the prompt was tuned; the second only to measure.
TUNED: tuple[Topic, ...] = (
    ("pumpkin spice", "up", "GB"), ("oat milk", "steady", "US"), ("standing desk", "down", "US"),
    ("padel", "up", "ES"), ("air fryer recipes", "up", "GB"), ("fidget spinner", "down", ""),
    ("heat pump", "up", "DE"), ("cold brew coffee", "up", "US"), ("sourdough starter", "down", "US"),
    ("electric scooter", "up", "FR"), ("vinyl records", "steady", "GB"), ("christmas markets", "up", "DE"),
    ("lawn mower", "down", "GB"), ("matcha latte", "up", "AU"), ("running shoes", "steady", "US"),
    ("solar panels", "up", "NL"), ("crochet", "up", "CA"), ("winter boots", "up", "SE"),
    ("ice cream maker", "down", "US"), ("meal prep", "steady", "IE"), ("houseplants", "down", "GB"),
    ("van life", "steady", "NZ"), ("pickleball", "up", "US"), ("second hand clothes", "up", "DK"),
)  # fmt: skip
UNSEEN: tuple[Topic, ...] = (
    ("kombucha", "up", "US"), ("mechanical keyboard", "steady", "US"), ("sauna", "up", "FI"),
    ("barefoot shoes", "up", "GB"), ("hiking boots", "down", "US"), ("bubble tea", "up", "CA"),
    ("trampoline", "down", "GB"), ("language learning app", "steady", ""), ("tiny house", "down", "US"),
    ("sushi", "steady", "JP"), ("rain barrel", "up", "US"), ("beekeeping", "up", "PL"),
    ("e-reader", "steady", "DE"), ("wedding dress", "down", "GB"), ("street food", "up", "TH"),
    ("jigsaw puzzle", "up", "US"), ("garden furniture", "down", "GB"), ("how to make candles", "up", "US"),
    ("bread machine", "steady", "US"), ("indoor climbing", "up", "AT"), ("flu symptoms", "up", "GB"),
    ("earthquake today", "up", ""), ("electric guitar", "down", "US"), ("chess", "steady", "IN"),
)  # fmt: skip
ABROAD: dict[Code, tuple[Topic, ...]] = {
    "de": (
        ("wärmepumpe", "up", "DE"), ("balkonkraftwerk", "up", "AT"), ("lastenrad", "steady", "CH"),
        ("freibad", "down", "DE"), ("adventskalender", "up", ""), ("e-bike leasing", "steady", "NL"),
        ("gartenmöbel", "down", "US"), ("kürbissuppe", "up", "GB"),
    ),
    "fr": (
        ("vélo électrique", "up", "FR"), ("pompe à chaleur", "up", "BE"), ("barbecue", "down", "CA"),
        ("cafetière italienne", "steady", "CH"), ("calendrier de l'avent", "up", ""),
        ("jardinage", "steady", "MA"), ("trottinette", "down", "US"), ("raclette", "up", "LU"),
    ),
    "es": (
        ("pádel", "up", "ES"), ("patinete eléctrico", "down", "MX"), ("freidora de aire", "up", "AR"),
        ("huerto urbano", "steady", "CO"), ("turrón", "up", ""), ("paneles solares", "up", "CL"),
        ("ventilador de techo", "down", "GB"), ("yoga en casa", "steady", "US"),
    ),
    "pt": (
        ("cafeteira italiana", "up", "BR"), ("bicicleta elétrica", "up", "PT"),
        ("ar-condicionado", "down", "BR"), ("pão de queijo", "steady", "US"), ("panetone", "up", ""),
        ("energia solar", "up", "AO"), ("piscina inflável", "down", "MZ"),
        ("receita de bolo", "steady", "GB"),
    ),
    "ar": (
        ("قهوة عربية", "up", "SA"), ("الدراجة الكهربائية", "up", "AE"), ("مكيف هواء", "down", "EG"),
        ("تمر المدينة", "steady", "KW"), ("padel", "up", "QA"), ("الطاقة الشمسية", "up", "MA"),
        ("مروحة سقف", "down", "JO"), ("وصفات رمضان", "steady", ""),
    ),
}  # fmt: skip
# What people add to a topic when they search for it, where they are, at home, and to learn.
BESIDE: dict[Code, tuple[str, str, str]] = {
    "en": ("{topic} near me", "{topic} at home", "{topic} ideas"),
    "de": ("{topic} in der nähe", "{topic} selber machen", "{topic} ideen"),
    "fr": ("{topic} près de chez moi", "{topic} maison", "idées {topic}"),
    "es": ("{topic} cerca de mí", "{topic} casero", "ideas de {topic}"),
    "pt": ("{topic} perto de mim", "{topic} caseiro", "ideias de {topic}"),
    "ar": ("{topic} بالقرب مني", "{topic} في المنزل", "أفكار {topic}"),
}
STEPS: dict[Resolution, tuple[timedelta, int, str]] = {
    "week": (timedelta(weeks=1), 53, "today 12-m"),
    "day": (timedelta(days=1), 91, "today 3-m"),
    "hour": (timedelta(hours=1), 168, "now 7-d"),
    "month": (timedelta(days=30), 60, "today 5-y"),
}
AS_OF = datetime(2026, 11, 20, 12, tzinfo=UTC)
PLATFORMS = ("webhook", "bluesky", "mastodon", "x", "linkedin")


@dataclass(frozen=True, slots=True)
class Case:
    """One draft to be written."""

    group: str
    language: Code
    topic: Topic
    snapshot: Snapshot
    platform: str


def cases() -> Iterator[Case]:
    """All of them; platforms, resolutions and comparisons take turns, so that each meets the others."""
    turns = zip(
        cycle(PLATFORMS), cycle(("week", "day", "week", "month", "hour", "week", "week")), strict=False
    )
    for group, topics in (("tuned", TUNED), ("unseen", UNSEEN)):
        for number, topic in enumerate(topics):
            platform, resolution = next(turns)
            rival = topics[number - 1][0] if number % 6 == 5 else ""
            yield Case(group, "en", topic, _snapshot("en", topic, resolution, rival), platform)
    for language, topics in ABROAD.items():
        for number, topic in enumerate(topics):
            platform, resolution = next(turns)
            rival = topics[0][0] if number == 4 else ""
            yield Case(language, language, topic, _snapshot(language, topic, resolution, rival), platform)


def _snapshot(language: Code, topic: Topic, resolution: Any, rival: str) -> Snapshot:
    """A series with noise of its own, the last point not over yet; two of them where there is a rival."""
    name, direction, geo = topic
    chance = random.Random(name)  # noqa: S311 - a series, not a secret
    step, count, timeframe = STEPS[resolution]
    keywords = [name, rival] if rival else [name]
    series = {
        name: _points(_values(chance, direction, count), step, resolution),
        **({rival: _points(_values(chance, "steady", count), step, resolution)} if rival else {}),
    }
    near, home, ideas = (text.format(topic=name) for text in BESIDE[language])
    places = [("Spain", "ES"), ("United States", "US"), ("Brazil", "BR"), ("Germany", "DE")]
    regions = [
        {
            "name": place,
            "code": code,
            "values": {word: 100 - 17 * n - 9 * k for k, word in enumerate(keywords)},
        }
        for n, (place, code) in enumerate(places)
    ]
    return Snapshot.model_validate(
        {
            "keywords": keywords,
            "geo": geo,
            "timeframe": timeframe,
            "resolution": resolution,
            "as_of": AS_OF,
            "series": series,
            "averages": {word: _average(series[word]) for word in keywords},
            "rising": [
                {"query": near, "value": "Breakout"},
                {"query": home, "value": chance.randint(60, 900)},
            ],
            "top": [{"query": ideas, "value": 100}],
            "regions": [] if geo else regions,
            "sample": True,
        }
    )


def _values(chance: random.Random, direction: str, count: int) -> list[int]:
    base, late_from = chance.randint(30, 55), count - max(6, count // 14)
    values = []
    for at in range(count):
        late, course = at >= late_from, at / (count - 1)
        factor = {"up": 1 + 0.2 * course + 0.6 * late, "down": 1.6 - 0.4 * course - 0.5 * late, "steady": 1.0}
        values.append(max(0, min(100, round(base * factor[direction] * chance.uniform(0.96, 1.04)))))
    return values


def _points(values: list[int], step: timedelta, resolution: str) -> list[dict[str, Any]]:
    """As Google dates them: hours on the hour, days at midnight, weeks on Sunday, months on the first."""
    if resolution == "month":
        months = [AS_OF.year * 12 + AS_OF.month - len(values) + at for at in range(len(values))]
        times = [datetime(month // 12, month % 12 + 1, 1, tzinfo=UTC) for month in months]
    else:
        midnight = AS_OF.replace(hour=0)
        sunday = midnight - timedelta(days=(midnight.weekday() + 1) % 7)
        last = {"hour": AS_OF, "day": midnight}.get(resolution, sunday)
        times = [last - step * (len(values) - 1 - at) for at in range(len(values))]
    return [
        {"time": time, "value": value, "partial": at == len(values) - 1}
        for at, (time, value) in enumerate(zip(times, values, strict=True))
    ]


def _average(points: list[dict[str, Any]]) -> int:
    whole: list[int] = [point["value"] for point in points if not point["partial"]]
    return round(sum(whole) / len(whole))
