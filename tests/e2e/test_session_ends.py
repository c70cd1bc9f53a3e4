"""The session ends while somebody writes: what they typed is saved or sent once they are back."""

import pytest
from playwright.sync_api import expect

from launcher.client import work
from tests.e2e.browser import Visitor
from tests.e2e.conftest import Visit
from tests.stack import Stack, a_completed_search

pytestmark = pytest.mark.timeout(600)


def end_session(visitor: Visitor) -> None:
    visitor.context.clear_cookies(name="session")


def sign_in_in_another_tab(visitor: Visitor, stack: Stack) -> None:
    written = visitor.page
    visitor.page = visitor.context.new_page()
    visitor.sign_in(stack.people["author"])
    visitor.page.close()
    visitor.page = written


def test_the_editor_says_so_and_saves_by_itself_after_a_sign_in_in_another_tab(
    visit: Visit, stack: Stack
) -> None:
    search = a_completed_search(stack, "session ends")
    with stack.api("author") as author:
        draft = work.ask_for_draft(author, search["id"])
        work.wait_for_draft(author, draft["id"])
        visitor = visit("author")
        visitor.go(f"/drafts/{draft['id']}")
        saved = visitor.page.locator("#saved")
        end_session(visitor)
        visitor.page.locator("textarea[name=text]").fill("Typed while signed out.")
        expect(saved).to_contain_text("you are signed out", timeout=15_000)
        sign_in_in_another_tab(visitor, stack)
        expect(saved).to_contain_text("Saved", timeout=20_000)
        assert author.get(f"/thinker/drafts/{draft['id']}")["content"]["text"] == "Typed while signed out."
    visitor.expect_refusal(401)
    visitor.expect_refusal(400)


def test_a_form_comes_back_with_what_was_typed_and_is_sent(visit: Visit, stack: Stack) -> None:
    visitor = visit("author")
    visitor.go("/trends")
    page = visitor.page
    page.get_by_role("combobox", name="Keywords").fill("kept keywords")
    end_session(visitor)
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You were signed out while you wrote")
    expect(page.locator("#kept")).to_contain_text("kept keywords")
    sign_in_in_another_tab(visitor, stack)
    page.get_by_role("button", name="send it").click()
    page.get_by_role("button", name="Send it", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("kept keywords")
    visitor.expect_refusal(401)
    visitor.expect_refusal(400)
