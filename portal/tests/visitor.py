"""A browser without script: goes to addresses, fills in forms, and reads every page with care."""

import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.test import TestResponse

from portal.tests import examples as eg
from portal.tests.fake_routes import PASSWORD

VOID = {"input", "meta", "link", "br", "hr", "img", "rect", "use", "circle", "polyline", "path"}


class Page(HTMLParser):
    """A parsed page; ``faults`` is what no page may have."""

    def __init__(self, html: str, *, whole: bool) -> None:
        super().__init__()
        self.html, self.whole = html, whole
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.title = ""
        self.links: list[str] = []
        self.forms: list[dict[str, Any]] = []
        self._stack: list[str] = []
        self._headings = 0
        self._field = ""
        self.feed(html)
        self._judge()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._stack.append(tag)
        if "style" in given:
            self.faults.append(f"inline style on {tag}")
        if tag == "style" or (tag == "script" and "src" not in given):
            self.faults.append(f"inline {tag}")
        self.faults += [f"inline handler {name}" for name in given if name.startswith(("on", "hx-on"))]
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        if tag == "h1":
            self._headings += 1
        if tag == "svg" and "aria-hidden" not in given and "aria-label" not in given:
            self.faults.append("a picture with neither a name nor aria-hidden")
        if tag == "form":
            self.forms.append(
                {"action": given.get("action", ""), "method": given.get("method", "get"), "fields": {}}
            )
        elif self.forms and "form" in self._stack:
            self._fill(tag, given)

    def _fill(self, tag: str, given: dict[str, str]) -> None:
        """A field of the form in hand, with the value a browser would send."""
        fields, name = self.forms[-1]["fields"], given.get("name", "")
        if tag == "option" and (not fields.get(self._field) or "selected" in given):
            fields[self._field] = given.get("value", "")
        elif tag == "select":
            self._field = name
            fields[name] = ""
        elif tag == "input" and given.get("type") in {"checkbox", "radio"} and "checked" not in given:
            return
        elif tag in {"input", "textarea"} and name:
            fields.setdefault(name, given.get("value", ""))
            self._field = name

    def handle_endtag(self, tag: str) -> None:
        if tag in self._stack:
            while self._stack.pop() != tag:
                self.faults.append(f"unclosed element before </{tag}>")
        elif tag not in VOID:
            self.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        if self._stack[-1:] == ["title"] and "svg" not in self._stack:
            self.title += data
        if self._stack[-1:] == ["textarea"] and self.forms and self._field in self.forms[-1]["fields"]:
            self.forms[-1]["fields"][self._field] += data.removeprefix("\n")

    def _judge(self) -> None:
        self.faults += [f"duplicate id {name}" for name in {i for i in self.ids if self.ids.count(i) > 1}]
        for form in self.forms:
            if form["method"].lower() == "post" and "csrf_token" not in form["fields"]:
                self.faults.append(f"no CSRF token in the form to {form['action']}")
        if self.whole:
            if not re.match(r"\S.* – Trends$", self.title.strip()):
                self.faults.append(f"title {self.title!r}")
            if self._headings != 1:
                self.faults.append(f"{self._headings} main headings")

    def form(self, action: str) -> dict[str, str]:
        """The fields of the form that sends to this address."""
        for form in self.forms:
            if urlsplit(form["action"]).path == action:
                return dict(form["fields"])
        raise AssertionError(f"no form to {action}; there are {[f['action'] for f in self.forms]}")


class Visitor:
    """One browser."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()
        self.page: Page | None = None

    def sign_in(self, role: str) -> "Visitor":
        email = eg.user(role)["email"]
        self.get("/sign-in")
        answer = self.send("/sign-in", {"email": email, "password": PASSWORD})
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return self

    def get(self, address: str, status: int = 200, **headers: str) -> str:
        """Open an address; its HTML, after judging it."""
        answer = self.client.get(address, headers={k.replace("_", "-"): v for k, v in headers.items()})
        assert answer.status_code == status, (
            f"{address}: {answer.status_code} {answer.headers.get('Location', '')}"
        )
        return self._read(answer, whole="HX-Request" not in headers and "HX_Request" not in headers)

    def send(self, action: str, fields: dict[str, Any] | None = None, **headers: str) -> TestResponse:
        """Send the form of the page in hand that goes to this address, with these fields changed."""
        assert self.page is not None
        filled = self.page.form(action) | (fields or {})
        answer = self.client.post(
            action, data=filled, headers={k.replace("_", "-"): v for k, v in headers.items()}
        )
        if answer.mimetype == "text/html" and answer.data and answer.status_code not in {301, 302, 303, 308}:
            self._read(answer, whole=True)
        return answer

    def _read(self, answer: TestResponse, *, whole: bool) -> str:
        html = answer.get_data(as_text=True)
        if answer.mimetype == "text/html":
            self.page = Page(html, whole=whole and "<!doctype" in html)
            assert not self.page.faults, f"{answer.request.path}: {self.page.faults}"
        return html
