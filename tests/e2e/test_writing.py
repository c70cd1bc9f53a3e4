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
from tests.e2e.editor import opened
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


def test_a_rewrite_while_the_model_is_gone_leaves_the_text_and_is_tried_again_from_its_note(
    visit: Visit, stack: Stack, draft: Json
) -> None:
    page, text = opened(visit, draft), draft["content"]["text"]
    note = page.get_by_role("status").filter(has_text="Writing it again failed")
    stack.stop("llm")
    try:
        page.get_by_role("button", name="Shorter").click()
        expect(note).to_contain_text("The text is the one from before.", timeout=120_000)
    finally:
        stack.start("llm")
    expect(page.locator("textarea#text")).to_have_value(text)
    # From the text that stands, not from the short one that nobody wrote.
    expect(page.get_by_role("button", name="Longer")).to_have_attribute("value", "length:long")
    examine(page)
    note.get_by_role("button", name="Try again").click()
    expect(page.locator("textarea#text")).to_be_visible(timeout=120_000)
    expect(note).to_have_count(0)
    with stack.api("author") as author:
        after = author.get(f"/thinker/drafts/{draft['id']}")
        kept = author.get(f"/thinker/drafts/{draft['id']}/revisions")["items"]
    assert (after["generation"]["status"], after["generation"]["length"]) == ("done", "short")
    assert text in [revision["text"] for revision in kept]


@pytest.mark.usefixtures("frozen")
def test_a_test_run_of_a_template_is_stopped_while_the_model_says_nothing(visit: Visit) -> None:
    visitor = visit("author")
    page = visitor.page
    visitor.go("/templates")
    page.get_by_role("link", name=re.compile("closing question", re.IGNORECASE)).first.click()
    page.get_by_role("button", name="Test with the model").click()
    expect(page.locator("#run header").get_by_text("Writing")).to_be_visible(timeout=30_000)
    examine(page)
    page.get_by_role("button", name="Stop here").click()
    expect(page.locator("#run header").get_by_text("Stopped")).to_be_visible(timeout=15_000)
    expect(page.get_by_role("button", name="Stop here")).to_have_count(0)
    examine(page)


def test_a_roomier_platform_gets_a_longer_text_of_its_own_and_a_rewrite_for_all_takes_it_back(
    visit: Visit, stack: Stack
) -> None:
    # A topic the packaged model has a question for that passes.
    with stack.api("author") as author:
        search = work.search(author, ["electric bike"], geo="US", timeframe="today 3-m")
    visitor = visit("author")
    page = visitor.page
    visitor.go(f"/trends/{search['id']}")
    page.get_by_role("button", name="Draft posts").or_(
        page.get_by_role("link", name="Draft posts")
    ).first.click()
    dialog = page.get_by_role("dialog")
    for box in dialog.locator("input[name=platforms]").all():
        box.set_checked(box.get_attribute("value") in ("bluesky", "linkedin"))
    dialog.get_by_label("A longer text where a platform has more room").check()
    dialog.get_by_label("Length").select_option("long")
    dialog.get_by_role("button", name="Draft posts").click()
    expect(page.locator("#editor")).to_be_visible(timeout=120_000)

    shared, own = page.locator("textarea#text"), page.locator("#own-linkedin")
    page.locator("#tab-linkedin").click()
    expect(own).to_be_visible()
    text = own.input_value()
    assert len(text) > len(shared.input_value())
    expect(page.locator("[data-own=linkedin] .write-back .ai")).to_have_text(re.compile(r"\?\s*$"))
    preview = page.locator("[data-preview-of=linkedin] [data-preview]")
    expect(preview).to_contain_text(text.strip().splitlines()[-1])
    expect(page.locator("[data-count-of=linkedin]")).to_contain_text(f"{len(text)} of 3,000")
    examine(page)
    page.locator("#tab-bluesky").click()
    expect(shared).to_be_visible()
    expect(page.locator("[data-count-of=bluesky]")).to_contain_text(re.compile("of 300|left"))
    for platform in ("bluesky", "linkedin"):
        expect(page.locator(f"#tab-{platform} [data-over]")).to_be_hidden()

    page.get_by_role("button", name="Try again with…").click()
    again = page.get_by_role("dialog", name="Try again with…")
    again.get_by_label("A longer text where a platform has more room").uncheck()
    again.get_by_role("button", name="Write it again").click()
    expect(own).to_have_value("", timeout=120_000)
    page.locator("#tab-linkedin").click()
    expect(own).to_be_hidden()
    expect(shared).to_be_visible()
    expect(preview).to_contain_text(shared.input_value().strip().splitlines()[-1])


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
