"""Hashtags in a browser: counted as one types, suggested, put in and taken out by key."""

import re

import pytest
from playwright.sync_api import expect

from launcher.client.api import Json
from tests.e2e.browser import PHONE, axe_violations, html_faults, overflow
from tests.e2e.conftest import Visit
from tests.e2e.editor import choose, opened, saved
from tests.stack import Stack

pytestmark = pytest.mark.timeout(600)


def test_more_hashtags_than_read_well_are_told_as_one_types_and_saved_all_the_same(
    visit: Visit, stack: Stack, draft: Json
) -> None:
    page = opened(visit, draft)
    choose(page, "x")
    page.locator("#tab-x").click()
    hint = page.locator("[data-count-of=x] [data-many]")
    page.locator("#text").fill("In C#, #1 of https://example.com/#top: #one #two")
    expect(hint).to_be_hidden()
    page.locator("#text").press_sequentially(" #three")
    expect(hint).to_have_text(re.compile(r"^\s*3 hashtags; up to 2 read well on X\s*$"))
    saved(page)
    page.locator("#tab-webhook").click()
    expect(page.locator("[data-count-of=webhook] [data-many]")).to_be_hidden()
    with stack.api("author") as author:
        assert author.get(f"/thinker/drafts/{draft['id']}")["content"]["text"].endswith("#two #three")


def test_a_suggested_hashtag_is_put_into_the_text_in_hand_and_out_again_by_key(
    visit: Visit, stack: Stack, draft: Json
) -> None:
    page = opened(visit, draft)
    text, field = draft["content"]["text"], page.locator("#text")
    first, second = (page.locator("[data-hashtag]").nth(at) for at in (0, 1))
    tags = [chip.get_attribute("data-hashtag") for chip in (first, second)]
    first.focus()
    page.keyboard.press("Enter")
    expect(field).to_have_value(f"{text}\n\n{tags[0]}")
    expect(first).to_be_focused()
    expect(first).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Tab")
    expect(second).to_be_focused()
    page.keyboard.press("Space")
    expect(field).to_have_value(f"{text}\n\n{tags[0]} {tags[1]}")
    saved(page)
    assert axe_violations(page) == []
    second.press("Enter")
    first.press("Enter")
    expect(field).to_have_value(text)
    field.press("Control+z")
    expect(field).to_have_value(f"{text}\n\n{tags[0]}")
    expect(first).to_have_attribute("aria-pressed", "true")
    field.fill(f"{tags[0]} is on everybody's lips.")
    expect(first).to_be_hidden()
    saved(page)
    choose(page, "x")
    page.locator("#tab-x").click()
    page.get_by_role("button", name="Write its own text").click()
    page.locator("#own-x").fill("For X.")
    first.click()
    expect(page.locator("#own-x")).to_have_value(f"For X.\n\n{tags[0]}")
    saved(page)
    with stack.api("author") as author:
        content = author.get(f"/thinker/drafts/{draft['id']}")["content"]
    assert content["text"] == f"{tags[0]} is on everybody's lips."
    assert content["platform_texts"] == {"x": f"For X.\n\n{tags[0]}"}


def test_hashtags_fit_a_phone(visit: Visit, draft: Json) -> None:
    visitor = visit("author", viewport=PHONE)
    assert html_faults(visitor.go(f"/drafts/{draft['id']}").text()) == []
    visitor.page.locator("[data-hashtag]").first.click()
    assert overflow(visitor.page) == 0
    assert axe_violations(visitor.page) == []
