"""What tells how a service does: probes, the admins' health page, metrics."""

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask, Response, jsonify
from werkzeug.test import TestResponse

from svckit import web
from svckit.auth import PUBLIC, Role
from svckit.health import Check
from svckit.schemas import Schema
from svckit.testing.tokens import Issuer
from svckit.tests.unit.keys import Keys


class Named(Schema):
    name: str


def _resource() -> web.Resource:
    resource = web.Resource("things", __name__, url_prefix="/api/v1/demo", tag="Things")

    @resource.get("/things/<name>", permission=PUBLIC)
    def thing(path: Named) -> Response:
        return jsonify({"name": path.name})

    return resource


@pytest.fixture(scope="module")
def tokens() -> Issuer:
    return Issuer()


@pytest.fixture
def checks() -> list[Check]:
    return [Check("database", lambda: "postgresql")]


@pytest.fixture
def app(tokens: Issuer, checks: list[Check]) -> Flask:
    return web.create_service_app(
        "demo", title="Demo", version="1", keys=Keys(tokens), blueprints=[_resource()], checks=checks
    )


def _get(app: Flask, path: str, **kwargs: Any) -> TestResponse:
    return app.test_client().get(path, **kwargs)


def test_healthz_says_that_the_process_lives_even_when_nothing_else_does(
    app: Flask, checks: list[Check]
) -> None:
    checks.append(Check("database", _down))
    assert _get(app, "/healthz").status_code == 200


def _down() -> str:
    raise ConnectionError("postgresql://user:hunter2@db-7.internal")


def test_readyz_names_each_dependency_and_does_not_tell_where_it_lives(
    app: Flask, checks: list[Check]
) -> None:
    assert _get(app, "/readyz").status_code == 200
    checks.append(Check("redis", _down))
    answer = _get(app, "/readyz")
    assert answer.status_code == 503
    named = {check["name"]: check["ok"] for check in answer.get_json()["checks"]}
    assert named == {"database": True, "redis": False}
    assert "hunter2" not in answer.get_data(as_text=True)
    assert "db-7" not in answer.get_data(as_text=True)


def test_the_health_page_is_for_admins(app: Flask, tokens: Issuer) -> None:
    assert _get(app, "/api/v1/demo/health", headers=tokens.headers(Role.REVIEWER)).status_code == 403
    body = _get(app, "/api/v1/demo/health", headers=tokens.headers(Role.ADMIN)).get_json()
    assert (body["service"], body["ok"]) == ("demo", True)


def test_metrics_count_requests_by_route_and_not_by_address(app: Flask) -> None:
    for _ in range(2):
        _get(app, f"/api/v1/demo/things/{uuid4()}")
    text = _get(app, "/metrics").get_data(as_text=True)
    assert 'http_request_seconds_count{method="GET",route="/api/v1/demo/things/<name>",status="200"}' in text
