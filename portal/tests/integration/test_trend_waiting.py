"""One search while it waits for Google, and when it fails."""

import pytest

from portal import shell
from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi
from portal.tests.visitor import Visitor


@pytest.fixture
def author(visitor: Visitor) -> Visitor:
    return visitor.sign_in("author")


def test_a_running_search_looks_by_itself_until_it_is_done(author: Visitor, fake_api: FakeApi) -> None:
    address = f"/trends/{eg.uid(102)}"
    page = author.get(address)
    assert 'hx-trigger="look, every 10s"' in page
    assert f'data-follows="{address}/progress"' in page
    part = author.client.get(address, headers={"HX-Request": "true", "HX-Target": "progress", "X-Poll": "1"})
    assert "1 of 4 parts are here" in part.get_data(as_text=True)
    assert "HX-Retarget" not in part.headers
    fake_api.searches[1] |= {"status": "completed", "as_of": eg.NOW.isoformat()}
    done = author.client.get(address, headers={"HX-Request": "true", "HX-Target": "progress", "X-Poll": "1"})
    assert done.headers["HX-Retarget"] == done.headers["HX-Reselect"] == "#answer"
    assert "data-follows" not in done.get_data(as_text=True)


def test_the_stream_of_a_search_is_handed_on(author: Visitor) -> None:
    answer = author.client.get(f"/trends/{eg.uid(102)}/progress", headers={"Accept": "text/event-stream"})
    assert answer.content_type == "text/event-stream"
    assert "event: progress" in answer.get_data(as_text=True)


def waiting(fake_api: FakeApi, place: int = 3, reason: str = "line") -> None:
    """The second search waits; somebody else is asking, somebody is before it."""
    wait = {"reason": reason, "place": place, "eta_seconds": 40}
    message = "Waiting for Google, about 40 s, 3rd in line."
    progress = {
        "step": "waiting",
        "done": 0,
        "total": 4,
        "message": message,
        "next_at": None,
        "waiting": wait,
    }
    fake_api.searches[1] |= {"status": "queued", "progress": progress}
    fake_api.line = eg.line(
        eg.place(eg.uid(150), ["vegan croissant"], 0),
        eg.place(eg.uid(151), ["sourdough"], 1, watch=True),
        eg.place(eg.uid(102), ["hot cross buns"], place),
    )


def test_whoever_waits_sees_their_place_the_line_and_how_google_is(
    author: Visitor, fake_api: FakeApi
) -> None:
    waiting(fake_api)
    page = author.get(f"/trends/{eg.uid(102)}")
    assert "3rd in Google’s line" in page
    assert "Waiting for Google, about 40 s, 3rd in line." in page
    aside = page.split("<aside>")[1]
    assert aside.index("vegan croissant") < aside.index("a watch") < aside.index("<b>yours</b>")
    assert "61" in aside.split("How Google is today")[1]


def test_the_menu_tells_how_many_wait_for_google(author: Visitor, fake_api: FakeApi) -> None:
    assert "Google:" not in author.get("/posts")
    waiting(fake_api)
    shell.forget_line()
    assert "Google: 2 waiting, next" in author.get("/posts")
    fake_api.line = eg.line(paused_seconds=40)
    shell.forget_line()
    assert "Google pauses until" in author.get("/posts")


def test_meanwhile_the_answer_of_before_can_be_looked_at(author: Visitor, fake_api: FakeApi) -> None:
    waiting(fake_api)
    fake_api.searches[1]["earlier"] = {"search_id": eg.uid(101), "as_of": eg.ago(days=2)}
    page = author.get(f"/trends/{eg.uid(102)}")
    assert "We have this answer" in page
    assert f'href="/trends/{eg.uid(101)}">Look at that one' in page


def test_a_place_in_line_stands_in_the_history_too(author: Visitor, fake_api: FakeApi) -> None:
    waiting(fake_api)
    assert "3rd in line" in author.get("/trends")


def failed(fake_api: FakeApi, slug: str, **error: object) -> str:
    told = {"type": slug, "title": slug, "detail": f"The {slug} in words."}
    fake_api.searches[2] |= {"error": told | error, "finished_at": eg.ago(seconds=1)}
    return f"/trends/{eg.uid(103)}"


@pytest.mark.parametrize(
    ("slug", "title", "again"),
    [
        ("rate-limited", "Google asked us to slow down", True),
        ("source-unavailable", "Google doesn’t answer", True),
        ("source-timeout", "Google took too long", True),
        ("source-malformed", "Google sent something we can’t read", True),
        ("no-data", "Not enough data", False),
        ("invalid-question", "Google won’t answer this question", False),
        ("worker-lost", "The search broke off", True),
        ("a-new-one", "No data came back", True),
    ],
)
def test_every_failure_says_what_it_means_and_what_to_do_and_keeps_the_question(
    author: Visitor, fake_api: FakeApi, slug: str, title: str, again: bool
) -> None:
    page = author.get(failed(fake_api, slug, retry_after=7200))
    assert f"<h2>{title}</h2>" in page
    assert "What to do" in page
    assert ("Search again</button>" in page) is again
    assert ("It makes sense again at" in page) is again
    assert author.page is not None
    form = author.page.form("/trends")
    assert (form["keywords"], form["geo"], form["timeframe"]) == ("gluten free bread", "GB", "today 12-m")


def test_a_failure_is_told_of_whom_it_was(author: Visitor, fake_api: FakeApi) -> None:
    fake_api.searches[2]["source"] = "wikimedia"
    page = author.get(failed(fake_api, "source-unavailable"))
    assert "<h2>Wikimedia Pageviews doesn’t answer</h2>" in page


def test_too_little_data_is_no_failure_and_nothing_is_drawn(author: Visitor, fake_api: FakeApi) -> None:
    page = author.get(failed(fake_api, "no-data"))
    assert "it isn’t zero: nothing is drawn" in page
    assert 'class="plot"' not in page
    assert "Take a wider region" in page


def test_a_failed_search_is_asked_again_exactly_as_it_was(author: Visitor, fake_api: FakeApi) -> None:
    fake_api.searches[2] |= {"keywords": ["bread, gluten free"], "category": 71, "property": "news"}
    address = failed(fake_api, "rate-limited")
    author.get(address)
    assert author.send(f"{address}/again").status_code == 303
    [question] = fake_api.asked("POST", "/trends/searches")
    assert question["keywords"] == ["bread, gluten free"]
    assert (question["geo"], question["category"], question["property"]) == ("GB", 71, "news")
    assert question["refresh"] is False
