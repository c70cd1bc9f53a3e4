"""Every route of every service says who may use it, and looks like its neighbours."""

import re

import pytest
from flask import Flask

from svckit.web import DOCS, permission_of
from tests.services import SERVICES, app_of

KEBAB = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*(\.(json|csv))?$")
PROBES = {"/healthz", "/readyz", "/metrics"}
OPEN = ("/api/v1/auth/", "/api/v1/thinker/guest-visits", "/api/v1/tweeter/images/<")
"""Where people come without an account: these ask for a password, or for a link's secret or signature,
themselves."""


def own_rules(app: Flask) -> list[tuple[str, str]]:
    """(endpoint, rule) without the documentation pages, which the library serves."""
    return [
        (rule.endpoint, rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.endpoint.partition(".")[0] not in DOCS
    ]


@pytest.mark.parametrize("package", SERVICES)
def test_every_route_states_its_permission(package: str) -> None:
    app = app_of(package)
    silent = [
        rule for endpoint, rule in own_rules(app) if permission_of(app.view_functions[endpoint]) is None
    ]
    assert silent == []


@pytest.mark.parametrize("package", SERVICES)
def test_only_sign_in_guests_and_probes_are_open_to_everybody(package: str) -> None:
    app = app_of(package)
    public = {
        rule
        for endpoint, rule in own_rules(app)
        if (permission := permission_of(app.view_functions[endpoint])) and permission.role is None
    }
    assert {rule for rule in public - PROBES if not rule.startswith(OPEN)} == set()


@pytest.mark.parametrize("package", SERVICES)
def test_paths_are_kebab_case_under_the_api_prefix(package: str) -> None:
    for _, rule in own_rules(app_of(package)):
        if rule in PROBES:
            continue
        assert rule.startswith("/api/v1/"), rule
        parts = [part for part in rule.split("/")[3:] if part and not part.startswith(("<", "{"))]
        assert all(KEBAB.match(part) for part in parts), rule
