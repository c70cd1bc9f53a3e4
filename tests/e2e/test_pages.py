"""Every page of the portal, wide and on a phone: valid, accessible, nothing wider than the window."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e.browser import PHONE, WIDE, Visitor, axe_violations, html_faults, overflow
from tests.e2e.conftest import Visit
from tests.stack import Stack

pytestmark = pytest.mark.timeout(600)

OPEN = (
    "/sign-in",
    "/register",
    "/forgot-password",
    "/reset-password?token=x",
    "/verify-email?token=x",
    "/guest",
)
SIGNED_IN = (
    "/", "/trends", "/drafts", "/drafts/board", "/drafts/filters", "/review", "/posts", "/accounts",
    "/settings", "/admin/people", "/admin/health", "/admin/workers", "/admin/models",
    "/admin/dead-letters", "/admin/emails",
    "/trends/watches", "/trends/watches/new?keywords=matcha&geo=GB", "/trends/trending?geo=GB",
    "/trends/uploads", "/templates", "/templates/new", "/voices", "/voices/new",
)  # fmt: skip


def things(stack: Stack) -> list[str]:
    """Pages of the sample content: a result, a draft that waits, its review."""
    with stack.api("admin") as api:
        search = next(s for s in api.get("/trends/searches")["items"] if s["status"] == "completed")
        draft = next(d for d in api.get("/thinker/drafts")["items"] if d["state"] != "generating")
        posts = api.get("/tweeter/posts")["items"][:1]
        template = api.get("/thinker/templates")["items"][0]
    return [
        f"/trends/{search['id']}",
        f"/trends/{search['id']}?do=draft",
        f"/drafts/{draft['id']}",
        f"/drafts/{draft['id']}?about=timeline",
        f"/drafts/{draft['id']}/provenance",
        f"/drafts/{draft['id']}/guests",
        f"/templates/{template['id']}",
        f"/templates/{template['id']}/versions",
        f"/review/{draft['id']}" if draft["state"] == "in_review" else "/review",
        *(f"/posts/{post['id']}" for post in posts),
    ]


def look(visitor: Visitor, path: str, *, rule: str = "") -> list[str]:
    response = visitor.go(path)
    if response.status != 200:
        return [f"{path} answered {response.status}"]
    visitor.page.wait_for_load_state("load")
    faults = axe_violations(visitor.page, rule=rule)
    wider = overflow(visitor.page)
    return faults + ([f"{path} is {wider} px wider than the window"] if wider else [])


def everywhere(visit: Visit, stack: Stack, **options: Any) -> Iterator[tuple[Visitor, str]]:
    stranger, admin = visit(**options), visit("admin", **options)
    yield from ((stranger, path) for path in OPEN)
    yield from ((admin, path) for path in (*SIGNED_IN, *things(stack)))


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_pages_are_accessible_and_fit_the_window(visit: Visit, stack: Stack, size: dict[str, int]) -> None:
    pages = everywhere(visit, stack, viewport=size)
    faults = [fault for visitor, path in pages for fault in look(visitor, path)]
    assert faults == [], "\n".join(faults)


def test_pages_are_readable_in_the_dark(visit: Visit, stack: Stack) -> None:
    """The rest of what is accessible is the same markup."""
    pages = everywhere(visit, stack, color_scheme="dark")
    faults = [fault for visitor, path in pages for fault in look(visitor, path, rule="color-contrast")]
    assert faults == [], "\n".join(faults)


def test_pages_are_valid_html_without_repeated_ids(visit: Visit, stack: Stack) -> None:
    faults = []
    for visitor, path in everywhere(visit, stack):
        answer = visitor.context.request.get(f"{stack.base}{path}")
        faults += [f"{path} {fault}" for fault in html_faults(answer.text())]
    assert faults == [], "\n".join(faults)
