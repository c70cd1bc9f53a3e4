"""While a model writes: the line, stopping, several texts, what was said; and an admin who fetches models."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from launcher.client import work
from launcher.client.api import Json
from tests.e2e.browser import PHONE, axe_violations, html_faults, overflow
from tests.e2e.conftest import Visit
from tests.stack import Stack

pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def search(stack: Stack) -> Json:
    with stack.api("author") as author:
        found: Json = next(s for s in author.get("/trends/searches")["items"] if s["status"] == "completed")
        return found


@pytest.fixture
def frozen(stack: Stack) -> Iterator[None]:
    """A model server that is there, and says nothing."""
    stack.pause("llm")
    yield
    stack.resume("llm")


def ask(stack: Stack, search: Json, **wishes: object) -> str:
    with stack.api("author") as author:
        return str(work.ask_for_draft(author, search["id"], **wishes)["id"])


def examine(page: Page) -> None:
    assert axe_violations(page) == []
    assert html_faults(page.content()) == []
    assert overflow(page) <= 0


@pytest.mark.usefixtures("frozen")
def test_a_model_that_says_nothing_is_stopped_at_once_and_the_next_in_line_moves_up(
    visit: Visit, stack: Stack, search: Json
) -> None:
    first, second, third = (ask(stack, search) for _ in range(3))
    waiting, writing = visit("author").page, visit("author").page
    waiting.goto(f"{stack.base}/drafts/{third}")
    expect(waiting.locator("#stream-state")).to_contain_text("2nd in line at the model")
    examine(waiting)
    writing.goto(f"{stack.base}/drafts/{first}")
    expect(writing.locator("[data-stream] [data-text]")).not_to_be_empty()
    asked = time.monotonic()
    writing.get_by_role("button", name="Stop here").click()
    expect(writing.locator("textarea#text")).to_be_visible(timeout=15_000)
    assert time.monotonic() - asked < 15
    expect(writing.get_by_role("status").filter(has_text="Stopped")).to_be_visible()
    expect(waiting.locator("#stream-state")).to_contain_text("Next in line at the model")
    for draft in (second, third):
        with stack.api("author") as author:
            author.post(f"/thinker/drafts/{draft}/stop", {})
    expect(waiting.locator("textarea#text")).to_be_visible(timeout=15_000)


def test_three_texts_are_compared_and_another_one_is_used_from_the_keyboard(
    visit: Visit, stack: Stack, search: Json, tmp_path: Path
) -> None:
    draft = ask(stack, search, variants=3)
    page = visit("author", viewport=PHONE).page
    page.goto(f"{stack.base}/drafts/{draft}")
    offered = page.locator("#alternatives")
    expect(offered).to_be_visible(timeout=120_000)
    examine(page)
    expect(offered.locator("ins").first).to_be_visible()
    text = offered.locator("section").nth(1).locator(".diff").inner_text().strip()
    offered.get_by_role("button", name="Use this one").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("textarea#text")).to_have_value(re.compile(re.escape(text[:60])))
    page.goto(f"{stack.base}/drafts/{draft}/provenance")
    examine(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="JSON").click()
    file = tmp_path / "provenance.json"
    download.value.save_as(file)
    [record] = json.loads(file.read_text())["generations"]
    assert len(record["alternatives"]) == 3
    assert len({tuple(answer["seed"] for answer in one["answers"]) for one in record["alternatives"]}) == 3


def test_an_admin_fetches_a_model_and_reads_why_another_can_not_be_had(visit: Visit) -> None:
    visitor = visit("admin")
    page = visitor.page
    visitor.go("/admin/models")
    expect(page.get_by_text("Writes drafts")).to_be_visible()
    for model, end in (("smollm2:135m", "Done"), ("nobody/has-this:9b", "knows no model")):
        page.get_by_label("Model", exact=True).fill(model)
        page.get_by_role("button", name="Fetch it", exact=True).click()
        expect(page.locator("#pulls li").first).to_contain_text(model)
        # The row changes by itself, without a reload.
        expect(page.locator("#pulls li").first).to_contain_text(end, timeout=30_000)
    examine(page)
