"""Deciding: exactly what was read, with a comment where somebody has to act on it."""

import pytest

from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi
from portal.tests.visitor import Visitor

ONE = f"/review/{eg.uid(201)}"


@pytest.fixture
def reviewer(visitor: Visitor) -> Visitor:
    return visitor.sign_in("reviewer")


def test_the_one_that_is_due_first_is_open(reviewer: Visitor) -> None:
    page = reviewer.get("/review")
    assert page.index("Stollen weekend") < page.index("Sourdough starter")
    assert f'href="/review/{eg.uid(205)}" aria-current="true"' in page


def test_an_approval_signs_the_content_that_was_read(reviewer: Visitor, fake_api: FakeApi) -> None:
    reviewer.get(ONE)
    answer = reviewer.send(f"{ONE}/approve")
    assert answer.status_code == 303
    [decision] = fake_api.asked("POST", ".*/approve")
    assert decision == {"content_hash": "c21e09b4" + "0" * 56, "seen_publish_at": None}
    assert fake_api.calls[-1][3]["If-Match"] == '"v3"'


def test_after_a_decision_the_next_one_is_open(reviewer: Visitor) -> None:
    reviewer.get(f"/review/{eg.uid(205)}")
    answer = reviewer.send(f"/review/{eg.uid(205)}/approve")
    assert answer.headers["Location"] == f"/review/{eg.uid(207)}"


def test_content_that_changed_meanwhile_is_shown_anew_and_not_approved(
    reviewer: Visitor, fake_api: FakeApi
) -> None:
    reviewer.get(ONE)
    fake_api.drafts[1] |= {"content_hash": "f" * 64, "version": 8}
    answer = reviewer.send(f"{ONE}/approve")
    html = answer.get_data(as_text=True)
    assert answer.status_code == 412
    assert "It changed while you read it: its words" in html
    assert f'value="{"f" * 64}"' in html
    assert fake_api.drafts[1]["state"] == "in_review"


def test_ones_own_draft_cannot_be_approved_and_the_page_says_why(
    reviewer: Visitor, fake_api: FakeApi
) -> None:
    page = reviewer.get(f"/review/{eg.uid(207)}")
    assert "somebody else has to approve it" in page
    assert 'data-key="a" disabled' in page
    answer = reviewer.send(f"/review/{eg.uid(207)}/approve")
    assert answer.status_code == 403
    assert "You wrote it" in answer.get_data(as_text=True)
    assert fake_api.drafts[7]["state"] == "in_review"


@pytest.mark.parametrize(("do", "action"), [("changes", "request-changes"), ("reject", "reject")])
def test_sending_back_needs_a_reason(reviewer: Visitor, fake_api: FakeApi, do: str, action: str) -> None:
    reviewer.get(f"{ONE}?do={do}")
    answer = reviewer.send(f"{ONE}/{action}", {"comment": "  "})
    assert answer.status_code == 422
    assert "Say what should be different" in answer.get_data(as_text=True)
    assert fake_api.asked("POST", f".*/{action}") == []
    assert reviewer.send(f"{ONE}/{action}", {"comment": "Is 4% true?"}).status_code == 303
    assert fake_api.asked("POST", f".*/{action}") == [{"comment": "Is 4% true?"}]


def test_an_approval_for_a_time_is_sent_in_utc(reviewer: Visitor, fake_api: FakeApi) -> None:
    reviewer.client.set_cookie("tz", "Europe%2FBerlin")
    reviewer.get(f"{ONE}?do=time")
    reviewer.send(f"{ONE}/approve", {"publish_at": "2030-07-01T08:00"})
    assert fake_api.asked("POST", ".*/approve")[0]["publish_at"] == "2030-07-01T06:00:00+00:00"


def test_a_link_to_something_decided_opens_the_draft(reviewer: Visitor) -> None:
    answer = reviewer.client.get(f"/review/{eg.uid(206)}")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/drafts/{eg.uid(206)}"


def test_an_empty_inbox_says_what_will_be_here(reviewer: Visitor, fake_api: FakeApi) -> None:
    fake_api.drafts = [draft for draft in fake_api.drafts if draft["state"] != "in_review"]
    assert "Nothing to review" in reviewer.get("/review")
