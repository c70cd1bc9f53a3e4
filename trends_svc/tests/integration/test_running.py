"""A worker's runs against the synthetic Google Trends: what it survives, and what people are told."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
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


def until_over(team: Team, run: Run, search_id: UUID) -> dict[str, Any]:
    """Run as often as messages would come, each at its time."""
    for _ in range(10):
        team.wait_due(search_id)
        run(search_id)
        found = team.search(search_id)
        if found["status"] not in ("queued", "running"):
            return found
    raise AssertionError(found)


def test_a_search_completes_with_everything_and_says_so_once(team: Team, run: Run) -> None:
    search_id = team.asked("matcha", "espresso")
    run(search_id)
    run(search_id)  # the message came twice
    found = team.search(search_id)
    assert found["status"] == "completed"
    assert found["as_of"] is not None
    assert found["progress"] | {"message": ""} == {
        "step": "done", "done": 5, "total": 5, "message": "", "next_at": None, "waiting": None,
    }  # fmt: skip
    events = team.sent("trends.search.completed")
    assert len(events) == 1
    assert events[0]["data"]["snapshot"] == team.result(search_id)
    assert events[0]["data"]["requested_by"]["name"] == "Tom Lindqvist"


def test_a_snapshot_holds_what_the_question_asked(team: Team, run: Run) -> None:
    search_id = team.asked("matcha", "espresso")
    run(search_id)
    result = team.result(search_id)
    values = [p["value"] for points in result["series"].values() for p in points if p["value"] != "<1"]
    assert max(values) == 100
    assert result["resolution"] == "week"
    assert [p["partial"] for p in result["series"]["matcha"]].count(True) == 1
    assert {region["code"] for region in result["regions"]} <= {"GB-ENG", "GB-NIR", "GB-SCT", "GB-WLS"}
    assert {query["keyword"] for query in result["rising"] + result["top"]} == {"matcha", "espresso"}


def test_a_rare_keyword_is_below_one_beside_a_common_one(team: Team, run: Run) -> None:
    search_id = team.asked("matcha", "zzlow thing")
    run(search_id)
    assert {p["value"] for p in team.result(search_id)["series"]["zzlow thing"]} == {"<1"}


def test_a_keyword_without_data_is_empty_and_not_zero(team: Team, run: Run) -> None:
    search_id = team.asked("matcha", "zzqx nothing")
    run(search_id)
    result = team.result(search_id)
    assert result["series"]["zzqx nothing"] == []
    assert "zzqx nothing" not in result["averages"]


def test_an_empty_answer_is_no_data_at_once(team: Team, run: Run) -> None:
    search_id = team.asked("zzqx nothing")
    run(search_id)
    found = team.search(search_id)
    assert (found["status"], found["error"]["type"]) == ("failed", "no-data")
    assert found["error"]["retry_after"] is None
    assert team.get(f"/{search_id}/result").status_code == 404


def test_a_refusal_is_waited_out_and_the_search_completes(team: Team, run: Run, google: Google) -> None:
    google.behave("429-first", n=1)
    search_id = team.asked("matcha")
    run(search_id)
    waiting = team.search(search_id)
    assert (waiting["status"], waiting["progress"]["step"]) == ("running", "waiting")
    assert waiting["progress"]["next_at"] is not None
    assert "slow down" in waiting["progress"]["message"]
    assert until_over(team, run, search_id)["status"] == "completed"


@pytest.mark.parametrize(
    ("mode", "fault"),
    [
        ("429", "rate-limited"),
        ("captcha", "rate-limited"),
        ("500", "source-unavailable"),
        ("drop", "source-unavailable"),
        ("malformed", "source-malformed"),
        ("token-refused", "source-unavailable"),
    ],
)
def test_what_google_does_to_us_is_told_by_its_name(
    team: Team, run: Run, google: Google, mode: str, fault: str
) -> None:
    google.behave(mode)
    found = until_over(team, run, team.asked("matcha"))
    assert (found["status"], found["error"]["type"]) == ("failed", fault)
    assert found["error"]["retry_after"] >= 1
    assert "nothing reads as zero" in found["error"]["detail"]
    events = team.sent("trends.search.failed")
    assert [event["data"]["error"]["type"] for event in events] == [fault]


def test_a_google_that_never_answers_is_given_up(team: Team, run: Run, google: Google) -> None:
    google.behave("slow", seconds=1.5)
    found = until_over(team, run, team.asked("matcha"))
    assert (found["status"], found["error"]["type"]) == ("failed", "source-timeout")


def test_a_google_that_is_not_there_is_told(
    team: Team, make_runner: Callable[..., Runner], app: Flask, google: Google
) -> None:
    runner = make_runner(attempts=1)
    runner._sources["google"]._base_url = "http://127.0.0.1:9"  # type: ignore[attr-defined] # nobody listens there
    search_id = team.asked("matcha")
    with app.app_context():
        runner.run(search_id)
    assert team.search(search_id)["error"]["type"] == "source-unavailable"


def test_a_question_google_refuses_is_not_asked_again(team: Team, run: Run) -> None:
    search_id = team.asked("matcha", geo="PT-11")  # a region the synthetic server doesn't know
    run(search_id)
    found = team.search(search_id)
    assert (found["status"], found["error"]["type"]) == ("failed", "invalid-question")


@pytest.mark.parametrize(
    ("endpoint", "missing"), [("comparedgeo", ["regions"]), ("relatedsearches", ["related"])]
)
def test_a_part_that_cannot_be_had_is_missing_and_the_rest_is_kept(
    team: Team, run: Run, google: Google, endpoint: str, missing: list[str]
) -> None:
    google.behave("500", endpoint)
    search_id = team.asked("matcha")
    assert until_over(team, run, search_id)["status"] == "completed"
    result = team.result(search_id)
    assert result["missing"] == missing
    assert len(result["series"]["matcha"]) > 50


def test_a_second_try_fetches_only_what_is_missing(team: Team, run: Run, google: Google) -> None:
    google.behave("500", "comparedgeo", n=1)
    search_id = team.asked("matcha", "espresso")
    assert until_over(team, run, search_id)["status"] == "completed"
    assert team.result(search_id)["missing"] == []
    assert google.control.calls["multiline"] == 1
    assert google.control.calls["relatedsearches"] == 2
    assert google.control.calls["comparedgeo"] == 2


def test_empty_related_lists_are_an_answer_and_not_missing(team: Team, run: Run, google: Google) -> None:
    google.behave("empty-related")
    search_id = team.asked("matcha")
    run(search_id)
    result = team.result(search_id)
    assert (result["rising"], result["top"], result["missing"]) == ([], [], [])


def test_the_cookie_is_kept_between_searches(team: Team, run: Run, google: Google) -> None:
    for _ in range(3):
        run(team.asked("matcha", refresh=True))
    assert google.control.calls["cookie"] == 1


def test_a_search_cancelled_while_it_runs_stops_at_the_next_step(
    team: Team, run: Run, google: Google, monkeypatch: pytest.MonkeyPatch
) -> None:
    search_id = team.asked("matcha")
    monkeypatch.setattr(google.control, "next", _cancelling(google, team, search_id))
    run(search_id)
    assert team.search(search_id)["status"] == "cancelled"
    assert google.control.calls.get("comparedgeo") is None
    assert team.sent("trends.search.completed") == []


def _cancelling(google: Google, team: Team, search_id: UUID) -> Callable[[str], str]:
    """Somebody cancels while Google is being asked for the series."""
    original = google.control.next

    def answer(endpoint: str) -> str:
        if endpoint == "multiline":
            assert team.cancel(search_id).status_code == 200
        return original(endpoint)

    return answer


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


def test_seven_keywords_are_compared_on_one_scale_and_say_so(team: Team, run: Run, google: Google) -> None:
    words = ("matcha", "espresso", "sencha", "mocha", "latte", "chai", "cocoa")
    search_id = team.asked(*words)
    google.behave("500", "multiline", n=1)
    found = until_over(team, run, search_id)
    assert (found["status"], found["progress"]["total"]) == ("completed", 4)
    result = team.result(search_id)
    assert set(result["series"]) == set(words)
    assert result["keywords"] == list(words)
    assert result["rescaled"]["anchor"] in words[:5]
    assert result["missing"] == []
    values = [p["value"] for points in result["series"].values() for p in points if p["value"] != "<1"]
    assert max(values) == 100
    again = team.ask(*(word.upper() for word in words)).get_json()
    assert again["cached"] is True
