"""The portal over a fake API and a real Valkey; and a visitor that reads every page with care."""

from collections.abc import Iterator

import pytest
from flask import Flask

from portal import reference, shell
from portal.bootstrap import create_app
from portal.config import Settings
from portal.tests import fake_routes  # noqa: F401 - registers the routes
from portal.tests.fake_api import FakeApi
from portal.tests.visitor import Visitor


@pytest.fixture
def fake_api() -> Iterator[FakeApi]:
    api = FakeApi()
    yield api
    api.close()


@pytest.fixture
def settings(fake_api: FakeApi, redis_url: str) -> Settings:
    return Settings.model_validate(
        {
            "public_url": "http://127.0.0.1:8080",
            "portal_secret_key": "only-for-tests-" + "0" * 32,
            "api_url": fake_api.url,
            "session_redis_url": redis_url,
            "team_name": "Hartwell Bakeries",
            "default_timezone": "Europe/London",
        }
    )


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    reference.forget()
    shell._kept.clear()
    shell.forget_line()
    yield app
    app.extensions["portal_http"].close()
    app.extensions["portal_redis"].close()


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Nobody yet: ``visitor.sign_in("author")``."""
    return Visitor(app)
