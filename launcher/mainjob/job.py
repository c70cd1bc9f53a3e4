"""The six steps of the main job, as two people do them."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from typing import Any

import httpx

from launcher.client import work
from launcher.client.api import Api, wait_for
from launcher.client.browser import Browser
from launcher.client.mailbox import Mailbox
from launcher.client.people import Person, new_password, register
from launcher.mainjob.report import Report, require

KEYWORDS = ["electric bike", "cargo bike"]
# The sample network accepts this mark; it makes the post of each run its own.
_PUBLISH_SECONDS = 60.0


@dataclass
class Stack:
    """Where the running stack is."""

    portal: str
    api: str
    mail: str
    network: str
    network_secret: str = field(repr=False)


class MainJob:
    def __init__(self, stack: Stack, reviewer: Person, report: Report) -> None:
        self._stack, self._reviewer_is, self._report = stack, reviewer, report
        mark = secrets.token_hex(3)
        self._author_is = Person(f"author-{mark}@example.org", f"Author {mark}", new_password())
        self._title = f"Main job {mark}"
        self._author, self._reviewer = Api(stack.api), Api(stack.api)
        self._browser = Browser(stack.api)
        self._account: dict[str, Any] = {}
        self._search: dict[str, Any] = {}
        self._draft: dict[str, Any] = {}
        self._post: dict[str, Any] = {}

    def run(self) -> None:
        self._get_an_account()
        self._do_a_search()
        self._have_it_drafted()
        self._edit_and_submit()
        self._read_that_a_review_is_asked()
        self._approve()
        self._see_it_published()
        self._read_the_mail()

    # -- 1 -----------------------------------------------------------------------------------------

    def _get_an_account(self) -> None:
        with self._report.step("register, verify by the link in the mail") as step:
            step.link = register(self._author, self._stack.mail, self._author_is).split("?")[0]
        with self._report.step("sign in") as step:
            user = self._author.sign_in(self._author_is.email, self._author_is.password)
            step.detail = f"{user['name']}, {user['role']}"
            require(user["role"] in ("author", "reviewer", "admin"), f"a {user['role']} may not write drafts")
        with self._report.step("sign in to the portal with a browser's means") as step:
            self._browser.sign_in(self._author_is.email, self._author_is.password)
            step.link = f"{self._stack.portal}/"
        with self._report.step("the reviewer signs in and connects the sample network") as step:
            self._reviewer.sign_in(self._reviewer_is.email, self._reviewer_is.password)
            self._account = work.connect_sample_network(
                self._reviewer, self._stack.network, self._stack.network_secret
            )
            step.detail = self._account["url"]

    # -- 2 -----------------------------------------------------------------------------------------

    def _do_a_search(self) -> None:
        with self._report.step(f"search {' and '.join(KEYWORDS)}") as step:
            # Another place each time, since the cache would not show the worker.
            # Each has regions in the sample data.
            geo = secrets.choice(("US", "GB", "DE", "FR", "CA", "AU", "NL", "AT", "ES", "IT"))
            self._search = work.search(self._author, KEYWORDS, geo=geo, timeframe="today 3-m")
            step.detail = f"{geo}, {'sample data' if self._search['sample'] else self._search['source']}"
            step.link = f"{self._stack.portal}/trends/{self._search['id']}"
        with self._report.step("the chart's data") as step:
            result = self._author.get(f"/trends/searches/{self._search['id']}/result")
            points = [len(result["series"].get(keyword, [])) for keyword in KEYWORDS]
            require(min(points) > 10, f"the series have {points} points")
            for part in ("rising", "top", "regions"):
                require(result[part], f"there is nothing under {part}")
            counts = {part: len(result[part]) for part in ("rising", "top", "regions")}
            step.detail = f"{points[0]} points each, " + ", ".join(
                f"{n} {part}" for part, n in counts.items()
            )
            self._browser.open(f"/trends/{self._search['id']}", expect=KEYWORDS[0])

    # -- 3 -----------------------------------------------------------------------------------------

    def _have_it_drafted(self) -> None:
        with self._report.step("a draft, read while the model writes it") as step:
            asked, first, pieces = time.monotonic(), 0.0, 0
            draft = work.ask_for_draft(self._author, self._search["id"])
            for _ in work.read_stream(self._author, draft["id"]):
                first = first or time.monotonic() - asked
                pieces += 1
            self._draft = work.wait_for_draft(self._author, draft["id"])
            require(pieces > 1, f"the stream had {pieces} pieces")
            require(self._draft["content"]["text"].strip(), "the draft is empty")
            step.detail = (
                f"first word after {first:.1f} s, {pieces} pieces, {self._draft['generation']['model']}"
            )
            step.link = f"{self._stack.portal}/drafts/{draft['id']}"

    # -- 4 -----------------------------------------------------------------------------------------

    def _edit_and_submit(self) -> None:
        with self._report.step("edit") as step:
            self._draft = work.edit(
                self._author,
                self._draft["id"],
                lambda draft: {
                    "title": self._title,
                    "text": f"{draft['content']['text'].strip()}\n\n{self._title}",
                    "account_ids": [self._account["id"]],
                },
            )
            step.detail = f"version {self._draft['version']}"
        with self._report.step("submit for review"):
            self._draft = work.submit(self._author, self._draft["id"])
            require(self._draft["state"] == "in_review", f"the draft is {self._draft['state']}")

    def _read_that_a_review_is_asked(self) -> None:
        # Before the decision: afterwards the link leads on to the decided draft.
        browser = Browser(self._stack.api)
        browser.sign_in(self._reviewer_is.email, self._reviewer_is.password)
        self._mail(
            self._reviewer_is,
            "review asked",
            subject=self._title,
            part=f"/review/{self._draft['id']}",
            shows=self._title,
            browser=browser,
        )

    def _approve(self) -> None:
        with self._report.step("another person approves exactly this content") as step:
            self._draft = work.approve(self._reviewer, self._draft["id"])
            require(self._draft["state"] == "approved", f"the draft is {self._draft['state']}")
            step.detail = f"{self._reviewer_is.name}, {self._draft['content_hash'][:12]}"
            step.link = f"{self._stack.portal}/review/{self._draft['id']}"

    # -- 5 -----------------------------------------------------------------------------------------

    def _see_it_published(self) -> None:
        with self._report.step("it is published") as step:
            self._post = wait_for("publication", self._published, _PUBLISH_SECONDS)
            step.link = f"{self._stack.portal}/posts/{self._post['id']}"
        with self._report.step("it arrived at the sample network, once, with its signature checked") as step:
            items = httpx.get(f"{self._stack.network}/api/posts", timeout=10).json()["items"]
            arrived = [item for item in items if self._title in item["text"]]
            require(len(arrived) == 1, f"it is there {len(arrived)} times")
            require(arrived[0]["received_times"] == 1, f"it was sent {arrived[0]['received_times']} times")
            approved, got = self._draft["content_hash"], arrived[0]["content_hash"]
            require(got == approved, f"approved was {approved[:12]}, arrived is {got[:12]}")
            step.link = arrived[0]["url"]

    def _published(self) -> dict[str, Any] | None:
        post = work.post_of(self._author, self._draft["id"])
        if post is None:
            return None
        if post["state"] in ("failed", "missed", "cancelled", "partially_published"):
            errors = [delivery["error"] for delivery in post["deliveries"]]
            raise RuntimeError(f"the post {post['state']}: {errors}")
        return post if post["state"] == "published" else None

    # -- 6 -----------------------------------------------------------------------------------------

    def _read_the_mail(self) -> None:
        author = self._author_is
        draft, post = self._draft["id"], self._post["id"]
        self._mail(author, "welcome", subject="ready", part=f"{self._stack.portal}/", shows="")
        self._mail(author, "approved", subject="approved", part=f"/drafts/{draft}", shows=self._title)
        self._mail(author, "published", subject="published", part=f"/posts/{post}", shows=self._title)

    def _mail(
        self,
        person: Person,
        name: str,
        *,
        subject: str,
        part: str,
        shows: str,
        browser: Browser | None = None,
    ) -> None:
        with self._report.step(f"e-mail: {name}") as step:
            box = Mailbox(self._stack.mail, person.email)
            message, link = box.wait_for_link(part, subject=subject)
            page = link.removeprefix(self._stack.portal)
            (browser or self._browser).open(page, expect=shows)
            step.detail = f"“{message['subject']}” to {person.email}"
            step.link = link
