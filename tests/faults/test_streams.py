"""Reading a draft while it is written: a hundred readers at once, and a writer who dies."""

import json
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic

import httpx
import pytest
from playwright.sync_api import Browser, expect

from launcher.client import work
from launcher.client.api import Json, wait_for
from svckit.ids import uuid7
from tests.e2e.browser import Visitor
from tests.stack import Stack, a_completed_search

pytestmark = pytest.mark.timeout(600)

READERS = 100


@pytest.fixture
def keyword() -> str:
    """New to the stack, so that nothing is answered from the cache."""
    return f"seeded rye {uuid7().hex[-6:]}"


@dataclass
class Reader:
    """Somebody who follows one stream to its end, and comes back when it breaks off, as browsers do."""

    url: str
    headers: dict[str, str]
    text: str = ""
    last_id: str = ""
    connected: threading.Event = field(default_factory=threading.Event)
    ended: str = ""

    def read(self, until: float) -> None:
        came_back = threading.Event()
        while not self.ended and monotonic() < until:
            with suppress(httpx.HTTPError):
                self._once(until)
            if not self.ended:
                came_back.wait(1.5)  # as the stream asks for, before another try

    def _once(self, until: float) -> None:
        headers = self.headers | ({"Last-Event-ID": self.last_id} if self.last_id else {})
        with httpx.stream("GET", self.url, headers=headers, timeout=30) as answer:
            assert answer.status_code == 200, answer.status_code
            event: dict[str, str] = {}
            for line in answer.iter_lines():
                name, _, value = line.partition(": ")
                if line:
                    event[name] = value
                elif event:
                    self._take(event)
                    event = {}
                if self.ended or monotonic() > until:
                    return

    def _take(self, event: dict[str, str]) -> None:
        self.last_id = event.get("id", self.last_id)
        kind = event.get("event", "")
        data = json.loads(event.get("data") or "{}")
        if kind:
            self.connected.set()
        if kind == "token":
            self.text += data["text"]
        elif kind == "rewind":
            self.text = self.text[: data["length"]]
        elif kind in {"done", "failed"}:
            self.ended = kind


def signed_in(stack: Stack) -> dict[str, str]:
    """The header of somebody who may read."""
    person = stack.people["author"]
    asked = {"email": person.email, "password": person.password}
    answer = httpx.post(f"{stack.base}/api/v1/auth/token", json=asked, timeout=10).raise_for_status()
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


def test_a_hundred_people_follow_one_draft_and_the_rest_of_the_product_stays_quick(
    stack: Stack, keyword: str
) -> None:
    found = a_completed_search(stack, keyword)
    with stack.api("author") as author:
        stack.stop("thinker-worker")
        try:
            draft = work.ask_for_draft(author, found["id"])
            url = f"{stack.base}/api/v1/thinker/drafts/{draft['id']}/stream"
            headers = signed_in(stack)
            readers = [Reader(url, headers) for _ in range(READERS)]
            until = monotonic() + 120
            threads = [threading.Thread(target=reader.read, args=(until,), daemon=True) for reader in readers]
            for thread in threads:
                thread.start()
            wait_for("every reader's place", lambda: all(r.connected.is_set() for r in readers), 60)
            begun = monotonic()
            for _ in range(10):
                author.get(f"/thinker/drafts/{draft['id']}")
            each = (monotonic() - begun) / 10
        finally:
            stack.start("thinker-worker")
        done = work.wait_for_draft(author, draft["id"])
        for thread in threads:
            thread.join(max(0.1, until - monotonic()))
    assert [reader.ended for reader in readers] == ["done"] * READERS
    assert {reader.text for reader in readers} == {done["content"]["text"]}
    assert each < 1.0, f"a request took {each:.2f} s beside {READERS} readers"


def test_a_writer_killed_in_the_middle_is_replaced_and_the_page_goes_on_to_the_one_text(
    stack: Stack, browser: Browser, keyword: str
) -> None:
    found = a_completed_search(stack, keyword)
    visitor = Visitor(browser.new_context(), stack.base)
    visitor.sign_in(stack.people["author"])
    page = visitor.page
    with stack.api("author") as author:
        for _ in range(5):
            draft: Json = work.ask_for_draft(author, found["id"])
            visitor.go(f"/drafts/{draft['id']}")
            with suppress(AssertionError):
                expect(page.locator("[data-stream] [data-text], #stream-text").first).not_to_be_empty(
                    timeout=15_000
                )
            stack.pause("thinker-worker")
            if author.get(f"/thinker/drafts/{draft['id']}")["state"] == "generating":
                break
            stack.kill("thinker-worker")  # it was done already: another draft, and a worker that isn't frozen
        else:
            raise AssertionError("no draft was caught in the middle of being written")
        stack.kill("thinker-worker")
        expect(page.locator("#editor")).to_be_visible(timeout=90_000)
        done = author.get(f"/thinker/drafts/{draft['id']}")
        assert done["state"] == "draft"
        assert page.locator("#text").input_value() == done["content"]["text"]
        revisions = author.get(f"/thinker/drafts/{draft['id']}/revisions")["items"]
        assert [revision["kind"] for revision in revisions] == ["generated"]
        record = author.get(f"/thinker/drafts/{draft['id']}/provenance")["generations"]
        assert [(one["status"], one["attempt"]) for one in record] == [("done", 2)]
    assert visitor.faults == []
    visitor.close()
