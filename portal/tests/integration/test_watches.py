"""Watches, trending now, and uploads, without a script."""

import io
from typing import Any

import pytest

from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi, Refusal
from portal.tests.visitor import Visitor

WATCH = f"/trends/watches/{eg.uid(600)}"


@pytest.fixture
def author(visitor: Visitor) -> Visitor:
    visitor.sign_in("author")
    return visitor


def test_the_list_says_how_each_watch_is(author: Visitor, fake_api: FakeApi) -> None:
    page = author.get("/trends/watches")
    assert "Autumn drinks" in page
    assert "Watching" in page
    assert "every Wednesday at 08:00, London" in page
    fake_api.watches[0]["last_check"] = eg.check(0, "spiked")
    rising = author.get("/trends/watches")
    assert "Rising" in rising
    assert "where its past lets expect 21" in rising
    fault = {"type": "rate-limited", "title": "x", "detail": "Google refused eight times."}
    fake_api.watches[0]["last_check"] = eg.check(0, "failed", error=fault)
    assert "Google refused eight times." in author.get("/trends/watches")


def test_without_a_watch_the_page_says_what_one_is(author: Visitor, fake_api: FakeApi) -> None:
    fake_api.watches.clear()
    page = author.get("/trends/watches")
    assert "Nothing is watched yet" in page
    assert "/trends/watches/new" in page


def test_a_search_becomes_a_watch_with_its_question_filled_in(author: Visitor, fake_api: FakeApi) -> None:
    page = author.get(f"/trends/watches/new?search_id={eg.uid(101)}")
    assert 'value="pumpkin spice, apple cider donut"' in page
    usual = dict.fromkeys(["tone", "template_id", "voice_id"], "")
    answer = author.send(
        "/trends/watches", {"every": "weekly", "weekday": "2", "platforms": ["webhook"]} | usual
    )
    assert answer.status_code == 303
    (sent,) = fake_api.asked("POST", "/trends/watches")
    assert sent["keywords"] == ["pumpkin spice", "apple cider donut"]
    assert (sent["geo"], sent["timeframe"]) == ("GB", "today 12-m")
    assert sent["schedule"] == {"every": "weekly", "at": "08:00", "weekday": 2, "timezone": "Europe/London"}
    assert sent["rule"] == {"sensitivity": "normal", "least_rise": 8, "least_percent": 35, "early": False}
    assert sent["draft"] == {"platforms": ["webhook"]}
    assert "is saved" in author.get(answer.headers["Location"])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"keywords": ""}, "Enter at least one keyword"),
        ({"at": "25:00"}, "Write the time as in 08:00"),
        ({"timezone": "Mars/North"}, "such as Europe/London"),
        ({"least_rise": "0"}, "A number from 1 to 100"),
        ({"cooldown_hours": "x"}, "valid"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_and_stays_typed(
    author: Visitor, fake_api: FakeApi, wrong: dict[str, Any], said: str
) -> None:
    author.get("/trends/watches/new?keywords=matcha")
    answer = author.send("/trends/watches", {"name": "Green things"} | wrong)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert said in page
    assert 'value="Green things"' in page
    assert fake_api.asked("POST", "/trends/watches") == []


def test_a_refusal_of_the_service_stands_beside_its_field(author: Visitor, fake_api: FakeApi) -> None:
    author.get("/trends/watches/new?keywords=matcha")
    errors = [{"field": "timeframe", "message": "A watch needs a timeframe that goes on."}]
    fake_api.refuse("POST", "/trends/watches", Refusal(422, "invalid-question", errors=errors))
    page = author.send("/trends/watches").get_data(as_text=True)
    assert "goes on" in page.split('id="timeframe-error"')[1][:300]


def test_a_rule_is_tried_before_it_is_saved(author: Visitor, fake_api: FakeApi) -> None:
    author.get("/trends/watches/new?keywords=pumpkin%20spice&geo=GB")
    page = author.send("/trends/watches", {"do": "try", "least_rise": "12"}).get_data(as_text=True)
    assert "This rule would have fired once in the last year" in page
    assert page.count('data-mark="alert"') == 1
    assert 'value="12"' in page
    (asked,) = fake_api.asked("POST", "/trends/watches/back-test")
    assert asked["question"]["keywords"] == ["pumpkin spice"]
    assert asked["rule"]["least_rise"] == 12
    assert fake_api.asked("POST", "/trends/watches") == []


def test_a_rule_tried_by_htmx_comes_back_alone_also_when_something_is_wrong(author: Visitor) -> None:
    author.get("/trends/watches/new?keywords=pumpkin%20spice")
    asks = {"HX_Request": "true", "HX_Target": "trial"}
    found = author.send("/trends/watches", {"do": "try"}, **asks).get_data(as_text=True)
    assert "would have fired once" in found
    assert "<html" not in found
    author.get("/trends/watches/new?keywords=pumpkin%20spice")
    wrong = author.send("/trends/watches", {"do": "try", "least_rise": "0"}, **asks)
    assert wrong.status_code == 422
    assert "A number from 1 to 100" in wrong.get_data(as_text=True)
    assert "<html" not in wrong.get_data(as_text=True)


def test_a_rule_without_data_to_try_it_on_says_what_to_do(author: Visitor) -> None:
    author.get("/trends/watches/new?keywords=never%20asked")
    page = author.send("/trends/watches", {"do": "try"}).get_data(as_text=True)
    assert "nobody searched for exactly this" in page
    assert "is-red" not in page.partition('id="trial"')[2].partition("</section>")[0]  # no fault of theirs


def test_a_watch_shows_its_rule_on_the_past_and_its_checks(author: Visitor, fake_api: FakeApi) -> None:
    fake_api.checks = [
        eg.check(0, "spiked"),
        eg.check(1, "cooling"),
        eg.check(2, "failed"),
        eg.check(3, "quiet"),
    ]
    page = author.get(WATCH)
    assert "This rule would have fired once in the last year" in page
    assert "clearly out of the ordinary, and at least 8 points and 35% above" in page
    for word in ("Rising, told", "Rising, told before", "Failed", "Nothing unusual"):
        assert word in page


def test_a_watch_that_never_asked_says_when_it_will(author: Visitor, fake_api: FakeApi) -> None:
    fake_api.watches[0] |= {"last_check": None, "shape": None}
    fake_api.checks.clear()
    page = author.get(WATCH)
    assert "No data yet" in page
    assert "Not checked yet" in page


def test_a_watch_is_paused_resumed_checked_and_deleted(author: Visitor, fake_api: FakeApi) -> None:
    author.get(WATCH)
    author.send(f"{WATCH}/check")
    assert "Asked." in author.get(WATCH)
    author.send(f"{WATCH}/pause")
    paused = author.get(WATCH)
    assert "asks nothing and tells nothing" in paused
    author.send(f"{WATCH}/resume")
    assert fake_api.watches[0]["active"]
    author.get(WATCH)
    answer = author.send(f"{WATCH}/delete")
    assert answer.headers["Location"] == "/trends/watches"
    assert "is deleted" in author.get("/trends/watches")


def test_a_change_is_saved_and_one_that_overtook_it_is_told(author: Visitor, fake_api: FakeApi) -> None:
    fake_api.watches[0]["active"] = False
    author.get(f"{WATCH}/edit")
    assert author.send(WATCH, {"cooldown_hours": "48"}).status_code == 303
    (sent,) = fake_api.asked("PUT", WATCH)
    assert (sent["cooldown_hours"], sent["active"], sent["name"]) == (48, False, "Autumn drinks")
    author.get(f"{WATCH}/edit")
    fake_api.watches[0]["version"] += 1
    answer = author.send(WATCH, {"cooldown_hours": "12"})
    assert answer.status_code == 422
    assert "Somebody changed this watch meanwhile" in answer.get_data(as_text=True)


def test_a_viewer_reads_watches_and_changes_none(visitor: Visitor) -> None:
    visitor.sign_in("viewer")
    page = visitor.get(WATCH)
    for action in ("Check now", "Pause", "Delete this watch"):
        assert action not in page
    visitor.get("/trends/watches/new", status=403)


def test_trending_now_has_news_and_one_click_to_search_or_watch(author: Visitor, fake_api: FakeApi) -> None:
    page = author.get("/trends/trending?geo=GB")
    assert "United Kingdom" in page
    assert 'href="https://news.example/1"' in page
    assert "Sample data" in page
    assert "/trends/watches/new?keywords=storm+warning&amp;geo=GB" in page
    assert author.send("/trends").status_code == 303
    (sent,) = fake_api.asked("POST", "/trends/searches")
    assert (sent["keywords"], sent["geo"], sent["timeframe"]) == (["storm warning"], "GB", "now 7-d")


def test_the_place_of_last_time_is_remembered_and_other_sources_told_apart(author: Visitor) -> None:
    author.get("/trends/trending?geo=GB")
    page = author.get("/trends/trending?source=mastodon")
    assert "#Caturday" in page
    assert '<option value="GB" selected>' in page


def test_when_nobody_tells_what_is_trending_the_page_says_why_and_what_to_do(
    author: Visitor, fake_api: FakeApi
) -> None:
    refusal = Refusal(429, "rate-limited", "Google refused us for asking too often (429).", retry_after=40)
    fake_api.refuse("GET", "/trends/trending", refusal)
    page = author.get("/trends/trending?geo=GB")
    assert "asking too often (429)" in page
    assert "We may ask again in 40 s" in page
    assert "/trends/uploads" in page


def upload(author: Visitor, text: str) -> Any:
    author.get("/trends/uploads")
    return author.send("/trends/uploads", {"file": (io.BytesIO(text.encode()), "multiTimeline.csv")})


def test_an_export_becomes_a_search_and_a_feed_what_is_trending(author: Visitor, fake_api: FakeApi) -> None:
    answer = upload(author, "Week,pizza\n2026-11-08,5\n")
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/trends/{fake_api.searches[0]['id']}"
    (sent,) = fake_api.asked("POST", "/trends/uploads")
    assert b'filename="multiTimeline.csv"' in sent["bytes"]
    assert b'name="geo"' not in sent["bytes"]
    feed = upload(author, "<rss></rss>")
    assert feed.headers["Location"] == "/trends/trending?source=csv&geo=GB"


def test_a_file_that_cannot_be_read_is_told_beside_the_field(author: Visitor) -> None:
    page = upload(author, "hello").get_data(as_text=True)
    assert "There is no table" in page.split('id="file-error"')[1][:300]
    author.get("/trends/uploads")
    assert "Choose a file." in author.send("/trends/uploads", {"file": ""}).get_data(as_text=True)


def test_what_rises_stands_on_the_home_page_until_it_is_over(author: Visitor, fake_api: FakeApi) -> None:
    assert "Rising now" not in author.get("/")
    fake_api.watches[0] |= {"last_check": eg.check(0, "spiked"), "last_spiked_at": eg.ago(hours=1)}
    page = author.get("/")
    assert "Rising now" in page
    assert 'pumpkin spice <b class="hot">90</b>, expected 21' in page
    fake_api.watches[0]["last_check"] = eg.check(0, "quiet")
    assert "Rising now" not in author.get("/")
