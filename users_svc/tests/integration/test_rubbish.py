"""Whatever a signed-in admin sends, users_svc answers as its OpenAPI document says and never fails."""

from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from users_svc.tests.factories import Team

HELD = [not_a_server_error, content_type_conformance, response_schema_conformance]


def test_an_admins_requests_right_wrong_and_rubbish_are_answered_as_documented(team: Team) -> None:
    admin = team.join("admin@team.example")
    headers = {"Authorization": f"Bearer {admin.tokens['access_token']}"}
    schema = schemathesis.openapi.from_wsgi(
        "/api/v1/users/docs/openapi.json", team.app, config=SchemathesisConfig()
    )
    seen: set[int] = set()
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found

        @settings(
            max_examples=12,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=found.ok().as_strategy())
        def hold(case: schemathesis.Case[Any]) -> None:
            response = case.call(headers=headers)
            seen.add(response.status_code)
            case.validate_response(response, checks=HELD)

        hold()
    assert {200, 204, 404, 422} <= seen
    assert admin.send("GET", "/users/me").get_json()["role"] == "admin", "no rubbish dethrones the last admin"
