"""The editor of a draft, as its tests use it."""

import re

from playwright.sync_api import Page, expect

from launcher.client.api import Json
from tests.e2e.conftest import Visit


def opened(visit: Visit, draft: Json) -> Page:
    """The draft in its author's editor."""
    visitor = visit("author")
    visitor.go(f"/drafts/{draft['id']}")
    return visitor.page


def saved(page: Page) -> None:
    expect(page.locator("#saved")).to_have_text(re.compile(r"^\s*Saved "))


def choose(page: Page, platform: str) -> None:
    page.locator(f"input[name=platforms][value={platform}]").check()
    expect(page.locator(f"#tab-{platform}")).to_be_visible()
    saved(page)
