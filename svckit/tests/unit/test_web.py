"""A web app's answers: permissions, problems, ids. No sockets: keys are at hand."""

import threading
from typing import Any

import pytest
from flask import Flask, Response, jsonify
from pydantic import Field
from werkzeug.test import TestResponse

from svckit import auth, web
from svckit.auth import ADMIN, AUTHOR, PUBLIC, REVIEWER, VIEWER, Role
from svckit.etag import require_match, set_etag
from svckit.problems import (
    BadRequest,
    Conflict,
    Forbidden,
    Gone,
    NotFound,
    PreconditionFailed,
    PreconditionRequired,
    Problem,
    TooLarge,
    TooManyRequests,
    Unauthorized,
    Unavailable,
    Unprocessable,
)
from svckit.schemas import Schema
from svckit.testing.tokens import Issuer

KINDS = [BadRequest, Unauthorized, Forbidden, NotFound, Conflict, Gone, PreconditionFailed, TooLarge,
         Unprocessable, PreconditionRequired, TooManyRequests, Unavailable]  # fmt: skip


class Body(Schema):
    text: str = Field(max_length=5)
    numbers: list[int] = Field(default_factory=list)


@pytest.fixture
def resource() -> web.Resource:
    resource = web.Resource("things", __name__, url_prefix="/api/v1/demo", tag="Things")
    for permission in (PUBLIC, VIEWER, AUTHOR, REVIEWER, ADMIN):
        name = permission.role.label if permission.role else "public"
        resource.get(f"/{name}", permission=permission, endpoint=name)(lambda: jsonify({}))

    @resource.post("/things", permission=PUBLIC)
    def add(body: Body) -> Response:
        return jsonify(body.model_dump())

    @resource.get("/problem/<name>", permission=PUBLIC)
    def problem(path: "Named") -> Response:
        kind: type[Problem] = {kind.__name__: kind for kind in KINDS}[path.name]
        raise kind("some-slug", "What happened and what to do.", retry_after=7)

    @resource.get("/broken", permission=PUBLIC)
    def broken() -> Response:
        raise RuntimeError("password=hunter2 at db-7.internal")

    @resource.put("/versioned", permission=PUBLIC)
    def versioned() -> Response:
        require_match(3)
        return set_etag(jsonify({}), 4)

    return resource


class Named(Schema):
    name: str


def _assert_problem(answer: TestResponse, status: int, slug: str) -> dict[str, Any]:
    body: dict[str, Any] = answer.get_json()
    assert (answer.status_code, body["type"]) == (status, f"urn:problem:{slug}")
    assert answer.content_type == "application/problem+json"
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    assert body["instance"]
    assert body["request_id"] == answer.headers["X-Request-ID"]
    return body


@pytest.mark.parametrize("route", [VIEWER, AUTHOR, REVIEWER, ADMIN])
@pytest.mark.parametrize("role", list(Role))
def test_a_higher_role_may_what_a_lower_one_may_and_not_the_reverse(
    app: Flask, issuer: Issuer, route: auth.Permission, role: Role
) -> None:
    assert route.role is not None
    answer = app.test_client().get(f"/api/v1/demo/{route.role.label}", headers=issuer.headers(role))
    if role >= route.role:
        assert answer.status_code == 200
    else:
        assert _assert_problem(answer, 403, "role-required")["required_role"] == route.role.label


def test_a_public_route_needs_no_token_and_another_says_how_to_send_one(app: Flask) -> None:
    assert app.test_client().get("/api/v1/demo/public").status_code == 200
    answer = app.test_client().get("/api/v1/demo/viewer")
    assert "Bearer" in _assert_problem(answer, 401, "sign-in-required")["detail"]
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_route_without_a_permission_can_not_be_registered() -> None:
    resource = web.Resource("r", __name__, url_prefix="/r", tag="R")
    with pytest.raises(TypeError, match="permission"):
        resource.get("/open")(lambda: "")


def test_a_route_that_slipped_in_without_a_permission_is_refused_to_everybody(
    app: Flask, issuer: Issuer
) -> None:
    app.add_url_rule("/slipped-in", view_func=lambda: "secret")
    answer = app.test_client().get("/slipped-in", headers=issuer.headers(Role.ADMIN))
    _assert_problem(answer, 403, "no-permission-stated")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_problem_is_sent_as_a_problem_document(app: Flask, kind: type[Problem]) -> None:
    answer = app.test_client().get(f"/api/v1/demo/problem/{kind.__name__}")
    body = _assert_problem(answer, kind.status, "some-slug")
    assert body["retry_after"] == 7
    assert answer.headers["Retry-After"] == "7"


def test_fields_that_do_not_fit_are_named_without_repeating_their_values(app: Flask) -> None:
    body = {"text": "hunter2-hunter2", "numbers": [1, "x"], "unknown": 1}
    answer = app.test_client().post("/api/v1/demo/things", json=body)
    problem = _assert_problem(answer, 422, "invalid-fields")
    messages = {error["field"]: error["message"] for error in problem["errors"]}
    assert set(messages) == {"text", "numbers.1", "unknown"}
    assert messages["unknown"] == "We don't know this field."
    assert "hunter2" not in answer.get_data(as_text=True)


def test_a_missing_field_is_said_to_be_required(app: Flask) -> None:
    answer = app.test_client().post("/api/v1/demo/things", json={})
    assert _assert_problem(answer, 422, "invalid-fields")["errors"] == [
        {"field": "text", "message": "This is required."}
    ]


@pytest.mark.parametrize(
    ("body", "content_type", "statuses"),
    [(b"{not json", "application/json", {400, 422}), (b"text=x", "text/plain", {400, 415, 422}),
     (b"[]", "application/json", {400, 422}), (b"null", "application/json", {400, 422}),
     (b"", "application/json", {400, 422}), (b"\xff\xfe", "application/json", {400, 422})],
)  # fmt: skip
def test_a_body_that_is_no_json_object_is_a_problem_and_not_a_failure(
    app: Flask, body: bytes, content_type: str, statuses: set[int]
) -> None:
    answer = app.test_client().post("/api/v1/demo/things", data=body, content_type=content_type)
    assert answer.status_code in statuses
    _assert_problem(answer, answer.status_code, answer.get_json()["type"].removeprefix("urn:problem:"))


@pytest.mark.parametrize(
    ("method", "path", "status", "slug"),
    [("GET", "/nowhere", 404, "not-found"), ("DELETE", "/api/v1/demo/public", 405, "method-not-allowed")],
)
def test_what_the_framework_refuses_is_a_problem_too(
    app: Flask, method: str, path: str, status: int, slug: str
) -> None:
    answer = app.test_client().open(path, method=method)
    _assert_problem(answer, status, slug)
    if status == 405:
        assert "GET" in answer.headers["Allow"]


def test_a_body_that_is_too_large_is_refused(app: Flask) -> None:
    answer = app.test_client().post("/api/v1/demo/things", json={"text": "x" * (3 << 20)})
    _assert_problem(answer, 413, "too-large")


def test_a_failure_of_ours_tells_nothing_of_the_inside(app: Flask) -> None:
    answer = app.test_client().get("/api/v1/demo/broken")
    _assert_problem(answer, 500, "internal-error")
    text = answer.get_data(as_text=True)
    assert "hunter2" not in text
    assert "db-7" not in text
    assert "Traceback" not in text


def test_the_request_id_comes_back_and_nonsense_is_replaced(app: Flask) -> None:
    kept = app.test_client().get("/api/v1/demo/public", headers={"X-Request-ID": "my-request-1"})
    assert kept.headers["X-Request-ID"] == "my-request-1"
    replaced = app.test_client().get("/api/v1/demo/public", headers={"X-Request-ID": "<no>"})
    assert replaced.headers["X-Request-ID"] not in {"<no>", ""}


@pytest.mark.parametrize(
    ("header", "status", "slug"),
    [(None, 428, "if-match-required"), ('"v2"', 412, "stale-content"), ("nonsense", 400, "invalid-if-match")],
)
def test_a_change_needs_the_version_that_was_seen(
    app: Flask, header: str | None, status: int, slug: str
) -> None:
    headers = {"If-Match": header} if header else {}
    _assert_problem(app.test_client().put("/api/v1/demo/versioned", headers=headers), status, slug)


@pytest.mark.parametrize("header", ['"v3"', 'W/"v3"', "v3"])
def test_a_change_of_the_current_version_goes_through_and_gives_the_next(app: Flask, header: str) -> None:
    answer = app.test_client().put("/api/v1/demo/versioned", headers={"If-Match": header})
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"v4"')


def test_answers_are_not_kept_by_anybody_on_the_way(app: Flask) -> None:
    answer = app.test_client().get("/api/v1/demo/public")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_openapi_document_states_the_permission_of_every_route(app: Flask) -> None:
    document = app.test_client().get("/api/v1/demo/docs/openapi.json").get_json()
    assert document["openapi"].startswith("3.1")
    for path, item in document["paths"].items():
        for method, operation in item.items():
            assert operation["x-permission"], f"{method} {path}"


def test_requests_at_the_same_time_do_not_mix_their_ids(app: Flask) -> None:
    seen: dict[str, str] = {}

    def ask(rid: str) -> None:
        for _ in range(20):
            answer = app.test_client().get("/api/v1/demo/public", headers={"X-Request-ID": rid})
            seen[rid] = answer.headers["X-Request-ID"]

    threads = [threading.Thread(target=ask, args=(f"request-{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(rid == answer for rid, answer in seen.items())
