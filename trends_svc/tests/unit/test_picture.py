"""The chart as a picture."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from xml.etree import ElementTree

from trends_svc.services import picture
from trends_svc.services.snapshot import Point, Snapshot

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def snapshot(*keywords: str) -> Snapshot:
    def points(level: int) -> list[Point]:
        return [
            Point(time=NOW - timedelta(weeks=20 - at), value=min(100, level + at) or "<1", partial=at == 19)
            for at in range(20)
        ]

    series = {keyword: points(10 * index) for index, keyword in enumerate(keywords)}
    series[keywords[-1]] = []
    return Snapshot(
        id=UUID(int=1), keywords=list(keywords), geo="PT", timeframe="today 12-m", resolution="week",
        as_of=NOW, series=series, averages={}, rising=[], top=[], regions=[], source="google", sample=True,
        missing=[],
    )  # fmt: skip


def test_a_chart_has_a_line_a_keyword_and_the_partial_end_dashed() -> None:
    svg = picture.as_svg(snapshot("tea", "coffee", "zz"))
    lines = ElementTree.fromstring(svg).findall("{http://www.w3.org/2000/svg}polyline")  # noqa: S314 - our own
    assert len(lines) == 4
    assert [line.get("stroke-dasharray") for line in lines] == [None, "3 5", None, "3 5"]
    assert "zz (not enough data)" in svg
    assert "sample data" in svg


def test_what_somebody_typed_stays_text() -> None:
    svg = picture.as_svg(snapshot('<script>"&', "b"))
    assert "<script>" not in svg
    ElementTree.fromstring(svg)  # noqa: S314 - our own


def test_a_spike_is_ringed() -> None:
    shown = snapshot("tea", "b")
    assert picture.as_svg(shown, [("tea", shown.series["tea"][5].time)]).count("<circle") == 1


def test_a_png_is_a_png_of_the_size_asked_for() -> None:
    png = picture.as_png(picture.as_svg(snapshot("tea", "b")), zoom=2)
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20], "big") == 1920
