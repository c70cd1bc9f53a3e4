"""Uploading what somebody exported: a search that is done, labelled with its source."""

import io
from typing import Any

import pytest
from werkzeug.test import TestResponse

from launcher.google.feed import trending
from svckit.auth import Role
from svckit.db import utcnow
from trends_svc.tests.conftest import Google
from trends_svc.tests.integration.conftest import Team
from trends_svc.tests.unit.test_csv_export import WEEKS

UPLOADS = "/api/v1/trends/uploads"


def upload(
    team: Team, text: str | bytes, *, key: str = "", role: Role = Role.AUTHOR, **form: str
) -> TestResponse:
    data = text if isinstance(text, bytes) else text.encode()
    return team.client.post(
        UPLOADS,
        data={"file": (io.BytesIO(data), "multiTimeline.csv"), **form},
        headers=team.headers(role) | ({"Idempotency-Key": key} if key else {}),
    )


def test_an_export_becomes_a_search_without_asking_google(team: Team, google: Google) -> None:
    answer = upload(team, WEEKS)
    assert answer.status_code == 201, answer.text
    made = answer.get_json()["search"]
    assert (made["status"], made["source"], made["sample"]) == ("completed", "csv", False)
    assert answer.headers["Location"].endswith(made["id"])
    result = team.result(made["id"])
    assert (result["source"], result["geo"], result["missing"]) == ("csv", "US", [])
    (event,) = team.sent("trends.search.completed")
    assert event["data"]["snapshot"] == result
    assert sum(google.control.calls.values()) == 0


def test_sent_twice_with_one_key_it_is_made_once_and_another_file_is_refused(team: Team) -> None:
    first, second = upload(team, WEEKS, key="k1"), upload(team, WEEKS, key="k1")
    assert first.get_json() == second.get_json()
    assert upload(team, WEEKS.replace("78", "77"), key="k1").status_code == 409
    assert len(team.sent("trends.search.completed")) == 1


def test_an_upload_is_never_given_as_google_s_answer(team: Team) -> None:
    made = upload(team, WEEKS).get_json()["search"]
    asked = team.ask("pizza", "mac, cheese", geo="US", timeframe=made["timeframe"]).get_json()
    assert asked["status"] == "queued"


def test_a_feed_is_what_is_trending_for_a_day(team: Team) -> None:
    answer = upload(team, trending("PT", utcnow()))
    assert answer.status_code == 201, answer.text
    assert answer.get_json()["search"] is None
    url = "/api/v1/trends/trending?source=csv&geo="
    found = team.client.get(f"{url}PT", headers=team.headers(Role.VIEWER)).get_json()
    assert (found["source"], len(found["items"])) == ("csv", 10)
    missing = team.client.get(f"{url}ES", headers=team.headers(Role.VIEWER))
    assert missing.get_json()["type"] == "urn:problem:no-result"


@pytest.mark.parametrize(
    ("text", "form", "field"),
    [
        ("", {}, "file"),
        ("x" * (256 * 1024 + 1), {}, "file"),
        ("nothing like it", {}, "file"),
        (WEEKS, {"geo": "Mars"}, "geo"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_the_reason(
    team: Team, text: str, form: dict[str, Any], field: str
) -> None:
    answer = upload(team, text, **form)
    assert (answer.status_code, answer.get_json()["type"]) == (422, "urn:problem:unreadable-file")
    assert answer.get_json()["errors"][0]["field"] == field
    assert team.sent("trends.search.completed") == []


def test_a_form_without_a_file_and_a_viewer_are_refused(team: Team) -> None:
    assert team.client.post(UPLOADS, data={}, headers=team.headers()).status_code == 422
    assert upload(team, WEEKS, role=Role.VIEWER).status_code == 403
