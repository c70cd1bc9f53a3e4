"""Watches over HTTP, and what their checks find against the synthetic Google Trends."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import update

from svckit.auth import Role
from svckit.db import unit_of_work, utcnow
from trends_svc.models import SearchResult, Watch, db, outbox
from trends_svc.services import watches
from trends_svc.tests.conftest import Google
from trends_svc.tests.integration.conftest import Team

Run = Callable[[UUID], None]
WATCHES = "/api/v1/trends/watches"


def made(team: Team, **more: Any) -> dict[str, Any]:
    body = {"keywords": ["matcha"], "geo": "GB", "rule": {"least_rise": 5}} | more
    answer = team.client.post(WATCHES, json=body, headers=team.headers())
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def read(team: Team, path: str = "", **query: Any) -> dict[str, Any]:
    found: dict[str, Any] = team.client.get(
        f"{WATCHES}{path}", query_string=query, headers=team.headers(Role.VIEWER)
    ).get_json()
    return found


def check(team: Team, watch_id: str) -> UUID:
    answer = team.client.post(f"{WATCHES}/{watch_id}/check", headers=team.headers())
    assert answer.status_code == 202, answer.text
    return UUID(answer.get_json()["search_id"])


def tick(app: Flask) -> None:
    """What the sweeper does every few seconds."""
    with app.app_context(), unit_of_work(db) as session:
        watches.judge_ended(session, outbox, now=utcnow())
        watches.check_due(session, outbox, now=utcnow(), sample=True)


def raise_last(app: Flask, search_id: UUID, value: int) -> None:
    """Let the newest complete point be this high: news that the synthetic world doesn't have."""
    with app.app_context(), unit_of_work(db) as session:
        result = session.get_one(SearchResult, search_id)
        snapshot = dict(result.snapshot)
        for points in snapshot["series"].values():
            for point in points:
                point["value"] = 20 + int(point["time"][9]) % 3
            next(p for p in reversed(points) if not p["partial"])["value"] = value
        session.execute(
            update(SearchResult).where(SearchResult.search_id == search_id).values(snapshot=snapshot)
        )


def test_a_watch_is_made_read_changed_and_deleted(team: Team) -> None:
    watch = made(team, schedule={"every": "weekly", "weekday": 2, "at": "09:00", "timezone": "Europe/Lisbon"})
    assert (watch["name"], watch["active"], watch["version"]) == ("matcha", True, 1)
    assert watch["next_at"] > utcnow().isoformat()[:19]
    assert read(team)["items"] == [watch]
    body = {"keywords": ["matcha"], "active": False}
    url = f"{WATCHES}/{watch['id']}"
    assert team.client.put(url, json=body, headers=team.headers()).status_code == 428
    changed = team.client.put(url, json=body, headers=team.headers() | {"If-Match": '"v1"'})
    assert (changed.get_json()["active"], changed.get_json()["next_at"]) == (False, None)
    stale = team.client.put(url, json=body, headers=team.headers() | {"If-Match": '"v1"'})
    assert stale.get_json()["type"] == "urn:problem:stale-content"
    assert team.client.delete(url, headers=team.headers()).status_code == 204
    assert team.client.get(url, headers=team.headers()).status_code == 404


def test_the_owner_may_change_a_watch_a_reviewer_may_a_stranger_may_not(team: Team) -> None:
    url = f"{WATCHES}/{made(team)['id']}"
    assert team.client.delete(url, headers=team.headers(stranger=True)).status_code == 403
    assert team.client.delete(url, headers=team.headers(Role.REVIEWER, stranger=True)).status_code == 204


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"geo": "XX"}, "geo"),
        ({"schedule": {"timezone": "Mars/North"}}, "schedule"),
        ({"rule": {"least_rise": 0}}, "rule"),
        ({"keywords": []}, "keywords"),
    ],
)
def test_a_watch_that_cannot_be_is_refused_field_by_field(
    team: Team, wrong: dict[str, Any], field: str
) -> None:
    answer = team.client.post(WATCHES, json={"keywords": ["a"]} | wrong, headers=team.headers())
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["field"].startswith(field)


def test_a_spike_is_told_once_per_cooldown_with_what_is_to_be_drafted(
    team: Team, app: Flask, run: Run
) -> None:
    draft = {"platforms": ["webhook"], "tone": "dry"}
    watch = made(team, draft=draft, cooldown_hours=48, name="Tea news")
    first = check(team, watch["id"])
    run(first)
    raise_last(app, first, 90)
    tick(app)
    (event,) = team.sent("trends.watch.spiked")
    data = event["data"]
    assert (data["name"], data["search_id"], data["sample"]) == ("Tea news", str(first), True)
    assert data["watched_by"]["name"] == "Tom Lindqvist"
    assert data["draft"] == draft | dict.fromkeys(["template_id", "voice_id", "language", "length"])
    assert data["place"] == "United Kingdom"
    assert len(data["chart"]["lines"][0]["values"]) == len(data["chart"]["times"]) == 53
    assert len(json.dumps(data["chart"])) < 2_000
    assert data["spikes"][0]["value"] == 90
    assert data["spikes"][0]["z"] > 3.5
    found = read(team, f"/{watch['id']}/checks")["items"]
    assert [item["outcome"] for item in found] == ["spiked"]
    team.change(first, as_of=utcnow() - timedelta(days=1))  # too old to be given again
    second = check(team, watch["id"])
    run(second)
    raise_last(app, second, 90)
    tick(app)
    assert [i["outcome"] for i in read(team, f"/{watch['id']}/checks")["items"]] == ["cooling", "spiked"]
    assert len(team.sent("trends.watch.spiked")) == 1
    assert read(team, f"/{watch['id']}")["last_spiked_at"] is not None
    ago = (utcnow() - timedelta(minutes=5)).isoformat()
    assert len(read(team, spiked_since=ago)["items"]) == 1
    assert read(team, spiked_since=utcnow().isoformat())["items"] == []


def test_a_calm_series_is_quiet_and_a_failed_search_is_a_failed_check(
    team: Team, app: Flask, run: Run
) -> None:
    calm, empty = made(team), made(team, keywords=["zzqx nothing"])
    for watch in (calm, empty):
        search_id = check(team, watch["id"])
        run(search_id)
        if watch is calm:
            raise_last(app, search_id, 21)
    tick(app)
    assert read(team, f"/{calm['id']}/checks")["items"][0]["outcome"] == "quiet"
    failed = read(team, f"/{empty['id']}/checks")["items"][0]
    assert (failed["outcome"], failed["error"]["type"]) == ("failed", "no-data")
    assert team.sent("trends.watch.spiked") == []


def test_a_watch_asks_by_itself_when_its_time_comes_and_not_twice(
    team: Team, app: Flask, run: Run, google: Google
) -> None:
    watch = made(team, schedule={"every": "hourly", "at": "00:00"})
    tick(app)
    assert team.sent("trends.search.run") == []
    with app.app_context(), unit_of_work(db) as session:
        session.execute(update(Watch).values(next_at=utcnow()))
    tick(app)
    tick(app)
    (task,) = team.sent("trends.search.run")
    search = team.search(UUID(task["search_id"]))
    assert search["watch_id"] == watch["id"]
    assert read(team, f"/{watch['id']}")["next_at"] > utcnow().isoformat()[:19]
    with app.app_context(), unit_of_work(db) as session:
        session.execute(update(Watch).values(next_at=utcnow()))
    tick(app)  # the check before is still being answered
    assert len(team.sent("trends.search.run")) == 1


def test_a_back_test_says_how_often_the_rule_would_have_fired(team: Team, app: Flask, run: Run) -> None:
    watch = made(team)
    missing = team.client.get(f"{WATCHES}/{watch['id']}/back-test", headers=team.headers())
    assert missing.get_json()["type"] == "urn:problem:no-result"
    search_id = check(team, watch["id"])
    run(search_id)
    raise_last(app, search_id, 90)
    found = read(team, f"/{watch['id']}/back-test")
    assert (found["count"], found["fired"][0]["value"]) == (1, 90)
    body = {"search_id": str(search_id), "rule": {"least_rise": 90}}
    strict = team.client.post(f"{WATCHES}/back-test", json=body, headers=team.headers()).get_json()
    assert strict["count"] == 0
    marks = team.get(f"/{search_id}/spikes").get_json()
    assert marks["alert"] == ["matcha"]
    assert [mark["value"] for mark in marks["items"]] == [90]


def test_the_chart_of_a_search_is_a_picture(team: Team, run: Run) -> None:
    search_id = team.asked("matcha", "espresso")
    assert team.get(f"/{search_id}/chart").status_code == 409
    run(search_id)
    png = team.get(f"/{search_id}/chart?zoom=2")
    assert (png.mimetype, png.data[:4]) == ("image/png", b"\x89PNG")
    svg = team.get(f"/{search_id}/chart?format=svg")
    assert svg.mimetype == "image/svg+xml"
    assert "espresso" in svg.text
    assert team.get(f"/{search_id}/chart?zoom=9").status_code == 422


def act(team: Team, watch_id: str, action: str, *, stranger: bool = False) -> Any:
    return team.client.post(f"{WATCHES}/{watch_id}/{action}", headers=team.headers(stranger=stranger))


def test_a_paused_watch_asks_nothing_until_it_is_resumed(team: Team, app: Flask) -> None:
    watch = made(team, schedule={"every": "hourly", "at": "00:00"})
    assert act(team, watch["id"], "pause", stranger=True).status_code == 403
    paused = [act(team, watch["id"], "pause").get_json() for _ in range(2)]
    assert [(w["active"], w["next_at"], w["version"]) for w in paused] == [(False, None, 2)] * 2
    found = read(team)
    assert found["counts"] == {"active": 0, "paused": 1}
    tick(app)
    assert team.sent("trends.search.run") == []
    resumed = act(team, watch["id"], "resume").get_json()
    assert resumed["active"]
    assert resumed["next_at"] is not None


def test_the_list_tells_what_each_watch_found_last(team: Team, app: Flask, run: Run) -> None:
    quiet, never = made(team), made(team, keywords=["espresso"])
    first = check(team, quiet["id"])
    run(first)
    raise_last(app, first, 21)
    tick(app)
    team.change(first, as_of=utcnow() - timedelta(days=1))
    second = check(team, quiet["id"])
    items = {item["id"]: item for item in read(team)["items"]}
    assert items[never["id"]]["last_check"] is None
    assert items[never["id"]]["shape"] is None
    newest = items[quiet["id"]]["last_check"]
    assert (newest["search_id"], newest["outcome"]) == (str(second), "pending")
    assert items[quiet["id"]]["shape"] == team.search(first)["shape"]


def test_a_watch_may_ask_another_source_and_never_for_what_is_over(team: Team) -> None:
    watch = made(team, keywords=["Matcha"], geo="", source="wikimedia", timeframe="today 3-m")
    assert watch["source"] == "wikimedia"
    search = team.search(check(team, watch["id"]))
    assert (search["source"], search["sample"], search["progress"]["total"]) == ("wikimedia", False, 2)
    for wrong, field in (
        ({"timeframe": "2026-01-01 2026-03-01"}, "timeframe"),
        ({"source": "csv", "geo": ""}, "source"),
        ({"source": "wikimedia"}, "geo"),
    ):
        body = {"keywords": ["a"], "geo": "GB"} | wrong
        answer = team.client.post(WATCHES, json=body, headers=team.headers())
        assert answer.status_code == 422
        assert answer.get_json()["errors"][0]["field"] == field


def test_a_rule_can_be_tried_on_a_question_before_it_is_watched(team: Team, app: Flask, run: Run) -> None:
    def tried(**more: Any) -> Any:
        return team.client.post(f"{WATCHES}/back-test", json=more, headers=team.headers())

    question = {"keywords": ["Matcha"], "geo": "GB"}
    assert tried(question=question).get_json()["type"] == "urn:problem:no-result"
    assert tried().status_code == 422
    search_id = team.asked("matcha")
    run(search_id)
    raise_last(app, search_id, 90)
    found = tried(question=question, rule={"least_rise": 5}).get_json()
    assert (found["count"], found["search_id"]) == (1, str(search_id))
    assert found["keywords"] == ["matcha"]


def test_a_watch_that_fails_again_and_again_says_so_once(team: Team, app: Flask, run: Run) -> None:
    watch = made(team, keywords=["zzqx nothing"])
    for _ in range(3):
        run(check(team, watch["id"]))
        tick(app)
    told = [event["data"] for event in team.sent("trends.search.failed")]
    assert [event["repeated"] for event in told] == [False, True, True]
    assert {event["watch_id"] for event in told} == {watch["id"]}


def test_asking_now_twice_asks_once(team: Team) -> None:
    watch = made(team)
    assert check(team, watch["id"]) == check(team, watch["id"])
    assert len(read(team, f"/{watch['id']}/checks")["items"]) == 1
