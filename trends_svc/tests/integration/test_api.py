"""The HTTP API over a real PostgreSQL."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from svckit.auth import Role
from trends_svc.tests.integration.conftest import SEARCHES, Team

Run = Callable[[UUID], None]


def test_a_search_is_accepted_at_once_with_its_task_in_the_same_transaction(team: Team) -> None:
    answer = team.ask("matcha", "espresso", geo="gb")
    body = answer.get_json()
    assert answer.status_code == 202
    assert answer.headers["Location"] == f"{SEARCHES}/{body['id']}"
    assert (body["status"], body["geo"], body["keywords"]) == ("queued", "GB", ["matcha", "espresso"])
    assert body["created_by"] == {"id": str(team.author_id), "name": "Tom Lindqvist"}
    assert body["progress"]["total"] == 5
    assert team.sent("trends.search.run") == [{"search_id": body["id"]}]


def test_a_bad_question_is_told_field_by_field_and_leaves_nothing_behind(team: Team) -> None:
    answer = team.ask(*(f"word {n}" for n in range(26)), geo="XX", timeframe="soon")
    body = answer.get_json()
    assert answer.status_code == 422
    assert body["type"] == "urn:problem:invalid-question"
    assert {error["field"] for error in body["errors"]} == {"keywords", "geo", "timeframe"}
    assert team.get("").get_json()["items"] == []
    assert team.sent("trends.search.run") == []


def test_a_101_character_keyword_is_refused(team: Team) -> None:
    assert "has 101" in team.ask("x" * 101).get_json()["errors"][0]["message"]


def test_an_unknown_field_is_told(team: Team) -> None:
    answer = team.ask("matcha", timeframes="today 1-m")
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["field"] == "timeframes"


def test_the_same_idempotency_key_asks_once(team: Team) -> None:
    first = team.ask("matcha", key="once-please")
    again = team.ask("matcha", key="once-please")
    assert first.get_json()["id"] == again.get_json()["id"]
    assert again.headers["Location"] == first.headers["Location"]
    assert len(team.sent("trends.search.run")) == 1
    assert team.ask("sencha", key="once-please").status_code == 409


@pytest.mark.parametrize(
    ("role", "status"), [(Role.VIEWER, 403), (Role.AUTHOR, 202), (Role.REVIEWER, 202), (Role.ADMIN, 202)]
)
def test_authors_and_above_may_search(team: Team, role: Role, status: int) -> None:
    answer = team.client.post(SEARCHES, json={"keywords": ["a"]}, headers=team.headers(role))
    assert answer.status_code == status


def test_viewers_may_read_and_nobody_may_without_signing_in(team: Team) -> None:
    search_id = team.asked("matcha")
    assert team.get(f"/{search_id}").status_code == 200
    for path in ("", f"/{search_id}", f"/{search_id}/result", f"/{search_id}/result.csv"):
        assert team.client.get(f"{SEARCHES}{path}").status_code == 401


def test_the_owner_may_cancel_a_reviewer_may_a_stranger_may_not(team: Team) -> None:
    first, second = team.asked("a"), team.asked("b")
    refused = team.cancel(first, stranger=True)
    assert (refused.status_code, refused.get_json()["type"]) == (403, "urn:problem:not-yours")
    assert team.cancel(first, Role.VIEWER).status_code == 403
    assert team.cancel(first).get_json()["status"] == "cancelled"
    assert team.cancel(second, Role.REVIEWER, stranger=True).get_json()["status"] == "cancelled"


def test_cancelling_twice_is_as_good_as_once(team: Team, run: Run) -> None:
    search_id = team.asked("a")
    assert team.cancel(search_id).status_code == 200
    assert team.cancel(search_id).status_code == 200
    run(search_id)
    assert team.search(search_id)["status"] == "cancelled"


def test_a_finished_search_cannot_be_cancelled(team: Team, run: Run) -> None:
    search_id = team.asked("a")
    run(search_id)
    answer = team.cancel(search_id)
    assert (answer.status_code, answer.get_json()["type"]) == (409, "urn:problem:wrong-state")


def test_a_result_that_is_not_there_yet_says_so(team: Team) -> None:
    answer = team.get(f"/{team.asked('a')}/result")
    assert (answer.status_code, answer.get_json()["type"]) == (409, "urn:problem:result-not-ready")


def test_an_unknown_search_is_not_found(team: Team) -> None:
    assert team.get(f"/{uuid4()}").get_json()["type"] == "urn:problem:search-not-found"
    assert team.get("/not-an-id").status_code in (404, 422)
    assert team.cancel(uuid4()).status_code == 404


def test_the_list_is_newest_first_in_pages_that_miss_nothing(team: Team) -> None:
    ids = [str(team.asked(f"keyword {number}")) for number in range(5)]
    found: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = team.get(f"?limit=2{cursor and f'&cursor={cursor}'}").get_json()
        found += [item["id"] for item in page["items"]]
        cursor = page["next"]
    assert found == ids[::-1]


def test_the_list_is_filtered_by_state_and_keyword(team: Team) -> None:
    latte, _ = team.asked("Oat Latte"), team.asked("100% cacao")
    team.cancel(latte)
    assert [i["id"] for i in team.get("?q=oat").get_json()["items"]] == [str(latte)]
    assert [i["id"] for i in team.get("?status=cancelled").get_json()["items"]] == [str(latte)]
    assert len(team.get("?q=0%25").get_json()["items"]) == 1
    assert team.get("?q=1%25c").get_json()["items"] == []
    assert team.get("?status=asleep").status_code == 422
    assert team.get("?cursor=made-up").status_code == 400


def test_a_completed_search_has_its_snapshot_and_a_csv(team: Team, run: Run) -> None:
    search_id = team.asked("matcha", "espresso")
    run(search_id)
    result = team.result(search_id)
    assert result["id"] == str(search_id)
    assert result["sample"] is True
    assert result["missing"] == []
    assert result["series"].keys() == {"matcha", "espresso"}
    csv = team.get(f"/{search_id}/result.csv")
    assert csv.data.startswith(b"\xef\xbb\xbftime,matcha,espresso,partial\r\n")
    assert 'filename="trends-matcha-espresso-' in csv.headers["Content-Disposition"]


def test_regions_and_timeframes_can_be_read(team: Team) -> None:
    geos = team.client.get("/api/v1/trends/geos", headers=team.headers(Role.VIEWER)).get_json()
    assert geos[0] == {"code": "", "name": "Worldwide"}
    assert {"code": "GB-ENG", "name": "England"} in geos
    frames = team.client.get("/api/v1/trends/timeframes", headers=team.headers(Role.VIEWER)).get_json()
    assert {"value": "today 12-m", "label": "Past 12 months", "resolution": "week"} in frames
