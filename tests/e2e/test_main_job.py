"""The main job, in browsers, through nginx: from a stranger's registration to a published post."""

import re

import pytest
from playwright.sync_api import Page, expect

from launcher.client.api import wait_for
from launcher.client.mailbox import Mailbox
from launcher.client.people import Person
from svckit.ids import uuid7
from tests.e2e.browser import Visitor, axe_violations, overflow
from tests.e2e.conftest import Visit
from tests.stack import Stack

pytestmark = pytest.mark.timeout(600)

KEYWORD = "pumpkin spice"
SOME_WORDS = "() => document.querySelector('[data-stream] [data-text]')?.textContent.trim().length > 10"
ADDED = "\n\nOur loaf is out of the oven at seven."


def register(visitor: Visitor, stack: Stack, person: Person) -> None:
    visitor.go("/register")
    page = visitor.page
    page.get_by_label("Your name").fill(person.name)
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password").fill(person.password)
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    _, link = Mailbox(stack.mail_url, person.email).wait_for_link("/verify-email?token=")
    visitor.go(link)
    page.get_by_role("button", name="Verify my e-mail").click()
    expect(page.get_by_text(f"{person.email} is verified")).to_be_visible()
    visitor.sign_in(person)


def examine(page: Page) -> None:
    """The page as it stands in the middle of the job, not as it is opened."""
    assert axe_violations(page) == []
    assert overflow(page) == 0


def search(page: Page) -> None:
    page.get_by_role("link", name="Trends").first.click()
    field = page.get_by_role("combobox", name="Keywords")
    field.fill(KEYWORD)
    field.press(",")
    where = page.get_by_role("combobox", name="Where")
    where.fill("united k")
    where.press("Enter")
    expect(where).to_have_value("United Kingdom")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.get_by_role("heading", name="Interest over time")).to_be_visible(timeout=90_000)
    for heading in ("Rising queries", "Top queries", "Regions"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    expect(page.get_by_text("Sample data").first).to_be_visible()


def look_at_chart(page: Page) -> None:
    expect(page.locator(".plot canvas")).to_be_visible()
    page.get_by_role("button", name="Show as table").click()
    table = page.get_by_role("table").first
    expect(table).to_be_visible()
    assert table.get_by_role("row").count() > 10
    examine(page)


def draft(page: Page) -> None:
    page.get_by_role("link", name="Draft posts").first.click()
    dialog = page.get_by_role("dialog", name="Draft posts from this search")
    expect(dialog).to_be_visible()
    examine(page)
    dialog.get_by_role("button", name="Draft posts").click()
    page.wait_for_url(re.compile(r"/drafts/[0-9a-f-]+"))
    page.wait_for_function(SOME_WORDS, timeout=60_000)
    examine(page)
    # The words come as they are written, and the editor follows by itself when they are all there.
    expect(page.locator("textarea#text")).to_be_visible(timeout=150_000)


def edit_and_submit(page: Page, title: str) -> str:
    page.get_by_label("Title, for your team").fill(title)
    text = page.locator("textarea#text")
    text.fill(text.input_value() + ADDED)
    expect(page.locator("#saved")).to_contain_text("Saved", timeout=15_000)
    written = text.input_value()
    page.get_by_role("button", name="Submit for review").first.click()
    dialog = page.get_by_role("dialog", name="Submit for review")
    expect(dialog).to_be_visible()
    examine(page)
    dialog.get_by_role("button", name="Submit for review").click()
    expect(page.get_by_text("In review").first).to_be_visible()
    return written


def approve(visitor: Visitor, stack: Stack, reviewer: Person, title: str) -> None:
    _, link = Mailbox(stack.mail_url, reviewer.email).wait_for_link("/review/", subject=title)
    visitor.go(link)
    page = visitor.page
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    expect(page.get_by_text(ADDED.strip())).to_be_visible()
    examine(page)
    page.get_by_role("button", name="Approve", exact=False).first.click()
    page.wait_for_load_state()


def test_a_stranger_becomes_an_author_and_what_they_wrote_is_published_once(
    visit: Visit, stack: Stack
) -> None:
    tag = uuid7().hex[-8:]
    person = Person(f"nora-{tag}@example.org", "Nora Quill", "a sentence is easy to keep")
    title = f"Loaf at seven {tag}"
    reviewer = stack.people["reviewer"]

    nora = visit()
    register(nora, stack, person)
    search(nora.page)
    look_at_chart(nora.page)
    draft(nora.page)
    written = edit_and_submit(nora.page, title)
    draft_id = re.search(r"/drafts/([0-9a-f-]+)", nora.page.url)
    assert draft_id is not None

    approve(visit("reviewer"), stack, reviewer, title)

    with stack.api("reviewer") as api:
        approved = api.get(f"/thinker/drafts/{draft_id[1]}")
        # The text as the browser sent it: a form's line breaks don't change the post.
        assert approved["content"]["text"] == written
        post = wait_for(
            "the post being published",
            lambda: next(
                (
                    item
                    for item in api.get("/tweeter/posts", limit=50)["items"]
                    if item["draft_id"] == draft_id[1] and item["state"] == "published"
                ),
                None,
            ),
            60,
        )
    [arrived] = stack.arrived(title)
    assert arrived["received_times"] == 1
    assert ADDED.strip() in arrived["text"]
    assert arrived["content_hash"] == approved["content_hash"]
    assert arrived["sample"] is True

    links = the_emails(stack, person, reviewer, title)
    for link in links:
        response = nora.go(link)
        assert response.status == 200, link
    expect(nora.page.get_by_role("main")).to_be_visible()
    nora.go(f"/posts/{post['id']}")
    expect(nora.page.get_by_text("Published", exact=True).first).to_be_visible()
    nora.go(stack.network_url)
    expect(nora.page.get_by_text(title).first).to_be_visible()


def the_emails(stack: Stack, author: Person, reviewer: Person, title: str) -> list[str]:
    """Every e-mail of the job came, once; the links of the author's."""
    expected = [f"Published: {title}", f"Rafael approved: {title}"]
    wait_for("the author's e-mails", lambda: stack.mails_about(author.email, title) == expected)
    theirs = [f"Nora asks you to review: {title}", f"Published: {title}"]
    wait_for("the reviewer's e-mails", lambda: stack.mails_about(reviewer.email, title) == theirs)
    mails = stack.mails(author.email)
    assert sum("Your account" in mail["subject"] for mail in mails) == 1
    return [link for mail in mails for link in mail["links"] if "token=" not in link and "8082" not in link]
