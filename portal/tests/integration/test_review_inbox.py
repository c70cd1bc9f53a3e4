"""The inbox: filters, holds, what changed since, when it goes out, several at once."""

import re
from typing import Any

import pytest

from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi, Refusal
from portal.tests.visitor import Visitor

ONE = f"/review/{eg.uid(201)}"
FLAGGED = {"supported": 1, "contradicted": 1, "unsupported": 0}


@pytest.fixture
def reviewer(visitor: Visitor) -> Visitor:
    return visitor.sign_in("reviewer")


def _texts(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_the_filters_say_how_many_each_holds_and_keep_to_them_after_a_decision(
    reviewer: Visitor, fake_api: FakeApi
) -> None:
    fake_api.drafts[1]["figures"] = FLAGGED
    page = reviewer.get("/review?show=flagged")
    assert 'href="/review?show=flagged" aria-current="page"' in page
    assert "Sourdough starter" in page
    assert "Stollen weekend" not in page
    answer = reviewer.send(f"{ONE}/request-changes", {"comment": "4% of what?"})
    assert answer.headers["Location"] == "/review?show=flagged"
    nothing = reviewer.get("/review?show=flagged")
    assert "None of these" in nothing
    assert reviewer.get("/review?show=nonsense")


def test_drafts_of_one_platform_can_be_looked_through(reviewer: Visitor, fake_api: FakeApi) -> None:
    fake_api.drafts[5]["platforms"] = ["bluesky"]
    page = reviewer.get("/review?platform=bluesky")
    assert "Stollen weekend" in page
    assert "Sourdough starter" not in page
    assert '<option value="bluesky" selected>' in page


def test_a_figure_that_is_wrong_is_named_before_one_decides(reviewer: Visitor, fake_api: FakeApi) -> None:
    fake_api.drafts[1]["figures"] = FLAGGED
    page = reviewer.get("/review")
    assert 'aria-label="contradicted"' in page


def test_where_figures_are_not_checked_no_page_calls_them_clean(reviewer: Visitor, fake_api: FakeApi) -> None:
    nothing = {"supported": 0, "contradicted": 0, "unsupported": 0, "set_aside": 0, "checked": False}
    fake_api.drafts[1] |= {"figures": nothing, "language": "pt"}
    fake_api.drafts[1]["content"] = {"text": "Nada a contar.", "platform_texts": {}}
    page = _texts(reviewer.get(ONE))
    assert "not checked in Portuguese" in page
    assert "Figures aren’t checked in Portuguese" in page
    assert "It names none." not in page
    assert "Figures aren’t checked in Portuguese." in _texts(reviewer.get("/"))
    several = _texts(reviewer.get("/review/several"))
    assert "figures aren’t checked in Portuguese" in several


def test_one_can_comment_before_anybody_else_has(reviewer: Visitor, fake_api: FakeApi) -> None:
    comments = f"/drafts/{eg.uid(201)}\\?about=comments"
    link = rf'<a href="{comments}" hx-get="{comments}" hx-target="#about"><svg.*?</svg> ([^<]*)</a>'
    at_once = f'hx-get="{comments}" hx-trigger="load"'
    page = reviewer.get(ONE)
    assert re.findall(link, page) == ["Comment on it"]
    assert not re.search(at_once, page)
    fake_api.drafts[1]["comments"] = {"open": 1, "all": 3}
    page = reviewer.get(ONE)
    assert re.findall(link, page) == ["1 open thread of 3"]
    assert re.search(at_once, page)


@pytest.mark.parametrize(
    ("when", "sent"),
    [
        ({"when": "now"}, {"publish_at": None}),
        ({"when": ""}, {}),
        ({"when": "slot", "slot": "2030-07-01T08:00:00+01:00"}, {"publish_at": "2030-07-01T08:00:00+01:00"}),
        ({"when": "time", "publish_at": "2030-07-01T08:00"}, {"publish_at": "2030-07-01T07:00:00+00:00"}),
    ],
)
def test_it_goes_out_when_the_reviewer_says(
    reviewer: Visitor, fake_api: FakeApi, when: dict[str, str], sent: dict[str, Any]
) -> None:
    reviewer.get(f"{ONE}?do=time")
    assert reviewer.send(f"{ONE}/approve", when).status_code == 303
    [decision] = fake_api.asked("POST", ".*/approve")
    assert decision == {"content_hash": decision["content_hash"], "seen_publish_at": None} | sent


@pytest.mark.parametrize("when", [{"when": "time", "publish_at": ""}, {"when": "slot", "slot": "soon"}])
def test_a_time_that_is_none_is_asked_for_again(
    reviewer: Visitor, fake_api: FakeApi, when: dict[str, str]
) -> None:
    reviewer.get(f"{ONE}?do=time")
    answer = reviewer.send(f"{ONE}/approve", when)
    assert answer.status_code == 422
    assert "That is no time" in answer.get_data(as_text=True)
    assert fake_api.asked("POST", ".*/approve") == []


def test_a_draft_on_hold_says_why_and_can_only_be_released(reviewer: Visitor, fake_api: FakeApi) -> None:
    reviewer.get(f"{ONE}?do=hold")
    refused = reviewer.send(f"{ONE}/hold", {"reason": " "})
    assert refused.status_code == 422
    assert "Say what it waits for" in refused.get_data(as_text=True)
    assert reviewer.send(f"{ONE}/hold", {"reason": "Legal reads it first."}).status_code == 303
    page = reviewer.get(ONE)
    assert "On hold" in page
    assert "Legal reads it first." in page
    assert f'action="{ONE}/approve"' not in page
    assert "Legal reads it first." in reviewer.get(f"/drafts/{eg.uid(201)}")
    reviewer.get(ONE)
    assert reviewer.send(f"{ONE}/release").status_code == 303
    assert f'action="{ONE}/approve"' in reviewer.get(ONE)


@pytest.mark.parametrize(
    ("do", "action", "field"), [("changes", "request-changes", "comment"), ("hold", "hold", "reason")]
)
def test_what_was_typed_stays_when_it_is_refused(
    reviewer: Visitor, fake_api: FakeApi, do: str, action: str, field: str
) -> None:
    reviewer.get(f"{ONE}?do={do}")
    fake_api.refuse("POST", f".*/{action}", Refusal(409, "wrong-state", "It was decided meanwhile."))
    answer = reviewer.send(f"{ONE}/{action}", {field: "Which week is that?"})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "It was decided meanwhile." in html
    assert "Which week is that?" in html


def test_who_signed_already_and_how_many_are_missing(reviewer: Visitor, fake_api: FakeApi) -> None:
    given = {"reviewer": eg.PEOPLE["admin"], "at": eg.ago(hours=1), "guest": False, "counts": True}
    fake_api.drafts[1]["approvals"] = {"needed": 3, "given": [given]}
    assert "1 of 3" in _texts(reviewer.get(ONE))
    assert "Jonas Weber" in reviewer.get(ONE)
    assert "One of three approvals." in reviewer.get(f"/drafts/{eg.uid(201)}")


def test_clean_drafts_are_chosen_summed_up_and_signed_together(reviewer: Visitor, fake_api: FakeApi) -> None:
    fake_api.drafts[5]["figures"] = FLAGGED
    page = reviewer.get("/review/several")
    assert f'value="{eg.uid(201)}"' in page
    # Flagged, and one's own: to be looked at one by one, with the reason.
    assert f'value="{eg.uid(205)}"' not in page
    assert "1 flagged figure" in page
    assert f'value="{eg.uid(207)}"' not in page
    summary = reviewer.get(f"/review/several?id={eg.uid(201)}&id={eg.uid(205)}")
    assert "Approve this draft?" in summary
    assert "One of those you chose" in summary
    assert "c21e 09b4" in summary
    answer = reviewer.send("/review/several")
    html = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "One approved" in html
    assert fake_api.asked("POST", "/thinker/approvals") == [
        {
            "items": [
                {
                    "draft_id": eg.uid(201),
                    "version": 3,
                    "content_hash": "c21e09b4" + "0" * 56,
                    "seen_publish_at": None,
                }
            ]
        }
    ]
    assert fake_api.drafts[5]["state"] == "in_review"


def test_what_can_be_approved_together_is_found_behind_all_that_cannot(
    reviewer: Visitor, fake_api: FakeApi
) -> None:
    clean = fake_api.drafts[1]
    held = {"by": eg.PEOPLE["admin"], "at": eg.ago(hours=1), "reason": "Legal reads it first."}
    each: list[dict[str, Any]] = [{"figures": FLAGGED}, {"held": held}]
    for n, alone in enumerate(each * 30):
        more = {"id": eg.uid(5000 + n), "publish_at": eg.ahead(minutes=1)}
        fake_api.drafts.append(clean | alone | more)
    page = reviewer.get("/review/several")
    assert f'value="{clean["id"]}"' in page
    assert "Of the first 50 that wait." in page
    assert "These are the first 50 that can be" not in page
    assert "Approve this draft?" in reviewer.get(f"/review/several?id={clean['id']}")


def test_more_clean_ones_than_fit_are_said_to_follow(reviewer: Visitor, fake_api: FakeApi) -> None:
    fake_api.drafts += [fake_api.drafts[1] | {"id": eg.uid(5000 + n)} for n in range(50)]
    page = reviewer.get("/review/several")
    assert page.count('name="id"') == 50
    assert "These are the first 50 that can be, those due first" in page


def test_several_are_chosen_of_the_platform_the_inbox_shows(reviewer: Visitor, fake_api: FakeApi) -> None:
    fake_api.drafts[5]["platforms"] = ["bluesky"]
    inbox = reviewer.get("/review?platform=bluesky")
    assert 'href="/review/several?platform=bluesky"' in inbox
    page = reviewer.get("/review/several?platform=bluesky")
    assert f'value="{eg.uid(205)}"' in page
    assert f'value="{eg.uid(201)}"' not in page
    assert "Only those for Bluesky." in page
    summary = reviewer.get(f"/review/several?platform=bluesky&id={eg.uid(205)}")
    assert 'action="/review/several?platform=bluesky"' in summary
    assert 'href="/review/several?platform=bluesky">Choose again' in summary


def test_one_that_changed_after_the_summary_is_not_signed_and_named(
    reviewer: Visitor, fake_api: FakeApi
) -> None:
    summary = reviewer.get(f"/review/several?id={eg.uid(201)}&id={eg.uid(205)}")
    fake_api.drafts[1]["version"] += 1
    items = re.findall(r'name="item" value="([^"]+)"', summary)
    html = reviewer.send("/review/several", {"item": items}).get_data(as_text=True)
    assert "One approved, one not" in html
    assert "Somebody changed this draft" in html
    assert (fake_api.drafts[1]["state"], fake_api.drafts[5]["state"]) == ("in_review", "approved")


def test_authors_have_no_inbox(visitor: Visitor) -> None:
    visitor.sign_in("author")
    for address in ("/review", ONE, "/review/several"):
        visitor.get(address, 403)


def test_the_dialog_of_submitting_says_what_the_policy_does_with_a_flagged_figure(
    visitor: Visitor, fake_api: FakeApi
) -> None:
    visitor.sign_in("author")
    fake_api.drafts[0]["figures"] = FLAGGED
    assert "Reviewers see it marked and decide." in visitor.get(f"/drafts/{eg.uid(200)}?do=submit")
    fake_api.refuse(
        "POST", ".*/submit", Refusal(409, "figures-flagged", "One figure in it isn't borne out by the data.")
    )
    answer = visitor.send(f"/drafts/{eg.uid(200)}/submit")
    assert answer.status_code == 409
    assert "borne out by the data" in answer.get_data(as_text=True)


def test_home_names_what_the_visitor_can_decide_with_its_figures(visitor: Visitor, fake_api: FakeApi) -> None:
    fake_api.drafts[1]["figures"] = FLAGGED
    fake_api.drafts[5]["held"] = {"by": eg.PEOPLE["admin"], "at": eg.ago(hours=1), "reason": "Wait."}
    said = _texts(visitor.sign_in("reviewer").get("/"))
    assert "Sourdough starter: feed it twice" in said
    assert "One figure is contradicted." in said
    assert "Stollen weekend" not in said.split("To review")[1].split("Back with you")[0]
    assert "Written by Maya herself" not in said
