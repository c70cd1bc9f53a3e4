"""A browser in front of the running stack."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from launcher.client import work
from launcher.client.api import Json
from tests.e2e.browser import WIDE, Visitor
from tests.stack import Stack

Visit = Callable[..., Visitor]


@pytest.fixture
def visit(browser: Browser, stack: Stack) -> Iterator[Visit]:
    """Makes visitors, each with cookies of their own; at the end none of their pages had an error."""
    made: list[Visitor] = []

    def make(role: str | None = None, **options: Any) -> Visitor:
        settings = {"viewport": WIDE, "locale": "en-GB", "timezone_id": "Europe/London"} | options
        visitor = Visitor(browser.new_context(**settings), stack.base)
        made.append(visitor)
        if role is not None:
            visitor.sign_in(stack.people[role])
        return visitor

    yield make
    for visitor in made:
        visitor.close()
    assert [fault for visitor in made for fault in visitor.faults] == []


@pytest.fixture
def draft(stack: Stack) -> Json:
    """A written draft of the author's, from the sample's search."""
    with stack.api("author") as author:
        search = next(s for s in author.get("/trends/searches")["items"] if s["status"] == "completed")
        made = work.ask_for_draft(author, search["id"])
        return work.wait_for_draft(author, made["id"])
