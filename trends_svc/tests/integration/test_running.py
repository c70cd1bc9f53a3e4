"""A worker's runs against the synthetic Google Trends: what it survives, and what people are told."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

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
    google.behave("slow", seconds=4)  # well beyond the time-out of these tests, 1.5 s
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
