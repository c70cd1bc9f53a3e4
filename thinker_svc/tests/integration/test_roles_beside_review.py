"""Who may do what beside review: talk, images, texts, guests, several drafts, filters; see `test_roles`."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from svckit.testing.tokens import Issuer
from thinker_svc.tests import pictures
from thinker_svc.tests.guests import invite
from thinker_svc.tests.roles import (
    NOBODY_SIGNED_OUT,
    Asked,
    Asks,
    Draft,
    Makes,
    Matrix,
    Stage,
    check,
    of,
    seen,
)
from thinker_svc.tests.team import API, Someone

SAID = {"text": "Is this so?"}
VIEW = {"view": "list", "state": "draft"}

ANY_AUTHOR = (*NOBODY_SIGNED_OUT, 403, 200, 200, 200, 200, 200)
ITS_AUTHOR_OR_REVIEWERS = (*NOBODY_SIGNED_OUT, 403, 403, 200, 200, 200, 200)
MATRIX: Matrix = {
    "comment": ("in_review", (*NOBODY_SIGNED_OUT, 403, 201, 201, 201, 201, 201)),
    # Nobody changes what another said; an admin can take it away.
    "change_comment": ("commented", (*NOBODY_SIGNED_OUT, 403, 403, 200, 403, 200, 403)),
    "delete_comment": ("commented", (*NOBODY_SIGNED_OUT, 403, 403, 204, 403, 204, 204)),
    "resolve": ("commented", ANY_AUTHOR),
    "reopen": ("commented", ANY_AUTHOR),
    "add_image": ("draft", (*NOBODY_SIGNED_OUT, 403, 403, 201, 201, 201, 201)),
    "arrange_images": ("draft", ITS_AUTHOR_OR_REVIEWERS),
    "use_alternative": ("several_texts", ITS_AUTHOR_OR_REVIEWERS),
    "stop": ("generating", (*NOBODY_SIGNED_OUT, 403, 403, 202, 202, 202, 202)),
    "invite": ("draft", (*NOBODY_SIGNED_OUT, 403, 403, 201, 201, 201, 201)),
    "revoke": ("invited", ITS_AUTHOR_OR_REVIEWERS),
    # Several at once are answered one by one: see OUTCOMES.
    "bulk_submit": ("draft", ANY_AUTHOR),
    "bulk_withdraw": ("in_review", ANY_AUTHOR),
    "bulk_archive": ("draft", ANY_AUTHOR),
    "bulk_unarchive": ("archived", ANY_AUTHOR),
    "bulk_reassign": ("draft", ANY_AUTHOR),
    # One's own actions and filters: those of others are not there, unless they are shared.
    "undo": ("submitted_among_several", (*NOBODY_SIGNED_OUT, 403, 404, 200, 404, 200, 404)),
    "keep_filter": ("draft", (*NOBODY_SIGNED_OUT, 201, 201, 201, 201, 201, 201)),
    "share_filter": ("draft", (*NOBODY_SIGNED_OUT, 403, 201, 201, 201, 201, 201)),
    "change_filter": ("filtered", (*NOBODY_SIGNED_OUT, 404, 404, 200, 404, 200, 404)),
    "delete_filter": ("filtered", (*NOBODY_SIGNED_OUT, 404, 404, 204, 404, 204, 404)),
    "change_shared_filter": ("shared_filter", (*NOBODY_SIGNED_OUT, 403, 403, 200, 403, 200, 403)),
    "delete_shared_filter": ("shared_filter", (*NOBODY_SIGNED_OUT, 403, 403, 204, 403, 204, 204)),
}
OUTCOMES = {
    "viewer": None,
    "stranger": False,
    "owner": True,
    "reviewer": True,
    "owning_reviewer": True,
    "admin": True,
}
"""What becomes of the draft when each acts on several; None: refused as a whole."""


def _comment(draft: Draft, path: str = "") -> str:
    return of(draft, f"/comments/{draft['comment']}{path}")


def _filter(draft: Draft) -> str:
    return f"{API}/saved-filters/{draft['filter']}"


def _bulk(action: str, draft: Draft, **body: Any) -> Asked:
    return Asked("POST", f"{API}/bulk-actions", {"action": action, "draft_ids": [draft["id"]], **body})


def _kept(*, shared: bool = False) -> dict[str, Any]:
    return {"name": "Drafts", "shared": shared, "query": VIEW}


ASKS: Asks = {
    "comment": lambda draft: Asked("POST", of(draft, "/comments"), SAID),
    "change_comment": lambda draft: Asked("PATCH", _comment(draft), SAID, {"If-Match": '"v1"'}),
    "delete_comment": lambda draft: Asked("DELETE", _comment(draft)),
    "resolve": lambda draft: Asked("POST", _comment(draft, "/resolve")),
    "reopen": lambda draft: Asked("POST", _comment(draft, "/reopen")),
    "add_image": lambda draft: Asked("POST", of(draft, "/images"), file=pictures.photo()),
    "arrange_images": lambda draft: Asked("PUT", of(draft, "/images"), {"images": []}, seen(draft)),
    "use_alternative": lambda draft: Asked("POST", of(draft, "/alternatives/2/use"), None, seen(draft)),
    "stop": lambda draft: Asked("POST", of(draft, "/stop")),
    "invite": lambda draft: Asked("POST", of(draft, "/guest-links"), {"label": "Nadia"}),
    "revoke": lambda draft: Asked("POST", of(draft, f"/guest-links/{draft['link']}/revoke")),
    "bulk_submit": lambda draft: _bulk("submit", draft),
    "bulk_withdraw": lambda draft: _bulk("withdraw", draft),
    "bulk_archive": lambda draft: _bulk("archive", draft),
    "bulk_unarchive": lambda draft: _bulk("unarchive", draft),
    "bulk_reassign": lambda draft: _bulk("reassign", draft, owner_id=draft["author"]["id"]),
    "undo": lambda draft: Asked("POST", f"{API}/bulk-actions/{draft['action']}/undo"),
    "keep_filter": lambda _: Asked("POST", f"{API}/saved-filters", _kept()),
    "share_filter": lambda _: Asked("POST", f"{API}/saved-filters", _kept(shared=True)),
    "change_filter": lambda draft: Asked("PUT", _filter(draft), _kept(), {"If-Match": '"v1"'}),
    "change_shared_filter": lambda draft: Asked("PUT", _filter(draft), _kept(), {"If-Match": '"v1"'}),
    "delete_filter": lambda draft: Asked("DELETE", _filter(draft)),
    "delete_shared_filter": lambda draft: Asked("DELETE", _filter(draft)),
}


def _made(answer: Any) -> dict[str, Any]:
    assert answer.status_code in {200, 201}, answer.json
    return dict(answer.json)


def _commented(stage: Stage, by: Someone) -> Draft:
    draft = stage.draft("in_review", by)
    said = _made(by.post(f"/drafts/{draft['id']}/comments", {"text": "Is it?"}))
    return draft | {"comment": said["comments"][0]["id"]}


def _several_texts(stage: Stage, by: Someone) -> Draft:
    asked = by.ask(stage.search, variants=2)
    stage.team.work()
    return by.draft(asked["id"])


def _invited(stage: Stage, by: Someone) -> Draft:
    draft = stage.draft("draft", by)
    return draft | {"link": invite(stage.team, draft, by)["id"]}


def _archived(stage: Stage, by: Someone) -> Draft:
    draft = stage.draft("draft", by)
    _made(by.post("/bulk-actions", {"action": "archive", "draft_ids": [draft["id"]]}))
    return draft


def _submitted_among_several(stage: Stage, by: Someone) -> Draft:
    draft = stage.draft("draft", by)
    done = _made(by.post("/bulk-actions", {"action": "submit", "draft_ids": [draft["id"]]}))
    return draft | {"action": done["id"]}


def _filtered(stage: Stage, by: Someone, *, shared: bool = False) -> Draft:
    draft = stage.draft("draft", by)
    body = {"name": f"Filter {draft['id']}", "shared": shared, "query": VIEW}
    return draft | {"filter": _made(by.post("/saved-filters", body))["id"]}


MAKES: Makes = {
    "commented": _commented,
    "several_texts": _several_texts,
    "generating": lambda stage, by: by.ask(stage.search),
    "invited": _invited,
    "archived": _archived,
    "submitted_among_several": _submitted_among_several,
    "filtered": _filtered,
    "shared_filter": lambda stage, by: _filtered(stage, by, shared=True),
}


@pytest.fixture
def stage(app: Flask, issuer: Issuer) -> Stage:
    made = Stage(app, issuer, ASKS, MAKES)
    # Drafts are given only to people the service has heard of.
    for who in (made.team.author, made.owner):
        person = {"user_id": str(who.id), "email": "x@team.example", "name": who.name, "role": who.role}
        made.team.hear("user.updated", person | {"active": True, "verified": True})
    return made


@pytest.mark.parametrize("action", sorted(MATRIX))
def test_each_may_do_what_their_role_says_and_nothing_else(stage: Stage, action: str) -> None:
    state, expected = MATRIX[action]
    answers = stage.answers(action, state)
    check(answers, expected)
    if action.startswith("bulk_"):
        done = {who: (answers[who][1].get("outcomes") or [{"done": None}])[0]["done"] for who in OUTCOMES}
        assert done == OUTCOMES
