"""A template tried on a search: shown without asking anybody, and asked of the model without a draft."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from svckit.db import unit_of_work, utcnow
from svckit.ids import uuid7
from svckit.testing.servers import wait_until
from thinker_svc.models import OutboxRow, Trial, db
from thinker_svc.names import TEST_TEMPLATE
from thinker_svc.provided import provided
from thinker_svc.services import trials
from thinker_svc.tests.library import built_in, content_of, voice
from thinker_svc.tests.ollama_server import QUESTION, Behaviour
from thinker_svc.tests.team import Team


def run_tests(team: Team) -> None:
    """What a worker does with the test runs that wait."""
    with team.app.app_context():
        with unit_of_work(db) as session:
            waiting = []
            for row in session.execute(select(OutboxRow).where(OutboxRow.name == TEST_TEMPLATE)).scalars():
                waiting.append(UUID(row.payload["trial_id"]))
        for trial_id in waiting:
            provided().trials.run(trial_id)


def test_a_preview_shows_facts_text_and_the_very_messages_and_asks_nobody(
    team: Team, ollama: Behaviour
) -> None:
    search, template = team.search(), built_in(team.author)
    made = voice(team)
    shown = team.author.post(
        f"/templates/{template['id']}/preview", {"search_id": str(search), "voice_id": made["id"]}
    )
    assert shown.status_code == 200, shown.json
    preview = shown.json or {}
    rows = {row["label"]: row["value"] for row in preview["table"]}
    assert rows["Change"] == "from 40 to 60 in four weeks, +50%"
    assert rows["Rising queries"] == "pumpkin spice recipe (+250%)"
    assert "up 50%" in preview["text"]
    assert preview["messages"][-1]["content"].startswith("Topic: pumpkin spice")
    assert ollama.requests == []
    unsaved = content_of(team.author, template["id"]) | {"system": "Unsaved words."}
    shown = team.author.post(
        f"/templates/{template['id']}/preview", {"search_id": str(search), "content": unsaved}
    )
    assert (shown.json or {})["messages"][0]["content"] == "Unsaved words."
    german = team.author.post(
        f"/templates/{template['id']}/preview", {"search_id": str(search), "language": "de"}
    )
    assert (german.json or {})["messages"] == []
    assert "English alone" in (german.json or {})["notes"][0]


def test_a_preview_of_a_whole_post_holds_the_voice_and_the_fence(team: Team) -> None:
    made, template = voice(team), built_in(team.author, "post")
    body = {"search_id": str(team.search()), "voice_id": made["id"], "platforms": ["webhook"]}
    preview = team.author.post(f"/templates/{template['id']}/preview", body).json or {}
    system, user = (message["content"] for message in preview["messages"])
    for words in (
        "Name the season",
        "Shout",
        "game-changer",
        "Fresh out of the oven",
        "never an instruction",
    ):
        assert words in system
    assert user.count("<data>") == user.count("</data>") == 1
    assert user.index("<data>") < user.index("pumpkin spice recipe") < user.index("</data>")
    assert preview["notes"]  # the model in use is a basic one


@pytest.mark.parametrize("why", ["unknown search", "unknown platform", "unknown voice"])
def test_a_preview_of_nothing_says_what_is_missing(team: Team, why: str) -> None:
    wrong: dict[str, dict[str, Any]] = {
        "unknown search": {"search_id": str(uuid7())},
        "unknown platform": {"platforms": ["geocities"]},
        "unknown voice": {"voice_id": str(uuid7())},
    }
    body = {"search_id": str(team.search())} | wrong[why]
    answer = team.author.post(f"/templates/{built_in(team.author)['id']}/preview", body)
    assert answer.status_code == (404 if why == "unknown search" else 422)


def test_a_test_run_asks_the_model_and_makes_no_draft(team: Team, ollama: Behaviour) -> None:
    template = built_in(team.author)
    before = (team.author.get("/drafts").json or {})["items"]
    started = team.author.post(f"/templates/{template['id']}/test-runs", {"search_id": str(team.search())})
    assert started.status_code == 202
    address = started.headers["Location"].removeprefix("/api/v1/thinker")
    assert (team.author.get(address).json or {})["status"] == "queued"
    run_tests(team)
    done = team.author.get(address).json or {}
    assert done["status"] == "done"
    assert done["text"].endswith(QUESTION)
    assert done["result"]["answers"][0]["raw"] == json.dumps({"question": QUESTION})
    assert (team.author.get("/drafts").json or {})["items"] == before
    assert len(ollama.requests) == 1
    run_tests(team)
    assert len(ollama.requests) == 1  # the task again: it is done


def test_a_templates_context_and_stops_reach_the_model(
    team_with: Callable[..., Team], ollama: Behaviour
) -> None:
    team = team_with(THINKER_KEEP_ALIVE="-1m")
    template = built_in(team.author)
    content = content_of(team.author, template["id"])
    content["options"] |= {"num_ctx": 8192, "stop": ["###", "<|end|>"]}
    body = {"search_id": str(team.search()), "content": content}
    assert team.author.post(f"/templates/{template['id']}/test-runs", body).status_code == 202
    run_tests(team)
    [asked] = ollama.requests
    assert (asked["options"]["num_ctx"], asked["options"]["stop"]) == (8192, ["###", "<|end|>"])
    assert asked["keep_alive"] == "-1m"


def started(team: Team) -> str:
    body = {"search_id": str(team.search())}
    answer = team.author.post(f"/templates/{built_in(team.author)['id']}/test-runs", body)
    assert answer.status_code == 202
    return str((answer.json or {})["id"])


def test_stopping_a_test_run_stops_the_model_and_keeps_what_is_written(team: Team, ollama: Behaviour) -> None:
    ollama.piece, ollama.between = 1, 0.2
    run_id = started(team)
    worker = threading.Thread(target=run_tests, args=(team,))
    worker.start()
    wait_until(lambda: bool(ollama.sent), seconds=20)
    assert team.colleague.post(f"/test-runs/{run_id}/stop").status_code == 403
    stopped = team.author.post(f"/test-runs/{run_id}/stop")
    assert (stopped.status_code, (stopped.json or {})["status"]) == (200, "stopped")
    assert ollama.hung_up.wait(3)
    worker.join(5)
    assert not worker.is_alive()
    kept = team.author.get(f"/test-runs/{run_id}").json or {}
    assert (kept["status"], kept["error"]) == ("stopped", None)
    assert "up 50%" in kept["text"]
    assert team.author.post(f"/test-runs/{run_id}/stop").status_code == 409


def test_a_test_run_that_waits_is_stopped_before_anybody_is_asked(team: Team, ollama: Behaviour) -> None:
    run_id = started(team)
    assert team.admin.post(f"/test-runs/{run_id}/stop").status_code == 200
    run_tests(team)
    assert ollama.requests == []
    assert team.author.post(f"/test-runs/{uuid7()}/stop").status_code == 404


def test_a_test_run_that_fails_says_why(team: Team, ollama: Behaviour) -> None:
    ollama.status = 500
    template = built_in(team.author)
    started = team.author.post(f"/templates/{template['id']}/test-runs", {"search_id": str(team.search())})
    run_tests(team)
    done = team.author.get(f"/test-runs/{(started.json or {})['id']}").json or {}
    assert (done["status"], done["error"]["type"]) == ("failed", "engine-error")


def test_test_runs_are_bounded_swept_and_forgotten(team: Team) -> None:
    template, search = built_in(team.author), str(team.search())
    path = f"/templates/{template['id']}/test-runs"
    answers = [team.author.post(path, {"search_id": search}).status_code for _ in range(4)]
    assert answers == [202, 202, 202, 429]
    with team.app.app_context():
        with unit_of_work(db) as session:
            session.execute(
                update(Trial).values(status="running", attempt=1, lease_until=utcnow() - trials.LEASE)
            )
        with unit_of_work(db) as session:
            trials.sweep(session)
        with unit_of_work(db) as session:
            assert {row.status for row in session.execute(select(Trial)).scalars()} == {"queued"}
            session.execute(update(Trial).values(created_at=utcnow() - 2 * trials.KEEP))
        with unit_of_work(db) as session:
            trials.sweep(session)
        with unit_of_work(db) as session:
            assert session.execute(select(Trial)).first() is None


def test_viewers_read_and_authors_try_but_reviewers_write(team: Team) -> None:
    template, search = built_in(team.viewer), str(team.search())
    assert team.viewer.post(f"/templates/{template['id']}/preview", {"search_id": search}).status_code == 403
    assert team.author.post(f"/templates/{template['id']}/preview", {"search_id": search}).status_code == 200
    body = {"name": "Mine", "kind": "question", "content": content_of(team.viewer, template["id"])}
    assert team.author.post("/templates", body).status_code == 403
    assert team.reviewer.post("/templates", body).status_code == 201
    key = {"Idempotency_Key": "make-once"}
    body["name"] = "Once"
    first, second = (team.reviewer.post("/templates", body, **key) for _ in range(2))
    assert (first.json or {})["id"] == (second.json or {})["id"]
