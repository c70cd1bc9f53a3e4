"""Deciding: exactly what was read, with a comment where somebody has to act on it."""

import re

import pytest

from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi, Refusal
from portal.tests.fake_routes.talk import image
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


def test_figures_of_several_texts_are_told_apart(reviewer: Visitor, fake_api: FakeApi) -> None:
    [draft] = [one for one in fake_api.drafts if one["id"] == eg.uid(201)]
    draft["platforms"] = ["bluesky", "linkedin", "x"]
    assert '<h4 class="lab mt-3">' not in reviewer.get(ONE)
    draft["content"]["platform_texts"] = {"linkedin": draft["content"]["text"] + " Up 14% again."}
    page = reviewer.get(ONE)
    assert page.index('<h4 class="lab mt-3">Bluesky, X</h4>') < page.index(
        '<h4 class="lab mt-3">LinkedIn</h4>'
    )
    ids = re.findall(r'id="(fig\d+-\d+)"', page)
    assert len(ids) == len(set(ids)) > 1


def test_a_page_that_showed_no_time_tells_none(reviewer: Visitor, fake_api: FakeApi) -> None:
    reviewer.get(ONE)
    assert reviewer.page is not None
    told = reviewer.page.form(f"{ONE}/approve")
    del told["shown"]
    assert reviewer.client.post(f"{ONE}/approve", data=told).status_code == 303
    assert "seen_publish_at" not in fake_api.asked("POST", ".*/approve")[-1]
    reviewer.get(f"/review/several?id={eg.uid(205)}")
    told = reviewer.page.form("/review/several")
    told["item"] = told["item"].split(":", 3)[0] + ":3:" + "c" * 64
    reviewer.client.post("/review/several", data=told)
    [item] = fake_api.asked("POST", "/thinker/approvals")[-1]["items"]
    assert "seen_publish_at" not in item


def test_who_signs_several_has_seen_their_images(reviewer: Visitor, fake_api: FakeApi) -> None:
    loaf = image(1, "A rye loaf")
    fake_api.drafts[1]["images"] = [loaf]
    for address in ("/review/several", f"/review/several?id={eg.uid(201)}"):
        page = reviewer.get(address)
        assert f'src="/drafts/{eg.uid(201)}/images/{loaf["sha256"]}"' in page, address
        assert "</span> A rye loaf</p>" in page, address


def test_after_a_decision_the_next_one_is_open(reviewer: Visitor) -> None:
    reviewer.get(f"/review/{eg.uid(205)}")
    answer = reviewer.send(f"/review/{eg.uid(205)}/approve")
    assert answer.headers["Location"] == f"/review/{eg.uid(207)}"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"publish_at": "2030-01-02T08:00:00Z"}, "it goes out 2 Jan 2030"),
        ({}, "words, images and time are the same, but not its title, where it goes out"),
    ],
)
def test_what_is_no_change_of_words_is_called_what_it_is(
    reviewer: Visitor, fake_api: FakeApi, changes: dict[str, str], said: str
) -> None:
    reviewer.get(ONE)
    fake_api.drafts[1] |= {"version": 8} | changes
    fake_api.refuse("POST", ".*/approve", Refusal(412, "stale-content", "Somebody changed this draft."))
    html = reviewer.send(f"{ONE}/approve").get_data(as_text=True)
    assert f"It changed while you read it: {said}" in html
    assert ("What is new since you read it is marked above." in html) == bool(changes)


def test_content_that_changed_meanwhile_is_shown_anew_and_not_approved(
    reviewer: Visitor, fake_api: FakeApi
) -> None:
    reviewer.get(ONE)
    fake_api.drafts[1] |= {"content_hash": "f" * 64, "version": 8}
    answer = reviewer.send(f"{ONE}/approve")
    html = answer.get_data(as_text=True)
    assert answer.status_code == 412
    assert "It changed while you read it: its words or images are others. Read it once more" in html
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
