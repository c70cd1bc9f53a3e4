"""Who may open what, and what a form needs to be taken."""

import re

import pytest
from flask import Flask
from werkzeug.routing import Rule

from portal.access import permission_of
from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi
from portal.tests.fake_routes import library
from portal.tests.fake_routes.editing import mark_of
from portal.tests.visitor import Visitor
from svckit.auth import Role

IDS = {
    "search_id": eg.uid(101), "draft_id": eg.uid(201), "post_id": eg.uid(300), "account_id": eg.uid(400),
    "user_id": eg.uid(2), "delivery_id": eg.uid(601), "letter_id": eg.uid(700), "version": 2, "kind": "csv",
    "image": "png", "watch_id": eg.uid(600),
    "pull_id": eg.uid(700), "number": 1, "link_id": eg.uid(700), "filter_id": eg.uid(600),
    "action_id": eg.uid(650), "sha256": "a" * 64, "comment_id": eg.uid(901),
    "mark": mark_of("14%"),
    "template_id": eg.uid(701), "voice_id": eg.uid(705), "run_id": eg.uid(750),
}  # fmt: skip
OUTSIDE = {"static", "observing.healthz", "observing.readyz", "guest.post", "guest.image"}
"""Some ask for no sign-in but for a link's secret."""


def _values(rule: Rule) -> dict[str, object]:
    """For each part of the address: something that is there, or the first of the words it may be."""
    words = {
        name: sorted(items)[0]
        for name, part in rule._converters.items()
        if (items := getattr(part, "items", None))
    }
    return {name: IDS.get(name) or words[name] for name in rule.arguments}


def routes(app: Flask, method: str) -> list[tuple[str, str]]:
    """Endpoint and an address of it, for every view of ours."""

    def address(rule: Rule) -> str:
        with app.test_request_context():
            return str(app.url_map.bind("").build(rule.endpoint, _values(rule), method=method))

    rules = [
        rule
        for rule in app.url_map.iter_rules()
        if method in (rule.methods or set()) and rule.endpoint not in OUTSIDE
    ]
    return [(rule.endpoint, address(rule)) for rule in rules]


@pytest.mark.parametrize("role", ["viewer", "author", "reviewer", "admin"])
def test_each_role_opens_its_pages_and_no_others(
    app: Flask, visitor: Visitor, fake_api: FakeApi, role: str
) -> None:
    visitor.sign_in(role)
    fake_api.drafts[1]["content"]["text"] = "Up 14% in a week."
    library.start_run(fake_api, str(IDS["template_id"]), body={"search_id": eg.uid(101)})
    for endpoint, address in routes(app, "GET"):
        permission = permission_of(app, endpoint)
        assert permission is not None
        refused = permission.role is not None and Role.parse(role) < permission.role
        status = visitor.client.get(address).status_code
        if endpoint == "internal.flower_auth":
            assert status == (204 if role == "admin" else 403)
        else:
            assert (status == 403) == refused, f"{role} at {address}: {status}"
            assert status in {200, 302, 403}, f"{role} at {address}: {status}"


@pytest.mark.parametrize("role", ["viewer", "author", "reviewer", "admin"])
def test_each_role_writes_what_it_may_and_nothing_else(
    app: Flask, visitor: Visitor, fake_api: FakeApi, role: str
) -> None:
    visitor.sign_in(role)
    token = visitor_token(visitor)
    for endpoint, address in routes(app, "POST"):
        permission = permission_of(app, endpoint)
        if permission is None or permission.role is None or endpoint == "sign_in.sign_out":
            continue
        written = len([call for call in fake_api.calls if call[0] != "GET"])
        status = visitor.client.post(address, data={"csrf_token": token}).status_code
        refused = Role.parse(role) < permission.role
        if refused:
            assert status == 403, f"{role} at {address}: {status}"
            assert len([call for call in fake_api.calls if call[0] != "GET"]) == written


def visitor_token(visitor: Visitor) -> str:
    found = re.search(r'"X-CSRFToken": "([^"]+)"', visitor.get("/more"))
    assert found
    return found.group(1)


def test_a_stranger_is_asked_to_sign_in_and_led_back(app: Flask, visitor: Visitor) -> None:
    for endpoint, address in routes(app, "GET"):
        permission = permission_of(app, endpoint)
        if permission is None or permission.role is None:
            continue
        answer = visitor.client.get(address)
        assert answer.status_code == 302, address
        assert answer.headers["Location"].startswith("/sign-in?next=")


def test_no_form_is_taken_without_its_token(app: Flask, visitor: Visitor, fake_api: FakeApi) -> None:
    visitor.sign_in("admin")
    asked = len(fake_api.calls)
    for _, address in routes(app, "POST"):
        answer = visitor.client.post(address, data={"comment": "x", "keywords": "x"})
        assert answer.status_code == 400, address
    assert [call for call in fake_api.calls[asked:] if call[0] != "GET"] == []


def test_a_part_of_a_page_is_given_to_nobody_who_may_not_see_the_page(visitor: Visitor) -> None:
    visitor.sign_in("viewer")
    answer = visitor.client.get("/admin/people", headers={"HX-Request": "true", "HX-Target": "people"})
    assert answer.status_code == 403
    assert "tom@hartwell.example" not in answer.get_data(as_text=True)


def test_a_refusal_says_whose_page_it_is(visitor: Visitor) -> None:
    page = visitor.sign_in("author").get("/admin/people", status=403)
    assert "It is for people with the admin’s role or a higher one." in page


def test_only_the_parts_a_view_gives_out_can_be_asked_for(visitor: Visitor) -> None:
    visitor.sign_in("author")
    part = visitor.get("/trends", HX_Request="true", HX_Target="history")
    assert "<html" not in part
    assert "pumpkin spice" in part
    whole = visitor.get("/trends", HX_Request="true", HX_Target="scripts")
    assert "<html" in whole


def test_htmx_is_sent_off_the_page_when_the_session_is_over(visitor: Visitor) -> None:
    answer = visitor.client.get("/trends", headers={"HX-Request": "true", "HX-Target": "history"})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"].startswith("/sign-in")


def test_every_answer_carries_a_strict_policy(visitor: Visitor) -> None:
    visitor.sign_in("admin")
    for address in ("/", "/nothing-here", "/admin/workers"):
        headers = visitor.client.get(address).headers
        policy = headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "frame-src 'self'" in policy
        assert "object-src 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Request-ID"]
