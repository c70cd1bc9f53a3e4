"""A client without an account reads a post and answers; the team invites them and reads what they say."""

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi, Refusal
from portal.tests.fake_routes.guests import CODE, INVITED, SECRET, VISIT, state
from portal.tests.visitor import Visitor

DRAFT = f"/drafts/{INVITED}"


def enter(visitor: Visitor) -> Visitor:
    visitor.get("/guest")
    answer = visitor.send("/guest", {"link": f"http://127.0.0.1:8080/guest#{SECRET}"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/guest/post")
    return visitor


def confirmed(visitor: Visitor) -> Visitor:
    enter(visitor).get("/guest/post")
    visitor.send("/guest/code", {"name": "Nadia Berg", "email": "nadia@client.example"})
    visitor.get("/guest/post")
    assert visitor.send("/guest/confirm", {"code": CODE}).status_code == 303
    visitor.get("/guest/post")
    return visitor


def text(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def test_a_link_opens_the_post_with_its_chart_as_table_and_no_menu_of_the_teams(visitor: Visitor) -> None:
    html = enter(visitor).get("/guest/post")
    assert "Sourdough starter: feed it twice" in html
    assert "Pumpkin spice reached its 12-month peak" in html
    assert 'id="series"' in html
    assert "Tom Lindqvist asks for your word" in html
    assert 'class="side"' not in html
    assert "Sign out" not in html


def test_no_cache_and_no_search_engine_keeps_a_guests_page(visitor: Visitor) -> None:
    enter(visitor)
    for path in ("/guest", "/guest/post"):
        headers = visitor.client.get(path).headers
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
        assert headers["Cache-Control"] == "no-store"
        assert "unsafe" not in headers["Content-Security-Policy"]


def test_the_links_secret_comes_in_a_forms_body_and_leaves_as_a_cookie_no_script_reads(
    visitor: Visitor,
) -> None:
    visitor.get("/guest")
    answer = visitor.send("/guest", {"link": SECRET})
    cookie = next(value for value in answer.headers.getlist("Set-Cookie") if value.startswith("guest="))
    assert VISIT in cookie
    assert SECRET not in str(answer.headers)
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_link_that_opens_nothing_says_why_and_what_to_do(visitor: Visitor, fake_api: FakeApi) -> None:
    visitor.get("/guest")
    assert "This link isn’t complete" in text(visitor.send("/guest", {"link": "half"}))
    for slug, title in (
        ("link-expired", "This link has expired"),
        ("link-revoked", "This link was taken back"),
    ):
        visitor.get("/guest")
        detail = "Ask Tom Lindqvist for a new one."
        fake_api.refuse("POST", "/thinker/guest-visits", Refusal(410, slug, detail))
        answer = visitor.send("/guest", {"link": SECRET})
        assert answer.status_code == 410
        assert title in text(answer)
        assert detail in text(answer)


def test_without_a_link_the_page_asks_for_one(visitor: Visitor) -> None:
    assert "Open your link once more" in visitor.get("/guest/post", 410)
    visitor.get("/guest")
    assert "Paste the whole link" in text(visitor.send("/guest", {"link": " "}))


def test_a_guest_answers_once_the_address_is_confirmed(visitor: Visitor, fake_api: FakeApi) -> None:
    html = enter(visitor).get("/guest/post")
    assert "Approve this post" not in html
    visitor.send("/guest/code", {"name": "Nadia Berg", "email": "nadia@client.example"})
    assert "We sent six digits to <b>nadia@client.example</b>" in visitor.get("/guest/post")
    wrong = visitor.send("/guest/confirm", {"code": "000000"})
    assert wrong.status_code == 422
    assert "4 tries left" in text(wrong)
    visitor.get("/guest/post")
    visitor.send("/guest/confirm", {"code": CODE})
    assert "Your address is confirmed." in visitor.get("/guest/post")
    answer = visitor.send("/guest/answer", {"do": "approve"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/guest/post#answer")
    [said] = fake_api.asked("POST", "/thinker/guest-visits/current/responses")
    assert (said["kind"], said["content_hash"]) == ("approved", "c21e09b4" + "0" * 56)
    assert "What you said so far" in visitor.get("/guest/post")


def test_a_guest_is_told_where_figures_are_not_checked(visitor: Visitor, fake_api: FakeApi) -> None:
    draft = next(d for d in fake_api.drafts if d["id"] == INVITED)
    draft |= {"language": "pt"}
    enter(visitor)
    page = visitor.get("/guest/post")
    assert "Figures aren’t checked in Portuguese." in page
    assert "Its figures, checked" not in page
    assert "It names no figures" not in page


@pytest.mark.parametrize("shown", ["2026-11-28T09:00:00+00:00", ""])
def test_an_answer_tells_the_time_that_was_on_the_page(
    visitor: Visitor, fake_api: FakeApi, shown: str
) -> None:
    draft = next(d for d in fake_api.drafts if d["id"] == INVITED)
    draft |= {"publish_at": shown or None, "state": "in_review"}
    html = confirmed(visitor).get("/guest/post")
    assert f'name="shown" type="hidden" value="{shown}"' in html
    assert ("Goes out as soon as it is approved" in html) == (not shown)
    said = {"content_hash": draft["content_hash"], "version": draft["version"], "key": "k", "do": "approve"}
    assert visitor.send("/guest/answer", said | {"shown": shown}).status_code == 303
    [told] = fake_api.asked("POST", ".*/responses")
    assert told["seen_publish_at"] == (shown or None)


def test_asking_for_changes_or_commenting_needs_words(visitor: Visitor, fake_api: FakeApi) -> None:
    confirmed(visitor)
    answer = visitor.send("/guest/answer", {"do": "changes"})
    assert answer.status_code == 422
    assert "Say what should change." in text(answer)
    assert fake_api.asked("POST", "/thinker/guest-visits/current/responses") == []


def test_a_post_that_changed_meanwhile_is_shown_anew_and_the_words_are_kept(
    visitor: Visitor, fake_api: FakeApi
) -> None:
    confirmed(visitor)
    next(d for d in fake_api.drafts if d["id"] == INVITED)["content_hash"] = "d" * 64
    answer = visitor.send("/guest/answer", {"do": "approve", "comment": "Lovely, but check the week."})
    assert answer.status_code == 412
    assert "The post changed since you read it" in text(answer)
    assert visitor.page is not None
    fields = visitor.page.form("/guest/answer")
    assert (fields["comment"].strip(), fields["content_hash"]) == ("Lovely, but check the week.", "d" * 64)


def test_a_page_that_named_no_version_tells_none(visitor: Visitor, fake_api: FakeApi) -> None:
    confirmed(visitor)
    assert visitor.page is not None
    told = visitor.page.form("/guest/answer") | {"do": "comment", "comment": "A thought."}
    del told["version"]
    assert visitor.client.post("/guest/answer", data=told).status_code == 303
    assert "version" not in fake_api.asked("POST", ".*/responses")[-1]


def test_what_was_typed_is_shown_when_the_link_ended_meanwhile(visitor: Visitor, fake_api: FakeApi) -> None:
    confirmed(visitor)
    fake_api.refuse("POST", ".*/responses", Refusal(410, "link-revoked", "This link was withdrawn."))
    answer = visitor.send("/guest/answer", {"do": "comment", "comment": "A long thought."})
    assert answer.status_code == 410
    assert "A long thought." in text(answer)


def test_name_and_address_are_kept_when_no_code_can_be_sent(visitor: Visitor, fake_api: FakeApi) -> None:
    enter(visitor).get("/guest/post")
    fake_api.refuse("POST", ".*/codes", Refusal(429, "too-many-codes", "We sent many codes."))
    answer = visitor.send("/guest/code", {"name": "Nadia Berg", "email": "nadia@client.example"})
    assert answer.status_code == 429
    assert "We sent many codes." in text(answer)
    assert visitor.page is not None
    assert visitor.page.form("/guest/code")["name"] == "Nadia Berg"


def test_pressing_twice_for_a_code_asks_for_the_code_and_another_address_is_told_to_wait(
    visitor: Visitor, fake_api: FakeApi
) -> None:
    enter(visitor).get("/guest/post")
    visitor.send("/guest/code", {"name": "Nadia Berg", "email": "nadia@client.example"})
    for _ in range(2):
        fake_api.refuse("POST", ".*/codes", Refusal(429, "code-sent-lately", "A code is on its way."))
    again = visitor.send("/guest/code", {"name": "Nadia Berg", "email": "Nadia@client.example"})
    assert (again.status_code, again.headers["Location"]) == (303, "/guest/post#answer")
    other = visitor.send("/guest/code", {"name": "Nadia Berg", "email": "n.berg@client.example"})
    assert other.status_code == 429
    assert "A code is on its way." in text(other)
    assert 'value="n.berg@client.example"' in text(other)


def test_a_closed_post_takes_comments_only(visitor: Visitor, fake_api: FakeApi) -> None:
    state(fake_api)["closed"] = "The team decided not to publish it."
    html = confirmed(visitor).get("/guest/post")
    assert "Approve this post" not in html
    assert visitor.send("/guest/answer", {"do": "comment", "comment": "A pity."}).status_code == 303


def test_a_guest_can_leave_the_browser(visitor: Visitor) -> None:
    confirmed(visitor)
    assert visitor.send("/guest/leave").status_code == 303
    visitor.get("/guest/post", 410)


def test_a_form_of_a_guest_that_was_open_for_long_keeps_what_was_typed(app: Flask) -> None:
    visitor = confirmed(Visitor(app))
    answer = visitor.client.post(
        "/guest/answer",
        data={"comment": "A long thought.", "do": "comment", "csrf_token": "old", "content_hash": "c" * 64},
        headers={"Origin": "http://localhost"},
    )
    assert "A long thought." in text(answer)
    assert "Send it" in text(answer)
    assert "Sign in" not in text(answer)


def test_the_author_makes_a_link_copies_it_and_revokes_it(visitor: Visitor, fake_api: FakeApi) -> None:
    visitor.sign_in("author").get(f"{DRAFT}/guests")
    assert "Say who it is for" in text(visitor.send(f"{DRAFT}/guests", {"label": ""}))
    answer = visitor.send(f"{DRAFT}/guests", {"label": "Nadia", "email": "", "days": "3"})
    assert answer.status_code == 303
    assert fake_api.asked("POST", ".*/guest-links")[0] == {"label": "Nadia", "email": None, "days": 3}
    html = visitor.get(f"{DRAFT}/guests")
    assert f"/guest#{SECRET}" in html
    revoke = f"{DRAFT}/guests/{eg.uid(700)}/revoke"
    assert visitor.send(revoke).status_code == 303
    html = visitor.get(f"{DRAFT}/guests")
    assert "Revoked" in html
    assert SECRET not in html


def test_a_wrong_address_keeps_what_was_typed(visitor: Visitor) -> None:
    visitor.sign_in("author").get(f"{DRAFT}/guests")
    answer = visitor.send(f"{DRAFT}/guests", {"label": "Nadia", "email": "nadia"})
    assert answer.status_code == 422
    assert "as in name@company.example" in text(answer)
    assert visitor.page is not None
    assert visitor.page.form(f"{DRAFT}/guests")["email"] == "nadia"


def test_a_viewer_reads_what_guests_said_and_sees_no_link(
    visitor: Visitor, fake_api: FakeApi, app: Flask
) -> None:
    guest = confirmed(Visitor(app))
    guest.send("/guest/answer", {"do": "changes", "comment": "Say which week."})
    html = visitor.sign_in("viewer").get(f"{DRAFT}/guests")
    assert "Say which week." in html
    assert "nadia@client.example, confirmed" in html
    assert "Invite a guest" not in html
    assert SECRET not in html


def test_whoever_decides_sees_what_a_guest_said_before_deciding(visitor: Visitor, app: Flask) -> None:
    guest = confirmed(Visitor(app))
    guest.send("/guest/answer", {"do": "changes", "comment": "Say which week."})
    for path in (f"/review/{INVITED}", DRAFT):
        html = (visitor if path == DRAFT else visitor.sign_in("reviewer")).get(path)
        assert "Nadia Berg, a guest, asks for changes" in html
        assert "Say which week." in html


def test_a_page_of_a_draft_stands_also_when_guests_words_cannot_be_read(
    visitor: Visitor, fake_api: FakeApi
) -> None:
    fake_api.refuse("GET", ".*/guest-responses", Refusal(503, "unavailable"))
    assert "Sourdough starter" in visitor.sign_in("author").get(DRAFT)
