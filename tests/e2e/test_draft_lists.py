"""Many drafts in a browser: found as one types, moved on the board by keys and by dragging, and undone."""

import re

import pytest
from playwright.sync_api import expect

from launcher.client import work
from launcher.client.api import Json
from svckit.ids import uuid7
from tests.e2e.conftest import Visit
from tests.stack import Stack

pytestmark = pytest.mark.timeout(600)


def a_draft(stack: Stack, title: str) -> Json:
    with stack.api("author") as author:
        search = next(s for s in author.get("/trends/searches")["items"] if s["status"] == "completed")
        draft = work.ask_for_draft(author, search["id"])
        work.wait_for_draft(author, draft["id"])
        return work.edit(author, draft["id"], lambda seen: {"text": seen["content"]["text"], "title": title})


def test_a_card_is_moved_with_the_keyboard_alone_and_put_back_by_undo(visit: Visit, stack: Stack) -> None:
    title = f"Moved by keys {uuid7().hex[-6:]}"
    a_draft(stack, title)
    visitor = visit("author")
    page = visitor.page
    visitor.go("/drafts/board?owner=me")
    page.locator(f"summary[aria-label='Move {title}']").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Submit for review")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("[data-column=in_review]").get_by_role("link", name=title)).to_be_visible()
    undo = page.get_by_role("button", name="Undo")
    undo.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("[data-column=draft]").get_by_role("link", name=title)).to_be_visible()


def test_a_card_is_dragged_only_to_where_its_menu_leads(visit: Visit, stack: Stack) -> None:
    mark = uuid7().hex[-6:]
    title = f"Dragged {mark}"
    a_draft(stack, title)
    visitor = visit("author")
    page = visitor.page
    # Alone on the board: nothing scrolls while it is dragged.
    visitor.go(f"/drafts/board?q={mark}")
    dragged = page.locator(f"[data-card='{title}']")
    dragged.drag_to(page.locator("[data-column=approved]"))
    expect(page.locator("[data-column=draft]").get_by_role("link", name=title)).to_be_visible()
    with page.expect_navigation():
        dragged.drag_to(page.locator("[data-column=in_review]"))
    expect(page.locator("[data-column=in_review]").get_by_role("link", name=title)).to_be_visible()


def test_drafts_are_found_as_one_types_in_any_script(visit: Visit, stack: Stack) -> None:
    mark = uuid7().hex[-6:]
    title = f"Straßenfest الخبز {mark}"
    a_draft(stack, title)
    visitor = visit("author")
    page = visitor.page
    visitor.go("/drafts")
    for words in (f"strassen {mark}", f"الخبز {mark}"):
        page.get_by_label("Words in drafts").fill(words)
        expect(page.locator("#drafts tbody tr th")).to_have_count(1)
        expect(page.get_by_role("link", name=title)).to_be_visible()
    expect(page).to_have_url(re.compile("q="))


def test_several_are_put_away_and_fetched_back(visit: Visit, stack: Stack) -> None:
    mark = uuid7().hex[-6:]
    for n in range(2):
        a_draft(stack, f"Put away {n} {mark}")
    visitor = visit("author")
    page = visitor.page
    visitor.go(f"/drafts?q={mark}")
    page.get_by_label("Choose all on this page").check()
    expect(page.get_by_text("2 chosen")).to_be_visible()
    page.get_by_role("button", name="Archive").click()
    expect(page.get_by_role("heading", name="Archive: 2 drafts")).to_be_visible()
    page.get_by_role("button", name="Archive").click()
    expect(page.get_by_text("Archived: 2 drafts.")).to_be_visible()
    expect(page.get_by_text("No draft matches")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone: 2 drafts.")).to_be_visible()
    expect(page.locator("#drafts tbody tr th")).to_have_count(2)
