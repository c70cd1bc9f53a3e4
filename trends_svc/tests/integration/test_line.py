"""Waiting for Google: who is next, what people are told, and that answers are shared."""

import json
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from svckit.auth import Role
from svckit.db import unit_of_work, utcnow
from svckit.room import Room
from trends_svc.api import progress
from trends_svc.bootstrap import make_gate
from trends_svc.config import Settings
from trends_svc.models import Priority, db
from trends_svc.services.running import Runner
from trends_svc.services.sources import RateLimited
from trends_svc.tests.conftest import Google
from trends_svc.tests.integration.conftest import SEARCHES, Team

Run = Callable[[UUID], None]


def occupy(settings: Settings) -> Callable[[], None]:
    """Somebody on another host is being answered. Returns what ends that."""
    gate = make_gate(settings)
    assert gate.enter("another-host:1", 60, lambda _holder: True).granted
    return lambda: gate.leave("another-host:1")


def test_whoever_waits_is_told_their_place_and_about_how_long(
    team: Team, run: Run, settings: Settings
) -> None:
    occupy(settings)
    first, second, third = team.asked("a"), team.asked("b"), team.asked("c")
    for search_id in (first, second, third):
        run(search_id)
    found = [team.search(search_id)["progress"] for search_id in (first, second, third)]
    assert [progress["waiting"]["place"] for progress in found] == [1, 2, 3]
    assert {progress["waiting"]["reason"] for progress in found} == {"line"}
    etas = [progress["waiting"]["eta_seconds"] for progress in found]
    assert etas == sorted(etas)
    assert found[2]["message"] == f"Waiting for Google, about {etas[2]} s, 3rd in line."
    listed = team.get("").get_json()["items"]
    assert [item["progress"]["waiting"]["place"] for item in listed] == [3, 2, 1]


def test_a_search_can_be_cancelled_while_it_waits_and_the_others_move_up(
    team: Team, run: Run, settings: Settings
) -> None:
    occupy(settings)
    first, second = team.asked("a"), team.asked("b")
    run(first)
    run(second)
    assert team.cancel(first).get_json()["status"] == "cancelled"
    assert team.search(second)["progress"]["waiting"]["place"] == 1


def test_nobody_waits_for_a_watch(team: Team, run: Run) -> None:
    watch, person = team.asked("a"), team.asked("b")
    team.change(watch, priority=Priority.WATCH)
    run(watch)  # the message came for the watch; whoever waits goes first
    assert team.search(person)["status"] == "completed"
    assert team.search(watch)["status"] == "queued"


def test_whoever_leaves_calls_the_next_one(team: Team, run: Run, settings: Settings, google: Google) -> None:
    leave = occupy(settings)
    first, second = team.asked("a"), team.asked("b")
    run(first)
    run(second)
    leave()
    before = len(team.sent("trends.search.run"))
    run(first)
    assert team.search(first)["status"] == "completed"
    assert team.sent("trends.search.run")[before:] == [{"search_id": str(second)}]
    run(second)
    assert team.search(second)["status"] == "completed"


def test_a_line_without_anybody_at_work_is_noticed_by_the_sweeper(
    team: Team, run: Run, settings: Settings, make_runner: Callable[..., Runner], app: Flask
) -> None:
    leave = occupy(settings)
    search_id = team.asked("a")
    run(search_id)
    leave()  # as if it had died and its lease had run out
    with app.app_context():
        make_runner().call_next()
        make_runner().call_next()
    assert team.sent("trends.search.run") == [{"search_id": str(search_id)}] * 2


def test_while_google_wants_quiet_nobody_asks_and_everybody_is_told(
    team: Team, run: Run, settings: Settings, google: Google
) -> None:
    gate = make_gate(settings.model_copy(update={"trends_retry_seconds": 60.0}))
    gate.refused(RateLimited(""))
    search_id = team.asked("a")
    run(search_id)
    progress = team.search(search_id)["progress"]
    assert progress["waiting"]["reason"] == "paused"
    assert "asked us to slow down" in progress["message"]
    assert google.control.calls == {}


def test_the_line_stands_in_the_database_and_survives_a_wiped_redis(
    team: Team, run: Run, settings: Settings
) -> None:
    import redis

    occupy(settings)
    search_id = team.asked("a")
    run(search_id)
    client = redis.Redis.from_url(settings.stream_redis_url.get_secret_value())
    client.flushdb()
    client.close()
    assert team.search(search_id)["progress"]["waiting"]["place"] == 1
    run(search_id)
    assert team.search(search_id)["status"] == "completed"


def test_an_equal_question_is_answered_at_once_with_as_of(team: Team, run: Run, google: Google) -> None:
    first = team.asked("Matcha", "espresso")
    run(first)
    again = team.ask("espresso", "matcha").get_json()
    assert (again["status"], again["cached"], again["answered_by"]) == ("completed", True, str(first))
    assert again["as_of"] == team.search(first)["as_of"]
    result = team.result(UUID(again["id"]))
    assert result["id"] == again["id"]
    assert result["keywords"] == ["espresso", "matcha"]
    assert result["series"]["matcha"] == team.result(first)["series"]["Matcha"]
    assert {query["keyword"] for query in result["top"]} <= {"matcha", "espresso"}
    assert len(team.sent("trends.search.completed")) == 2
    assert google.control.calls["explore"] == 1


def test_another_region_time_category_or_property_is_another_question(team: Team, run: Run) -> None:
    run(team.asked("matcha"))
    for other in (
        {"geo": "US"},
        {"timeframe": "today 3-m"},
        {"category": 71},
        {"property": "youtube"},
        {"refresh": True},
    ):
        assert team.ask("matcha", **other).get_json()["status"] == "queued"


def test_an_answer_that_is_too_old_or_lacks_a_part_is_not_given_again(
    team: Team, run: Run, google: Google
) -> None:
    old = team.asked("matcha")
    run(old)
    team.change(old, as_of=utcnow() - timedelta(hours=7))
    again = team.ask("matcha").get_json()
    assert again["status"] == "queued"
    team.cancel(UUID(again["id"]))
    google.behave("500", "comparedgeo")
    partial = team.asked("sencha")
    run(partial)
    team.wait_due(partial)
    run(partial)
    assert team.result(partial)["missing"] == ["regions"]
    assert team.ask("sencha").get_json()["status"] == "queued"


def test_equal_questions_at_the_same_time_make_one_call(team: Team, run: Run, google: Google) -> None:
    leader, follower = team.asked("matcha"), team.asked("Matcha")
    assert team.search(follower)["progress"]["waiting"]["reason"] == "shared"
    assert len(team.sent("trends.search.run")) == 1
    run(leader)
    assert {team.search(i)["status"] for i in (leader, follower)} == {"completed"}
    assert team.search(follower)["cached"] is True
    assert google.control.calls["multiline"] == 1
    assert len(team.sent("trends.search.completed")) == 2


def test_who_shares_a_question_shares_its_failure(team: Team, run: Run) -> None:
    leader, follower = team.asked("zzqx nothing"), team.asked("zzqx nothing")
    run(leader)
    assert team.search(follower)["error"]["type"] == "no-data"
    assert len(team.sent("trends.search.failed")) == 2


def test_whoever_cancels_does_not_cancel_for_others(team: Team, run: Run) -> None:
    leader, follower, third = team.asked("matcha"), team.asked("matcha"), team.asked("matcha")
    team.cancel(leader)
    assert team.sent("trends.search.run")[-1] == {"search_id": str(follower)}
    run(follower)
    assert {team.search(i)["status"] for i in (follower, third)} == {"completed"}


def test_progress_is_streamed_until_the_search_is_over(team: Team, run: Run) -> None:
    search_id = team.asked("matcha")
    run(search_id)
    answer = team.client.get(f"{SEARCHES}/{search_id}/progress", headers=team.headers(Role.VIEWER))
    assert answer.mimetype == "text/event-stream"
    assert answer.headers["X-Accel-Buffering"] == "no"
    events = [block.split("\n") for block in answer.text.strip().split("\n\n")]
    assert [block[0] for block in events] == ["event: progress", "event: done"]
    assert json.loads(events[-1][1].removeprefix("data: "))["status"] == "completed"


def test_progress_of_a_search_that_is_not_there_is_not_found(team: Team) -> None:
    missing = UUID(int=1)
    answer = team.client.get(f"{SEARCHES}/{missing}/progress", headers=team.headers(Role.VIEWER))
    assert answer.status_code == 404


def test_history_is_narrowed_by_region_time_and_asker(team: Team, app: Flask) -> None:
    mine, other = team.asked("a", geo="GB"), team.asked("b", geo="US")
    with app.app_context(), unit_of_work(db):
        pass
    team.change(other, requested_by_id=UUID(int=7))
    assert [i["id"] for i in team.get("?geo=US").get_json()["items"]] == [str(other)]
    assert [i["id"] for i in team.get("?mine=true").get_json()["items"]] == [str(mine)]
    tomorrow = (utcnow() + timedelta(days=1)).isoformat().replace("+00:00", "Z")
    assert team.get(f"?since={tomorrow}").get_json()["items"] == []
    assert len(team.get(f"?until={tomorrow}").get_json()["items"]) == 2


def test_more_streams_than_there_are_threads_for_become_polling(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    search_id = team.asked("matcha")
    full = Room(1)
    assert full.enter()
    monkeypatch.setattr(progress, "_room", full)
    answer = team.client.get(f"{SEARCHES}/{search_id}/progress", headers=team.headers(Role.VIEWER))
    assert answer.text.startswith("retry: 3000\nevent: progress\n")
