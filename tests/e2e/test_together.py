"""Two people, or two tabs, at one draft in a browser: nothing that somebody saved is written over unseen."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from launcher.client import work
from launcher.client.api import Json
from tests.e2e.conftest import Visit
from tests.e2e.editor import choose, opened, saved
from tests.e2e.test_talk import png
from tests.stack import Stack

pytestmark = pytest.mark.timeout(600)
Save = Callable[..., Json]


@pytest.fixture
def another_saves(stack: Stack, draft: Json) -> Save:
    """The author's other tab: saves other content of the draft, as a script would."""

    def save(**content: object) -> Json:
        with stack.api("author") as author:

            def change(seen: Json) -> Json:
                there = seen["content"]
                return {
                    "text": there["text"],
                    "platform_texts": there["platform_texts"],
                    "platforms": seen["platforms"],
                    **content,
                }

            return work.edit(author, draft["id"], change)

    return save


def conflict(page: Page) -> None:
    expect(page.locator("#conflict [role=alert]")).to_be_visible()


def texts(stack: Stack, draft: Json) -> list[str]:
    with stack.api("author") as author:
        found = author.get(f"/thinker/drafts/{draft['id']}/revisions")["items"]
    return [str(one["text"]) for one in found]


def test_an_image_does_not_take_for_seen_what_somebody_else_saved(
    visit: Visit, stack: Stack, draft: Json, another_saves: Save
) -> None:
    visitor = visit("author")
    visitor.go(f"/drafts/{draft['id']}")
    page = visitor.page
    another_saves(text="Theirs, saved meanwhile.")
    page.locator("#image-file").set_input_files(
        {"name": "loaf.png", "mimeType": "image/png", "buffer": png()}
    )
    page.get_by_role("button", name="Add the image").click()
    expect(page.locator("#images .pictures > li")).to_have_count(1)
    page.locator("#text").fill("Mine, typed on.")
    conflict(page)
    visitor.expect_refusal(412)
    assert texts(stack, draft)[0] == "Theirs, saved meanwhile."


def test_keeping_mine_keeps_theirs_among_the_versions_though_both_are_ours(
    visit: Visit, stack: Stack, draft: Json, another_saves: Save
) -> None:
    visitor = visit("author")
    visitor.go(f"/drafts/{draft['id']}")
    page = visitor.page
    another_saves(text="Theirs, saved in another tab.")
    page.locator("#text").fill("Mine, typed here.")
    conflict(page)
    visitor.expect_refusal(412)
    page.get_by_role("button", name=re.compile("^Keep mine")).click()
    saved(page)
    assert texts(stack, draft)[:2] == ["Mine, typed here.", "Theirs, saved in another tab."]
    # Written on at once, then an earlier one is brought back: what was written stays a version.
    page.locator("#text").fill("Mine, typed here and written on.")
    saved(page)
    page.get_by_role("link", name="Versions").click()
    page.get_by_role("button", name=re.compile("^Restore version")).last.click()
    expect(page.locator("#toasts")).to_contain_text("is back, as version")
    assert texts(stack, draft)[:2] == [draft["content"]["text"], "Mine, typed here and written on."]


def test_taking_theirs_takes_their_platforms_too_and_mine_can_be_copied(
    visit: Visit, draft: Json, another_saves: Save
) -> None:
    visitor = visit("author")
    visitor.go(f"/drafts/{draft['id']}")
    page = visitor.page
    another_saves(text="Theirs.", platforms=["webhook", "x"])
    page.locator("#text").fill("Mine, to be copied.")
    conflict(page)
    visitor.expect_refusal(412)
    expect(page.locator("#conflict")).to_contain_text("yours: Webhook; theirs: Webhook, X")
    page.get_by_role("link", name=re.compile("^Take version")).click()
    expect(page.locator("#text")).to_have_value("Theirs.")
    expect(page.locator("input[name=platforms][value=x]")).to_be_checked()
    page.locator("#conflict summary").click()
    expect(page.locator("#conflict")).to_contain_text("Mine, to be copied.")
    page.locator("#text").fill("Theirs, and a word more.")
    saved(page)
    expect(page.locator("#tab-x")).to_be_visible()


def test_the_only_platforms_own_text_is_what_is_written_on(visit: Visit, draft: Json) -> None:
    page = opened(visit, draft)
    choose(page, "bluesky")
    page.locator("#tab-bluesky").click()
    page.get_by_role("button", name="Write its own text").click()
    page.locator("#own-bluesky").fill("Words for Bluesky.")
    saved(page)
    page.locator("input[name=platforms][value=webhook]").uncheck()
    expect(page.locator("#tab-bluesky")).to_have_count(0)
    expect(page.locator("#own-bluesky")).to_have_value("Words for Bluesky.")
    expect(page.locator("#own-bluesky")).to_be_visible()
    expect(page.locator("[data-preview-of=bluesky] [data-preview]")).to_have_text("Words for Bluesky.")
    page.get_by_role("button", name="Follow the shared text again").click()
    expect(page.locator("#text")).to_be_visible()
    saved(page)
