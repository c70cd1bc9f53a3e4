"""Talking about a draft: with and without script, and nothing typed is lost."""

import json
from typing import Any

import pytest
from werkzeug.test import TestResponse

from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi, Refusal
from portal.tests.fake_routes.talk import threads_of
from portal.tests.visitor import Visitor

DRAFT = f"/drafts/{eg.uid(200)}"
PANEL = f"{DRAFT}?about=comments"
SAY = f"{DRAFT}/comments"
LONG_AGO = "2021-03-03T09:30:00+00:00"


@pytest.fixture
def author(visitor: Visitor) -> Visitor:
    visitor.sign_in("author").get(PANEL)
    return visitor


def say(author: Visitor, fields: dict[str, Any], **headers: str) -> TestResponse:
    """Send the form for a new comment, to exactly where it goes."""
    assert author.page is not None
    [form] = [form for form in author.page.forms if "quote" in form["fields"]]
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return author.client.post(form["action"], data=form["fields"] | fields, headers=named)


def token(author: Visitor) -> str:
    assert author.page is not None
    return author.page.form(SAY)["csrf_token"]


def test_a_thread_shows_who_said_what_about_which_words(author: Visitor) -> None:
    page = author.get(PANEL)
    assert '<blockquote class="talk-quote small" dir="auto" data-quoted>Pumpkin spice</blockquote>' in page
    assert '<b class="talk-name">@Tom</b>, is that &lt;true&gt;?' in page
    assert 'data-start="0" data-end="13"' in page


def test_words_that_changed_are_said_to_have_changed(author: Visitor, fake_api: FakeApi) -> None:
    anchor = threads_of(fake_api.drafts[0])[0]["anchor"]
    anchor |= {"start": None, "end": None, "changed": True}
    page = author.get(PANEL)
    assert "data-gone role" in page
    assert "Show in the text" not in page


def test_a_comment_is_made_and_a_link_leads_to_it(author: Visitor, fake_api: FakeApi) -> None:
    answer = say(
        author,
        {"text": "Is “spice” true?\r\nReally?", "quote": "spice", "start": "8", "mention": [eg.MAYA["id"]]},
    )
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith(f"{PANEL}#comment-")
    [sent] = fake_api.asked("POST", ".*/comments")
    assert sent == {
        "text": "Is “spice” true?\nReally?",
        "anchor": {"quote": "spice", "start": 8},
        "thread_id": None,
        "mentions": [eg.MAYA["id"]],
    }
    assert "Really?" in author.get(PANEL)


def test_a_comment_that_is_refused_stays_typed_with_its_words(author: Visitor, fake_api: FakeApi) -> None:
    answer = say(author, {"text": "  ", "quote": "spice", "start": "8"})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Write what you want to say." in html
    assert "data-quote>spice</blockquote>" in html
    assert len(threads_of(fake_api.drafts[0])) == 1


def test_who_was_chosen_for_a_refused_comment_is_still_meant(author: Visitor, fake_api: FakeApi) -> None:
    too_long = {"text": "@Maya Okafor " + "la " * 2000, "mention": [eg.MAYA["id"], eg.uid(99)]}
    why = "At most 4000 characters."
    refusal = Refusal(422, "invalid-input", errors=[{"field": "text", "message": why}])
    fake_api.refuse("POST", ".*/comments", refusal)
    answer = say(author, too_long, HX_Request="true", HX_Target="about")
    html = answer.get_data(as_text=True)
    assert why in html
    mention = f'<input type="hidden" name="mention" value="{eg.MAYA["id"]}" data-name="Maya Okafor">'
    # Once: in the form for a new comment. Who has left the team meanwhile would be refused for ever.
    assert html.count('name="mention"') == html.count(mention) == 1
    assert html.index('id="comment-form"') < html.index(mention)


def test_who_was_chosen_stays_with_a_refused_reply_and_a_refused_change(
    author: Visitor, fake_api: FakeApi
) -> None:
    say(author, {"text": "Mine"})
    author.get(PANEL)
    first, mine = (thread["id"] for thread in threads_of(fake_api.drafts[0]))
    sent = {"text": " ", "mention": [eg.MAYA["id"]], "csrf_token": token(author)}
    for address, more in ((SAY, {"thread_id": first}), (f"{SAY}/{mine}", {"do": "edit", "version": "0"})):
        html = author.client.post(f"{address}?about=comments", data=sent | more).get_data(as_text=True)
        assert html.count(f'name="mention" value="{eg.MAYA["id"]}" data-name="Maya Okafor"') == 1


def test_who_was_chosen_stays_while_no_names_can_be_had(author: Visitor, fake_api: FakeApi) -> None:
    fake_api.refuse("GET", "/users/directory", Refusal(500, "broken"))
    html = say(author, {"text": " ", "mention": [eg.MAYA["id"]]}).get_data(as_text=True)
    assert f'name="mention" value="{eg.MAYA["id"]}" data-name=""' in html


def test_with_script_only_the_panel_is_replaced(author: Visitor) -> None:
    fields = {"text": "Only here"}
    answer = say(author, fields, HX_Request="true", HX_Target="about")
    html = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "Only here" in html
    assert 'id="editor"' not in html
    assert json.loads(answer.headers["HX-Trigger-After-Swap"])["talk:said"].startswith("comment-")
    author.get(PANEL)
    refused = say(author, {"text": " "}, HX_Request="true", HX_Target="about")
    assert refused.status_code == 422
    assert "Write what you want to say." in refused.get_data(as_text=True)


def test_a_thread_is_answered_and_resolved(author: Visitor, fake_api: FakeApi) -> None:
    thread = threads_of(fake_api.drafts[0])[0]
    sent = {"text": "It is.", "thread_id": thread["id"], "csrf_token": token(author)}
    assert author.client.post(SAY, data=sent).status_code == 303
    assert [comment["text"] for comment in thread["comments"]][1] == "It is."
    address = f"{SAY}/{thread['id']}"
    assert author.client.post(address, data={"do": "resolve", "csrf_token": token(author)}).status_code == 303
    assert "No open threads." in author.get(PANEL)
    resolved = author.get(f"{PANEL}&status=resolved")
    assert "Resolved by Tom" in resolved
    assert "Open again" in resolved


def test_a_link_from_an_email_finds_a_thread_that_was_resolved_since(
    author: Visitor, fake_api: FakeApi
) -> None:
    thread = threads_of(fake_api.drafts[0])[0]
    thread |= {"resolved_at": eg.ago(minutes=1), "resolved_by": eg.TOM}
    page = author.get(f"{PANEL}&thread={thread['id']}")
    assert f'class="talk-thread is-asked" id="thread-{thread["id"]}"' in page


def test_only_ones_own_words_offer_to_be_changed(author: Visitor, fake_api: FakeApi) -> None:
    assert "Save the comment" not in author.get(PANEL)
    say(author, {"text": "Mine"})
    page = author.get(PANEL)
    mine = threads_of(fake_api.drafts[0])[1]["comments"][0]
    assert page.count("Save the comment") == 1
    stale = {"text": "Mine, better", "version": "0", "do": "edit", "csrf_token": token(author)}
    refused = author.client.post(f"{SAY}/{mine['id']}?about=comments", data=stale)
    assert refused.status_code == 412
    assert ">\nMine, better</textarea>" in refused.get_data(as_text=True)
    author.client.post(f"{SAY}/{mine['id']}?about=comments", data=stale | {"version": "1"})
    assert "Mine, better" in author.get(PANEL)
    author.client.post(f"{SAY}/{mine['id']}", data={"do": "delete", "csrf_token": token(author)})
    assert "Mine, better" not in author.get(PANEL)


def test_who_is_mentioned_is_still_meant_when_the_words_are_changed(
    author: Visitor, fake_api: FakeApi
) -> None:
    say(author, {"text": "@Maya, is ths so?", "mention": [eg.MAYA["id"]]})
    author.get(PANEL)
    mine = threads_of(fake_api.drafts[0])[1]["comments"][0]
    assert author.page is not None
    form = author.page.form(f"{SAY}/{mine['id']}")
    assert form["mention"] == eg.MAYA["id"]
    sent = form | {"text": "@Maya, is this so?", "do": "edit", "mention": [form["mention"], eg.TOM["id"]]}
    assert author.client.post(f"{SAY}/{mine['id']}", data=sent).status_code == 303
    [asked] = fake_api.asked("PATCH", ".*/comments/.*")
    assert asked == {"text": "@Maya, is this so?", "mentions": [eg.MAYA["id"], eg.TOM["id"]]}


def test_viewers_read_what_is_said_and_are_offered_nothing(visitor: Visitor) -> None:
    page = visitor.sign_in("viewer").get(PANEL)
    assert "is that" in page
    assert "<textarea" not in page
    assert visitor.client.get("/drafts/people?q=m").status_code == 403


def test_the_team_is_offered_while_a_name_is_typed(author: Visitor) -> None:
    found = json.loads(author.client.get("/drafts/people?q=may").get_data())["items"]
    assert [person["name"] for person in found] == ["Maya Okafor"]


def offered(visitor: Visitor, q: str) -> list[str]:
    answer = visitor.client.get(f"/drafts/people?q={q}")
    assert answer.status_code == 200
    return [f"{person['name']}: {person['about']}" for person in json.loads(answer.get_data())["items"]]


@pytest.fixture
def namesake(fake_api: FakeApi) -> Any:
    """Another reviewer of Maya's name."""
    other = eg.user("reviewer", id=eg.uid(71), email="maya.two@hartwell.example", created_at=LONG_AGO)
    fake_api.joined.append(other)
    return other


@pytest.mark.usefixtures("namesake")
def test_namesakes_are_told_apart_without_their_addresses(author: Visitor, fake_api: FakeApi) -> None:
    assert offered(author, "tom") == ["Tom Lindqvist: You, author"]
    first, second = offered(author, "maya")
    assert first.startswith("Maya Okafor: Reviewer, joined ")
    assert second == "Maya Okafor: Reviewer, joined 3 Mar 2021, 09:30"
    assert first != second
    assert "hartwell" not in first + second
    assert fake_api.asked("GET", "/users/?") == []


@pytest.mark.usefixtures("namesake")
def test_admins_who_may_read_addresses_tell_namesakes_apart_by_them(visitor: Visitor) -> None:
    assert offered(visitor.sign_in("admin"), "maya") == [
        "Maya Okafor: Reviewer, maya@hartwell.example",
        "Maya Okafor: Reviewer, maya.two@hartwell.example",
    ]


def test_a_namesake_just_behind_the_end_of_the_list_counts(author: Visitor, fake_api: FakeApi) -> None:
    def one(n: int, name: str) -> dict[str, Any]:
        return eg.user("viewer", id=eg.uid(80 + n), name=name, created_at=LONG_AGO)

    fake_api.joined += [one(n, f"Zoe {chr(65 + min(n, 7))}") for n in range(9)]
    found = offered(author, "zoe")
    assert len(found) == 8
    assert found[-2:] == ["Zoe G: Viewer", "Zoe H: Viewer, joined 3 Mar 2021, 09:30"]


@pytest.mark.usefixtures("namesake")
def test_the_list_comes_without_the_accounts_too(author: Visitor, fake_api: FakeApi) -> None:
    fake_api.refuse("GET", "/users/directory", Refusal(500, "broken"))
    assert offered(author, "maya") == ["Maya Okafor: Reviewer", "Maya Okafor: Reviewer"]


def test_the_timeline_can_be_narrowed_to_one_kind(author: Visitor, fake_api: FakeApi) -> None:
    page = author.get(f"{DRAFT}/timeline?part=review")
    assert 'part=review" aria-current="page"' in page
    assert "submitted for review" in page
    author.get(f"{DRAFT}/timeline?part=nonsense")
