"""What is answered while somebody waits: trending now, suggestions, and the lists to choose from."""

from typing import Any

import pytest
import redis

from svckit.auth import Role
from trends_svc.config import Settings
from trends_svc.providers.google.live import read_rss
from trends_svc.services.sources import SourceMalformed
from trends_svc.tests.conftest import Google
from trends_svc.tests.integration.conftest import Team

TRENDS = "/api/v1/trends"


def get(team: Team, path: str) -> Any:
    return team.client.get(f"{TRENDS}{path}", headers=team.headers(Role.VIEWER))


def test_trending_now_has_topics_with_their_news(team: Team) -> None:
    found = get(team, "/trending?geo=pt").get_json()
    assert (found["geo"], found["sample"], found["stale"]) == ("PT", True, False)
    assert len(found["items"]) == 10
    assert all(item["title"] and item["traffic"].endswith("+") for item in found["items"])
    assert any(item["news"] for item in found["items"])


def test_trending_is_asked_once_in_ten_minutes(team: Team, google: Google) -> None:
    for _ in range(3):
        get(team, "/trending?geo=PT")
    assert google.control.calls["rss"] == 1


def test_when_google_does_not_answer_the_last_answer_is_given_as_stale(
    team: Team, google: Google, settings: Settings
) -> None:
    fresh = get(team, "/trending?geo=PT").get_json()
    client = redis.Redis.from_url(settings.stream_redis_url.get_secret_value(), decode_responses=True)
    kept = str(client.get("trends:trending:google:PT"))
    client.set("trends:trending:google:PT", kept.replace(fresh["as_of"][:10], "2020-01-01", 1))
    client.close()
    google.behave("500")
    stale = get(team, "/trending?geo=PT")
    assert (stale.status_code, stale.get_json()["stale"]) == (200, True)


@pytest.mark.parametrize(
    ("mode", "status", "slug"),
    [
        ("429", 429, "rate-limited"),
        ("captcha", 429, "rate-limited"),
        ("500", 424, "source-unavailable"),
        ("drop", 424, "source-unavailable"),
        ("malformed", 424, "source-malformed"),
    ],
)
def test_without_any_answer_the_reason_is_told(
    team: Team, google: Google, mode: str, status: int, slug: str
) -> None:
    google.behave(mode)
    answer = get(team, "/trending?geo=PT")
    assert (answer.status_code, answer.get_json()["type"]) == (status, f"urn:problem:{slug}")
    assert answer.get_json()["retry_after"] >= 1


def test_trending_is_by_country(team: Team) -> None:
    assert get(team, "/trending?geo=XX").status_code == 422


def test_suggestions_are_the_team_s_own_words_and_google_s_topics(team: Team) -> None:
    team.asked("Matcha latte", "tea")
    found = get(team, "/suggestions?q=matcha").get_json()
    assert found["keywords"] == ["Matcha latte"]
    assert found["topics"][0].keys() == {"mid", "title", "type"}
    assert found["complete"] is True


def test_typing_never_shows_an_error(team: Team, google: Google) -> None:
    team.asked("Matcha latte")
    google.behave("429")
    found = get(team, "/suggestions?q=mat").get_json()
    assert found == {"keywords": ["Matcha latte"], "topics": [], "complete": False}


def test_categories_and_sources_can_be_read(team: Team) -> None:
    categories = get(team, "/categories").get_json()
    assert categories[0] == {"id": 0, "name": "All categories"}
    assert {"id": 71, "name": "Food & Drink"} in categories
    sources = get(team, "/sources").get_json()
    assert {"google"} <= {source["name"] for source in sources}


@pytest.mark.parametrize(
    "text", ["", "<html>", '<!DOCTYPE x [<!ENTITY a "b">]><rss/>', "<rss><channel><item/></channel></rss>"]
)
def test_a_feed_that_cannot_be_read_is_told(text: str) -> None:
    with pytest.raises(SourceMalformed):
        read_rss(text)


def test_an_address_that_is_none_never_gets_into_a_page() -> None:
    item = (
        '<rss xmlns:ht="https://trends.google.com/trending/rss"><channel><item><title>a</title>'
        "<pubDate>Mon, 23 Nov 2026 00:00:00 +0000</pubDate><ht:picture>javascript:alert(1)</ht:picture>"
        "<ht:news_item><ht:news_item_url>javascript:alert(1)</ht:news_item_url></ht:news_item>"
        "</item></channel></rss>"
    )
    (found,) = read_rss(item)
    assert (found.picture, found.news) == (None, [])
