"""A client without an account: from the link in an e-mail to a word that the team has in writing."""

import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from launcher.client import work
from launcher.client.api import Json, wait_for
from launcher.client.mailbox import Mailbox
from svckit.ids import uuid7
from tests.e2e.browser import PHONE, axe_violations, overflow
from tests.e2e.conftest import Visit
from tests.stack import Stack

pytestmark = pytest.mark.timeout(600)


def in_review(stack: Stack, title: str) -> Json:
    with stack.api("author") as author:
        search = next(s for s in author.get("/trends/searches")["items"] if s["status"] == "completed")
        draft = work.ask_for_draft(author, search["id"])
        work.wait_for_draft(author, draft["id"])
        work.edit(author, draft["id"], lambda seen: {"text": seen["content"]["text"], "title": title})
        return work.submit(author, draft["id"])


def invite(stack: Stack, draft: Json, **body: Any) -> Json:
    with stack.api("author") as author:
        made: Json = author.post(f"/thinker/drafts/{draft['id']}/guest-links", {"label": "A client", **body})
        return made


def code_in_mail(stack: Stack, address: str) -> str:
    """The six digits of the newest e-mail that has some."""

    def look() -> str | None:
        for mail in stack.mails(address):
            text = httpx.get(f"{stack.mail_url}/api/messages/{mail['id']}", timeout=10).text
            if found := re.search(r"Your code is (\d{6})", text):
                return found[1]
        return None

    found: str = wait_for("the code", look)
    return found


def confirm(stack: Stack, page: Page, address: str) -> None:
    page.get_by_label("Your name").fill("Nadia Berg")
    page.get_by_label("Your e-mail").fill(address)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code").fill(code_in_mail(stack, address))
    page.get_by_role("button", name="Confirm my address").click()
    expect(page.get_by_text("You answer as")).to_be_visible()


def test_a_client_reads_the_post_and_approves_it_and_author_and_reviewers_hear_of_it(
    visit: Visit, stack: Stack
) -> None:
    title, address = f"For the client {uuid7().hex[-6:]}", f"nadia-{uuid7().hex[-8:]}@client.example"
    draft = in_review(stack, title)
    invite(stack, draft, email=address)
    _, link = Mailbox(stack.mail_url, address).wait_for_link("/guest#")

    visitor = visit(viewport=PHONE)
    page = visitor.page
    visitor.go(link)
    page.wait_for_url(f"{stack.base}/guest/post")
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    expect(page.locator(".plot canvas").first).to_be_visible()
    page.get_by_role("button", name="Show as table").click()
    expect(page.get_by_role("region", name="The data as a table")).to_be_visible()
    assert axe_violations(page) == []
    assert overflow(page) == 0

    confirm(stack, page, address)
    page.get_by_label("What would you like to say?").fill("Lovely.")
    page.get_by_role("button", name="Approve this post").click()
    expect(page.get_by_text("What you said so far")).to_be_visible()

    told = f"Nadia (guest) approved: {title}"
    for role in ("author", "reviewer"):
        person = stack.people[role].email
        wait_for(f"the {role}'s e-mail", lambda to=person: told in stack.mails_about(to, title))  # type: ignore[misc] # a default binds the loop's value
    with stack.api("author") as author:
        assert author.get(f"/thinker/drafts/{draft['id']}")["state"] == "in_review"
        [said] = author.get(f"/thinker/drafts/{draft['id']}/guest-responses")["items"]
    assert (said["email"], said["content_hash"], said["counted"]) == (address, draft["content_hash"], False)


def test_no_log_file_holds_a_links_secret(visit: Visit, stack: Stack) -> None:
    link = invite(stack, in_review(stack, f"Secret {uuid7().hex[-6:]}"))
    visitor = visit()
    visitor.go(link["url"])
    visitor.page.wait_for_url(f"{stack.base}/guest/post")
    secret = link["url"].partition("#")[2]
    logs = [path for path in Path(stack.folder, "log").rglob("*") if path.is_file()]
    assert logs
    assert [path.name for path in logs if secret.partition(".")[2].encode() in path.read_bytes()] == []
    assert secret not in visitor.page.url


def test_a_revoked_link_closes_the_page_also_for_who_has_it_open(visit: Visit, stack: Stack) -> None:
    draft = in_review(stack, f"Revoked {uuid7().hex[-6:]}")
    link = invite(stack, draft)
    visitor = visit()
    visitor.go(link["url"])
    visitor.page.wait_for_url(f"{stack.base}/guest/post")
    author = visit("author")
    author.go(f"/drafts/{draft['id']}/guests")
    author.page.get_by_role("button", name="Revoke").click()
    expect(author.page.get_by_text("opens nothing any more")).to_be_visible()
    visitor.page.reload()
    expect(visitor.page.get_by_role("heading", name="This link was taken back")).to_be_visible()
    visitor.expect_refusal(410)


def test_without_scripts_the_link_is_pasted_and_all_else_works(visit: Visit, stack: Stack) -> None:
    draft, address = in_review(stack, f"Pasted {uuid7().hex[-6:]}"), f"kim-{uuid7().hex[-8:]}@client.example"
    link = invite(stack, draft)
    visitor = visit(java_script_enabled=False)
    page = visitor.page
    visitor.go("/guest")
    page.get_by_label("Your link").fill(link["url"])
    page.get_by_role("button", name="Open the post").click()
    confirm(stack, page, address)
    page.get_by_role("button", name="Ask for changes").click()
    expect(page.get_by_text("Say what should change.")).to_be_visible()
    visitor.expect_refusal(422)
    page.get_by_label("What would you like to say?").fill("Say which week.")
    page.get_by_role("button", name="Ask for changes").click()
    expect(page.get_by_text("Say which week.")).to_be_visible()
