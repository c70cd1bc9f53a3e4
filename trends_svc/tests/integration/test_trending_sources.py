"""What is trending beside Google: Mastodon's tags and Wikipedia's most read, from servers like theirs."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask, Response, jsonify, request

from svckit.auth import Role
from trends_svc.bootstrap import create_app
from trends_svc.config import Settings
from trends_svc.models import db
from trends_svc.providers.mastodon import TrendingTags
from trends_svc.providers.wikimedia import MostRead
from trends_svc.services.sources import NoData, RateLimited, SourceMalformed, SourceUnavailable
from trends_svc.tests.integration.conftest import Team
from trends_svc.tests.servers import serving

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
TRENDING = "/api/v1/trends/trending"


class Mastodon:
    """``/api/v1/trends/tags``: numbers as texts, newest day first, at most 20."""

    def __init__(self) -> None:
        self.app, self.calls, self.mode, self.url = Flask("mastodon"), 0, "normal", ""
        self.app.get("/api/v1/trends/tags")(self.tags)

    def tags(self) -> Any:
        self.calls += 1
        if self.mode == "refuse":
            return jsonify({"error": "Too many requests"}), 429
        if self.mode == "page":
            return Response("<html>", 200)
        if self.mode == "broken":
            return jsonify([{"name": "x"}])
        first = int(datetime(2026, 11, 22, tzinfo=UTC).timestamp())
        history = [
            {"day": str(first - 86400 * back), "uses": str(1200 - 100 * back), "accounts": str(900 - back)}
            for back in range(7)
        ]
        names = ["GardenTok", "dfgf", "Caturday"][: int(request.args["limit"])]
        return jsonify(
            [
                {"id": str(n), "name": name, "url": f"{self.url}/tags/{name}", "history": history}
                for n, name in enumerate(names)
            ]
        )


@pytest.fixture
def mastodon() -> Iterator[Mastodon]:
    server = Mastodon()
    with serving(server.app) as url:
        server.url = url
        yield server


@pytest.fixture
def wikimedia() -> Iterator[str]:
    """``top-per-country``: 404 until the day is counted, and for countries that aren't told of."""
    app = Flask("wikimedia")

    @app.get("/api/rest_v1/metrics/pageviews/top-per-country/<country>/all-access/<year>/<month>/<day>")
    def top(country: str, year: str, month: str, day: str) -> Any:
        if "Trends-Microservice" not in request.headers.get("User-Agent", ""):
            return Response("forbidden", 403)
        if country != "FR" or day == "21":  # yesterday isn't counted yet
            return jsonify({"type": "about:blank", "title": "Not found."}), 404
        titles = [
            ("Wikipédia:Accueil_principal", "fr.wikipedia"),
            ("Spécial:Recherche", "fr.wikipedia"),
            ("Main_Page", "en.wikipedia"),
            ("Dune:_Part_Two", "en.wikipedia"),
            ("Thé_matcha", "fr.wikipedia"),
            ("Q42", "www.wikidata"),
        ]
        articles = [
            {"article": title, "project": project, "views_ceil": 9000 - 100 * rank, "rank": rank}
            for rank, (title, project) in enumerate(titles, 1)
        ]
        item = {"country": country, "access": "all-access", "year": year, "month": month, "day": day}
        return jsonify({"items": [item | {"articles": articles}]})

    with serving(app) as url:
        yield url


def test_tags_have_their_numbers_of_today_and_a_week(mastodon: Mastodon) -> None:
    found = TrendingTags(mastodon.url, seconds=5, clock=lambda: NOW).now("")
    assert [trend.title for trend in found] == ["#GardenTok", "#dfgf", "#Caturday"]
    assert found[0].keyword == "GardenTok"
    assert found[0].traffic == "1,200 posts by 900 people today"
    assert found[0].shape == [600, 700, 800, 900, 1000, 1100, 1200]
    assert found[0].link is None  # only https may stand in a page


@pytest.mark.parametrize(
    ("mode", "error"), [("refuse", RateLimited), ("page", SourceMalformed), ("broken", SourceMalformed)]
)
def test_a_server_that_answers_badly_is_told_by_its_name(
    mastodon: Mastodon, mode: str, error: type[Exception]
) -> None:
    mastodon.mode = mode
    with pytest.raises(error, match="Mastodon"):
        TrendingTags(mastodon.url, seconds=5, clock=lambda: NOW).now("")


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(SourceUnavailable, match="Mastodon"):
        TrendingTags("http://127.0.0.1:9", seconds=1, clock=lambda: NOW).now("")


def test_the_most_read_are_articles_of_the_newest_counted_day(wikimedia: str) -> None:
    found = MostRead(wikimedia, seconds=5, clock=lambda: NOW).now("FR")
    assert [trend.title for trend in found] == ["Dune: Part Two", "Thé matcha"]
    assert found[0].traffic == "8,600 views"
    assert found[0].started_at == datetime(2026, 11, 20, tzinfo=UTC)
    assert found[1].link == "https://fr.wikipedia.org/wiki/Th%C3%A9_matcha"


def test_a_country_that_is_not_told_of_is_no_data(wikimedia: str) -> None:
    with pytest.raises(NoData, match="another"):
        MostRead(wikimedia, seconds=5, clock=lambda: NOW).now("DE")


@pytest.fixture
def others(settings: Settings, issuer: Any, mastodon: Mastodon, wikimedia: str) -> Iterator[Team]:
    """The API, with these servers instead of the sources' own."""
    from uuid import uuid4

    made = settings.model_copy(
        update={"trends_source_urls": {"mastodon": mastodon.url, "wikimedia": wikimedia}}
    )
    app = create_app(made)
    yield Team(app, issuer, app.test_client(), uuid4())
    with app.app_context():
        db.engine.dispose()


def get(team: Team, **query: str) -> Any:
    return team.client.get(TRENDING, query_string=query, headers=team.headers(Role.VIEWER))


def test_each_source_answers_under_its_name_and_is_asked_once(others: Team, mastodon: Mastodon) -> None:
    for _ in range(2):
        found = get(others, source="mastodon", geo="PT").get_json()
    assert (found["source"], found["geo"], found["sample"]) == ("mastodon", "", False)
    assert mastodon.calls == 1
    assert get(others, source="google", geo="PT").get_json()["sample"] is True


def test_a_failing_source_is_told_as_such(others: Team, mastodon: Mastodon) -> None:
    mastodon.mode = "refuse"
    refused = get(others, source="mastodon")
    assert (refused.status_code, refused.get_json()["type"]) == (429, "urn:problem:rate-limited")
    assert "Mastodon" in refused.get_json()["title"]
    nothing = get(others, source="wikimedia", geo="DE")
    assert (nothing.status_code, nothing.get_json()["type"]) == (404, "urn:problem:no-data")


@pytest.mark.parametrize("source", ["hackernews", "google-official", "nobody"])
def test_who_does_not_tell_what_is_trending_is_not_asked(others: Team, source: str) -> None:
    answer = get(others, source=source)
    assert answer.status_code == 422
    assert "google, mastodon, wikimedia, csv" in answer.get_json()["errors"][0]["message"]


def test_sources_say_what_they_can_answer(others: Team) -> None:
    found = others.client.get("/api/v1/trends/sources", headers=others.headers()).get_json()
    cards = {card["name"]: card for card in found}
    assert next(iter(cards)) == "google"
    assert cards["mastodon"]["answers"] == ["trending"]
    assert cards["csv"]["by"] == "uploaded"
    assert (cards["google-official"]["by"], cards["google-official"]["scale"]) == ("planned", "fixed")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("csv", "upload a file"),
        ("google-official", "can't be searched yet"),
        ("mastodon", "Use one of google"),
    ],
)
def test_a_search_goes_to_sources_that_answer_searches(others: Team, source: str, said: str) -> None:
    answer = others.ask("matcha", geo="", source=source)
    assert answer.status_code == 422
    assert said in answer.get_json()["errors"][0]["message"]
