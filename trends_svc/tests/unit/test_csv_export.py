"""Reading what people exported from Google."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trends_svc.providers.csv.reading import ExportReader, decoded
from trends_svc.services.export import as_csv
from trends_svc.services.snapshot import Point, Resolution, Snapshot, Value
from trends_svc.services.sources import UnreadableError, UploadedSeries, UploadedTrending

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
WEEKS = """Category: All categories

Week,pizza: (United States),"mac, cheese: (United States)"
2026-11-01,78,<1
2026-11-08,100,3
2026-11-15,91,
2026-11-22,40,2
"""


def read(text: str, geo: str | None = None, now: datetime = NOW) -> UploadedSeries:
    found = ExportReader().read(text.encode(), geo=geo, now=now)
    assert isinstance(found, UploadedSeries)
    return found


def refused(text: str | bytes, geo: str | None = None) -> UnreadableError:
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(UnreadableError) as caught:
        ExportReader().read(data, geo=geo, now=NOW)
    return caught.value


def test_an_export_is_a_question_with_its_answer() -> None:
    found = read(WEEKS)
    assert found.question.keywords == ("pizza", "mac, cheese")
    assert (found.question.geo, found.question.timeframe) == ("US", "2026-11-01 2026-11-22")
    assert found.series.resolution == "week"
    assert [p.value for p in found.series.series["pizza"]] == [78, 100, 91, 40]
    assert [p.value for p in found.series.series["mac, cheese"]] == [
        "<1",
        3,
        2,
    ]  # what isn't there isn't zero
    assert [p.partial for p in found.series.series["pizza"]] == [False, False, False, True]
    assert found.series.averages == {"pizza": 90, "mac, cheese": 2}


def test_as_of_is_no_later_than_what_the_file_can_know() -> None:
    assert read(WEEKS).series.as_of == NOW
    much_later = read(WEEKS, now=datetime(2027, 3, 1, tzinfo=UTC))
    assert much_later.series.as_of == datetime(2026, 11, 29, tzinfo=UTC)
    assert not much_later.series.series["pizza"][-1].partial


@pytest.mark.parametrize(
    ("rows", "resolution", "timeframe"),
    [
        (["2026-11-20T01,5", "2026-11-20T02,6", "2026-11-20T03,100"], "hour", "2026-11-20T01 2026-11-20T04"),
        (["2026-11-20T01:00,5", "2026-11-20T01:08,100"], "minute", "2026-11-20T01 2026-11-20T02"),
        (["2026-11-18,5", "2026-11-19,100"], "day", "2026-11-18 2026-11-19"),
        (["2026-08,5", "2026-09,100", "2026-10,7"], "month", "2026-08-01 2026-10-31"),
        (
            ["2026-11-20T01:00:00+02:00,5", "2026-11-20T02:00:00+02:00,9"],
            "hour",
            "2026-11-19T23 2026-11-20T01",
        ),
    ],
)
def test_times_of_every_resolution_are_read(rows: list[str], resolution: str, timeframe: str) -> None:
    found = read("\n".join(["Kategorie: Alle Kategorien", "", "Zeit,tee: (Weltweit)", *rows]), geo="")
    assert (found.series.resolution, found.question.timeframe) == (resolution, timeframe)


def test_worldwide_categories_and_brackets_in_a_keyword_are_understood() -> None:
    text = WEEKS.replace("All categories", "Food & Drink").replace("(United States)", "(Worldwide)")
    found = read(text.replace("pizza:", "pizza (deep):"))
    assert (found.question.geo, found.question.category) == ("", 71)
    assert found.question.keywords[0] == "pizza (deep)"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no table"),
        ("hello", "no table"),
        (WEEKS.replace("<1", "many"), "Line 4: “many” isn't a whole number"),
        (WEEKS.replace("78", "178"), "Line 4: “178”"),
        (WEEKS.replace("2026-11-08", "8 Nov"), "Line 5: “8 Nov” isn't a date"),
        (WEEKS.replace("2026-11-08,100,3", "2026-11-08,100"), "Line 5 has 2 cells; the heading has 3"),
        (WEEKS.replace("2026-11-15", "2026-11-08"), "Line 6 isn't later"),
        (WEEKS.replace("mac, cheese", "Pizza"), "two columns"),
        (WEEKS.replace("mac, cheese: (United States)", "pizza: (Canada)"), "compares places"),
        (WEEKS.replace('(United States)"', '(Canada)"'), "one place at a time"),
        ("Category: All\n\nRegion,pizza: (11/22/25 - 11/22/26)\nAlabama,34\nAlaska,5\n", "export of regions"),
        ("Category: All\n\nTOP\npizza hut,100\n", "related queries"),
        ("Category: All\n\nWeek,tea: (US)\n", "not enough data"),
        ("Week,tea: (US)\n2026-11-08,0\n2026-11-15,0\n", "not enough data"),
        ("2026-11-08,1\n2026-11-15,2\n", "heading with the keywords is missing"),
        (b"PK\x03\x04sheet", "workbook"),
        (b"\xff\xfe\x00\xd8", "UTF-8"),
        ("<html><body>no</body></html>", "not like Google's feed"),
    ],
)
def test_a_file_that_cannot_be_taken_says_where_and_what_to_do(text: str | bytes, said: str) -> None:
    assert said in str(refused(text))


def test_a_region_in_words_we_do_not_know_asks_for_it() -> None:
    text = WEEKS.replace("(United States)", "(Vereinigte Staaten)")
    error = refused(text)
    assert (error.field, "Vereinigte Staaten" in str(error)) == ("geo", True)
    assert read(text, geo="US").question.geo == "US"


def test_a_feed_of_what_is_trending_is_read_with_its_country() -> None:
    from launcher.google.feed import trending

    found = ExportReader().read(trending("PT", NOW).encode(), geo=None, now=NOW)
    assert isinstance(found, UploadedTrending)
    assert (found.geo, len(found.items)) == ("PT", 10)
    assert found.items[0].keyword == found.items[0].title
    assert refused(trending("", NOW)).field == "geo"


def test_spreadsheets_may_have_saved_it_anew() -> None:
    with_semicolons = "Week;tea: (Worldwide)\r\n2026-11-08;5\r\n2026-11-15;100\r\n"
    assert decoded(with_semicolons.encode("utf-16")) == with_semicolons
    found = ExportReader().read(with_semicolons.encode("utf-8-sig"), geo=None, now=NOW)
    assert isinstance(found, UploadedSeries)
    assert found.question.keywords == ("tea",)


words = st.text("abcdefgh äöéß日本語,\"'-", min_size=1, max_size=30).map(lambda t: " ".join(t.split()))
values: st.SearchStrategy[Value] = st.one_of(st.integers(1, 100), st.just("<1"))
steps: dict[Resolution, timedelta] = {
    "hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1),
}  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        words.filter(lambda w: bool(w) and w[0] not in "'-"), min_size=1, max_size=5, unique_by=str.casefold
    ),
    st.sampled_from(sorted(steps)),
    st.data(),
)
def test_what_we_export_is_read_back_as_it_was(
    keywords: list[str], resolution: Resolution, data: st.DataObject
) -> None:
    count = data.draw(st.integers(2, 40))
    start = datetime(2026, 1, 4, tzinfo=UTC)
    times = [start + steps[resolution] * at for at in range(count)]
    series = {
        keyword: [Point(time=time, value=data.draw(values), partial=time == times[-1]) for time in times]
        for keyword in keywords
    }
    snapshot = Snapshot(
        id=UUID(int=1), keywords=keywords, geo="", timeframe="", resolution=resolution, as_of=NOW,
        series=series, averages={}, rising=[], top=[], regions=[], source="google", sample=False, missing=[],
    )  # fmt: skip
    found = read(as_csv(snapshot))
    assert found.question.keywords == tuple(keywords)
    assert found.series.series == series
    assert found.series.resolution == resolution


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_whatever_is_uploaded_is_read_or_refused_in_words(data: bytes) -> None:
    said = "read"
    try:
        ExportReader().read(data, geo=None, now=NOW)
    except UnreadableError as error:
        said = str(error)
    assert said == "read" or said.endswith(".")
