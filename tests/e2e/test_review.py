"""Deciding on drafts in a browser: by keys, with a reason, and never on what one did not read."""

import re
from collections.abc import Callable
from time import sleep

import pytest
from playwright.sync_api import Route, expect

from launcher.client import work
from launcher.client.api import Json, wait_for
from svckit.ids import uuid7
from tests.e2e.browser import axe_violations
from tests.e2e.conftest import Visit
from tests.stack import Stack

pytestmark = pytest.mark.timeout(600)

Submit = Callable[[str], Json]


@pytest.fixture
def submitted(stack: Stack) -> Submit:
    """Makes drafts that wait for review, from the sample's search, which is there already."""

    def submit(title: str) -> Json:
        with stack.api("author") as author:
            search = next(s for s in author.get("/trends/searches")["items"] if s["status"] == "completed")
            draft = work.ask_for_draft(author, search["id"])
            work.wait_for_draft(author, draft["id"])
            work.edit(author, draft["id"], lambda seen: content(seen, title))
            return work.submit(author, draft["id"])

    return submit


def content(draft: Json, title: str, text: str = "") -> Json:
    seen = draft["content"]
    return {
        "title": title,
        "text": text or seen["text"],
        "platform_texts": seen["platform_texts"],
        "platforms": draft["platforms"],
        "account_ids": draft["account_ids"],
    }


def a_title(words: str) -> str:
    return f"{words} {uuid7().hex[-6:]}"


def state_of(stack: Stack, draft: Json) -> str:
    with stack.api("author") as author:
        return str(author.get(f"/thinker/drafts/{draft['id']}")["state"])


def test_changes_are_asked_for_by_key_with_a_reason_that_reaches_the_author(
    visit: Visit, stack: Stack, submitted: Submit
) -> None:
    title = a_title("Say which week")
    draft = submitted(title)
    visitor = visit("reviewer")
    page = visitor.page
    visitor.go(f"/review/{draft['id']}")
    page.keyboard.press("c")
    dialog = page.get_by_role("dialog", name="What should change?")
    expect(dialog).to_be_visible()
    assert axe_violations(page) == []
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()

    page.keyboard.press("c")
    dialog.get_by_role("textbox").fill("Which week was it?")
    dialog.get_by_role("textbox").press("Control+Enter")
    wait_for("the decision", lambda: state_of(stack, draft) == "changes_requested")

    author = visit("author")
    author.go(f"/drafts/{draft['id']}")
    expect(author.page.get_by_text("Which week was it?").first).to_be_visible()
    address = stack.people["author"].email
    wait_for("the e-mail", lambda: stack.mails_about(address, title) == [f"Rafael asks for changes: {title}"])


def test_a_rejection_needs_a_reason(visit: Visit, stack: Stack, submitted: Submit) -> None:
    draft = submitted(a_title("Not ours to say"))
    visitor = visit("reviewer", java_script_enabled=False)
    page = visitor.page
    visitor.go(f"/review/{draft['id']}?do=reject")
    page.get_by_role("button", name="Reject draft").click()
    expect(page.get_by_text("Say what should be different")).to_be_visible()
    assert state_of(stack, draft) == "in_review"
    visitor.expect_refusal(422)
    page.get_by_role("textbox", name="Why?").fill("We don't do this.")
    page.get_by_role("button", name="Reject draft").click()
    wait_for("the decision", lambda: state_of(stack, draft) == "rejected")


def test_approving_works_without_scripts(visit: Visit, stack: Stack, submitted: Submit) -> None:
    draft = submitted(a_title("Signed without scripts"))
    visitor = visit("reviewer", java_script_enabled=False)
    visitor.go(f"/review/{draft['id']}")
    visitor.page.get_by_role("button", name="Approve", exact=False).first.click()
    wait_for("the approval", lambda: state_of(stack, draft) == "approved")


def test_a_text_that_changed_while_it_was_read_is_not_approved(
    visit: Visit, stack: Stack, submitted: Submit
) -> None:
    title = a_title("Changed meanwhile")
    draft = submitted(title)
    visitor = visit("reviewer")
    visitor.go(f"/review/{draft['id']}")
    with stack.api("author") as author:
        author.post(f"/thinker/drafts/{draft['id']}/withdraw", {})
        work.edit(author, draft["id"], lambda seen: content(seen, seen["title"], "Something else entirely."))
        work.submit(author, draft["id"])
    visitor.page.keyboard.press("a")
    expect(visitor.page.get_by_text("It changed while you read it")).to_be_visible()
    expect(visitor.page.locator("#panel-webhook")).to_contain_text("Something else entirely.")
    # What they had read is marked as gone, word by word.
    expect(visitor.page.locator(".since ins").first).to_be_visible()
    assert state_of(stack, draft) == "in_review"
    assert stack.arrived(title) == []
    visitor.expect_refusal(412)


def test_ones_own_draft_is_for_somebody_else_to_approve(visit: Visit, stack: Stack) -> None:
    with stack.api("reviewer") as reviewer:
        search = next(s for s in reviewer.get("/trends/searches")["items"] if s["status"] == "completed")
        draft = work.ask_for_draft(reviewer, search["id"])
        work.wait_for_draft(reviewer, draft["id"])
        work.submit(reviewer, draft["id"])
    visitor = visit("reviewer")
    visitor.go(f"/review/{draft['id']}")
    expect(visitor.page.get_by_role("button", name="Approve", exact=False).first).to_be_disabled()
    visitor.page.keyboard.press("a")
    assert state_of(stack, draft) == "in_review"


def test_a_hold_by_key_keeps_a_draft_until_it_is_released(
    visit: Visit, stack: Stack, submitted: Submit
) -> None:
    title = a_title("Wait for the photos")
    draft = submitted(title)
    visitor = visit("reviewer")
    page = visitor.page
    visitor.go(f"/review/{draft['id']}")
    page.keyboard.press("h")
    dialog = page.get_by_role("dialog", name="Put it on hold?")
    dialog.get_by_role("textbox").fill("The photos come on Saturday.")
    assert axe_violations(page) == []
    dialog.get_by_role("textbox").press("Control+Enter")
    address = stack.people["author"].email
    wait_for(
        "the e-mail", lambda: stack.mails_about(address, title)[-1:] == [f"Rafael put it on hold: {title}"]
    )

    visitor.go(f"/review/{draft['id']}")
    expect(page.get_by_text("The photos come on Saturday.").first).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Approve"))).to_have_count(0)
    page.keyboard.press("h")
    expect(page.get_by_role("button", name=re.compile("^Approve")).first).to_be_enabled()
    page.keyboard.press("a")
    wait_for("the approval", lambda: state_of(stack, draft) == "approved")


def test_clean_drafts_are_signed_together_after_a_summary(
    visit: Visit, stack: Stack, submitted: Submit
) -> None:
    titles = [a_title("Clean one"), a_title("Clean two")]
    drafts = [submitted(title) for title in titles]
    visitor = visit("reviewer", java_script_enabled=False)
    page = visitor.page
    visitor.go("/review/several")
    for title in titles:
        page.get_by_role("checkbox", name=title).check()
    page.get_by_role("button", name="Go on to the summary").click()
    for draft, title in zip(drafts, titles, strict=True):
        row = page.get_by_role("row", name=title)
        with stack.api("author") as author:
            shown = author.get(f"/thinker/drafts/{draft['id']}")["content_hash"][:8]
        expect(row).to_contain_text(f"{shown[:4]} {shown[4:]}")
    page.get_by_role("button", name="Approve these two").click()
    expect(page.get_by_role("heading", name="Two approved")).to_be_visible()
    for draft in drafts:
        assert state_of(stack, draft) == "approved"


def test_words_are_commented_on_where_they_are_reviewed_and_the_reply_is_read_there(
    visit: Visit, stack: Stack, submitted: Submit
) -> None:
    draft = submitted(a_title("Talked about in review"))
    visitor = visit("reviewer")
    page = visitor.page
    visitor.go(f"/review/{draft['id']}")
    words = page.locator("[data-words]").first
    words.evaluate(
        "element => { const first = document.createTreeWalker(element, 4).nextNode();"
        " const range = document.createRange(); range.setStart(first, 0); range.setEnd(first, 6);"
        " getSelection().removeAllRanges(); getSelection().addRange(range); }"
    )
    quote = page.evaluate("getSelection().toString()")
    page.keyboard.press("Alt+c")
    expect(page.locator("#comment-text")).to_be_focused()
    expect(page.locator("[data-quote]")).to_have_text(quote)
    page.keyboard.type("Say which week, and call it a spike.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#about .talk-thread")).to_contain_text("call it a spike")
    # The keys of the review slept while somebody typed, and only the comments are here.
    assert state_of(stack, draft) == "in_review"
    expect(page.get_by_role("navigation", name="About this draft")).to_have_count(0)
    with stack.api("author") as author:
        thread = author.get(f"/thinker/drafts/{draft['id']}/comments")["items"][0]
        answer = {"text": "The last one.", "thread_id": thread["id"]}
        author.post(f"/thinker/drafts/{draft['id']}/comments", answer)
    visitor.go(f"/review/{draft['id']}")
    expect(page.locator("#about .talk-thread")).to_contain_text("The last one.")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Show in the text").click()
    assert page.evaluate("getSelection().toString()") == quote
    page.get_by_role("button", name="Resolve").click()
    expect(page.get_by_text("No open threads.")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Approve")).click()
    wait_for("the approval", lambda: state_of(stack, draft) != "in_review", 30)


def slowly(route: Route) -> None:
    sleep(0.4)
    route.continue_()


def test_what_is_typed_on_after_a_comment_is_sent_is_a_comment_and_decides_nothing(
    visit: Visit, stack: Stack, submitted: Submit
) -> None:
    draft = submitted(a_title("Talked about at length"))
    visitor = visit("reviewer")
    page = visitor.page
    visitor.go(f"/review/{draft['id']}")
    page.get_by_role("link", name="Comment on it").click()
    field = page.locator("#comment-text")
    field.press_sequentially("Is this so?", delay=20)
    page.route(re.compile("/comments"), slowly)
    page.keyboard.press("Control+Enter")
    # Every letter of it is a key of the review, and half of them come after the answer.
    page.keyboard.type("a hare reached a ear ache", delay=40)
    expect(page.locator("#about .talk-thread")).to_contain_text("Is this so?")
    expect(field).to_have_value("a hare reached a ear ache")
    assert state_of(stack, draft) == "in_review"
    page.unroute_all()
    page.get_by_role("button", name="Resolve").click()
    expect(page.locator("#talk-open")).to_be_focused()
    page.keyboard.type("arh")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert state_of(stack, draft) == "in_review"
