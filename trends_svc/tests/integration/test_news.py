"""A completed search takes along what is known to be in the news, and asks nobody for it."""

import socket
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from svckit.auth import Role
from svckit.db import utcnow
from svckit.testing.servers import free_port
from trends_svc.config import Settings
from trends_svc.services.news import KeptNews
from trends_svc.services.questions import Question
from trends_svc.services.running import Runner
from trends_svc.services.trending import NewsItem, Trend
from trends_svc.services.trending_desk import TrendingDesk
from trends_svc.tests.conftest import Google
from trends_svc.tests.integration.conftest import Team
from trends_svc.tests.integration.test_uploads import upload

Run = Callable[[UUID], None]


def trending(team: Team, geo: str = "GB") -> dict[str, Any]:
    """What the page of what is trending shows of the first topic that is in the news."""
    answer = team.client.get(f"/api/v1/trends/trending?geo={geo}", headers=team.headers(Role.VIEWER))
    found: dict[str, Any] = next(item for item in answer.get_json()["items"] if item["news"])
    return found


def test_whoever_searches_from_what_is_trending_has_its_news_in_result_and_event(
    team: Team, run: Run, google: Google
) -> None:
    topic = trending(team)
    search_id = team.asked(topic["title"].upper(), "matcha")
    run(search_id)
    result = team.result(search_id)
    assert result["sample"] is True
    told = [(item["title"], item["url"], item["source"]) for item in topic["news"]]
    assert [(item["title"], item["url"], item["source"]) for item in result["news"]] == told
    assert {item["keyword"] for item in result["news"]} == {topic["title"].upper()}
    assert all(item["as_of"] <= utcnow().isoformat() for item in result["news"])
    (event,) = team.sent("trends.search.completed")
    assert event["data"]["snapshot"] == result
    assert google.control.calls["rss"] == 1


def test_a_search_of_what_is_not_trending_asks_nobody_and_has_no_news(
    team: Team, run: Run, google: Google
) -> None:
    search_id = team.asked("matcha")
    run(search_id)
    assert team.result(search_id)["news"] == []
    assert "rss" not in google.control.calls


def test_whoever_shares_an_answer_has_its_news_under_their_own_keyword(team: Team, run: Run) -> None:
    topic = trending(team)["title"]
    leader, follower = team.asked(topic), team.asked(topic.upper())
    run(leader)
    cached = team.asked(topic.title())
    assert team.search(cached)["cached"] is True
    expected = team.result(leader)["news"]
    assert expected
    for search_id, keyword in ((follower, topic.upper()), (cached, topic.title())):
        shared = team.result(search_id)["news"]
        assert shared == [item | {"keyword": keyword} for item in expected]
    events = [event["data"]["snapshot"]["news"] for event in team.sent("trends.search.completed")]
    assert [len(items) for items in events] == [len(expected)] * 3


@pytest.mark.parametrize("redis_is", ["away", "silent"])
def test_a_redis_that_does_not_answer_costs_the_news_and_nothing_else(
    team: Team, app: Flask, make_runner: Callable[..., Runner], redis_is: str
) -> None:
    topic = trending(team)["title"]
    runner = make_runner()
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes connections, and says nothing
        port = silent.getsockname()[1] if redis_is == "silent" else free_port()
        runner._news = news = KeptNews(f"redis://127.0.0.1:{port}/0", clock=utcnow)
        began = time.monotonic()
        assert news.about(Question((topic,), "GB", "now 7-d"), source="google", sample=True) == []
        assert time.monotonic() - began < 1.0
        search_id = team.asked(topic)
        with app.app_context():
            runner.run(search_id)
    assert team.search(search_id)["status"] == "completed"
    assert team.result(search_id)["news"] == []


def test_an_upload_has_the_news_of_an_uploaded_feed_and_never_made_up_ones(
    team: Team, settings: Settings
) -> None:
    topic = trending(team)["title"]  # made up here
    assert uploaded_result(team, topic)["news"] == []
    item = NewsItem(title="On every page", url="https://paper.example/1", source="The Paper", picture=None)
    told = Trend(title=topic, keyword=topic, traffic="200+", started_at=None, news=[item])
    desk = TrendingDesk({}, store=settings.stream_redis_url.get_secret_value(), sample=(), clock=utcnow)
    desk.put("csv", "GB", [told])
    result = uploaded_result(team, topic)
    assert [found["title"] for found in result["news"]] == ["On every page"]
    assert team.sent("trends.search.completed")[-1]["data"]["snapshot"] == result


def uploaded_result(team: Team, keyword: str) -> dict[str, Any]:
    """Of an export of the last two days."""
    days = [f"{utcnow() - timedelta(days=back):%Y-%m-%d},{50 + back}" for back in (2, 1)]
    text = "\n".join(["Category: All categories", "", f"Day,{keyword}: (United Kingdom)", *days, ""])
    answer = upload(team, text)
    assert answer.status_code == 201, answer.text
    return team.result(UUID(answer.get_json()["search"]["id"]))
