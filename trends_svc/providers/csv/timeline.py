"""``multiTimeline.csv``: interest over time, as Google's page exports it in any language.

An optional line about the category, then a heading (``Week,pizza: (United States),…``), then a line per
time with whole numbers from 0 to 100 or "<1". Our own export, which has ``partial`` for its last column,
is read too.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median

from trends_svc.services import catalogue, geos
from trends_svc.services.comparing import amount
from trends_svc.services.questions import LONGEST_KEYWORD, MOST_KEYWORDS, Question
from trends_svc.services.snapshot import Point, Resolution, SeriesPart, Value
from trends_svc.services.sources import UnreadableError, UploadedSeries

MOST_ROWS = 2000
_COLUMN = re.compile(r"^(?P<keyword>.+?)\s*:\s*\((?P<place>[^()]*(?:\([^()]*\)[^()]*)?)\)$")
_MONTH = re.compile(r"^\d{4}-\d{2}$")
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_HOUR = re.compile(r"^\d{4}-\d{2}-\d{2}[T ]\d{2}$")
_MARKS = ",;\t"
_PARTIAL = {"ispartial", "partial"}
_STEPS: tuple[tuple[timedelta, Resolution], ...] = (
    (timedelta(minutes=30), "minute"),
    (timedelta(hours=2), "hour"),
    (timedelta(days=2), "day"),
    (timedelta(days=10), "week"),
    (timedelta(days=32), "month"),
)
_SPANS = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(days=7),
}
WANTED = "Upload the file that “Interest over time” gives (multiTimeline.csv)."


def read(text: str, *, geo: str | None, now: datetime) -> UploadedSeries:
    """The series of an export, and the question it answers.

    Raises:
        UnreadableError: with the line, and what to upload instead.
    """
    lines = _lines(text)
    number, heading = _heading(lines)
    has_partial = heading[-1].strip().casefold() in _PARTIAL
    names = heading[1:-1] if has_partial else heading[1:]
    keywords, place = _columns(names)
    rows = _rows(lines, number, len(heading))
    times = [_time(cells[0], line) for line, cells in rows]
    _in_order(times, rows)
    resolution = _resolution(times, heading[0])
    over = _end_of(times[-1], resolution)
    partial = [cells[-1].strip().casefold() == "true" if has_partial else False for _, cells in rows]
    partial[-1] = partial[-1] or over > now
    series = _series(keywords, times, rows, partial)
    as_of = min(now, over)
    question = Question(
        tuple(keywords),
        _geo(place) if geo is None else geo,
        _timeframe(times[0], min(over, now), resolution),
        _category(lines[:number]),
    )
    return UploadedSeries(
        question,
        SeriesPart(resolution=resolution, as_of=as_of, series=series, averages=_averages(series)),
    )


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """Number and cells of every line that isn't empty."""
    first = next(
        (line for line in text.splitlines() if line.count(",") + line.count(";") + line.count("\t")), ""
    )
    delimiter = max(",;\t", key=first.count)
    try:
        return [
            (number, cells)
            for number, cells in enumerate(csv.reader(text.splitlines(), delimiter=delimiter), 1)
            if any(cell.strip() for cell in cells)
        ]
    except csv.Error as error:
        raise UnreadableError(f"This isn't a CSV file ({error}). {WANTED}") from error


def _heading(lines: Sequence[tuple[int, list[str]]]) -> tuple[int, list[str]]:
    """The index of the line after the heading, and the heading's cells."""
    for index, (number, cells) in enumerate(lines[:5]):
        if cells[0].strip().upper() in {"TOP", "RISING"}:
            raise UnreadableError(f"This is Google's export of related queries. {WANTED}")
        if len(cells) >= 2 and cells[1].strip():
            if index + 1 < len(lines) and not _is_time(lines[index + 1][1][0]):
                raise UnreadableError(
                    f"Line {lines[index + 1][0]} begins with “{lines[index + 1][1][0][:30]}”, which isn't a "
                    f"date. Is it the export of regions? {WANTED}"
                )
            if _is_time(cells[0]):
                raise UnreadableError(
                    f"Line {number} has numbers already: the heading with the keywords is missing. {WANTED}"
                )
            return index + 1, [cell.strip() for cell in cells]
    raise UnreadableError(f"There is no table in this file. {WANTED}")


def _columns(names: Sequence[str]) -> tuple[list[str], str | None]:
    """Keywords, and the place that all of them share."""
    keywords, places = [], set()
    for name in names:
        match = _COLUMN.match(name)
        keyword = " ".join((match["keyword"] if match else name).split())
        # Our own export writes a heading that a spreadsheet would run as plain text.
        keyword = keyword[1:] if keyword[:2] in {"'=", "'+", "'-", "'@"} else keyword
        if not keyword:
            raise UnreadableError(f"A column has no keyword for its heading. {WANTED}")
        if len(keyword) > LONGEST_KEYWORD:
            raise UnreadableError(f"“{keyword[:30]}…” is longer than {LONGEST_KEYWORD} characters.")
        keywords.append(keyword)
        places.add(match["place"].strip() if match else None)
    if len(keywords) > MOST_KEYWORDS:
        raise UnreadableError(f"At most {MOST_KEYWORDS} keywords are taken; these are {len(keywords)}.")
    if len({keyword.casefold() for keyword in keywords}) < len(keywords):
        several = len(places) > 1
        raise UnreadableError(
            "This export compares places. A search here is about one place: export each by itself."
            if several
            else "A keyword stands in two columns. Remove one."
        )
    if len(places) > 1:
        raise UnreadableError("The columns are of different places. Export one place at a time.")
    return keywords, places.pop()


def _geo(place: str | None) -> str:
    if place is None or place == "":
        return ""
    for code, name in geos.names().items():
        if place.casefold() in {name.casefold(), code.casefold()}:
            return code
    raise UnreadableError(
        f"The file is about “{place[:60]}”, a region we don't know by this name. Choose it here.", field="geo"
    )


def _category(before: Sequence[tuple[int, list[str]]]) -> int:
    """Of the line above the table, where it names one that we know."""
    for _, cells in before:
        named = cells[0].partition(":")[2].strip().casefold()
        for number, name in catalogue.categories():
            if named and named == name.casefold():
                return number
    return 0


def _rows(lines: Sequence[tuple[int, list[str]]], start: int, width: int) -> list[tuple[int, list[str]]]:
    rows = list(lines[start:])
    if len(rows) < 2:
        raise UnreadableError(
            "There are no numbers in this file: Google had not enough data for this question. That is not "
            "zero."
        )
    if len(rows) > MOST_ROWS:
        raise UnreadableError(f"At most {MOST_ROWS} lines are taken; these are {len(rows)}.")
    for number, cells in rows:
        if len(cells) != width:
            raise UnreadableError(
                f"Line {number} has {len(cells)} cells; the heading has {width}. Export it anew."
            )
    return rows


def _is_time(text: str) -> bool:
    try:
        _moment(text.strip())
    except ValueError:
        return False
    return True


def _time(text: str, number: int) -> datetime:
    try:
        return _moment(text.strip())
    except ValueError as error:
        raise UnreadableError(
            f"Line {number}: “{text[:30]}” isn't a date like 2026-11-16 or 2026-11-16T03."
        ) from error


def _moment(text: str) -> datetime:
    """UTC, where nothing else is said: Google's exports don't tell their zone."""
    if _MONTH.match(text):
        found = datetime.strptime(f"{text}-01 +0000", "%Y-%m-%d %z")
    elif _DAY.match(text):
        found = datetime.strptime(f"{text} +0000", "%Y-%m-%d %z")
    elif _HOUR.match(text):
        found = datetime.fromisoformat(f"{text}:00").replace(tzinfo=UTC)
    else:
        if not text[:4].isdigit() or len(text) < 16:
            raise ValueError(text)
        found = datetime.fromisoformat(text)
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    if not 2004 <= found.year <= 2200:
        raise ValueError(text)
    return found


def _in_order(times: Sequence[datetime], rows: Sequence[tuple[int, list[str]]]) -> None:
    for (before, after), (number, _) in zip(pairwise(times), rows[1:], strict=True):
        if after <= before:
            raise UnreadableError(f"Line {number} isn't later than the one before it. Export the file anew.")


def _resolution(times: Sequence[datetime], word: str) -> Resolution:
    step = timedelta(seconds=median((b - a).total_seconds() for a, b in pairwise(times)))
    for most, name in _STEPS:
        if step <= most:
            return name
    raise UnreadableError(f"“{word[:30]}”: the times lie further apart than months. {WANTED}")


def _end_of(time: datetime, resolution: Resolution) -> datetime:
    if resolution == "month":
        return (time.replace(day=1) + timedelta(days=32)).replace(day=1)
    return time + _SPANS[resolution]


def _series(
    keywords: Sequence[str],
    times: Sequence[datetime],
    rows: Sequence[tuple[int, list[str]]],
    partial: Sequence[bool],
) -> dict[str, list[Point]]:
    found: dict[str, list[Point]] = {}
    for column, keyword in enumerate(keywords, 1):
        values = [_value(cells[column], number) for number, cells in rows]
        points = [
            Point(time=time, value=value, partial=unfinished)
            for time, value, unfinished in zip(times, values, partial, strict=True)
            if value is not None
        ]
        # Google writes 0 at every time of what it has no data for.
        found[keyword] = points if any(point.value != 0 for point in points) else []
    if not any(found.values()):
        raise UnreadableError(
            "Every value in this file is 0: Google had not enough data for this question. That is not zero."
        )
    return found


def _value(text: str, number: int) -> Value | None:
    text = text.strip().replace(" ", "")
    if text == "":
        return None
    if text == "<1":
        return "<1"
    if text.isascii() and text.isdigit() and int(text) <= 100:
        return int(text)
    raise UnreadableError(f"Line {number}: “{text[:20]}” isn't a whole number from 0 to 100, or <1.")


def _averages(series: Mapping[str, Sequence[Point]]) -> dict[str, int]:
    """Of the complete points, as Google's page shows it."""
    averages = {}
    for keyword, points in series.items():
        complete = [point for point in points if not point.partial] or list(points)
        if complete:
            averages[keyword] = round(sum(amount(p.value) for p in complete) / len(complete))
    return averages


def _timeframe(first: datetime, over: datetime, resolution: Resolution) -> str:
    """As a search would be asked for the same span."""
    if resolution in ("minute", "hour"):
        last = over if over - first >= timedelta(hours=1) else first + timedelta(hours=1)
        return f"{first:%Y-%m-%dT%H} {last:%Y-%m-%dT%H}"
    return f"{first:%Y-%m-%d} {max(over - timedelta(seconds=1), first):%Y-%m-%d}"
