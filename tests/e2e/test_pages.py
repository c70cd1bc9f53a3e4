"""Every page of the portal, wide and on a phone: valid, accessible, nothing wider than the window."""

import pytest

from tests.e2e.browser import PHONE, Visitor, axe_violations, html_faults, overflow
from tests.e2e.conftest import Visit
from tests.stack import Stack

pytestmark = pytest.mark.timeout(600)

OPEN = ("/sign-in", "/register", "/forgot-password", "/reset-password?token=x", "/verify-email?token=x")
SIGNED_IN = (
    "/", "/trends", "/drafts", "/review", "/posts", "/accounts", "/settings", "/admin/people",
    "/admin/health", "/admin/workers", "/admin/dead-letters", "/admin/emails",
)  # fmt: skip


def things(stack: Stack) -> list[str]:
    """Pages of the sample content: a result, a draft that waits, its review."""
    with stack.api("admin") as api:
        search = next(s for s in api.get("/trends/searches")["items"] if s["status"] == "completed")
        draft = next(d for d in api.get("/thinker/drafts")["items"] if d["state"] != "generating")
        posts = api.get("/tweeter/posts")["items"][:1]
    return [
        f"/trends/{search['id']}",
        f"/trends/{search['id']}?do=draft",
        f"/drafts/{draft['id']}",
        f"/drafts/{draft['id']}?about=timeline",
        f"/review/{draft['id']}" if draft["state"] == "in_review" else "/review",
        *(f"/posts/{post['id']}" for post in posts),
    ]


def look(visitor: Visitor, path: str) -> list[str]:
    response = visitor.go(path)
    if response.status != 200:
        return [f"{path} answered {response.status}"]
    visitor.page.wait_for_load_state("load")
    faults = [f"{path} {fault}" for fault in html_faults(response.text())]
    faults += axe_violations(visitor.page)
    wider = overflow(visitor.page)
    return faults + ([f"{path} is {wider} px wider than the window"] if wider else [])


@pytest.mark.parametrize(
    ("name", "options"),
    [("wide", {}), ("phone", {"viewport": PHONE}), ("dark", {"color_scheme": "dark"})],
)
def test_pages_are_valid_accessible_and_fit(
    visit: Visit, stack: Stack, name: str, options: dict[str, object]
) -> None:
    stranger, admin = visit(**options), visit("admin", **options)
    faults = [fault for path in OPEN for fault in look(stranger, path)]
    faults += [fault for path in (*SIGNED_IN, *things(stack)) for fault in look(admin, path)]
    assert faults == [], f"{name}:\n" + "\n".join(faults)
