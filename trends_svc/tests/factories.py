"""Things that tests are about, with whatever doesn't matter filled in."""

from datetime import UTC, datetime, timedelta
from typing import Any

NOW = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
SUNDAY = datetime(2026, 11, 15, tzinfo=UTC)


def timeline(*rows: list[tuple[int, str]], partial_last: bool = True) -> dict[str, Any]:
    """A multiline answer: a row per week, each value with how Google writes it; "" means no data."""
    points: list[dict[str, Any]] = []
    for index, row in enumerate(rows):
        moment = SUNDAY + timedelta(weeks=index - len(rows) + 1)
        points.append(
            {
                "time": str(int(moment.timestamp())),
                "value": [value for value, _ in row],
                "formattedValue": [shown or "0" for _, shown in row],
                "hasData": [bool(shown) for _, shown in row],
            }
        )
    if partial_last and points:
        points[-1]["isPartial"] = True
    return {"default": {"timelineData": points, "averages": []}}
