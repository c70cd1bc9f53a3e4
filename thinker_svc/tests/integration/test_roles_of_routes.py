"""No route that changes something is left out of the tests of who may do what."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from svckit.auth import Role
from svckit.testing.tokens import Issuer
from thinker_svc.tests.integration import test_roles as review
from thinker_svc.tests.integration import test_roles_beside_review as beside
from thinker_svc.tests.roles import Asked
from thinker_svc.tests.team import API

ONE = "01a20a2b-0000-7000-8000-000000000001"
SOME = {
    "id": ONE, "version": 1, "content_hash": "0" * 64, "mark": "m", "author": {"id": ONE}, "comment": ONE,
    "link": ONE, "action": ONE, "filter": ONE,
}  # fmt: skip
"""Stands for any draft: only addresses are made of it."""

# What asks for a role and for nothing about a draft: the lowest role that may.
BY_ROLE: dict[tuple[str, str], str] = {
    ("POST", "/drafts"): "author",
    ("POST", "/templates"): "reviewer",
    ("PUT", f"/templates/{ONE}"): "reviewer",
    ("PUT", f"/templates/{ONE}/default"): "admin",
    ("POST", f"/templates/{ONE}/archive"): "reviewer",
    ("POST", f"/templates/{ONE}/restore"): "reviewer",
    ("POST", f"/templates/{ONE}/test-runs"): "author",
    ("POST", f"/test-runs/{ONE}/stop"): "author",
    ("POST", "/voices"): "reviewer",
    ("PUT", f"/voices/{ONE}"): "reviewer",
    ("PUT", f"/voices/{ONE}/default"): "admin",
    ("POST", f"/voices/{ONE}/archive"): "reviewer",
    ("POST", f"/voices/{ONE}/restore"): "reviewer",
    ("PUT", "/models/default"): "admin",
    ("POST", "/models/pulls"): "admin",
    ("DELETE", f"/models/pulls/{ONE}"): "admin",
}

_GUESTS = (
    "for guests, who have no role: what their link and their confirmed address let them is in test_guests"
)
_ANSWERS = "changes nothing: it answers about what was sent"
EXCEPTIONS: dict[tuple[str, str], str] = {
    ("POST", "/guest-visits"): _GUESTS,
    ("POST", "/guest-visits/current/codes"): _GUESTS,
    ("POST", "/guest-visits/current/confirm"): _GUESTS,
    ("POST", "/guest-visits/current/responses"): _GUESTS,
    ("POST", "/drafts/<uuid:id>/figures"): _ANSWERS,
    ("POST", "/templates/<uuid:id>/preview"): _ANSWERS,
}


def _asked() -> Iterator[Asked]:
    """Every request of every row."""
    for asks, matrix in ((review.ASKS, review.MATRIX), (beside.ASKS, beside.MATRIX)):
        assert asks.keys() == matrix.keys()
        yield from (ask(SOME) for ask in asks.values())
    yield from (Asked(method, API + path) for method, path in BY_ROLE)


def test_every_route_that_changes_something_has_a_row_or_a_reason(app: Flask) -> None:
    there = {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}
    }
    routes = app.url_map.bind("thinker.test")
    covered = set()
    for asked in _asked():
        rule, _ = routes.match(asked.path.partition("?")[0], asked.method, return_rule=True)
        covered.add((asked.method, rule.rule))
    excepted = {(method, API + path) for method, path in EXCEPTIONS}
    assert there - covered - excepted == set(), "give it a row in a matrix, or name it with the reason"
    assert excepted - there == set(), "there is no such route any more"
    assert excepted & covered == set(), "it has a row"


@pytest.mark.parametrize(("method", "path"), sorted(BY_ROLE))
def test_whoever_has_the_role_may_ask_and_nobody_else(
    app: Flask, issuer: Issuer, method: str, path: str
) -> None:
    client, lowest = app.test_client(), Role.parse(BY_ROLE[method, path])
    assert client.open(API + path, method=method, json={}).status_code == 401
    for role in ("viewer", "author", "reviewer", "admin"):
        answer = client.open(API + path, method=method, json={}, headers=issuer.headers(role))
        if Role.parse(role) < lowest:
            assert (role, answer.status_code) == (role, 403)
            assert (answer.json or {})["type"] == "urn:problem:role-required"
        else:
            # Nothing is there, and nothing was said: what matters is that they were let in.
            assert answer.status_code in {400, 404, 422, 428}, (role, answer.json)
