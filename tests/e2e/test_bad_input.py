"""What people type wrong: a clear sentence, and what they typed is still there."""

import pytest
from playwright.sync_api import expect

from launcher.client import work
from launcher.client.api import wait_for
from launcher.client.people import Person
from tests.e2e.conftest import Visit
from tests.e2e.test_review import content
from tests.stack import Stack

pytestmark = pytest.mark.timeout(600)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (", ".join(f"word {n}" for n in range(26)), "Up to 25"),
        ("w" * 101, "100"),
        ("   ", "at least one keyword"),
    ],
)
def test_a_search_that_google_would_not_take(visit: Visit, typed: str, said: str) -> None:
    visitor = visit("author", java_script_enabled=False)
    visitor.go("/trends")
    field = visitor.page.get_by_role("textbox", name="Keywords")
    field.fill(typed)
    visitor.page.get_by_role("button", name="Search", exact=True).click()
    expect(visitor.page.locator(".invalid-feedback")).to_contain_text(said)
    assert field.input_value() == typed.strip()
    visitor.expect_refusal(422)


def test_a_weak_password_and_a_bad_address_are_named_where_they_stand(visit: Visit) -> None:
    visitor = visit()
    visitor.go("/register")
    page = visitor.page
    page.get_by_label("Your name").fill("Nora Quill")
    page.get_by_label("E-mail").fill("not an address")
    page.get_by_label("Password").fill("password1234")
    page.get_by_role("button", name="Register").click()
    expect(page.locator("#email-error")).to_be_visible()
    page.get_by_label("E-mail").fill("nora-weak@example.org")
    page.get_by_label("Password").fill("password1234")
    page.get_by_role("button", name="Register").click()
    expect(page.locator("#password-error")).to_be_visible()
    assert page.get_by_label("Your name").input_value() == "Nora Quill"
    assert page.get_by_label("E-mail").input_value() == "nora-weak@example.org"
    visitor.expect_refusal(422)


def test_a_taken_address_is_answered_like_any_other_and_its_owner_is_told(visit: Visit, stack: Stack) -> None:
    person: Person = stack.people["author"]
    visitor = visit()
    visitor.go("/register")
    page = visitor.page
    page.get_by_label("Your name").fill("Somebody Else")
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password").fill("a sentence is easy to keep")
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    wait_for(
        "the owner's e-mail",
        lambda: [mail for mail in stack.mails(person.email) if "already have an account" in mail["subject"]],
    )


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/inbox", "http://10.0.0.7/inbox", "ftp://example.org/"]
)
def test_a_webhook_into_our_own_network_is_refused(visit: Visit, address: str) -> None:
    visitor = visit("admin")
    visitor.go("/accounts?do=add")
    page = visitor.page
    dialog = page.get_by_role("dialog", name="Connect a webhook")
    dialog.get_by_label("Name").fill("Inside")
    dialog.get_by_label("Address").fill(address)
    dialog.get_by_role("button", name="Connect").click()
    expect(page.locator("#url-error")).to_be_visible()
    assert page.get_by_label("Address").input_value() == address
    visitor.expect_refusal(422)


def test_two_people_at_one_draft_lose_nothing(visit: Visit, stack: Stack) -> None:
    with stack.api("author") as author:
        search = next(s for s in author.get("/trends/searches")["items"] if s["status"] == "completed")
        draft = work.ask_for_draft(author, search["id"])
        work.wait_for_draft(author, draft["id"])
    visitor = visit("author")
    visitor.go(f"/drafts/{draft['id']}")
    with stack.api("reviewer") as other:
        work.edit(other, draft["id"], lambda seen: content(seen, seen["title"], "Theirs, saved first."))
    page = visitor.page
    page.locator("textarea#text").fill("Mine, written meanwhile.")
    expect(page.get_by_text("while you wrote")).to_be_visible()
    assert page.locator("textarea#text").input_value() == "Mine, written meanwhile."
    page.get_by_role("button", name="Keep mine").click()
    expect(page.locator("#saved")).to_contain_text("Saved")
    with stack.api("author") as author:
        assert author.get(f"/thinker/drafts/{draft['id']}")["content"]["text"] == "Mine, written meanwhile."
        revisions = author.get(f"/thinker/drafts/{draft['id']}/revisions")["items"]
    assert [revision["author"]["name"] for revision in revisions[:2]] == ["Ada Sample", "Rafael Sample"]
    visitor.expect_refusal(412)


def test_an_address_that_is_not_there_is_a_page_that_says_so(visit: Visit) -> None:
    visitor = visit("author")
    for path in ("/nothing-here", "/drafts/01890000-0000-7000-8000-000000000000", "/drafts/not-an-id"):
        assert visitor.go(path).status == 404, path
        expect(visitor.page.get_by_role("main")).to_be_visible()
    visitor.expect_refusal(404)
