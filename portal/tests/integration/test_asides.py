"""Setting a mark aside: from the editor, from the reading pane, without script; and what then is shown."""

import json
from urllib.parse import quote

import pytest

from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi, Refusal
from portal.tests.fake_routes.editing import mark_of
from portal.tests.visitor import Visitor

TEXT = "At its 12-month peak, up 14% in a week, and sales too."
DRAFT = f"/drafts/{eg.uid(200)}"
MARK = f"{DRAFT}/marks/{mark_of('14%')}"
REASON = "Counted by hand in our shops."


@pytest.fixture(autouse=True)
def _texts(fake_api: FakeApi) -> None:
    for draft in fake_api.drafts[:2]:
        draft["content"] = {"text": TEXT, "platform_texts": {}}


@pytest.fixture
def author(visitor: Visitor) -> Visitor:
    return visitor.sign_in("author")


def test_a_flagged_figure_can_be_set_aside_and_counts_again_when_asked(
    author: Visitor, fake_api: FakeApi
) -> None:
    assert author.get(DRAFT).count("Set aside…") == 2
    page = author.get(f"{MARK}?back={DRAFT}")
    assert "Why does it hold all the same?" in page
    assert "The data says <b>+4%</b>" in page
    answer = author.send(MARK, {"reason": f" {REASON} "})
    assert (answer.status_code, answer.headers["Location"]) == (303, DRAFT)
    assert fake_api.asked("PUT", ".*/asides/.*") == [{"reason": REASON}]
    page = author.get(DRAFT)
    assert f'{eg.TOM["name"]}: {REASON} <span class="lab"><time' in page
    assert "14%</mark> set aside" in page
    assert "1 unsupported, 1 set aside, 1 supported" in page
    answer = author.send(f"{MARK}/raise")
    assert answer.headers["Location"] == DRAFT
    assert "14%</mark> contradicted" in author.get(DRAFT)


def test_without_a_reason_it_is_not_and_what_was_typed_stays(author: Visitor, fake_api: FakeApi) -> None:
    author.get(MARK)
    answer = author.send(MARK, {"reason": " "})
    assert answer.status_code == 422
    assert "Say why the figure holds" in answer.get_data(as_text=True)
    answer = author.send(MARK, {"reason": "x" * 501})
    assert "x" * 501 in answer.get_data(as_text=True)
    fake_api.refuse("PUT", ".*/asides/.*", Refusal(409, "wrong-state", "It is approved."))
    answer = author.send(MARK, {"reason": REASON})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "It is approved." in page
    assert REASON in page


def test_a_mark_whose_sentence_was_changed_is_said_to_be_gone(author: Visitor, fake_api: FakeApi) -> None:
    fake_api.drafts[0]["content"]["text"] = "Nothing to see."
    page = author.get(MARK, 409)
    assert "its sentence was changed" in page
    assert f'href="{DRAFT}"' in page


@pytest.mark.parametrize(("status", "kind"), [(409, "wrong-state"), (412, "stale-content")])
def test_a_reason_for_a_mark_that_is_gone_can_be_copied(
    author: Visitor, fake_api: FakeApi, status: int, kind: str
) -> None:
    author.get(MARK)
    fake_api.refuse("PUT", ".*/asides/.*", Refusal(status, kind, "Somebody changed this draft."))
    fake_api.drafts[0] |= {"version": 4, "content": {"text": "Nothing to see.", "platform_texts": {}}}
    answer = author.send(MARK, {"reason": REASON})
    page = answer.get_data(as_text=True)
    assert answer.status_code == status
    assert "Somebody changed this draft." in page
    assert f">\n{REASON}</textarea>" in page


def test_the_reason_can_be_corrected(author: Visitor) -> None:
    author.get(MARK)
    author.send(MARK, {"reason": REASON})
    assert "Change the reason…" in author.get(DRAFT)
    page = author.get(MARK)
    assert REASON in page
    assert "Save the reason" in page


def test_what_is_said_is_said_of_the_version_that_was_read(author: Visitor, fake_api: FakeApi) -> None:
    author.get(MARK)
    fake_api.refuse("PUT", ".*/asides/.*", Refusal(412, "stale-content", "Somebody changed this draft."))
    fake_api.drafts[0]["version"] = 4
    page = author.send(MARK, {"reason": REASON}).get_data(as_text=True)
    assert "Somebody changed this draft." in page
    assert REASON in page
    assert 'name="version" type="hidden" value="4"' in page


def test_a_new_tab_of_an_editors_link_is_a_page_that_leads_back(author: Visitor) -> None:
    assert 'name="live"' not in author.get(f"{MARK}?live=1")


def test_what_cannot_be_raised_is_told_as_an_error(author: Visitor, fake_api: FakeApi) -> None:
    author.get(MARK)
    author.send(MARK, {"reason": REASON})
    author.get(DRAFT)
    fake_api.refuse("DELETE", ".*/asides/.*", Refusal(409, "wrong-state", "It is approved."))
    answer = author.send(f"{MARK}/raise")
    assert answer.status_code == 409
    assert "It is approved." in answer.get_data(as_text=True)


def test_the_editor_stays_and_is_told_to_ask_anew(author: Visitor) -> None:
    part = author.get(f"{MARK}?live=1", HX_Request="true", HX_Target="aside-form")
    assert 'name="live"' in part
    assert "<main" not in part
    answer = author.send(MARK, {"reason": ""}, HX_Request="true", HX_Target="aside-form")
    assert answer.status_code == 422
    assert "<main" not in answer.get_data(as_text=True)
    answer = author.send(MARK, {"reason": REASON}, HX_Request="true", HX_Target="aside-form")
    assert answer.status_code == 204
    assert json.loads(answer.headers["HX-Trigger"]) == {"figures:changed": {"before": 3, "version": 3}}
    assert author.page is not None
    body = {"text": TEXT, "csrf_token": author.page.form(MARK)["csrf_token"]}
    assert "Set aside…" not in (author.client.post(f"{DRAFT}/check", data=body).json or {})["html"]
    found = author.client.post(f"{DRAFT}/check?asides=1", data=body).json or {}
    assert [mark["hue"] for mark in found["marks"]] == ["green", "grey", "orange"]
    assert f"{MARK}/raise" in found["html"]
    assert "1 set aside" in found["said"]


def test_where_it_leads_back_to_is_never_another_site(author: Visitor) -> None:
    author.get(f"{MARK}?back=https://elsewhere.example/")
    assert author.send(MARK, {"reason": REASON}).headers["Location"] == DRAFT


def test_the_reviewer_reads_who_answers_and_can_judge_otherwise(visitor: Visitor, fake_api: FakeApi) -> None:
    aside = {"reason": REASON, "by": eg.PEOPLE["author"]["name"], "at": eg.ago(hours=1)}
    fake_api.drafts[1]["asides"] = {mark_of("14%"): aside}
    fake_api.drafts[1]["figures"] = {"supported": 1, "contradicted": 0, "unsupported": 0, "set_aside": 1}
    reviewer = visitor.sign_in("reviewer")
    one = f"/review/{eg.uid(201)}"
    page = reviewer.get(one)
    assert f'{eg.TOM["name"]}: {REASON} <span class="lab"><time' in page
    assert "14%</mark> set aside" in page
    assert f"back={quote(one, safe='/')}" in page
    answer = reviewer.send(f"/drafts/{eg.uid(201)}/marks/{mark_of('14%')}/raise")
    assert answer.headers["Location"] == one
    # Not to be signed unread, among others.
    several = reviewer.get("/review/several")
    assert "1 mark set aside" in several
    assert f'value="{eg.uid(201)}"' not in several


def test_whoever_may_not_edit_is_offered_nothing(visitor: Visitor) -> None:
    viewer = visitor.sign_in("viewer")
    assert "Set aside…" not in viewer.get(DRAFT)
    viewer.get(MARK, 403)


def test_the_dialog_of_submitting_says_that_a_mark_is_set_aside(author: Visitor, fake_api: FakeApi) -> None:
    fake_api.drafts[0]["figures"] = {"supported": 0, "contradicted": 0, "unsupported": 0, "set_aside": 2}
    assert "Two marks are set aside" in author.get(f"{DRAFT}?do=submit")
