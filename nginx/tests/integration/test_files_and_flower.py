"""What everybody may rely on at the edge: files that may be kept, and Flower behind the portal's word."""

from __future__ import annotations

import pytest

from nginx.tests.integration.conftest import FLOWER_AUTH, Edge

# -- files ---------------------------------------------------------------------------------------------


def test_a_file_named_by_its_content_is_kept_for_good_and_compressed(edge: Edge) -> None:
    answer = edge.http.get("/static/css/site.css?v=0a1b2c", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_a_file_without_a_version_is_asked_about_again(edge: Edge) -> None:
    answer = edge.http.get("/static/js/site.js")
    assert answer.headers["Cache-Control"] == "public, max-age=60, must-revalidate"
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    again = edge.http.get("/static/js/site.js", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_an_icon_has_the_type_that_browsers_insist_on(edge: Edge) -> None:
    assert edge.http.get("/static/img/icon.svg").headers["Content-Type"] == "image/svg+xml"


@pytest.mark.parametrize(
    "path",
    [
        "/static/package.json",
        "/static/vendor/.stamp",
        "/static/css/",
        "/static/css",
        "/static/none.css",
        "/static../nginx/errors/page.html",
    ],
)
def test_only_what_pages_load_is_served(edge: Edge, path: str) -> None:
    answer = edge.http.get(path, headers={"Accept": "text/html"})
    assert answer.status_code in {301, 404} or answer.json()["upstream"] == "portal"
    assert "hidden" not in answer.text


# -- Flower --------------------------------------------------------------------------------------------


def test_flower_sends_who_is_not_signed_in_to_the_door(edge: Edge) -> None:
    before = len(edge.upstreams["flower"].seen)
    answer = edge.http.get("/flower/", headers={"Authorization": f"Basic {FLOWER_AUTH}"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/sign-in?next=/flower/"
    assert len(edge.upstreams["flower"].seen) == before
    asked = edge.seen("portal")
    assert "authorization" not in asked
    assert edge.upstreams["portal"].seen[-1]["path"] == "/internal/flower-auth"


def test_flower_tells_who_is_no_administrator(edge: Edge) -> None:
    edge.upstreams["portal"].flower_auth = 403
    before = len(edge.upstreams["flower"].seen)
    answer = edge.http.get("/flower/workers", headers={"Cookie": "session=s"})
    assert answer.status_code == 403
    assert "This is for administrators" in answer.text
    assert len(edge.upstreams["flower"].seen) == before
    assert edge.seen("portal")["cookie"] == "session=s"


def test_flower_gets_its_password_only_after_the_portal_said_yes(edge: Edge) -> None:
    edge.upstreams["portal"].flower_auth = 204
    answer = edge.http.get(
        "/flower/workers?json=1", headers={"Cookie": "session=s; _xsrf=2|x", "Authorization": "Bearer forged"}
    )
    assert answer.json()["path"] == "/flower/workers?json=1"
    seen = edge.seen("flower")
    assert seen["authorization"] == f"Basic {FLOWER_AUTH}"
    assert seen["cookie"] == "_xsrf=2|x"
    assert "authorization" not in edge.seen("portal")
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert answer.headers["Content-Security-Policy"] == "frame-ancestors 'self'"


def test_flowers_password_goes_nowhere_else(edge: Edge) -> None:
    for path, name in [("/", "portal"), ("/api/v1/users/me", "users"), ("/flowers", "portal")]:
        edge.http.get(path)
        assert "authorization" not in edge.seen(name)


def test_flower_may_take_a_body_and_the_question_to_the_portal_has_none(edge: Edge) -> None:
    edge.upstreams["portal"].flower_auth = 204
    answer = edge.http.post("/flower/api/task/revoke/1", content=b"terminate=true")
    assert answer.json()["size"] == len(b"terminate=true")
    asked = edge.upstreams["portal"].seen[-1]
    assert (asked["method"], asked["size"]) == ("GET", 0)
