"""Words that were not saved when their page was left: this browser keeps them for whoever typed them."""

import re

import pytest
from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import Page, expect

from launcher.client import work
from launcher.client.api import Json, wait_for
from tests.e2e.browser import Visitor, axe_violations
from tests.e2e.conftest import Visit
from tests.e2e.editor import opened, saved
from tests.stack import Stack

pytestmark = pytest.mark.timeout(600)
TYPED = "Typed while nothing could be saved."


def left_unsaved(visitor: Visitor, stack: Stack, draft: Json) -> Page:
    """The author's session ended, they typed all the same and left the page; they are signed in again."""
    page = visitor.page
    session: list[SetCookieParam] = [
        {"name": one.get("name", ""), "value": one.get("value", ""), "url": stack.base}
        for one in visitor.context.cookies()
    ]
    visitor.go(f"/drafts/{draft['id']}")
    page.on("dialog", lambda dialog: dialog.accept())
    visitor.context.clear_cookies()
    page.locator("#text").fill(TYPED)
    expect(page.locator("#saved")).to_contain_text("ign in")
    page.goto("about:blank")
    visitor.context.add_cookies(session)
    visitor.expect_refusal(401)
    return page


def text_of(stack: Stack, draft: Json) -> str:
    with stack.api("author") as author:
        return str(author.get(f"/thinker/drafts/{draft['id']}")["content"]["text"])


def test_words_that_no_save_could_take_are_put_back_where_they_were_typed(
    visit: Visit, stack: Stack, draft: Json
) -> None:
    visitor = visit("author")
    page = left_unsaved(visitor, stack, draft)
    visitor.go(f"/drafts/{draft['id']}")
    note = page.locator("#unsaved")
    expect(note).to_be_visible()
    expect(page.locator("#text")).to_have_value(draft["content"]["text"])
    note.get_by_text("Read them").click()
    expect(note).to_contain_text(TYPED)
    assert axe_violations(page) == []
    note.get_by_role("button", name="Put them back").click()
    expect(note).to_be_hidden()
    expect(page.locator("#text")).to_have_value(TYPED)
    expect(page.locator("#text")).to_be_focused()
    saved(page)
    wait_for("the words", lambda: text_of(stack, draft) == TYPED)
    visitor.go(f"/drafts/{draft['id']}")
    expect(page.locator("#text")).to_have_value(TYPED)
    expect(note).to_be_hidden()


def test_words_that_are_put_back_after_somebody_else_saved_ask_which_to_keep(
    visit: Visit, stack: Stack, draft: Json
) -> None:
    visitor = visit("author")
    page = left_unsaved(visitor, stack, draft)
    other = visitor.context.new_page()
    other.goto(f"{stack.base}/drafts/{draft['id']}")
    other.locator("#text").fill("Saved meanwhile.")
    saved(other)
    wait_for("the other save", lambda: text_of(stack, draft) == "Saved meanwhile.")
    visitor.go(f"/drafts/{draft['id']}")
    page.get_by_role("button", name="Put them back").click()
    expect(page.get_by_role("heading", name=re.compile("in another tab"))).to_be_visible()
    assert text_of(stack, draft) == "Saved meanwhile."
    visitor.expect_refusal(412)


def test_words_that_are_let_go_are_not_offered_again(visit: Visit, stack: Stack, draft: Json) -> None:
    visitor = visit("author")
    page = left_unsaved(visitor, stack, draft)
    visitor.go(f"/drafts/{draft['id']}")
    page.locator("#unsaved").get_by_role("button", name="Let them go").click()
    expect(page.locator("#unsaved")).to_be_hidden()
    expect(page.locator("#text")).to_be_focused()
    visitor.go(f"/drafts/{draft['id']}")
    expect(page.locator("#saved")).to_be_visible()
    expect(page.locator("#unsaved")).to_be_hidden()
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('unsaved'))") == []


def test_what_the_last_save_took_is_on_the_page_that_comes_at_once_and_is_not_offered(
    visit: Visit, stack: Stack, draft: Json
) -> None:
    page = opened(visit, draft)
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("#text").fill("Typed, then loaded anew.")
    page.reload()
    wait_for("the last save", lambda: text_of(stack, draft) == "Typed, then loaded anew.")
    # The page may be from before that save: it looks once more by itself.
    expect(page.locator("#text")).to_have_value("Typed, then loaded anew.")
    expect(page.locator("#unsaved")).to_be_hidden()


def test_what_the_last_save_took_is_not_offered_after_the_draft_was_changed_since(
    visit: Visit, stack: Stack, draft: Json
) -> None:
    visitor = visit("author")
    visitor.go(f"/drafts/{draft['id']}")
    page = visitor.page
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("#text").fill("Typed, then left.")
    page.goto("about:blank")
    wait_for("the last save", lambda: text_of(stack, draft) == "Typed, then left.")
    with stack.api("reviewer") as reviewer:
        work.edit(reviewer, draft["id"], lambda seen: {**seen["content"], "text": "By a colleague."})
    with page.expect_response(re.compile("/kept$")) as asked:
        visitor.go(f"/drafts/{draft['id']}")
    assert asked.value.json() == {"saved": True}
    expect(page.locator("#text")).to_have_value("By a colleague.")
    expect(page.locator("#unsaved")).to_be_hidden()


def test_what_is_typed_after_both_texts_were_put_together_is_kept(
    visit: Visit, stack: Stack, draft: Json
) -> None:
    visitor = visit("author")
    visitor.go(f"/drafts/{draft['id']}")
    page, other = visitor.page, visitor.context.new_page()
    other.goto(f"{stack.base}/drafts/{draft['id']}")
    other.locator("#text").fill(draft["content"]["text"] + " Theirs.")
    saved(other)
    page.locator("#text").fill("Mine. " + draft["content"]["text"])
    expect(page.get_by_role("heading", name=re.compile("in another tab"))).to_be_visible()
    page.locator("#text").press("Control+Home")
    page.keyboard.type("And more. ")
    page.get_by_text("Put both together", exact=True).click()
    page.get_by_role("button", name=re.compile("^Save both")).click()
    page.locator("#unsaved").get_by_text("Read them").click()
    expect(page.locator("#unsaved")).to_contain_text("And more. Mine.")
    visitor.expect_refusal(412)
