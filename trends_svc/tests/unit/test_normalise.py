"""Google's answers become a snapshot without a number changing its meaning."""

from typing import Any
from uuid import UUID

import pytest

from trends_svc.providers.google import normalise
from trends_svc.services import endings, snapshot
from trends_svc.services.sources import NoData
from trends_svc.tests.factories import NOW, timeline

ID = UUID(int=7)


def test_below_one_stays_below_one_and_zero_stays_zero() -> None:
    answer = timeline([(0, "<1")], [(0, "0")], [(100, "100")])
    points = normalise.series(answer, ["a"], "WEEK", NOW).series["a"]
    assert [point.value for point in points] == ["<1", 0, 100]


def test_only_the_last_point_is_partial() -> None:
    points = normalise.series(timeline([(5, "5")], [(6, "6")]), ["a"], "WEEK", NOW).series["a"]
    assert [point.partial for point in points] == [False, True]


def test_no_data_at_all_is_no_data_and_not_zero() -> None:
    for answer in (timeline(), timeline([(0, "")], [(0, "")])):
        with pytest.raises(NoData, match="not zero"):
            normalise.series(answer, ["a"], "WEEK", NOW)


def test_a_keyword_without_data_has_no_points_beside_one_that_has_some() -> None:
    found = normalise.series(timeline([(7, "7"), (0, "")]), ["a", "b"], "WEEK", NOW)
    assert found.series["b"] == []
    assert found.averages.keys() == {"a"}


def test_averages_are_googles_own_where_it_gives_them() -> None:
    answer = timeline([(10, "10"), (20, "20")], [(30, "30"), (40, "40")])
    answer["default"]["averages"] = [21, 33]
    assert normalise.series(answer, ["a", "b"], "WEEK", NOW).averages == {"a": 21, "b": 33}


def test_for_one_keyword_the_average_is_that_of_the_complete_points() -> None:
    answer = timeline([(10, "10")], [(0, "<1")], [(99, "99")])
    assert normalise.series(answer, ["a"], "WEEK", NOW).averages == {"a": 5}


@pytest.mark.parametrize("step", ["MINUTE", "EIGHT_MINUTE", "SIXTEEN_MINUTE"])
def test_minutes_of_any_length_are_minutes(step: str) -> None:
    assert normalise.series(timeline([(1, "1")]), ["a"], step, NOW).resolution == "minute"


def test_regions_without_data_are_left_out_and_the_rest_is_highest_first() -> None:
    rows = [
        {"geoName": "Wales", "geoCode": "GB-WLS", "value": [40], "hasData": [True], "formattedValue": ["40"]},
        {"geoName": "Kent", "geoCode": "X", "value": [0], "hasData": [False], "formattedValue": [""]},
        {
            "geoName": "Scotland",
            "geoCode": "GB-SCT",
            "value": [100],
            "hasData": [True],
            "formattedValue": ["100"],
        },
    ]
    found = normalise.regions({"default": {"geoMapData": rows}}, ["a"]).regions
    assert [region.name for region in found] == ["Scotland", "Wales"]


def test_breakout_is_a_word_and_growth_a_number() -> None:
    ranked = [
        {"rankedKeyword": [{"query": "q", "value": 100, "formattedValue": "100"}]},
        {
            "rankedKeyword": [
                {"query": "b", "value": 8900, "formattedValue": "Breakout"},
                {"query": "c", "value": 400, "formattedValue": "+400%"},
            ]
        },
    ]
    found = normalise.related({"default": {"rankedList": ranked}}, "a")
    assert [query.value for query in found.rising] == ["Breakout", 400]
    assert found.top[0].keyword == "a"


def test_no_related_queries_are_an_answer_too() -> None:
    assert normalise.related({"default": {"rankedList": []}}, "a").top == []


def assembled(**parts: Any) -> snapshot.Snapshot:
    series = normalise.series(timeline([(10, "10")], [(100, "100")]), ["a"], "WEEK", NOW)
    return snapshot.assemble(
        id=ID,
        keywords=["a"],
        geo="GB",
        timeframe="today 12-m",
        category=0,
        gprop="",
        source="google",
        sample=True,
        parts={"series": series.model_dump(mode="json"), **parts},
    )


def test_what_could_not_be_had_is_listed_as_missing() -> None:
    assert assembled().missing == ["regions", "related"]
    whole = assembled(regions={"regions": []}, **{"related:0": {"rising": [], "top": []}})
    assert whole.missing == []


def test_a_snapshot_survives_being_stored() -> None:
    found = assembled()
    assert snapshot.Snapshot.model_validate_json(found.model_dump_json()) == found
    assert found.model_dump(mode="json")["series"]["a"][0] == {
        "time": "2026-11-08T00:00:00Z",
        "value": 10,
        "partial": False,
    }


def test_the_small_picture_has_at_most_24_values() -> None:
    series = normalise.series(timeline(*[[(i, str(i))] for i in range(100)]), ["a"], "WEEK", NOW)
    found = assembled().model_copy(update={"series": series.series})
    assert len(endings.shape(found)) <= 24
