"""A web app without sockets: its module gives the resource, the keys are at hand."""

import pytest
from flask import Flask
from jwt import PyJWK

from svckit import web
from svckit.health import Check
from svckit.testing.tokens import Issuer


class _Keys:
    """A key source without a network."""

    def __init__(self, issuer: Issuer) -> None:
        self._issuer = issuer

    def get(self, kid: str) -> PyJWK | None:
        return next((PyJWK(key) for key in self._issuer.jwks()["keys"] if key["kid"] == kid), None)


@pytest.fixture
def checks() -> list[Check]:
    """What the app's probes look at; a test may add to it."""
    return [Check("database", lambda: "postgresql")]


@pytest.fixture
def app(issuer: Issuer, checks: list[Check], resource: web.Resource) -> Flask:
    return web.create_service_app(
        "demo", title="Demo", version="1", keys=_Keys(issuer), blueprints=[resource], checks=checks
    )
