"""What tells how a service does: probes, the admins' health page, metrics."""

from uuid import uuid4

import pytest
from flask import Flask, Response, jsonify

from svckit import web
from svckit.auth import PUBLIC, Role
from svckit.health import Check
from svckit.schemas import Schema
from svckit.testing.tokens import Issuer


class Named(Schema):
    name: str


@pytest.fixture
def resource() -> web.Resource:
    resource = web.Resource("things", __name__, url_prefix="/api/v1/demo", tag="Things")

    @resource.get("/things/<name>", permission=PUBLIC)
    def thing(path: Named) -> Response:
        return jsonify({"name": path.name})

    return resource


def test_healthz_says_that_the_process_lives_even_when_nothing_else_does(
    app: Flask, checks: list[Check]
) -> None:
    checks.append(Check("database", _down))
    assert app.test_client().get("/healthz").status_code == 200


def _down() -> str:
    raise ConnectionError("postgresql://user:hunter2@db-7.internal")


def test_readyz_names_each_dependency_and_does_not_tell_where_it_lives(
    app: Flask, checks: list[Check]
) -> None:
    assert app.test_client().get("/readyz").status_code == 200
    checks.append(Check("redis", _down))
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 503
    named = {check["name"]: check["ok"] for check in answer.get_json()["checks"]}
    assert named == {"database": True, "redis": False}
    assert "hunter2" not in answer.get_data(as_text=True)
    assert "db-7" not in answer.get_data(as_text=True)


def test_the_health_page_is_for_admins(app: Flask, issuer: Issuer) -> None:
    client, page = app.test_client(), "/api/v1/demo/health"
    assert client.get(page, headers=issuer.headers(Role.REVIEWER)).status_code == 403
    body = client.get(page, headers=issuer.headers(Role.ADMIN)).get_json()
    assert (body["service"], body["ok"]) == ("demo", True)


def test_metrics_count_requests_by_route_and_not_by_address(app: Flask) -> None:
    for _ in range(2):
        app.test_client().get(f"/api/v1/demo/things/{uuid4()}")
    text = app.test_client().get("/metrics").get_data(as_text=True)
    assert 'http_request_seconds_count{method="GET",route="/api/v1/demo/things/<name>",status="200"}' in text
