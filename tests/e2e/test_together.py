"""Two people, or two tabs, at one draft in a browser: nothing that somebody saved is written over unseen."""

import re
from collections.abc import Callable

import pytest
from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import expect

from launcher.client import work
from launcher.client.api import Json
from tests.e2e.browser import Visitor
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


def conflict(visitor: Visitor, mine: str) -> None:
    """They write on, and are asked what to do with what somebody else saved."""
    visitor.page.locator("#text").fill(mine)
    expect(visitor.page.locator("#conflict [role=alert]")).to_be_visible()
    visitor.expect_refusal(412)


def at(visit: Visit, draft: Json) -> Visitor:
    """The author, with the draft open."""
    visitor = visit("author")
    visitor.go(f"/drafts/{draft['id']}")
    return visitor


def texts(stack: Stack, draft: Json) -> list[str]:
    with stack.api("author") as author:
        found = author.get(f"/thinker/drafts/{draft['id']}/revisions")["items"]
    return [str(one["text"]) for one in found]


def test_an_image_does_not_take_for_seen_what_somebody_else_saved(
    visit: Visit, stack: Stack, draft: Json, another_saves: Save
) -> None:
    visitor = at(visit, draft)
    page = visitor.page
    another_saves(text="Theirs, saved meanwhile.")
    page.locator("#image-file").set_input_files(
        {"name": "loaf.png", "mimeType": "image/png", "buffer": png()}
    )
    page.get_by_role("button", name="Add the image").click()
    expect(page.locator("#images .pictures > li")).to_have_count(1)
    conflict(visitor, "Mine, typed on.")
    assert texts(stack, draft)[0] == "Theirs, saved meanwhile."


def test_keeping_mine_keeps_theirs_among_the_versions_though_both_are_ours(
    visit: Visit, stack: Stack, draft: Json, another_saves: Save
) -> None:
    visitor = at(visit, draft)
    page = visitor.page
    another_saves(text="Theirs, saved in another tab.")
    conflict(visitor, "Mine, typed here.")
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
    visitor = at(visit, draft)
    page = visitor.page
    another_saves(text="Theirs.", platforms=["webhook", "x"])
    conflict(visitor, "Mine, to be copied.")
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


def test_a_comment_can_be_changed_after_the_editor_saved(visit: Visit, draft: Json) -> None:
    visitor = visit("author")
    visitor.go(f"/drafts/{draft['id']}?about=comments")
    page = visitor.page
    page.locator("#comment-text").fill("Which week?")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator(".talk-text")).to_have_text("Which week?")
    # More saves than the comment has versions: it must not take theirs for its own.
    for words in ("Typed.", "Typed on."):
        page.locator("#text").fill(words)
        page.keyboard.press("Control+s")
        saved(page)
    page.locator(".talk summary").filter(has_text="Edit").click()
    page.get_by_role("textbox", name="Your words").fill("Which month?")
    page.get_by_role("button", name="Save the comment").click()
    expect(page.locator(".talk-text")).to_have_text("Which month?")
    # What acts on the draft still names the newest version.
    page.get_by_role("link", name="Versions").click()
    page.locator("#text").fill("Typed on and on.")
    page.keyboard.press("Control+s")
    saved(page)
    page.get_by_role("button", name=re.compile("^Restore version")).last.click()
    expect(page.locator("#toasts")).to_contain_text("is back, as version")


def test_a_question_that_came_with_a_page_is_answered_before_anything_is_saved(
    visit: Visit, stack: Stack, draft: Json, another_saves: Save
) -> None:
    visitor = at(visit, draft)
    page = visitor.page
    another_saves(text="Theirs.")
    # In one go: the text must not be saved by itself before the form is sent.
    page.evaluate(
        "() => { document.querySelector('#text').value = 'Mine.';"
        " document.querySelector('[name=do][value^=\"length:\"]').click(); }"
    )
    expect(page.locator("#conflict [role=alert]")).to_be_visible()
    visitor.expect_refusal(412)
    page.locator("#text").fill("Mine, typed on.")
    page.keyboard.press("Control+s")
    expect(page.locator("#saved")).to_contain_text("there is a newer version")
    page.wait_for_timeout(1_500)
    assert texts(stack, draft)[0] == "Theirs."
    # Nor does asking for a shorter one answer it.
    page.get_by_role("button", name="Shorter").click()
    expect(page.locator("#conflict [role=alert]")).to_be_visible()
    visitor.expect_refusal(412)
    assert texts(stack, draft)[0] == "Theirs."
    page.get_by_role("button", name=re.compile("^Keep mine")).click()
    saved(page)
    assert texts(stack, draft)[:2] == ["Mine, typed on.", "Theirs."]


@pytest.mark.parametrize("trouble", ["signed out", "broken"])
def test_mine_stays_until_theirs_is_here(
    visit: Visit, draft: Json, another_saves: Save, trouble: str
) -> None:
    visitor = at(visit, draft)
    page = visitor.page
    another_saves(text="Theirs.")
    conflict(visitor, "Mine, typed for long.")
    cookies: list[SetCookieParam] = [
        {"name": one["name"], "value": one["value"], "domain": one["domain"], "path": one["path"]}
        for one in visitor.context.cookies()
    ]
    if trouble == "broken":
        page.route(f"**/drafts/{draft['id']}", lambda route: route.fulfill(status=503, body="Away."))
    else:
        visitor.context.clear_cookies(name="session")
    page.get_by_role("link", name=re.compile("^Take version")).click()
    expect(page.locator("#saved")).to_contain_text("choose again")
    visitor.expect_refusal(503)
    expect(page.locator("#text")).to_have_value("Mine, typed for long.")
    page.unroute_all()
    visitor.context.add_cookies(cookies)
    page.get_by_role("link", name=re.compile("^Take version")).click()
    expect(page.locator("#text")).to_have_value("Theirs.")
    page.locator("#conflict summary").click()
    expect(page.locator("#conflict")).to_contain_text("Mine, typed for long.")
    page.locator("#text").fill("Theirs, written on.")
    saved(page)
