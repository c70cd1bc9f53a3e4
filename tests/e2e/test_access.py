"""Who gets in where, and what a browser without scripts can do."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.stack import Stack

pytestmark = pytest.mark.timeout(600)

ADMIN_PAGES = ("/admin/people", "/admin/health", "/admin/workers", "/admin/dead-letters", "/admin/emails")


def test_signing_in_works_without_scripts_and_leads_back_to_where_one_wanted_to_go(
    visit: Visit, stack: Stack
) -> None:
    visitor = visit(java_script_enabled=False)
    visitor.sign_in(stack.people["author"], path="/posts")
    assert visitor.page.url == f"{stack.base}/posts"
    expect(visitor.page.get_by_role("heading", name="Posts", exact=True)).to_be_visible()


def test_a_search_works_without_scripts(visit: Visit, stack: Stack) -> None:
    visitor = visit("author", java_script_enabled=False)
    visitor.go("/trends")
    visitor.page.get_by_role("textbox", name="Keywords").fill("sourdough, rye bread")
    visitor.page.get_by_role("button", name="Search", exact=True).click()
    expect(visitor.page.get_by_role("heading", name="Interest over time")).to_be_visible(timeout=90_000)
    assert visitor.page.get_by_role("table").count() >= 3


def test_signing_in_never_says_which_half_was_wrong(visit: Visit, stack: Stack) -> None:
    said = []
    for email in (stack.people["author"].email, "nobody-at-all@example.org"):
        visitor = visit()
        visitor.go("/sign-in")
        visitor.page.get_by_label("E-mail").fill(email)
        visitor.page.get_by_label("Password").fill("certainly not this one")
        visitor.page.get_by_role("button", name="Sign in").click()
        alert = visitor.page.get_by_role("alert")
        expect(alert).to_be_visible()
        said.append(alert.inner_text())
        assert visitor.page.get_by_label("E-mail").input_value() == email
        visitor.expect_refusal(401)
    assert said[0] == said[1]


@pytest.mark.parametrize("role", ["author", "reviewer"])
def test_admin_pages_are_refused_to_everybody_else(visit: Visit, role: str) -> None:
    visitor = visit(role)
    for path in ADMIN_PAGES:
        response = visitor.go(path)
        assert response.status == 403, path
        expect(visitor.page.get_by_role("main")).to_be_visible()
    visitor.expect_refusal(403)


def test_review_is_refused_to_an_author(visit: Visit) -> None:
    visitor = visit("author")
    assert visitor.go("/review").status == 403
    visitor.expect_refusal(403)


def test_pages_ask_a_stranger_to_sign_in(visit: Visit, stack: Stack) -> None:
    visitor = visit()
    for path in ("/", "/trends", "/drafts", "/posts", "/accounts", "/settings", *ADMIN_PAGES):
        visitor.go(path)
        assert visitor.page.url.startswith(f"{stack.base}/sign-in"), path


def test_flower_is_shown_to_admins_and_to_nobody_else(visit: Visit, stack: Stack) -> None:
    stranger = visit().context.request
    assert stranger.get(f"{stack.base}/flower/", max_redirects=0).status in (302, 401, 403)
    assert visit("reviewer").context.request.get(f"{stack.base}/flower/").status in (401, 403)
    assert visit("admin").context.request.get(f"{stack.base}/flower/").status == 200


def test_what_is_internal_is_not_reachable_from_outside(visit: Visit, stack: Stack) -> None:
    for path in ("/internal/flower-auth", "/internal/"):
        assert visit("admin").context.request.get(f"{stack.base}{path}").status == 404, path


def test_a_link_that_was_used_says_so_on_a_page(visit: Visit, stack: Stack) -> None:
    mails = stack.mails(stack.people["author"].email)
    link = next(link for mail in mails for link in mail["links"] if "/verify-email" in link)
    visitor = visit()
    visitor.go(link)
    visitor.page.get_by_role("button", name="Verify my e-mail").click()
    expect(visitor.page.get_by_role("alert")).to_contain_text("used before")
    visitor.expect_refusal(410)


def test_after_signing_out_the_back_button_shows_nothing(visit: Visit, stack: Stack) -> None:
    visitor = visit("author")
    visitor.go("/drafts")
    visitor.go("/settings")
    visitor.page.get_by_role("button", name="Sign out").first.click()
    visitor.page.wait_for_url(f"{stack.base}/sign-in*")
    visitor.page.go_back()
    expect(visitor.page.get_by_label("Password")).to_be_visible()
