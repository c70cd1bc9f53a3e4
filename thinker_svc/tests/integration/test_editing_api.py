"""Platforms, their limits, and the team's marks on links, over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from thinker_svc.tests.team import Team

LINK = "Bread at https://hartwell.example/spice?from=post#loaf today."
MARKED = "https://hartwell.example/spice?from=post&utm_source=social&utm_campaign=spice#loaf"


@pytest.fixture
def marking(team: Team) -> Team:
    """A team whose policy marks links."""
    policy = team.admin.get("/policy").json or {}
    fields = (
        "approvals_required",
        "own_approval",
        "flagged_figures",
        "edit_approved",
        "guest_approval_counts",
        "reminder_after_hours",
    )
    body: dict[str, Any] = {name: policy[name] for name in fields}
    body["utm"] = {"enabled": True, "source": "social", "medium": "", "campaign": "spice"}
    answer = team.admin.call("PUT", "/policy", body, If_Match=f'"v{policy["version"]}"')
    assert answer.status_code == 200, answer.json
    return team


def submitted(team: Team, **content: Any) -> dict[str, Any]:
    saved = team.author.save(team.written(), **content)
    assert saved.status_code == 200, saved.json
    answer = team.author.post(f"/drafts/{(saved.json or {})['id']}/submit", {})
    assert answer.status_code == 200, answer.json
    return dict(answer.json or {})


def test_every_platform_says_how_it_counts(team: Team) -> None:
    answer = team.viewer.get("/platforms").json or {}
    rules = {one["id"]: one for one in answer["items"]}
    assert set(rules) == {"webhook", "bluesky", "mastodon", "x", "linkedin"}
    assert (rules["x"]["unit"], rules["x"]["limit"], rules["x"]["link_length"]) == ("weighted", 280, 23)
    assert (rules["bluesky"]["limit"], rules["bluesky"]["byte_limit"]) == (300, 3000)
    assert rules["webhook"]["limit"] is None


@pytest.mark.parametrize(
    ("platform", "fits", "too_long", "said"),
    [
        ("bluesky", "👍🏽" * 300, "👍🏽" * 301, "1 character over the 300 of Bluesky."),
        ("bluesky", "é" * 300, "👨‍👩‍👧‍👦" * 121, "25 bytes over the 3,000 of Bluesky."),
        ("x", "ü" * 280, "日" * 141, "2 characters over the 280 of X."),
        ("x", "https://hartwell.com/" + "a" * 400, "a " * 140 + "b", "1 character over the 280 of X."),
        ("mastodon", "https://hartwell.com/" + "a" * 600, "b" * 501, "1 character over the 500 of Mastodon."),
        ("linkedin", "c" * 3000, "😷" * 1501, "2 characters over the 3,000 of LinkedIn."),
    ],
)
def test_a_text_too_long_for_its_platform_is_not_submitted_and_says_by_how_much(
    team: Team, platform: str, fits: str, too_long: str, said: str
) -> None:
    draft = team.written()
    saved = team.author.save(draft, text=too_long, platforms=[platform])
    refused = team.author.post(f"/drafts/{draft['id']}/submit", {})
    assert refused.status_code == 422
    assert (refused.json or {})["errors"] == [{"field": platform, "message": said}]
    assert team.author.save(saved.json or {}, text=fits).status_code == 200
    assert team.author.post(f"/drafts/{draft['id']}/submit", {}).status_code == 200


def test_submitting_marks_links_as_the_policy_says_and_that_is_what_is_signed(marking: Team) -> None:
    draft = submitted(marking, text=LINK, platforms=["webhook", "x"], platform_texts={"x": LINK[9:]})
    assert MARKED in draft["content"]["text"]
    assert MARKED in draft["content"]["platform_texts"]["x"]
    assert marking.reviewer.approve(draft).status_code == 200
    [told] = marking.told("thinker.draft.approved")
    assert all(MARKED in text for text in told["texts"].values())
    assert told["content_hash"] == draft["content_hash"]


def test_marks_are_put_once_and_the_versions_and_the_timeline_show_it(marking: Team) -> None:
    draft = submitted(marking, text=LINK)
    marking.author.post(f"/drafts/{draft['id']}/withdraw")
    again = marking.author.post(f"/drafts/{draft['id']}/submit", {}).json or {}
    assert again["content"] == draft["content"]
    assert again["version"] == draft["version"]
    newest = (marking.viewer.get(f"/drafts/{draft['id']}/revisions").json or {})["items"][0]
    assert MARKED in newest["text"]
    kinds = [
        entry["kind"] for entry in (marking.viewer.get(f"/drafts/{draft['id']}/timeline").json or {})["items"]
    ]
    assert kinds.count("links_marked") == 1


def test_links_that_come_in_while_it_is_reviewed_are_marked_too(marking: Team) -> None:
    draft = submitted(marking, text="Pumpkin spice is on our minds.")
    corrected = marking.reviewer.save(draft, text=LINK).json or {}
    assert corrected["content"]["text"] == f"Bread at {MARKED} today."
    # Saving what was typed once more changes nothing: it says the same.
    assert (marking.reviewer.save(corrected, text=LINK).json or {})["version"] == corrected["version"]
    signed = marking.admin.approve(corrected).json or {}
    assert MARKED in signed["content"]["text"]


def test_a_link_with_marks_of_its_own_keeps_those_and_nothing_changes(marking: Team) -> None:
    own = "See https://hartwell.example/?utm_source=mail."
    draft = submitted(marking, text=own)
    assert draft["content"]["text"] == own


def test_marks_that_make_a_text_too_long_are_told_before_anybody_reviews_it(marking: Team) -> None:
    draft = marking.written()
    text = "a" * 270 + " https://a.example"
    marking.author.save(draft, text=text, platforms=["bluesky"])
    refused = marking.author.post(f"/drafts/{draft['id']}/submit", {})
    assert refused.status_code == 422
    assert "over the 300 of Bluesky" in (refused.json or {})["detail"]
    assert marking.author.draft(draft["id"])["content"]["text"] == text
