"""The synthetic server answers as Google does: what a client written for the real one relies on."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from launcher.google.modes import Control
from launcher.google.server import DATA_PREFIX, EXPLORE_PREFIX, create_app

NOW = datetime(2026, 11, 18, 15, 20, tzinfo=UTC)
"""A Wednesday."""


@pytest.fixture
def control() -> Control:
    return Control()


@pytest.fixture
def client(control: Control) -> FlaskClient:
    return create_app(control, lambda: NOW).test_client()


def question(*keywords: str, time: str = "today 12-m", geo: str = "", **more: Any) -> str:
    items = [{"keyword": keyword, "time": time, "geo": geo} for keyword in keywords]
    return json.dumps({"comparisonItem": items, "category": 0, "property": "", **more})


def explore(client: FlaskClient, asked: str) -> dict[str, Any]:
    client.get("/trends/explore/?geo=US")
    answer = client.post("/trends/api/explore", query_string={"hl": "en-US", "tz": "0", "req": asked})
    assert answer.status_code == 200, answer.text
    assert answer.text.startswith(EXPLORE_PREFIX)
    body: dict[str, Any] = json.loads(answer.text[4:])
    return body


def widget(body: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(item for item in body["widgets"] if item["id"] == name)
    return found


def data(client: FlaskClient, kind: str, of: dict[str, Any]) -> dict[str, Any]:
    answer = client.get(
        f"/trends/api/widgetdata/{kind}",
        query_string={"req": json.dumps(of["request"]), "token": of["token"], "tz": "0"},
    )
    assert answer.status_code == 200, answer.text
    assert answer.text.startswith(DATA_PREFIX)
    body: dict[str, Any] = json.loads(answer.text[5:])["default"]
    return body


def test_the_explore_page_is_an_error_that_sets_the_cookie(client: FlaskClient) -> None:
    answer = client.get("/trends/explore/?geo=US")
    assert answer.status_code == 404
    assert answer.headers["Set-Cookie"].startswith("NID=")


def test_without_the_cookie_explore_is_refused(client: FlaskClient) -> None:
    answer = client.post("/trends/api/explore", query_string={"req": question("pizza")})
    assert answer.status_code == 429
    assert "Error 429 (Too Many Requests)!!1" in answer.text


def test_one_keyword_has_four_widgets(client: FlaskClient) -> None:
    body = explore(client, question("pizza"))
    assert [item["id"] for item in body["widgets"]] == [
        "TIMESERIES",
        "GEO_MAP",
        "RELATED_TOPICS",
        "RELATED_QUERIES",
    ]


def test_several_keywords_have_a_title_a_map_and_queries_each(client: FlaskClient) -> None:
    body = explore(client, question("pizza", "sushi"))
    assert [item["id"] for item in body["widgets"]] == [
        "TIMESERIES",
        "GEO_MAP",
        "TITLE_0",
        "GEO_MAP_0",
        "RELATED_QUERIES_0",
        "TITLE_1",
        "GEO_MAP_1",
        "RELATED_QUERIES_1",
    ]
    assert "token" not in widget(body, "TITLE_0")
    assert widget(body, "GEO_MAP")["request"]["dataMode"] == "PERCENTAGES"


@pytest.mark.parametrize(
    "asked",
    [
        question("a", "b", "c", "d", "e", "f"),
        question("x" * 101),
        question("pizza", geo="us"),
        question("pizza", time="yesterday"),
        question("pizza", time="2026-02-01 2026-01-01"),
        question("pizza", time="2026-02-30 2026-03-01"),
        question("pizza", property="maps"),
        "{",
    ],
)
def test_a_bad_question_is_refused(client: FlaskClient, asked: str) -> None:
    client.get("/trends/explore/?geo=US")
    answer = client.post("/trends/api/explore", query_string={"req": asked})
    assert answer.status_code == 400
    assert answer.content_type.startswith("text/html")


@pytest.mark.parametrize(
    ("time", "resolution", "points"),
    [
        ("now 1-H", "MINUTE", 60),
        ("now 4-H", "MINUTE", 240),
        ("now 1-d", "EIGHT_MINUTE", 180),
        ("2026-11-01 2026-11-02", "SIXTEEN_MINUTE", 180),
        ("now 7-d", "HOUR", 169),
        ("today 1-m", "DAY", 30),
        ("today 3-m", "DAY", 91),
        ("today 12-m", "WEEK", 53),
        ("today 5-y", "WEEK", 262),
        ("all", "MONTH", 275),
    ],
)
def test_the_length_of_the_window_decides_the_step(
    client: FlaskClient, time: str, resolution: str, points: int
) -> None:
    series = widget(explore(client, question("pizza", time=time)), "TIMESERIES")
    assert series["request"]["resolution"] == resolution
    found = data(client, "multiline", series)["timelineData"]
    assert abs(len(found) - points) <= 1


def test_weeks_begin_on_sunday_and_the_current_one_is_partial(client: FlaskClient) -> None:
    series = widget(explore(client, question("pizza")), "TIMESERIES")
    points = data(client, "multiline", series)["timelineData"]
    times = [datetime.fromtimestamp(int(point["time"]), tz=UTC) for point in points]
    assert {moment.weekday() for moment in times} == {6}
    assert [point.get("isPartial", False) for point in points].count(True) == 1
    assert points[-1]["isPartial"] is True


def test_values_are_relative_to_the_highest_of_the_whole_answer(client: FlaskClient) -> None:
    series = widget(explore(client, question("pizza", "sushi", time="today 5-y")), "TIMESERIES")
    body = data(client, "multiline", series)
    values = [value for point in body["timelineData"] for value in point["value"]]
    assert max(values) == 100
    assert min(values) >= 0
    assert len(body["averages"]) == 2


def test_the_same_question_gets_the_same_answer(client: FlaskClient) -> None:
    first = data(client, "multiline", widget(explore(client, question("pizza")), "TIMESERIES"))
    again = data(client, "multiline", widget(explore(client, question("pizza")), "TIMESERIES"))
    assert first == again


def test_what_is_there_but_rounds_to_nothing_is_written_below_one(client: FlaskClient) -> None:
    series = widget(explore(client, question("pizza", "zzlow thing")), "TIMESERIES")
    points = data(client, "multiline", series)["timelineData"]
    assert {point["formattedValue"][1] for point in points} == {"<1"}
    assert {point["value"][1] for point in points} == {0}
    assert all(point["hasData"][1] for point in points)


def test_a_keyword_nobody_searches_for_has_no_points(client: FlaskClient) -> None:
    body = explore(client, question("zzqx nothing"))
    assert data(client, "multiline", widget(body, "TIMESERIES"))["timelineData"] == []
    assert data(client, "comparedgeo", widget(body, "GEO_MAP"))["geoMapData"] == []
    related = data(client, "relatedsearches", widget(body, "RELATED_QUERIES"))["rankedList"]
    assert related == [{"rankedKeyword": []}, {"rankedKeyword": []}]


def test_a_token_serves_only_the_request_it_was_given_for(client: FlaskClient) -> None:
    series = widget(explore(client, question("pizza")), "TIMESERIES")
    changed = series | {"request": series["request"] | {"time": "2025-01-01 2026-01-01"}}
    for asked in (changed, series | {"token": ""}):
        answer = client.get(
            "/trends/api/widgetdata/multiline",
            query_string={"req": json.dumps(asked["request"]), "token": asked["token"]},
        )
        assert answer.status_code == 401


def test_a_map_lets_the_client_choose_its_level(client: FlaskClient) -> None:
    world = widget(explore(client, question("pizza")), "GEO_MAP")
    world["request"]["resolution"] = "COUNTRY"
    world["request"]["includeLowSearchVolumeGeos"] = True
    rows = data(client, "comparedgeo", world)["geoMapData"]
    assert max(row["value"][0] for row in rows) == 100
    assert {"geoCode", "geoName", "value", "formattedValue", "maxValueIndex", "hasData"} <= rows[0].keys()


def test_a_map_of_several_keywords_gives_shares(client: FlaskClient) -> None:
    rows = data(client, "comparedgeo", widget(explore(client, question("a", "b", geo="GB")), "GEO_MAP"))
    for row in rows["geoMapData"]:
        assert sum(row["value"]) in (0, 100)


def test_related_queries_are_ranked_and_may_break_out(client: FlaskClient) -> None:
    shown = []
    for keyword in ("pizza", "sushi", "matcha", "espresso", "hiking"):
        body = explore(client, question(keyword))
        top, rising = data(client, "relatedsearches", widget(body, "RELATED_QUERIES"))["rankedList"]
        values = [item["value"] for item in top["rankedKeyword"]]
        assert values == sorted(values, reverse=True)
        assert values[0] == 100
        shown += [item["formattedValue"] for item in rising["rankedKeyword"]]
        topics = data(client, "relatedsearches", widget(body, "RELATED_TOPICS"))
        assert topics == {"rankedList": []}
    assert "Breakout" in shown
    assert any(text.startswith("+") and text.endswith("%") for text in shown)


def test_trending_now_is_rss_with_ten_items(client: FlaskClient) -> None:
    answer = client.get("/trending/rss?geo=US")
    assert answer.mimetype == "application/rss+xml"
    assert answer.text.count("<item>") == 10
    assert "ht:approx_traffic" in answer.text


def test_autocomplete_names_topics(client: FlaskClient) -> None:
    answer = client.get("/trends/api/autocomplete/pizza?hl=en-US")
    topics = json.loads(answer.text[5:])["default"]["topics"]
    assert topics[0].keys() == {"mid", "title", "type"}


@pytest.mark.parametrize(
    ("mode", "status", "words"),
    [
        ("429", 429, "Too Many Requests"),
        ("500", 500, "Server Error"),
        ("captcha", 302, "/sorry/index"),
        ("malformed", 200, "timelineData"),
    ],
)
def test_modes_misbehave_as_google_does(client: FlaskClient, mode: str, status: int, words: str) -> None:
    client.get("/trends/explore/?geo=US")
    assert client.post("/_control", json={"mode": mode}).status_code == 200
    answer = client.post("/trends/api/explore", query_string={"req": question("pizza")})
    assert answer.status_code == status
    assert words in answer.text + answer.headers.get("Location", "")


def test_a_mode_may_last_for_some_calls_to_one_endpoint(client: FlaskClient) -> None:
    client.post("/_control", json={"mode": "429-first", "n": 1, "only": ["explore"]})
    client.get("/trends/explore/?geo=US")
    asked = {"req": question("pizza")}
    first = client.post("/trends/api/explore", query_string=asked)
    second = client.post("/trends/api/explore", query_string=asked)
    assert (first.status_code, second.status_code) == (429, 200)


def test_an_unknown_mode_is_refused_with_the_known_ones(client: FlaskClient) -> None:
    answer = client.post("/_control", json={"mode": "sleepy"})
    assert answer.status_code == 400
    assert "429-first" in answer.get_json()["error"]


def test_the_robot_page_says_all_is_well(client: FlaskClient) -> None:
    answer = client.get("/sorry/index")
    assert answer.status_code == 200
    assert "captcha" in answer.text
