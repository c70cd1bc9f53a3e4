"""Two workers, dead workers and lost messages: no search is run twice, and none is left behind."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from svckit.db import unit_of_work, utcnow
from trends_svc.models import db, outbox
from trends_svc.services import claims, searches
from trends_svc.services.running import Runner
from trends_svc.tests.conftest import Google
from trends_svc.tests.integration.conftest import Team

Run = Callable[[UUID], None]


def test_two_workers_never_have_the_same_search(
    team: Team, app: Flask, make_runner: Callable[..., Runner], google: Google
) -> None:
    search_id = team.asked("matcha")
    with app.app_context(), unit_of_work(db) as session:
        assert claims.take(session, search_id, now=utcnow(), lease=make_runner()._policy.lease) is not None
    with app.app_context():
        make_runner().run(search_id)
    assert google.control.calls == {}


def test_what_a_dead_worker_left_is_taken_up_where_it_stopped(
    team: Team, app: Flask, run: Run, google: Google, make_runner: Callable[..., Runner]
) -> None:
    search_id = team.asked("matcha")
    google.behave("500", "comparedgeo", n=1)
    run(search_id)  # series and related are kept, regions were refused
    host = claims.this_process().rpartition(":")[0]
    team.change(search_id, claim=search_id, holder=f"{host}:999999999", lease_until=utcnow(), not_before=None)
    run(search_id)
    assert team.search(search_id)["status"] == "completed"
    assert google.control.calls["multiline"] == 1
    assert team.row(search_id).losses == 1


def test_a_worker_thought_dead_cannot_undo_what_its_successor_did(
    team: Team, app: Flask, run: Run, make_runner: Callable[..., Runner]
) -> None:
    search_id = team.asked("matcha")
    runner = make_runner()
    with app.app_context(), unit_of_work(db) as session:
        old = claims.take(session, search_id, now=utcnow(), lease=make_runner(lease=0.0)._policy.lease)
    assert old is not None
    team.change(search_id, holder="somewhere-else:1", lease_until=utcnow())
    run(search_id)
    with app.app_context(), pytest.raises(claims.LostError):
        runner._fail(old, {"type": "x", "title": "x", "detail": "x"})
    assert team.search(search_id)["status"] == "completed"


def test_a_search_that_kills_its_workers_is_given_up(team: Team, run: Run) -> None:
    search_id = team.asked("matcha")
    team.change(search_id, losses=3, claim=search_id, holder="elsewhere:1", lease_until=utcnow())
    run(search_id)
    assert team.search(search_id)["error"]["type"] == "worker-lost"


def put_back(app: Flask) -> int:
    with app.app_context(), unit_of_work(db) as session:
        return searches.put_back(session, outbox, now=utcnow())


def test_a_lost_message_is_sent_again_and_not_too_often(team: Team, app: Flask) -> None:
    search_id = team.asked("matcha")
    assert put_back(app) == 0
    team.change(search_id, hint_at=utcnow())
    assert put_back(app) == 1
    assert put_back(app) == 0
    assert team.sent("trends.search.run") == [{"search_id": str(search_id)}] * 2


def test_finished_and_postponed_searches_are_left_alone_by_the_sweeper(
    team: Team, app: Flask, run: Run, google: Google
) -> None:
    done, cancelled, postponed = team.asked("a"), team.asked("b"), team.asked("c")
    run(done)
    team.cancel(cancelled)
    google.behave("500", n=1)
    run(postponed)
    for search_id in (done, cancelled):
        team.change(search_id, hint_at=utcnow())
    assert put_back(app) == 0


def test_a_search_of_a_dead_worker_of_this_host_is_put_back_before_its_lease_runs_out(
    team: Team, app: Flask
) -> None:
    dead, alive = team.asked("a"), team.asked("b")
    later = utcnow() + timedelta(minutes=5)
    host = claims.this_process().rpartition(":")[0]
    for search_id, holder in ((dead, f"{host}:999999999"), (alive, claims.this_process())):
        team.change(search_id, status="running", holder=holder, lease_until=later, hint_at=later)
    assert put_back(app) == 1
    assert team.sent("trends.search.run")[-1] == {"search_id": str(dead)}
