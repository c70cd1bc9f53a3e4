"""Every page opens, is well formed, and says what it should."""

import pytest

from portal.tests import examples as eg
from portal.tests.visitor import Visitor

PAGES = [
    "/",
    "/more",
    "/trends",
    "/trends?q=nothing",
    f"/trends/{eg.uid(101)}",
    f"/trends/{eg.uid(101)}?do=draft",
    f"/trends/{eg.uid(102)}",
    f"/trends/{eg.uid(103)}",
    f"/trends/{eg.uid(104)}",
    "/drafts",
    "/drafts?state=draft",
    "/drafts?state=rejected",
    f"/drafts/{eg.uid(200)}",
    f"/drafts/{eg.uid(200)}?about=versions",
    f"/drafts/{eg.uid(200)}?about=timeline",
    f"/drafts/{eg.uid(200)}?about=comments",
    f"/drafts/{eg.uid(200)}/timeline?part=comments",
    f"/drafts/{eg.uid(200)}?do=submit",
    f"/drafts/{eg.uid(201)}",
    f"/drafts/{eg.uid(202)}",
    f"/drafts/{eg.uid(203)}",
    f"/drafts/{eg.uid(204)}",
    f"/drafts/{eg.uid(206)}",
    f"/drafts/{eg.uid(200)}/provenance",
    "/review",
    f"/review/{eg.uid(201)}",
    f"/review/{eg.uid(205)}",
    f"/review/{eg.uid(207)}",
    f"/review/{eg.uid(201)}?do=changes",
    f"/review/{eg.uid(201)}?do=reject",
    f"/review/{eg.uid(201)}?do=time",
    f"/review/{eg.uid(201)}?do=hold",
    "/posts",
    "/posts?state=needs_you",
    "/posts?state=cancelled",
    f"/posts/{eg.uid(300)}",
    f"/posts/{eg.uid(301)}",
    f"/posts/{eg.uid(302)}",
    f"/posts/{eg.uid(303)}",
    f"/posts/{eg.uid(300)}?do=time",
    "/accounts",
    "/accounts?do=add",
    "/settings",
    "/settings/password",
    "/admin/people",
    "/admin/policy",
    "/review/several",
    "/review?show=mine",
    "/admin/health",
    "/admin/workers",
    "/admin/emails",
    "/admin/dead-letters",
]


@pytest.mark.parametrize("address", PAGES)
def test_page_is_well_formed(visitor: Visitor, address: str) -> None:
    visitor.sign_in("admin").get(address)


@pytest.mark.parametrize(
    "address",
    ["/sign-in", "/register", "/forgot-password", "/reset-password?token=x", "/verify-email?token=x"],
)
def test_page_for_those_outside_is_well_formed(visitor: Visitor, address: str) -> None:
    visitor.get(address)
