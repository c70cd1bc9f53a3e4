"""What the wiring gives to the routes."""

from collections.abc import Mapping

from flask import Flask, current_app

from trends_svc.providers.google.live import LiveGoogle
from trends_svc.services.gate import Gate
from trends_svc.services.news import KeptNews
from trends_svc.services.sources import Reader
from trends_svc.services.trending_desk import TrendingDesk

_GATE = "trends.gate"
_LIVE = "trends.live"
_DESK = "trends.desk"
_NEWS = "trends.news"
_READERS = "trends.readers"


def provide(
    app: Flask,
    *,
    gate: Gate,
    live: LiveGoogle,
    desk: TrendingDesk,
    news: KeptNews,
    readers: Mapping[str, Reader],
    sample: bool,
) -> None:
    app.extensions[_GATE] = gate
    app.extensions[_LIVE] = live
    app.extensions[_DESK] = desk
    app.extensions[_NEWS] = news
    app.extensions[_READERS] = readers
    app.config["TRENDS_SAMPLE"] = sample


def gate() -> Gate:
    """The gate in front of Google: how it stands, and a turn for a call of our own."""
    found: Gate = current_app.extensions[_GATE]
    return found


def live() -> LiveGoogle:
    """Google's quick answers."""
    found: LiveGoogle = current_app.extensions[_LIVE]
    return found


def desk() -> TrendingDesk:
    """What is trending, by source."""
    found: TrendingDesk = current_app.extensions[_DESK]
    return found


def news() -> KeptNews:
    """What is known to be in the news."""
    found: KeptNews = current_app.extensions[_NEWS]
    return found


def readers() -> Mapping[str, Reader]:
    """What reads uploaded files, by source."""
    found: Mapping[str, Reader] = current_app.extensions[_READERS]
    return found


def is_sample() -> bool:
    return bool(current_app.config["TRENDS_SAMPLE"])
