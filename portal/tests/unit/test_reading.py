"""What a snapshot says in numbers: nothing is invented, and nothing missing is zero."""

from portal import reading
from portal.models.searches import Snapshot
from portal.tests import examples as eg


def snapshot(*keywords: str, **changes: object) -> Snapshot:
    return Snapshot.model_validate(eg.snapshot(list(keywords), **changes))


def test_the_table_has_a_row_per_time_and_a_value_per_keyword() -> None:
    rows = reading.rows(snapshot("pumpkin spice", "rye bread"))
    assert len(rows) == 53
    assert all(len(row.values) == 2 for row in rows)
    assert [row.partial for row in rows[-2:]] == [False, True]
    assert any(row.values[0] == "<1" for row in rows), "below one stays below one"


def test_what_one_keyword_lacks_is_a_dash() -> None:
    found = snapshot("a", "b")
    shorter = found.model_copy(update={"series": {"a": found.series["a"], "b": found.series["b"][1:]}})
    assert reading.rows(shorter)[0].values[1] == "–"


def test_the_peak_is_never_an_unfinished_week() -> None:
    points = snapshot("a").series["a"]
    higher = [*points[:-1], points[-1].model_copy(update={"value": 100})]
    peak = reading.peak(higher)
    assert peak is not None
    assert not peak.partial


def test_four_numbers_at_most_each_with_its_scale() -> None:
    stats = reading.stats(snapshot("a", "b", "c", "d", "e"))
    assert len(stats) == 4
    assert stats[0].name == "a, this week so far"
    assert stats[0].scale == "of 100"


def test_an_empty_answer_has_no_numbers() -> None:
    empty = snapshot("a", series={}, averages={}, regions=[], rising=[], top=[])
    assert reading.rows(empty) == []
    assert reading.stats(empty) == []
    assert reading.facts(empty) == []
    assert "no data" in reading.description(empty)


def test_the_chart_is_told_in_words() -> None:
    said = reading.description(snapshot("pumpkin spice"))
    assert said.startswith("1 line. pumpkin spice: from ")
    assert "highest 100 (week of 20 Sep)" in said


def test_regions_that_are_alike_are_all_the_strongest() -> None:
    def told(values: dict[str, int], *keywords: str) -> list[tuple[str, str]]:
        regions = [
            {"name": name, "code": "", "values": dict.fromkeys(keywords or ("a",), value)}
            for name, value in values.items()
        ]
        found = reading.facts(snapshot(*(keywords or ("a",)), regions=regions))
        return [(fact.name, fact.value) for fact in found if "region" in fact.name]

    assert told({"Wales": 78, "Scotland": 100}) == [("Strongest region", "Scotland")]
    assert told({"Wales": 100, "England": 81, "Kent": 100}) == [("Strongest regions", "Kent, Wales")]
    assert told(dict.fromkeys("abcd", 100)) == [("Strongest regions", "4 alike")]
    assert told({"Wales": 0}) == []
    assert told({"Wales": 78, "Kent": 20}, "a", "b") == [("Strongest region of a", "Wales")]
