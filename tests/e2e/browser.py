"""A person's browser that notices what a person's eyes may miss."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import html5lib
from playwright.sync_api import Browser, BrowserContext, Page, Response, ViewportSize, sync_playwright

from launcher.client.people import Person
from tests.stack import ROOT

AXE = ROOT / "static" / "vendor" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDE: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
NAMES = ("chromium", "chromium-browser", "google-chrome")


def _chromium() -> str:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise AssertionError("Chromium is missing. Install it (Debian: apt-get install chromium).")
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # Root in a container has no user namespace for the sandbox; the pages are our own.
        browser = playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


class Visitor:
    """Somebody at the portal. Every page they see is checked for errors in the console."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.context = context
        self.page: Page = context.new_page()
        self.page.set_default_timeout(20_000)
        self.base = base
        self.faults: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))

    def _heard(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"{message.type} at {self.page.url}: {message.text}")

    def go(self, path: str) -> Response:
        response = self.page.goto(path if path.startswith("http") else f"{self.base}{path}")
        assert response is not None, path
        return response

    def sign_in(self, person: Person, *, path: str = "/sign-in") -> None:
        self.go(path)
        self.page.get_by_label("E-mail").fill(person.email)
        self.page.get_by_label("Password").fill(person.password)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(re.compile(r"^(?!.*/sign-in)"))

    def expect_refusal(self, status: int) -> None:
        """The browser itself logs every 4xx of a page; this one was asked for."""
        self.faults = [fault for fault in self.faults if f"status of {status}" not in fault]

    def close(self) -> None:
        self.context.close()


def axe_violations(page: Page, *, rule: str = "") -> list[str]:
    """What axe finds against WCAG 2.2 A and AA, or against one rule; one line per element."""
    # Evaluated by the debugger, which the page's content policy doesn't bind.
    page.evaluate(AXE.read_text())
    only = {"type": "rule", "values": [rule]} if rule else {"type": "tag", "values": WCAG}
    options = {"runOnly": only, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{page.url} {violation['id']}: {node['target']} {node['failureSummary'][:300]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def overflow(page: Page) -> int:
    """Pixels by which the page is wider than the window."""
    wider: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return max(0, wider)


def html_faults(html: str) -> list[str]:
    """Parse errors and repeated ids of a page as the server sent it."""
    parser = html5lib.HTMLParser()
    tree = parser.parse(html)
    faults = [f"line {line}: {code} {values}" for (line, _), code, values in parser.errors]
    ids = [element.attrib["id"] for element in tree.iter() if "id" in element.attrib]
    return faults + [
        f"id {name} stands {ids.count(name)} times" for name in sorted({i for i in ids if ids.count(i) > 1})
    ]
