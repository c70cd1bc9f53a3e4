"""The CSV opens in a spreadsheet as what it is."""

import csv
import io
from datetime import UTC, datetime
from uuid import UUID

from trends_svc.services import export
from trends_svc.services.snapshot import Point, Resolution, Snapshot
from trends_svc.tests.factories import NOW


def snapshot(keywords: list[str], resolution: Resolution = "week") -> Snapshot:
    first = (
        datetime(2026, 11, 8, 15, 0, tzinfo=UTC)
        if resolution == "hour"
        else datetime(2026, 11, 8, tzinfo=UTC)
    )
    points = [
        Point(time=first, value="<1", partial=False),
        Point(time=first.replace(day=15), value=100, partial=True),
    ]
    return Snapshot(
        id=UUID(int=1),
        keywords=keywords,
        geo="",
        timeframe="today 12-m",
        resolution=resolution,
        as_of=NOW,
        series={keyword: points if index == 0 else [] for index, keyword in enumerate(keywords)},
        averages={keywords[0]: 50},
        rising=[],
        top=[],
        regions=[],
        source="google",
        sample=False,
        missing=[],
    )


def rows(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_a_line_per_point_with_iso_dates_and_nothing_rounded() -> None:
    assert rows(export.as_csv(snapshot(["café au lait", "tea"]))) == [
        ["time", "café au lait", "tea", "partial"],
        ["2026-11-08", "<1", "", "false"],
        ["2026-11-15", "100", "", "true"],
    ]


def test_within_a_day_the_time_is_given_in_utc() -> None:
    assert rows(export.as_csv(snapshot(["a"], "hour")))[1][0] == "2026-11-08T15:00:00Z"


def test_a_keyword_that_looks_like_a_formula_stays_text() -> None:
    assert rows(export.as_csv(snapshot(['=HYPERLINK("x")'])))[0][1] == '\'=HYPERLINK("x")'


def test_the_file_is_named_after_the_keywords() -> None:
    assert export.file_name(snapshot(["café au lait"])) == "trends-caf-au-lait-2026-11-23.csv"
    assert export.file_name(snapshot(["寿司"])) == "trends-search-2026-11-23.csv"
