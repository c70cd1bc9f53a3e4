"""What everybody sees of the line in front of Google, and what spares calls."""

from collections.abc import Callable
from uuid import UUID, uuid4

from svckit.auth import Role
from trends_svc.bootstrap import make_gate
from trends_svc.config import Settings
from trends_svc.models import Priority
from trends_svc.services.sources import RateLimited
from trends_svc.tests.conftest import Google
from trends_svc.tests.integration.conftest import Team
from trends_svc.tests.integration.test_line import occupy

Run = Callable[[UUID], None]


def line(team: Team) -> dict[str, object]:
    found: dict[str, object] = team.client.get(
        "/api/v1/trends/line", headers=team.headers(Role.VIEWER)
    ).get_json()
    return found


def test_an_empty_line_says_that_nobody_waits(team: Team) -> None:
    found = line(team)
    assert (found["waiting"], found["paused_seconds"], found["next_seconds"]) == (0, 0, None)
    assert found["items"] == []


def test_the_line_shows_who_is_before_whom(team: Team, run: Run, settings: Settings) -> None:
    occupy(settings)
    first, watched = team.asked("a", "b"), team.asked("w")
    team.change(watched, priority=Priority.WATCH, watch_id=uuid4())
    third = team.asked("c")
    for search_id in (first, watched, third):
        run(search_id)
    found = line(team)
    assert found["waiting"] == 3
    items = found["items"]
    assert isinstance(items, list)
    assert [item["search_id"] for item in items] == [str(first), str(third), str(watched)]
    assert [item["place"] for item in items] == [1, 2, 3]
    assert [item["watch"] for item in items] == [False, False, True]
    assert items[0]["keywords"] == ["a", "b"]
    assert items[0]["by"] == "Tom Lindqvist"


def test_the_day_counts_answers_and_refusals(team: Team, run: Run, settings: Settings) -> None:
    run(team.asked("matcha"))
    gate = make_gate(settings)
    gate.refused(RateLimited("429"))
    found = line(team)
    today = found["today"]
    assert isinstance(today, dict)
    assert today["answered"] >= 4
    assert today["refused"] == 1
    assert today["last_answer_at"] is not None
    assert today["last_refusal_at"] is not None
    assert isinstance(found["paused_seconds"], int)


def test_whoever_waits_is_offered_the_answer_of_before(team: Team, run: Run, settings: Settings) -> None:
    old = team.asked("matcha")
    run(old)
    assert team.search(old)["earlier"] is None
    leave = occupy(settings)
    new = team.asked("matcha", refresh=True)
    run(new)
    earlier = team.search(new)["earlier"]
    assert earlier["search_id"] == str(old)
    assert earlier["as_of"] == team.search(old)["as_of"]
    leave()


def test_asking_again_for_what_is_missing_asks_for_nothing_else(
    team: Team, run: Run, google: Google, settings: Settings
) -> None:
    google.behave("500", "comparedgeo")
    first = team.asked("matcha")
    run(first)
    while team.search(first)["status"] != "completed":
        team.wait_due(first)
        run(first)
    assert team.result(first)["missing"] == ["regions"]
    google.behave("normal")
    make_gate(settings).answered()
    before = dict(google.control.calls)
    again = team.asked("matcha")
    run(again)
    found = team.result(again)
    assert found["missing"] == []
    assert found["series"] == team.result(first)["series"]
    assert google.control.calls["multiline"] == before["multiline"]
    assert google.control.calls["comparedgeo"] == before["comparedgeo"] + 1


def test_a_refresh_asks_for_everything_anew(team: Team, run: Run, google: Google, settings: Settings) -> None:
    google.behave("empty-related")
    run(team.asked("matcha"))
    google.behave("normal")
    before = google.control.calls["multiline"]
    run(team.asked("matcha", refresh=True))
    assert google.control.calls["multiline"] == before + 1


def test_the_list_can_be_narrowed_to_a_person_who_asked(team: Team) -> None:
    mine = team.asked("matcha")
    stranger = team.headers(stranger=True)
    team.client.post("/api/v1/trends/searches", json={"keywords": ["tea"]}, headers=stranger)
    found = team.get(f"?by={team.author_id}").get_json()["items"]
    assert [item["id"] for item in found] == [str(mine)]
    askers = team.client.get("/api/v1/trends/askers", headers=team.headers()).get_json()["items"]
    assert len(askers) == 2
    assert {"id": str(team.author_id), "name": "Tom Lindqvist"} in askers


def test_suggestions_leave_google_to_the_searches(team: Team, google: Google, settings: Settings) -> None:
    team.asked("Matcha latte")
    leave = occupy(settings)
    url = "/api/v1/trends/suggestions?q=matcha"
    found = team.client.get(url, headers=team.headers()).get_json()
    assert found == {"keywords": ["Matcha latte"], "topics": [], "complete": False}
    assert google.control.calls.get("autocomplete", 0) == 0
    leave()
    assert team.client.get(url, headers=team.headers()).get_json()["complete"] is True


def test_a_search_that_no_worker_took_up_yet_has_its_place_too(
    team: Team, run: Run, settings: Settings
) -> None:
    occupy(settings)
    first, second = team.asked("a"), team.asked("b")
    progress = team.search(second)["progress"]
    assert (progress["step"], progress["waiting"]["place"]) == ("queued", 2)
    assert "2nd in line" in progress["message"]
    assert team.search(first)["progress"]["waiting"]["place"] == 1


def test_a_search_that_nothing_keeps_from_beginning_is_told_no_place(team: Team) -> None:
    assert team.search(team.asked("a"))["progress"]["waiting"] is None


def test_the_wait_is_told_by_how_long_google_takes_today(
    team: Team, run: Run, google: Google, settings: Settings
) -> None:
    google.behave("slow", seconds=0.5)
    run(team.asked("matcha"))
    google.behave("normal")
    occupy(settings)
    first, second = team.asked("a"), team.asked("b")
    # Five steps of about half a second before it, where 0.1 s is usual.
    assert team.search(second)["progress"]["waiting"]["eta_seconds"] >= 2
    assert team.search(first)["progress"]["waiting"]["eta_seconds"] == 1
