"""Writing, talking, reviewing and approving in a browser: by keyboard alone; with images; seen by axe."""

import hashlib
import re
import struct
import zlib

import httpx
import pytest
from playwright.sync_api import expect

from launcher.client.api import Api, Json, wait_for
from launcher.client.people import Person, new_password, register
from svckit.ids import uuid7
from tests.e2e.browser import PHONE, axe_violations, overflow
from tests.e2e.conftest import Visit
from tests.e2e.editor import choose, saved
from tests.e2e.keyboard import sign_in, tab_to
from tests.stack import Stack

pytestmark = pytest.mark.timeout(600)


def png(width: int = 60, height: int = 40) -> bytes:
    """A picture of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x0a\x66\x70" * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def now(stack: Stack, draft: Json) -> Json:
    with stack.api("reviewer") as reviewer:
        found: Json = reviewer.get(f"/thinker/drafts/{draft['id']}")
    return found


def test_from_search_to_signature_by_keyboard_alone(visit: Visit, stack: Stack) -> None:
    title = f"By keyboard alone {uuid7().hex[-6:]}"
    with stack.api("author") as api:
        search = next(s for s in api.get("/trends/searches")["items"] if s["status"] == "completed")
    author, reviewer = visit(), visit()
    page = author.page

    # Write: from the trend to a text with a title, saved and submitted.
    author.go("/sign-in")
    sign_in(page, stack.people["author"].email, stack.people["author"].password)
    author.go(f"/trends/{search['id']}")
    tab_to(page, "Draft posts")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    tab_to(page, "Draft posts")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/drafts/[0-9a-f-]{36}"))
    expect(page.locator("#editor")).to_be_visible(timeout=60_000)
    draft_id = page.url.rpartition("/")[2].partition("?")[0]
    tab_to(page, "Title, for your team")
    page.keyboard.press("Control+a")
    page.keyboard.type(title)
    page.keyboard.press("Control+s")
    saved(page)
    tab_to(page, "Submit for review", back=True)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Submit for review")).to_be_visible()
    tab_to(page, "Submit for review")
    page.keyboard.press("Enter")
    expect(page.locator("#state-shown")).to_contain_text("In review")

    # Review: read, comment with a name, ask for changes.
    desk = reviewer.page
    reviewer.go("/sign-in")
    sign_in(desk, stack.people["reviewer"].email, stack.people["reviewer"].password)
    reviewer.go(f"/drafts/{draft_id}?about=comments")
    tab_to(desk, "Comment", exact=True)
    desk.keyboard.type("@ada")
    expect(desk.get_by_role("option", name="Ada")).to_be_visible()
    desk.keyboard.press("Enter")
    desk.keyboard.type("which week was it?")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".talk-text")).to_contain_text("which week was it?")
    reviewer.go(f"/review/{draft_id}")
    desk.keyboard.press("c")
    expect(desk.get_by_role("dialog", name="What should change?")).to_be_visible()
    desk.keyboard.type("Say which week.")
    desk.keyboard.press("Control+Enter")
    wait_for("the decision", lambda: now(stack, {"id": draft_id})["state"] == "changes_requested")

    # Change: the e-mail leads to the thread; answer, resolve, put it right, submit again.
    address = stack.people["author"].email
    wait_for("the e-mail about the mention", lambda: stack.mails_about(address, title)[-1:])
    author.go(f"/drafts/{draft_id}?about=comments")
    tab_to(page, "Reply")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Reply")).to_be_focused()
    page.keyboard.type("The last one.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".talk-text").last).to_contain_text("The last one.")
    tab_to(page, "Resolve", back=False)
    page.keyboard.press("Enter")
    expect(page.get_by_text("No open threads.")).to_be_visible()
    author.go(f"/drafts/{draft_id}")
    tab_to(page, "Text for")
    page.keyboard.press("Control+End")
    page.keyboard.type("\nThat was in the last week.")
    page.keyboard.press("Control+s")
    saved(page)
    tab_to(page, "Submit for review", back=True)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Submit for review")).to_be_visible()
    tab_to(page, "Submit for review")
    page.keyboard.press("Enter")
    expect(page.locator("#state-shown")).to_contain_text("In review")

    # Approve.
    reviewer.go(f"/review/{draft_id}")
    expect(desk.locator("#panel-webhook")).to_contain_text("That was in the last week.")
    desk.keyboard.press("a")
    wait_for("the approval", lambda: now(stack, {"id": draft_id})["state"] == "approved")
    wait_for("the post", lambda: stack.arrived(title), 60)
    assert "That was in the last week." in stack.arrived(title)[0]["text"]


def test_of_two_namesakes_the_one_that_is_chosen_is_told(visit: Visit, stack: Stack, draft: Json) -> None:
    name = f"Noor {uuid7().hex[-6:]}"
    one, other = (Person(f"{uuid7().hex}@example.com", name, new_password()) for _ in range(2))
    with Api(stack.base) as api:
        for person in (one, other):
            register(api, stack.mail_url, person)
    with stack.api("admin") as admin:
        wait_for("both", lambda: len(admin.get("/thinker/people", q=name)["items"]) == 2)
    visitor = visit("admin")
    page = visitor.page
    visitor.go(f"/drafts/{draft['id']}?about=comments")
    field = page.get_by_role("textbox", name="Comment")
    field.press_sequentially(f"@{name}")
    options = page.get_by_role("listbox", name="People to mention").get_by_role("option")
    expect(options).to_have_count(2)
    for person in (one, other):
        expect(options.filter(has_text=person.email)).to_have_count(1)
    assert axe_violations(page) == []
    at = 0 if other.email in options.first.inner_text() else 1
    for _ in range(at):
        page.keyboard.press("ArrowDown")
    expect(options.nth(at)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.keyboard.type("is that so?")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".talk-name")).to_have_text(f"@{name}")
    wait_for("the e-mail about the mention", lambda: stack.mails_about(other.email, draft["title"]))
    assert stack.mails_about(one.email, draft["title"]) == []


def test_words_that_are_selected_are_what_a_comment_is_about(visit: Visit, stack: Stack, draft: Json) -> None:
    visitor = visit("author")
    page = visitor.page
    visitor.go(f"/drafts/{draft['id']}")
    field = page.locator("#text")
    words = draft["content"]["text"][:12]
    field.evaluate("(field) => { field.focus(); field.setSelectionRange(0, 12); }")
    page.keyboard.press("Alt+c")
    expect(page.locator("[data-about-words] [data-quote]")).to_have_text(words)
    page.keyboard.type("Is that so?")
    page.keyboard.press("Control+Enter")
    thread = page.locator(".talk-thread")
    expect(thread.locator(".talk-quote")).to_have_text(words)
    assert axe_violations(page) == []

    field.press("Control+Home")
    page.keyboard.type("Fresh: ")
    page.keyboard.press("Control+s")
    saved(page)
    page.get_by_role("link", name=re.compile("^Comments")).click()
    thread.get_by_role("button", name="Show in the text").click()
    chosen = "(field) => field.value.slice(field.selectionStart, field.selectionEnd)"
    assert field.evaluate(chosen) == words

    field.fill("Something else entirely.")
    page.keyboard.press("Control+s")
    saved(page)
    page.get_by_role("link", name=re.compile("^Comments")).click()
    expect(thread.get_by_text("The text has changed; these words are gone.")).to_be_visible()


def test_images_are_described_signed_and_published_to_the_byte(
    visit: Visit, stack: Stack, draft: Json
) -> None:
    title = f"With pictures {uuid7().hex[-6:]}"
    visitor = visit("author")
    page = visitor.page
    visitor.go(f"/drafts/{draft['id']}")
    page.get_by_label("Title, for your team").fill(title)
    page.keyboard.press("Control+s")
    saved(page)
    page.get_by_label("Add an image").set_input_files(
        {"name": "loaf.png", "mimeType": "image/png", "buffer": png()}
    )
    page.get_by_role("button", name="Add the image").click()
    alt = page.get_by_label("What image 1 shows")
    expect(page.get_by_text("Needed before you submit.")).to_be_visible()
    page.get_by_role("button", name="Add the trend’s chart").click()
    expect(page.get_by_label("What image 2 shows")).to_have_value(
        re.compile("^Line chart of Google searches for ")
    )
    assert axe_violations(page) == []

    # Without words it can't be submitted, and everything stays.
    page.get_by_role("button", name="Submit for review").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Submit for review").click()
    expect(page.get_by_text("Describe image 1 of 2")).to_be_visible()
    visitor.expect_refusal(422)
    visitor.go(f"/drafts/{draft['id']}")
    alt.fill("A green loaf")
    alt.press("Tab")
    wait_for("the description", lambda: now(stack, draft)["images"][0]["alt"] == "A green loaf")

    # Order, removal and the way back, beside a text that goes on being written.
    page.get_by_role("button", name="Later: image 1").click()
    expect(alt).to_have_value(re.compile("^Line chart"))
    page.get_by_role("button", name="Remove image 1").click()
    page.get_by_role("button", name="Undo").click()
    expect(alt).to_have_value(re.compile("^Line chart"))
    expect(page.locator("[data-pictures] img").last).to_have_attribute("alt", "A green loaf")
    page.locator("#text").press("Control+End")
    page.keyboard.type("\nWith pictures.")
    page.keyboard.press("Control+s")
    saved(page)
    page.get_by_role("button", name="Submit for review").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Submit for review").click()
    expect(page.locator("#state-shown")).to_contain_text("In review")

    reviewer = visit("reviewer")
    reviewer.go(f"/review/{draft['id']}")
    expect(reviewer.page.get_by_alt_text("A green loaf")).to_be_visible()
    assert axe_violations(reviewer.page) == []
    reviewer.page.keyboard.press("a")
    wait_for("the post", lambda: stack.arrived(title), 60)
    signed = now(stack, draft)
    wait_for("the pictures", lambda: all(one["kept"] for one in stack.arrived(title)[0]["media"]), 30)
    arrived = stack.arrived(title)[0]
    assert [one["alt"] for one in arrived["media"]] == [image["alt"] for image in signed["images"]]
    for image in signed["images"]:
        got = httpx.get(f"{stack.network_url}/media/{image['sha256']}", timeout=10)
        assert hashlib.sha256(got.content).hexdigest() == image["sha256"]
    assert arrived["content_hash"] == signed["content_hash"]
    reviewer.go(f"{stack.network_url}/")
    expect(reviewer.page.get_by_alt_text("A green loaf").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_comments_images_and_timeline_are_for_everybody_on_a_phone_too(
    visit: Visit, stack: Stack, draft: Json, scheme: str
) -> None:
    with stack.api("author") as author:
        author.post(f"/thinker/drafts/{draft['id']}/comments", {"text": "A thought. " * 20})
    visitor = visit("author", viewport=PHONE, color_scheme=scheme)
    for path in ("?about=comments", "", "/timeline", "?about=timeline"):
        visitor.go(f"/drafts/{draft['id']}{path}")
        assert overflow(visitor.page) == 0, path
        assert axe_violations(visitor.page) == [], path


def test_a_comment_needs_no_script(visit: Visit, stack: Stack, draft: Json) -> None:
    visitor = visit("author", java_script_enabled=False)
    page = visitor.page
    visitor.go(f"/drafts/{draft['id']}?about=comments")
    page.get_by_label("Comment", exact=True).fill("@Rafael, without scripts")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator(".talk-name")).to_have_text("@Rafael")
    page.get_by_role("button", name="Resolve").click()
    expect(page.get_by_text("No open threads.")).to_be_visible()


def test_words_of_the_shared_text_are_shown_while_a_platform_has_its_own(
    visit: Visit, stack: Stack, draft: Json
) -> None:
    words = draft["content"]["text"][:12]
    with stack.api("author") as author:
        about = {"text": "Is that so?", "anchor": {"quote": words, "start": 0, "platform": None}}
        author.post(f"/thinker/drafts/{draft['id']}/comments", about)
    visitor = visit("author")
    page = visitor.page
    visitor.go(f"/drafts/{draft['id']}?about=comments")
    choose(page, "x")
    page.locator("#tab-x").click()
    page.get_by_role("button", name="Write its own text").click()
    page.locator("#own-x").fill("Short.")
    saved(page)
    page.get_by_role("button", name="Show in the text").click()
    expect(page.locator("#text")).to_be_focused()
    chosen = "field => field.value.slice(field.selectionStart, field.selectionEnd)"
    assert page.locator("#text").evaluate(chosen) == words
    page.locator("#tab-webhook").click()
    page.get_by_role("button", name="Write its own text").click()
    page.get_by_role("button", name="Show in the text").click()
    expect(page.get_by_text("Every platform has its own text by now")).to_be_visible()
