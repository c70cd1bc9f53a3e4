"""Searching: what is asked, what is shown while it runs, what when it fails."""

import re

import pytest

from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi, Refusal
from portal.tests.visitor import Visitor


@pytest.fixture
def author(visitor: Visitor) -> Visitor:
    return visitor.sign_in("author")


def test_a_search_is_sent_as_typed_and_opens_its_page(author: Visitor, fake_api: FakeApi) -> None:
    author.get("/trends")
    answer = author.send(
        "/trends", {"keywords": "rye bread,  sourdough ", "geo": "GB", "timeframe": "today 12-m"}
    )
    assert answer.status_code == 303
    [question] = fake_api.asked("POST", "/trends/searches")
    assert question == {"keywords": ["rye bread", "sourdough"], "geo": "GB", "timeframe": "today 12-m"}
    assert "Waiting for its turn" in author.get(answer.headers["Location"])


def keys_of(fake_api: FakeApi) -> list[str]:
    return [
        headers["Idempotency-Key"]
        for verb, path, _, headers in fake_api.calls
        if (verb, path) == ("POST", "/trends/searches")
    ]


def test_the_same_form_sent_twice_carries_the_same_key(author: Visitor, fake_api: FakeApi) -> None:
    author.get("/trends")
    for _ in range(2):
        author.send("/trends", {"keywords": "rye bread"})
    assert len(keys_of(fake_api)) == 2
    assert len(set(keys_of(fake_api))) == 1


def test_a_form_changed_after_the_back_button_carries_another_key(author: Visitor, fake_api: FakeApi) -> None:
    author.get("/trends")
    for keywords in ("rye bread", "spelt bread"):
        author.send("/trends", {"keywords": keywords})
    assert len(set(keys_of(fake_api))) == 2
    assert max(map(len, keys_of(fake_api))) <= 128


def test_an_address_that_a_service_can_not_read_is_no_outage(author: Visitor, fake_api: FakeApi) -> None:
    fake_api.refuse(
        "GET", "/trends/searches", Refusal(400, "invalid-cursor", "This cursor isn't one of ours.")
    )
    page = author.get("/trends?cursor=zzz", status=400)
    assert "isn&#39;t one of ours" in page
    assert "does not answer" not in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter at least one keyword"),
        ("a, b, c, d, e, f", "up to 5 at once; these are 6"),
        ("x" * 101, "has 101 characters; Google takes 100"),
    ],
)
def test_bad_keywords_are_told_beside_the_field_and_stay_typed(
    author: Visitor, fake_api: FakeApi, typed: str, said: str
) -> None:
    author.get("/trends")
    answer = author.send("/trends", {"keywords": typed})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert said in html.split('id="keywords-error"')[1][:300]
    assert f'value="{typed}"' in html
    assert fake_api.asked("POST", "/trends/searches") == []


def test_what_the_service_objects_to_stands_beside_the_field(author: Visitor, fake_api: FakeApi) -> None:
    errors = [{"field": "keywords.0", "message": "Google knows no such keyword."}]
    fake_api.refuse("POST", "/trends/searches", Refusal(422, "invalid-question", errors=errors))
    author.get("/trends")
    answer = author.send("/trends", {"keywords": "rye"})
    assert (
        "Google knows no such keyword." in answer.get_data(as_text=True).split('id="keywords-error"')[1][:300]
    )


def test_a_running_search_asks_again_by_itself_until_it_is_done(author: Visitor, fake_api: FakeApi) -> None:
    address = f"/trends/{eg.uid(102)}"
    page = author.get(address)
    assert 'hx-trigger="every 1s"' in page
    part = author.client.get(address, headers={"HX-Request": "true", "HX-Target": "progress", "X-Poll": "1"})
    assert "1 of 4 parts are here" in part.get_data(as_text=True)
    assert "HX-Retarget" not in part.headers
    fake_api.searches[1] |= {"status": "completed", "as_of": eg.NOW.isoformat()}
    done = author.client.get(address, headers={"HX-Request": "true", "HX-Target": "progress", "X-Poll": "1"})
    assert done.headers["HX-Retarget"] == done.headers["HX-Reselect"] == "#answer"
    assert "every 1s" not in done.get_data(as_text=True)


def test_a_failed_search_says_why_and_can_be_asked_again(author: Visitor, fake_api: FakeApi) -> None:
    page = author.get(f"/trends/{eg.uid(103)}")
    assert "Google refused eight times in an hour." in page
    assert "nothing reads as zero" in page
    assert author.send("/trends").status_code == 303
    assert fake_api.asked("POST", "/trends/searches")[0]["keywords"] == ["gluten free bread"]


def test_a_result_shows_the_same_numbers_as_lines_and_as_a_table(author: Visitor) -> None:
    page = author.get(f"/trends/{eg.uid(101)}")
    assert page.count("<tr data-partial") == 1
    assert '<td class="num">&lt;1</td>' in page
    assert "Breakout" in page
    assert "Sample data" in page
    assert "As of" in page
    assert 'data-from="series"' in page


def test_an_empty_answer_is_not_drawn(
    author: Visitor, fake_api: FakeApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = eg.snapshot(["pumpkin spice"], series={}, averages={}, rising=[], top=[], regions=[])
    monkeypatch.setattr(eg, "snapshot", lambda *_: empty)
    page = author.get(f"/trends/{eg.uid(101)}")
    assert "Not enough data" in page
    assert 'class="plot"' not in page


def test_missing_parts_are_named(author: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    partly = eg.snapshot(["pumpkin spice"], missing=["regions"])
    monkeypatch.setattr(eg, "snapshot", lambda *_: partly)
    assert "Some of it is missing:</b> regions" in author.get(f"/trends/{eg.uid(101)}")


def test_the_result_comes_as_a_file(author: Visitor) -> None:
    for kind in ("csv", "json"):
        answer = author.client.get(f"/trends/{eg.uid(101)}/result.{kind}")
        assert answer.status_code == 200
        assert re.search(rf'filename="trend-[0-9a-f]+\.{kind}"', answer.headers["Content-Disposition"])


def test_a_draft_is_asked_for_with_its_wishes(author: Visitor, fake_api: FakeApi) -> None:
    address = f"/trends/{eg.uid(101)}"
    author.get(f"{address}?do=draft")
    answer = author.send(
        f"{address}/drafts", {"platforms": "webhook", "tone": "playful", "instructions": "Free tea."}
    )
    assert answer.status_code == 303
    [wishes] = fake_api.asked("POST", "/thinker/drafts")
    assert wishes["search_id"] == eg.uid(101)
    assert (wishes["platforms"], wishes["tone"], wishes["instructions"]) == (
        ["webhook"],
        "playful",
        "Free tea.",
    )


def test_a_viewer_sees_no_way_to_search(visitor: Visitor) -> None:
    visitor.sign_in("viewer")
    assert "Draft posts" not in visitor.get(f"/trends/{eg.uid(101)}")
    assert 'name="keywords"' not in visitor.get("/trends")
