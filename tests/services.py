"""What the tests across services iterate over."""

import importlib
from functools import cache

from flask import Flask

from svckit import contracts

SERVICES = ("users_svc", "trends_svc", "thinker_svc", "tweeter_svc", "notify_svc")


@cache
def app_of(package: str) -> Flask:
    """The service's web app, connected to nothing."""
    app: Flask = importlib.import_module(f"{package}.bootstrap").create_app(contracts.settings_of(package))
    return app
