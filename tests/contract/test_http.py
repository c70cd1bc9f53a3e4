"""Whatever is sent, a service answers as its OpenAPI document says, and never with a stack trace.

Inputs are made from the document itself by schemathesis: right ones, wrong ones, and rubbish.
"""

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from svckit.testing.tokens import Issuer
from tests.services import SERVICES

HELD = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)
EXAMPLES = 6
"""Per operation; the document has about a dozen operations a service."""


@pytest.mark.parametrize("package", SERVICES)
def test_answers_are_what_the_document_says(
    package: str, real_app: Callable[[str], Flask], issuer: Issuer
) -> None:
    service = package.removesuffix("_svc")
    app = real_app(package)
    schema = schemathesis.openapi.from_wsgi(
        f"/api/v1/{service}/docs/openapi.json", app, config=SchemathesisConfig()
    )
    headers = issuer.headers("admin") | {"If-Match": '"v1"'}
    asked = 0
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found
        operation = found.ok()

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def hold(case: schemathesis.Case[Any]) -> None:
            case.call_and_validate(headers=headers, checks=list(HELD))

        hold()
        asked += 1
    assert asked > 3
