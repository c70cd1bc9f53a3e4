"""A snapshot's series as CSV, for spreadsheets."""

import csv
import io

from trends_svc.services.snapshot import Point, Snapshot

BOM = "\ufeff"
"""Without it, Excel reads UTF-8 as something else."""


def as_csv(snapshot: Snapshot) -> str:
    """``time, <keyword>…, partial``: one line per point; ISO dates, or date and time within a day."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["time", *(_cell(keyword) for keyword in snapshot.keywords), "partial"])
    by_time: dict[str, dict[str, Point]] = {}
    for keyword, points in snapshot.series.items():
        for point in points:
            by_time.setdefault(_time(point, snapshot.resolution), {})[keyword] = point
    for time, points_then in sorted(by_time.items()):
        values = [
            points_then[keyword].value if keyword in points_then else "" for keyword in snapshot.keywords
        ]
        partial = any(point.partial for point in points_then.values())
        writer.writerow([time, *values, "true" if partial else "false"])
    return BOM + out.getvalue()


def file_name(snapshot: Snapshot, ending: str = "csv") -> str:
    """ASCII, safe in a header and on a disk: ``trends-pizza-2026-11-23.csv``."""
    words = "-".join(snapshot.keywords)
    safe = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in words)
    stem = "-".join(part for part in safe.split("-") if part)[:60] or "search"
    return f"trends-{stem}-{snapshot.as_of:%Y-%m-%d}.{ending}"


def _time(point: Point, resolution: str) -> str:
    form = "%Y-%m-%dT%H:%M:%SZ" if resolution in ("minute", "hour") else "%Y-%m-%d"
    return point.time.strftime(form)


def _cell(text: str) -> str:
    """A heading that a spreadsheet would run as a formula is made plain text."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text
