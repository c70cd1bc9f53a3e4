"""Wikimedia and Hacker News, against local servers that speak their protocols."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask, Response, jsonify, request

from svckit.db import utcnow
from trends_svc.providers.hackernews import MOST_HITS, HackerNews
from trends_svc.providers.wikimedia import Wikimedia
from trends_svc.services.questions import Question
from trends_svc.services.running import Runner
from trends_svc.services.snapshot import SeriesPart
from trends_svc.services.sources import NoData, RateLimited, Source, SourceMalformed, SourceUnavailable
from trends_svc.tests.integration.conftest import Team
from trends_svc.tests.servers import serving

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
SPAN = "2026-11-01 2026-11-20"


@pytest.fixture
def wikimedia() -> Iterator[str]:
    """Pageviews: 404 for an article without views, 403 for whoever doesn't say who they are."""
    app = Flask("wikimedia")
    base = "/api/rest_v1/metrics/pageviews/per-article/en.wikipedia/all-access/user"

    @app.get(f"{base}/<article>/daily/<start>/<end>")
    def views(article: str, start: str, end: str) -> Any:
        if "Trends-Microservice" not in request.headers.get("User-Agent", ""):
            return Response("forbidden", 403)
        if article == "Nothing":
            problem = {
                "type": "https://mediawiki.org/wiki/HyperSwitch/errors/not_found",
                "title": "Not found.",
            }
            return jsonify(problem), 404
        if article == "Busy":
            return Response("too many", 429)
        first = datetime.strptime(start, "%Y%m%d%H").replace(tzinfo=UTC)
        last = datetime.strptime(end, "%Y%m%d%H").replace(tzinfo=UTC)
        items = [
            {
                "project": "en.wikipedia", "article": article, "granularity": "daily", "access": "all-access",
                "agent": "user", "timestamp": f"{first + timedelta(days=day):%Y%m%d}00",
                "views": 1000 + 100 * day if article == "Matcha_tea" else 2,
            }
            for day in range((last - first).days)  # the newest day comes late
        ]  # fmt: skip
        return jsonify({"items": items})

    with serving(app) as url:
        yield url


@pytest.fixture
def hackernews() -> Iterator[str]:
    """Algolia: newest first, numeric filters, at most 1,000 hits."""
    app = Flask("algolia")
    stories = [(f"{n}", int((NOW - timedelta(hours=3) * n / 10).timestamp())) for n in range(1700)]

    @app.get("/api/v1/search_by_date")
    def search() -> Any:
        since, until = (
            int(part.split("=")[-1].split("<")[-1]) for part in request.args["numericFilters"].split(",")
        )
        if request.args["query"] == '"rust"':
            hits = [s for s in stories if since <= s[1] < until][: int(request.args["hitsPerPage"])]
        elif request.args["query"] == '"broken"':
            return jsonify({"message": "x"})
        else:
            hits = []
        return jsonify({"hits": [{"objectID": i, "created_at_i": t} for i, t in hits], "nbHits": len(hits)})

    with serving(app) as url:
        yield url


def ask(source: Source, *keywords: str) -> SeriesPart:
    inquiry = source.open(Question(keywords, "", SPAN), {})
    found = inquiry.fetch("series")
    assert isinstance(found, SeriesPart)
    return found


def test_pageviews_are_a_series_by_day_on_the_common_scale(wikimedia: str) -> None:
    source = Wikimedia(wikimedia, seconds=5, clock=lambda: NOW)
    found = ask(source, "matcha tea", "rare", "Nothing")
    assert found.resolution == "day"
    assert len(found.series["matcha tea"]) == 19  # what hasn't come yet is not zero
    assert found.series["matcha tea"][-1].value == 100
    assert {point.value for point in found.series["rare"]} == {"<1"}
    assert found.series["Nothing"] == []


def test_an_article_nobody_reads_is_no_data_and_a_refusal_is_one(wikimedia: str) -> None:
    source = Wikimedia(wikimedia, seconds=5, clock=lambda: NOW)
    with pytest.raises(NoData):
        ask(source, "Nothing")
    with pytest.raises(RateLimited) as caught:
        ask(source, "Busy")
    assert caught.value.title.startswith("Wikimedia")


def test_mentions_are_counted_by_day_beyond_a_thousand_hits(hackernews: str) -> None:
    found = ask(HackerNews(hackernews, seconds=5, clock=lambda: NOW), "rust", "quiet word")
    values = [point.value for point in found.series["rust"]]
    assert len(values) == 20
    assert MOST_HITS < 1600
    assert all(value == "<1" or value >= 95 for value in values[1:])  # 80 a day, all of them found
    assert found.series["quiet word"] == []


def test_what_cannot_be_read_or_reached_is_told(hackernews: str) -> None:
    with pytest.raises(SourceMalformed):
        ask(HackerNews(hackernews, seconds=5, clock=lambda: NOW), "broken")
    with pytest.raises(SourceUnavailable):
        ask(HackerNews("http://127.0.0.1:9", seconds=1, clock=lambda: NOW), "rust")


def test_a_search_of_another_source_needs_no_turn_at_google(
    team: Team, make_runner: Callable[..., Runner], wikimedia: str
) -> None:
    runner = make_runner()
    sources: dict[str, Source] = {"wikimedia": Wikimedia(wikimedia, seconds=5, clock=utcnow)}
    runner._sources = sources
    answer = team.ask("matcha tea", source="wikimedia", geo="", timeframe="today 1-m")
    body = answer.get_json()
    assert (body["source"], body["sample"], body["progress"]["total"]) == ("wikimedia", False, 2)
    with team.app.app_context():
        runner.run(UUID(body["id"]))
    result = team.result(UUID(body["id"]))
    assert (result["source"], result["sample"], result["missing"]) == ("wikimedia", False, [])


def test_what_a_source_does_not_know_is_told_before_it_is_asked(team: Team) -> None:
    answer = team.ask("matcha", source="hackernews", geo="GB", category=71)
    assert answer.status_code == 422
    assert {error["field"] for error in answer.get_json()["errors"]} == {"geo", "category"}
