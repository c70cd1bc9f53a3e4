"""Templates over HTTP: versions that stay, defaults, what is refused, what drafts record."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from svckit.db import unit_of_work
from svckit.ids import uuid7
from thinker_svc.models import db
from thinker_svc.tests.library import built_in, content_of, copy, save
from thinker_svc.tests.ollama_server import Behaviour
from thinker_svc.tests.team import Team


def test_the_products_own_templates_are_there_as_version_one_and_cannot_be_changed(team: Team) -> None:
    for kind in ("question", "post"):
        found = built_in(team.viewer, kind)
        assert (found["version"], found["default"], found["updated_by"]) == (1, True, None)
        whole = team.reviewer.get(f"/templates/{found['id']}").json or {}
        refused = save(team.reviewer, "/templates", whole, note="mine")
        assert refused.status_code == 409
        assert refused.json["type"] == "urn:problem:built-in"
    assert built_in(team.viewer, "question")["usable"] is True
    assert built_in(team.viewer, "post")["usable"] is False  # the model in use is a basic one


def test_every_save_is_a_version_and_old_ones_stay_as_they_were(team: Team) -> None:
    made = copy(team)
    changed = made["content"] | {"system": "Another system message."}
    saved = save(team.reviewer, "/templates", made, content=changed, note="Shorter")
    assert saved.status_code == 200
    assert saved.headers["ETag"] == '"v2"'
    again = save(team.reviewer, "/templates", saved.json, content=changed)
    assert again.json["version"] == 2  # nothing changed: no version
    items = (team.viewer.get(f"/templates/{made['id']}/versions").json or {})["items"]
    assert [(item["number"], item["note"]) for item in items] == [(2, "Shorter"), (1, "")]
    first = team.viewer.get(f"/templates/{made['id']}/versions/1").json or {}
    assert first["content"]["system"] == made["content"]["system"]
    assert team.viewer.get(f"/templates/{made['id']}/versions/7").status_code == 404


def test_a_version_cannot_be_changed_even_in_the_database(team: Team) -> None:
    copy(team)
    with team.app.app_context():
        for statement in ("UPDATE template_versions SET note = 'x'", "DELETE FROM template_versions"):
            with pytest.raises(DBAPIError, match="append-only"), unit_of_work(db) as session:
                session.execute(text(statement))


def test_two_people_who_save_at_once_lose_nothing(team: Team) -> None:
    made = copy(team)
    assert save(team.reviewer, "/templates", made, content=made["content"] | {"seeds": 3}).status_code == 200
    late = save(team.admin, "/templates", made, content=made["content"] | {"seeds": 1})
    assert late.status_code == 412
    assert late.json["current_version"] == 2


@pytest.mark.parametrize(
    ("kind", "change", "field"),
    [
        ("question", {"user": "Topic: {topic}\n{secret}"}, "content.user"),
        ("question", {"user": "Tone: {tone}"}, "content.user"),
        ("post", {"user": "Write about {tone}"}, "content.user"),
        ("question", {"openings": []}, "content.openings"),
        ("question", {"examples": {}}, "content.examples"),
        ("post", {"wish": "As asked."}, "content.wish"),
    ],
)
def test_a_template_that_could_not_work_is_refused_with_the_field(
    team: Team, kind: str, change: dict[str, Any], field: str
) -> None:
    content = content_of(team.reviewer, built_in(team.reviewer, kind)["id"]) | change
    answer = team.reviewer.post("/templates", {"name": "Broken", "kind": kind, "content": content})
    assert answer.status_code == 422
    assert field in [error["field"] for error in (answer.json or {})["errors"]]


@pytest.mark.parametrize(
    "change",
    [
        {"openings": ["(.*)+"]},
        {"tail": "(a+)+$"},
        {"options": {"temperature": 9}},
        {"seeds": 50},
        {"options": {"num_ctx": 100}},
        {"options": {"num_ctx": 10_000_000}},
        {"options": {"stop": []}},
        {"options": {"stop": ["x" * 41]}},
        {"options": {"stop": ["a", "b", "c", "d", "e"]}},
    ],
)
def test_what_could_harm_the_models_server_is_refused(team: Team, change: dict[str, Any]) -> None:
    content = content_of(team.reviewer, built_in(team.reviewer)["id"]) | change
    answer = team.reviewer.post("/templates", {"name": "Broken", "kind": "question", "content": content})
    assert answer.status_code == 422


def test_names_are_unique_until_one_is_archived(team: Team) -> None:
    made = copy(team, "Ours")
    content = made["content"]
    twice = team.reviewer.post("/templates", {"name": "ours", "kind": "question", "content": content})
    assert twice.status_code == 422
    assert (twice.json or {})["errors"][0]["field"] == "name"
    assert team.reviewer.post(f"/templates/{made['id']}/archive").status_code == 200
    copy(team, "OURS")
    assert team.reviewer.post(f"/templates/{made['id']}/restore").status_code == 422
    names = [item["name"] for item in (team.viewer.get("/templates").json or {})["items"]]
    assert "OURS" in names
    assert "Ours" not in names


def test_there_is_one_default_of_each_kind_and_it_is_not_archived(team: Team) -> None:
    made = copy(team)
    assert team.reviewer.call("PUT", f"/templates/{made['id']}/default").status_code == 403
    assert team.admin.call("PUT", f"/templates/{made['id']}/default").status_code == 200
    items = (team.viewer.get("/templates").json or {})["items"]
    assert sorted(item["name"] for item in items if item["default"]) == ["Full post", "Ours"]
    assert team.reviewer.post(f"/templates/{made['id']}/archive").status_code == 409
    assert team.written()["template"]["name"] == "Ours"


def test_a_draft_keeps_the_very_version_it_was_asked_for_with(team: Team, ollama: Behaviour) -> None:
    made = copy(team, system="First system message.")
    asked = team.author.ask(team.search(), template_id=made["id"])
    save(team.reviewer, "/templates", made, content=made["content"] | {"system": "Second."})
    team.work()
    draft = team.author.draft(asked["id"])
    assert draft["template"] == {"id": made["id"], "name": "Ours", "version": 1}
    assert ollama.requests[0]["messages"][0]["content"] == "First system message."
    record = (team.author.get(f"/drafts/{draft['id']}/provenance").json or {})["generations"][0]
    assert (record["template_id"], record["template_version"]) == (made["id"], 1)
    again = team.author.post(f"/drafts/{draft['id']}/regenerate", {})
    assert (again.json or {})["template"]["version"] == 2  # the same template, as it is now


def test_what_cannot_be_chosen_is_refused_with_the_field(team: Team) -> None:
    search, post = team.search(), built_in(team.viewer, "post")
    archived = copy(team)
    team.reviewer.post(f"/templates/{archived['id']}/archive")
    for body, field in (
        ({"template_id": str(uuid7())}, "template_id"),
        ({"template_id": post["id"]}, "template_id"),
        ({"template_id": archived["id"]}, "template_id"),
        ({"voice_id": str(uuid7())}, "voice_id"),
    ):
        answer = team.author.post("/drafts", {"search_id": str(search), **body})
        assert answer.status_code == 422, body
        assert (answer.json or {})["errors"][0]["field"] == field


def test_options_that_are_not_set_are_left_out_so_that_an_older_version_reads_the_rest(team: Team) -> None:
    options = copy(team)["content"]["options"]
    assert "temperature" in options
    assert {"num_ctx", "stop"}.isdisjoint(options)
