"""Several texts, stopping, the line, and what a model says that can't be used."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from svckit.db import unit_of_work, utcnow
from svckit.ids import uuid7
from svckit.testing.servers import wait_until
from thinker_svc.models import Generation, db
from thinker_svc.provided import provided
from thinker_svc.services.sweeping import sweep
from thinker_svc.tests.ollama_server import Behaviour
from thinker_svc.tests.team import Team

HOOK = "Pumpkin spice is back in the kitchen."
QUESTION = "Do you enjoy pumpkin spice?"


def full(hook: str = HOOK, question: str = QUESTION) -> str:
    body = "Interest in pumpkin spice is up 50% in four weeks."
    return json.dumps({"hook": hook, "body": body, "question": question, "hashtags": []})


def larger(team_with: Callable[..., Team], ollama: Behaviour, *answers: str) -> Team:
    """A team whose model writes everything."""
    ollama.model, ollama.answer, ollama.answers = "writer:8b", full(), list(answers)
    return team_with(THINKER_MODEL="writer:8b")


def alternatives(team: Team, draft: dict[str, Any]) -> list[dict[str, Any]]:
    answer = team.viewer.get(f"/drafts/{draft['id']}/alternatives")
    assert answer.status_code == 200, answer.json
    return list((answer.json or {})["items"])


def record(team: Team, draft: dict[str, Any]) -> dict[str, Any]:
    answer = team.viewer.get(f"/drafts/{draft['id']}/provenance")
    return dict((answer.json or {})["generations"][0])


def use(team: Team, draft: dict[str, Any], number: int) -> Any:
    path = f"/drafts/{draft['id']}/alternatives/{number}/use"
    return team.author.post(path, If_Match=f'"v{draft["version"]}"')


def shown(team: Team, draft: dict[str, Any]) -> str:
    """What readers have been sent so far."""
    with team.app.app_context():
        entries = provided().streams.read(UUID(record(team, draft)["id"]), "0-0", wait=0)
    return "".join(entry.data.get("text", "") for entry in entries)


class Worker:
    """A worker that is in the middle of its work."""

    def __init__(self, team: Team, ollama: Behaviour) -> None:
        self.thread = threading.Thread(target=team.work)
        self.thread.start()
        wait_until(lambda: ollama.requests)

    def ends(self) -> None:
        self.thread.join(15)
        assert not self.thread.is_alive()


def test_up_to_three_texts_are_written_each_in_its_own_words_and_one_is_used(team: Team) -> None:
    asked = team.author.ask(team.search(), variants=3)
    assert (asked["generation"]["variants"], asked["generation"]["alternatives"]) == (3, 0)
    team.work()
    draft = team.author.draft(asked["id"])
    assert draft["generation"]["alternatives"] == 3
    texts = alternatives(team, draft)
    assert len({text["text"] for text in texts}) == 3
    assert len({text["seed"] for text in texts}) == 3
    assert draft["content"]["text"] == texts[0]["text"]
    assert [text["in_use"] for text in texts] == [True, False, False]
    used = use(team, draft, 3)
    assert used.status_code == 200, used.json
    assert used.json["content"]["text"] == texts[2]["text"]
    assert used.json["content_hash"] != draft["content_hash"]
    assert [text["in_use"] for text in alternatives(team, draft)] == [False, False, True]
    kept = record(team, draft)["alternatives"]
    assert [text["text"] for text in kept] == [text["text"] for text in texts]
    assert all(text["messages"] and text["answers"] for text in kept)


def test_an_alternative_is_never_put_over_somebody_elses_words(team: Team) -> None:
    asked = team.author.ask(team.search(), variants=2)
    team.work()
    seen = team.author.draft(asked["id"])
    assert team.reviewer.save(seen, text="Theirs.").status_code == 200
    refused = use(team, seen, 2)
    assert refused.status_code == 412
    assert refused.json["current"]["text"] == "Theirs."
    assert use(team, team.author.draft(seen["id"]), 9).status_code in {404, 422}


def test_an_alternative_in_place_of_an_approved_text_voids_the_approval(team: Team) -> None:
    asked = team.author.ask(team.search(), variants=2)
    team.work()
    draft: Any = team.author.post(f"/drafts/{asked['id']}/submit", {}).json
    assert team.reviewer.approve(draft).status_code == 200
    approved = team.author.draft(asked["id"])
    assert use(team, approved, 2).status_code == 200
    assert team.author.draft(asked["id"])["state"] == "draft"
    assert team.told("thinker.draft.withdrawn")


def test_a_worker_that_dies_between_two_texts_loses_neither_and_writes_none_twice(
    team: Team, ollama: Behaviour
) -> None:
    ollama.between = 0.2
    asked = team.author.ask(team.search(), variants=2)
    worker = Worker(team, ollama)
    wait_until(lambda: alternatives(team, asked), seconds=20)
    [first] = alternatives(team, asked)
    with team.app.app_context(), unit_of_work(db) as session:
        # As after kill -9: nobody holds it any more.
        session.execute(update(Generation).values(attempt=2, lease_until=utcnow() - timedelta(seconds=1)))
    worker.ends()
    ollama.between = 0.0
    with team.app.app_context(), unit_of_work(db) as session:
        sweep(session)
    team.work()
    draft = team.author.draft(asked["id"])
    assert draft["state"] == "draft"
    assert alternatives(team, draft)[0] == first | {"in_use": True}
    assert draft["generation"]["alternatives"] == 2
    assert len(team.told("thinker.draft.ready")) == 1


def test_stopping_stops_the_model_and_keeps_what_it_had_finished(
    team_with: Callable[..., Team], ollama: Behaviour
) -> None:
    team = larger(team_with, ollama)
    ollama.piece, ollama.between = 8, 0.1
    asked = team.author.ask(team.search())
    worker = Worker(team, ollama)
    wait_until(lambda: HOOK in shown(team, asked), seconds=10)
    stopped = team.author.post(f"/drafts/{asked['id']}/stop")
    assert stopped.status_code == 202, stopped.json
    worker.ends()
    assert ollama.hung_up.wait(5)
    draft = team.author.draft(asked["id"])
    assert (draft["state"], draft["generation"]["status"]) == ("draft", "stopped")
    assert draft["content"]["text"].startswith(HOOK)
    assert "50%" in draft["content"]["text"]
    assert record(team, draft)["answers"][0]["cut"] is True
    timeline = team.author.get(f"/drafts/{asked['id']}/timeline").json or {}
    assert [entry["actor"]["name"] for entry in timeline["items"] if entry["kind"] == "stopped"] == [
        "Tom Lindqvist"
    ]


def test_what_the_model_said_for_a_text_that_was_let_go_stays_in_the_record(
    team_with: Callable[..., Team], ollama: Behaviour
) -> None:
    team = larger(team_with, ollama)
    ollama.piece, ollama.between = 8, 0.1
    asked = team.author.ask(team.search(), variants=2)
    worker = Worker(team, ollama)
    wait_until(lambda: len(ollama.requests) == 2 and shown(team, asked).count(HOOK) == 2, seconds=20)
    assert team.author.post(f"/drafts/{asked['id']}/stop").status_code == 202
    worker.ends()
    first, second = record(team, asked)["answers"]
    assert (first["variant"], first["cut"], first["raw"]) == (1, False, full())
    assert (second["variant"], second["cut"]) == (2, True)
    assert HOOK in second["raw"]
    assert len(alternatives(team, asked)) == 1


def test_stopping_while_it_waits_in_line_leaves_the_assembled_text(team: Team, ollama: Behaviour) -> None:
    asked = team.author.ask(team.search())
    assert team.author.post(f"/drafts/{asked['id']}/stop").status_code == 202
    draft = team.author.draft(asked["id"])
    assert (draft["state"], draft["generation"]["status"]) == ("draft", "stopped")
    assert "up 50% in four weeks" in draft["content"]["text"]
    team.work()
    assert ollama.requests == []
    assert team.author.draft(asked["id"])["version"] == draft["version"]


def test_stopping_before_the_search_brought_anything_says_that_nothing_is_written(team: Team) -> None:
    search_id = uuid7()
    asked = team.author.ask(search_id)
    team.author.post(f"/drafts/{asked['id']}/stop")
    draft = team.author.draft(asked["id"])
    assert draft["state"] == "generation_failed"
    assert draft["generation"]["error"]["type"] == "stopped"
    assert team.told("thinker.draft.failed") == []
    team.complete(search_id)
    assert team.work() == 0


def test_stopping_a_rewrite_before_it_began_leaves_the_text_that_was_there(team: Team) -> None:
    draft = team.written()
    saved: Any = team.author.save(draft, text="My own words.").json
    team.author.post(f"/drafts/{draft['id']}/regenerate", {"length": "short"})
    team.author.post(f"/drafts/{draft['id']}/stop")
    after = team.author.draft(draft["id"])
    assert (after["state"], after["content"]["text"]) == ("draft", "My own words.")
    assert after["version"] == saved["version"]


def test_a_stop_that_comes_too_late_says_so_and_changes_nothing(team: Team) -> None:
    draft = team.written()
    late: Any = team.author.post(f"/drafts/{draft['id']}/stop")
    assert (late.status_code, late.json["type"]) == (409, "urn:problem:not-being-written")
    assert team.author.draft(draft["id"])["version"] == draft["version"]


def test_the_author_and_reviewers_may_stop_it_and_nobody_else(team: Team) -> None:
    asked = team.author.ask(team.search())
    path = f"/drafts/{asked['id']}/stop"
    assert team.viewer.post(path).status_code == 403
    assert team.colleague.post(path).status_code == 403
    assert team.author.draft(asked["id"])["permissions"]["stop"]["allowed"] is True
    assert team.colleague.draft(asked["id"])["permissions"]["stop"]["allowed"] is False
    assert team.reviewer.post(path).status_code == 202


def test_a_stop_that_no_worker_lived_to_hear_is_carried_out_all_the_same(team: Team) -> None:
    asked = team.author.ask(team.search())
    with team.app.app_context(), unit_of_work(db) as session:
        session.execute(
            update(Generation).values(
                status="running",
                attempt=1,
                stop_requested_at=utcnow(),
                lease_until=utcnow() - timedelta(seconds=1),
            )
        )
    with team.app.app_context(), unit_of_work(db) as session:
        sweep(session)
    draft = team.author.draft(asked["id"])
    assert (draft["state"], draft["generation"]["status"]) == ("draft", "stopped")


def test_keeping_one_text_while_the_next_is_written_stops_the_model(team: Team, ollama: Behaviour) -> None:
    ollama.between = 0.2
    asked = team.author.ask(team.search(), variants=3)
    worker = Worker(team, ollama)
    wait_until(lambda: alternatives(team, asked), seconds=20)
    assert use(team, team.author.draft(asked["id"]), 1).status_code == 200
    worker.ends()
    draft = team.author.draft(asked["id"])
    assert draft["state"] == "draft"
    assert draft["content"]["text"] == alternatives(team, draft)[0]["text"]
    assert draft["generation"]["status"] == "stopped"


def test_whoever_waits_sees_their_place_and_how_long_one_usually_takes(team: Team) -> None:
    team.written()
    first, second = team.author.ask(team.search()), team.author.ask(team.search())
    assert [team.author.draft(one["id"])["generation"]["place"] for one in (first, second)] == [1, 2]
    usual = team.author.draft(second["id"])["generation"]["usual_seconds"]
    assert usual is not None
    assert usual >= 0
    team.author.post(f"/drafts/{first['id']}/stop")
    assert team.author.draft(second["id"])["generation"]["place"] == 1
    team.work()
    assert team.author.draft(second["id"])["generation"]["place"] is None


def test_when_the_time_of_a_task_is_up_the_other_texts_wait_in_line_again(
    team: Team, ollama: Behaviour, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("thinker_svc.services.writing.BUDGET", 5.0)
    ollama.before_first = 3.0
    asked = team.author.ask(team.search(), variants=2)
    team.work()
    waiting = team.author.draft(asked["id"])
    assert (waiting["state"], waiting["generation"]["place"]) == ("generating", 1)
    assert waiting["generation"]["alternatives"] == 1
    team.work()
    done = team.author.draft(asked["id"])
    assert (done["state"], done["generation"]["alternatives"]) == ("draft", 2)


def test_without_redis_a_stop_reaches_the_model_all_the_same(
    team_with: Callable[..., Team], ollama: Behaviour
) -> None:
    team = team_with(STREAM_REDIS_URL="redis://127.0.0.1:9/0")
    ollama.piece, ollama.between = 1, 0.3
    asked = team.author.ask(team.search())
    worker = Worker(team, ollama)
    assert team.author.post(f"/drafts/{asked['id']}/stop").status_code == 202
    worker.ends()
    assert ollama.hung_up.wait(5)
    assert team.author.draft(asked["id"])["generation"]["status"] == "stopped"
