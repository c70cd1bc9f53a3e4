"""Searching with the keyboard, waiting for Google, reading a chart: what a script must do well."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from svckit.ids import uuid7
from tests.e2e.browser import PHONE, axe_violations, overflow
from tests.e2e.conftest import Visit
from tests.stack import Stack, a_completed_search

pytestmark = pytest.mark.timeout(300)


@contextmanager
def google(stack: Stack, mode: str, **how: Any) -> Iterator[None]:
    """The synthetic Google misbehaves for a while."""
    address = f"http://127.0.0.1:{stack.state()['ports']['google']}/_control"
    httpx.post(address, json={"mode": mode, **how}).raise_for_status()
    try:
        yield
    finally:
        httpx.post(address, json={"mode": "normal"}).raise_for_status()


def ask(page: Page, *keywords: str) -> None:
    page.get_by_role("combobox", name="Keywords").fill(", ".join(keywords))
    page.get_by_role("button", name="Search", exact=True).click()
    page.wait_for_url(re.compile(r"/trends/[0-9a-f-]{36}"))


def fine(page: Page) -> None:
    assert axe_violations(page) == []
    assert overflow(page) == 0


def chips(page: Page) -> list[str]:
    return [text.removesuffix("×") for text in page.locator(".chip").all_text_contents()]


def test_keywords_are_added_and_taken_out_without_a_mouse(visit: Visit) -> None:
    visitor = visit("author")
    visitor.go("/trends")
    page = visitor.page
    field = page.get_by_role("combobox", name="Keywords")
    field.press_sequentially("rye bread,spelt bread")
    field.press("Enter")
    field.evaluate(
        """(input) => {
            const clipboardData = new DataTransfer(), how = { bubbles: true, cancelable: true };
            clipboardData.setData('text', 'stollen\\nlebkuchen\\nRye Bread\\npanettone');
            input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, ...how }));
        }"""
    )
    assert chips(page) == ["rye bread", "spelt bread", "stollen", "lebkuchen", "panettone"]
    field.press_sequentially("babka,")
    expect(page.locator("#keywords-hint")).to_contain_text("6 of 25. More than five are brought to one scale")
    field.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Delete")
    expect(page.get_by_role("button", name="Remove babka")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Backspace")
    assert chips(page) == ["rye bread", "spelt bread", "stollen", "lebkuchen"]


def test_regions_are_found_by_typing_and_words_are_suggested(visit: Visit, stack: Stack) -> None:
    word = f"sourdough {uuid7().hex[-6:]}"
    a_completed_search(stack, word)
    visitor = visit("author")
    visitor.go("/trends")
    page = visitor.page
    where = page.get_by_role("combobox", name="Where")
    where.fill("californ")
    where.press("Enter")
    expect(where).to_have_value("California, United States")
    field = page.get_by_role("combobox", name="Keywords")
    field.press_sequentially(word[:-2])
    page.get_by_role("option", name=word).wait_for()
    fine(page)
    field.press("ArrowDown")
    field.press("Enter")
    assert chips(page) == [word]


def test_whoever_waits_sees_their_place_live_and_may_call_it_off(visit: Visit, stack: Stack) -> None:
    tag = uuid7().hex[-6:]
    visitor = visit("author")
    page = visitor.page
    with google(stack, "slow", seconds=3):
        for keyword in ("first", "second", "third"):
            visitor.go("/trends")
            ask(page, f"{keyword} {tag}")
        expect(page.get_by_role("heading", name=re.compile("(2nd|Next) in Google’s line"))).to_be_visible()
        expect(page.locator("[data-live=message]")).to_contain_text(
            re.compile(r"Waiting for Google, about \d+ s")
        )
        expect(page.locator("#google-line")).to_contain_text("waiting")
        fine(page)
        page.get_by_role("button", name="Cancel search").first.click()
        page.get_by_role("dialog").get_by_role("button", name="Cancel search").click()
        expect(page.get_by_role("heading", name="Cancelled")).to_be_visible()


def test_a_page_that_waits_becomes_its_answer_by_itself(visit: Visit, stack: Stack) -> None:
    visitor = visit("author")
    visitor.go("/trends")
    with google(stack, "slow", seconds=1):
        ask(visitor.page, f"babka {uuid7().hex[-6:]}")
        expect(visitor.page.get_by_role("heading", name="Interest over time")).to_be_visible(timeout=60_000)
    expect(visitor.page.locator(".plot canvas")).to_be_visible()


def test_an_empty_answer_is_drawn_as_nothing(visit: Visit) -> None:
    visitor = visit("author", viewport=PHONE)
    visitor.go("/trends")
    ask(visitor.page, f"zzqx {uuid7().hex[-6:]}")
    expect(visitor.page.get_by_role("heading", name="Not enough data")).to_be_visible(timeout=60_000)
    assert visitor.page.locator(".plot").count() == 0
    fine(visitor.page)


def test_a_chart_is_read_and_zoomed_by_keys_and_its_lines_are_switched(visit: Visit, stack: Stack) -> None:
    found = a_completed_search(stack, f"rye {uuid7().hex[-6:]}")
    visitor = visit("author")
    visitor.go(f"/trends/{found['id']}")
    page = visitor.page
    plot = page.locator(".plot")
    expect(plot.locator("canvas")).to_be_visible()
    plot.focus()
    page.keyboard.press("Home")
    rows = page.locator("#series tbody tr")
    first = rows.first.locator("td").all_text_contents()
    expect(page.locator("[data-said]")).to_contain_text(f"{first[0].strip()}: ")
    expect(page.locator("[data-read]")).to_contain_text(first[1].strip())
    page.keyboard.press("+")
    whole = page.get_by_role("button", name="Whole time")
    expect(whole).to_be_visible()
    page.keyboard.press("End")
    expect(page.locator("[data-read]")).to_contain_text("so far")
    page.keyboard.press("0")
    expect(whole).to_be_hidden()
    box = plot.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 200, box["y"] + 80)
    page.mouse.down()
    page.mouse.move(box["x"] + 400, box["y"] + 90, steps=5)
    page.mouse.up()
    expect(whole).to_be_visible()
    whole.click()
    fine(page)


def test_six_keywords_say_that_they_were_rescaled(visit: Visit) -> None:
    tag = uuid7().hex[-6:]
    visitor = visit("author")
    visitor.go("/trends")
    page = visitor.page
    ask(page, *(f"{word} {tag}" for word in ("rye", "spelt", "oat", "corn", "rice", "millet")))
    expect(page.get_by_text("Rescaled.")).to_be_visible(timeout=90_000)
    key = page.locator("[data-line='5']")
    expect(key).to_contain_text("millet")
    key.click()
    expect(key).to_have_attribute("aria-pressed", "false")
    fine(page)
