"""Generations that are interrupted: finished once, whoever finishes them."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any
from uuid import UUID

import redis
from sqlalchemy import select, update

from svckit.db import unit_of_work, utcnow
from svckit.ids import uuid7
from svckit.testing.servers import wait_until
from thinker_svc.models import Generation, OutboxRow, db
from thinker_svc.names import GENERATE
from thinker_svc.provided import provided
from thinker_svc.services import generation
from thinker_svc.services.order import Made
from thinker_svc.services.sweeping import MOST_ATTEMPTS, sweep
from thinker_svc.tests.ollama_server import Behaviour
from thinker_svc.tests.team import Team


def _age(team: Team, **values: Any) -> None:
    with team.app.app_context(), unit_of_work(db) as session:
        session.execute(update(Generation).values(**values))


def _sweep(team: Team) -> None:
    with team.app.app_context(), unit_of_work(db) as session:
        sweep(session)


def _generation_id(team: Team, draft: dict[str, Any]) -> UUID:
    records = (team.author.get(f"/drafts/{draft['id']}/provenance").json or {})["generations"]
    return UUID(records[0]["id"])


def test_a_generation_whose_worker_died_is_put_back_and_finished_once(team: Team) -> None:
    draft = team.author.ask(team.search())
    generation_id = _generation_id(team, draft)
    with team.app.app_context(), unit_of_work(db) as session:
        lost = generation.claim(session, generation_id)
    assert lost is not None
    _sweep(team)
    assert team.work() == 1  # the first task comes again: somebody else holds the claim
    assert team.author.draft(draft["id"])["state"] == "generating"
    _age(team, lease_until=utcnow() - timedelta(seconds=1))
    _sweep(team)
    assert team.work() == 1
    done = team.author.draft(draft["id"])
    assert done["state"] == "draft"
    with team.app.app_context(), unit_of_work(db) as session:
        assert generation.finish(session, lost, Made("Late", text="Late"), None) is None
    assert team.author.draft(draft["id"])["content"] == done["content"]
    assert len(team.told("thinker.draft.ready")) == 1


def test_a_task_that_was_lost_is_sent_again(team: Team) -> None:
    draft = team.author.ask(team.search())
    with team.app.app_context(), unit_of_work(db) as session:
        # The broker was wiped after the relay had sent it.
        session.execute(update(OutboxRow).values(sent_at=utcnow()))
    assert team.work() == 0
    _sweep(team)
    assert team.work() == 0
    _age(team, sent_at=utcnow() - timedelta(minutes=2))
    _sweep(team)
    assert team.work() == 1
    assert team.author.draft(draft["id"])["state"] == "draft"


def _places(team: Team, drafts: list[dict[str, Any]]) -> list[int | None]:
    return [team.author.draft(draft["id"])["generation"]["place"] for draft in drafts]


def _sent(team: Team) -> list[UUID]:
    """The tasks that wait to be sent, in the order in which they will be."""
    with team.app.app_context(), unit_of_work(db) as session:
        waiting = select(OutboxRow).where(OutboxRow.name == GENERATE, OutboxRow.sent_at.is_(None))
        rows = session.execute(waiting.order_by(OutboxRow.not_before, OutboxRow.id)).scalars()
        return [UUID(row.payload["generation_id"]) for row in rows]


def test_whoever_waits_longest_stays_first_however_often_the_task_is_sent(team: Team) -> None:
    drafts = [team.author.ask(team.search()) for _ in range(3)]
    ids = [_generation_id(team, draft) for draft in drafts]
    with team.app.app_context(), unit_of_work(db) as session:
        first = session.get_one(Generation, ids[0]).queued_at
        session.execute(update(OutboxRow).values(sent_at=utcnow()))
        aged = {"sent_at": utcnow() - timedelta(minutes=2)}
        for one in reversed(ids[:2]):  # the row written last comes last where nothing is said of the order
            session.execute(update(Generation).where(Generation.id == one).values(**aged))
    _sweep(team)
    assert _sent(team) == ids[:2]
    assert _places(team, drafts) == [1, 2, 3]
    with team.app.app_context(), unit_of_work(db) as session:
        again = session.get_one(Generation, ids[0])
        assert (again.queued_at, (again.sent_at or utcnow()) > utcnow() - timedelta(minutes=1)) == (
            first,
            True,
        )


def test_one_whose_worker_died_stands_at_the_end_of_the_line_and_its_record_says_when_it_first_stood_there(
    team: Team,
) -> None:
    drafts = [team.author.ask(team.search()) for _ in range(2)]
    ids = [_generation_id(team, draft) for draft in drafts]
    with team.app.app_context(), unit_of_work(db) as session:
        assert generation.claim(session, ids[0])
        over = {"lease_until": utcnow() - timedelta(seconds=1)}
        session.execute(update(Generation).where(Generation.id == ids[0]).values(**over))
    _sweep(team)
    assert _places(team, drafts) == [2, 1]
    team.work()
    [kept] = (team.author.get(f"/drafts/{drafts[0]['id']}/provenance").json or {})["generations"]
    assert kept["queued_at"] <= kept["started_at"] <= kept["finished_at"]


def test_one_that_a_version_without_these_moments_queued_is_sent_again_too(team: Team) -> None:
    draft = team.author.ask(team.search())
    _age(team, sent_at=None, queued_at=utcnow() - timedelta(minutes=2))
    _sweep(team)
    assert len(_sent(team)) == 2
    assert _places(team, [draft]) == [1]


def test_a_worker_that_keeps_dying_ends_in_words(team: Team) -> None:
    draft = team.author.ask(team.search())
    _age(team, status="running", attempt=MOST_ATTEMPTS, lease_until=utcnow() - timedelta(seconds=1))
    _sweep(team)
    failed = team.author.draft(draft["id"])
    assert failed["state"] == "generation_failed"
    assert failed["generation"]["error"]["type"] == "worker-lost"


def test_a_search_that_never_ends_is_given_up_after_an_hour(team: Team) -> None:
    draft = team.author.ask(uuid7())
    _age(team, created_at=utcnow() - timedelta(minutes=61))
    _sweep(team)
    assert team.author.draft(draft["id"])["generation"]["error"]["type"] == "search-missing"


def test_a_writer_that_lost_its_claim_stops_the_model(team: Team, ollama: Behaviour) -> None:
    ollama.piece, ollama.between = 1, 0.3
    draft = team.author.ask(team.search())
    worker = threading.Thread(target=team.work)
    worker.start()
    wait_until(lambda: ollama.requests)
    _age(team, attempt=7)  # as if somebody else had taken it over
    worker.join(20)
    assert not worker.is_alive()
    assert ollama.hung_up.wait(5)
    assert team.author.draft(draft["id"])["state"] == "generating"


def test_a_server_that_restarts_is_asked_again(team: Team, ollama: Behaviour) -> None:
    ollama.breaks = 2
    assert team.written()["state"] == "draft"
    assert len(ollama.requests) == 3


def test_without_redis_a_draft_is_written_all_the_same(team_with: Any) -> None:
    team = team_with(STREAM_REDIS_URL="redis://127.0.0.1:9/0")
    assert team.written()["state"] == "draft"


def test_the_stream_expires(team: Team, environment: dict[str, str]) -> None:
    draft = team.written()
    client = redis.Redis.from_url(environment["STREAM_REDIS_URL"])
    left: Any = client.ttl(f"thinker:stream:{_generation_id(team, draft)}")
    client.close()
    assert 0 < left <= 600
    with team.app.app_context():
        assert provided().following.view(UUID(draft["id"])).writing is False
