"""A figure that is flagged and somebody answers for, in a browser: by keyboard, seen by axe, reviewed."""

import re

import pytest
from playwright.sync_api import expect

from launcher.client import work
from launcher.client.api import Json
from tests.e2e.browser import PHONE, axe_violations, html_faults, overflow
from tests.e2e.conftest import Visit
from tests.e2e.editor import opened, saved
from tests.e2e.keyboard import tab_to
from tests.stack import Stack

pytestmark = pytest.mark.timeout(600)
REASON = "Counted by hand in our own shops."


def test_a_mark_is_set_aside_from_the_keyboard_with_what_was_typed_saved_first(
    visit: Visit, draft: Json
) -> None:
    page = opened(visit, draft)
    words = f"Our sales rose by 12%. {draft['content']['text']}"
    page.locator("#text").fill(words)
    row = page.locator("#figures li.is-orange")
    expect(row).to_contain_text("unsupported")
    row.get_by_role("button").first.focus()
    tab_to(page, "Set aside…")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Set a mark aside")
    expect(dialog.get_by_label("Why does it hold all the same?")).to_be_focused()
    assert axe_violations(page) == []
    page.keyboard.type(REASON)
    tab_to(page, "Set it aside")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    aside = page.locator("#figures li", has_text=REASON)
    expect(aside).to_contain_text("set aside")
    # Whoever did it stands where they stood, in an editor that kept all of it.
    expect(aside.get_by_role("button").first).to_be_focused()
    expect(page.locator("#text")).to_have_value(words)
    expect(page.locator(".write-back .fig.is-grey")).to_contain_text("12%")
    saved(page)
    assert axe_violations(page) == []
    # Another sentence: it stays. Its own: the mark is back.
    page.locator("#text").fill(f"{words} See you!")
    expect(page.locator(".write-back .fig.is-grey")).to_contain_text("12%")
    page.locator("#text").fill(words.replace("12%", "13%"))
    expect(page.locator(".write-back .fig.is-orange")).to_contain_text("13%")
    page.locator("#text").fill(words)
    aside.get_by_role("button", name=re.compile("count again")).press("Enter")
    expect(page.locator("#figures li.is-orange")).to_contain_text("unsupported")
    saved(page)


def test_a_reviewer_reads_the_reason_and_may_judge_otherwise(visit: Visit, stack: Stack, draft: Json) -> None:
    page = opened(visit, draft)
    page.locator("#text").fill(f"Our sales rose by 12%. {draft['content']['text']}")
    page.get_by_role("link", name=re.compile("^Set aside…")).click()
    page.get_by_label("Why does it hold all the same?").fill(REASON)
    page.get_by_role("button", name="Set it aside").click()
    expect(page.locator("#figures li", has_text=REASON)).to_be_visible()
    with stack.api("author") as author:
        work.submit(author, draft["id"])
    for size in ({}, {"viewport": PHONE, "color_scheme": "dark"}):
        reviewer = visit("reviewer", **size)
        reviewer.go(f"/review/{draft['id']}")
        expect(reviewer.page.get_by_role("complementary")).to_contain_text(REASON)
        assert axe_violations(reviewer.page) == []
        assert html_faults(reviewer.page.content()) == []
        assert overflow(reviewer.page) == 0
    reviewer.page.get_by_role("button", name=re.compile("count again")).click()
    expect(reviewer.page.locator("#toasts")).to_contain_text("The mark counts again.")
    expect(reviewer.page.get_by_role("complementary")).not_to_contain_text(REASON)
