"""Things that tests are about, with whatever doesn't matter filled in."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from svckit.auth import Principal, Role
from svckit.ids import uuid7
from trends_svc.services.questions import Question

NOW = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
SUNDAY = datetime(2026, 11, 15, tzinfo=UTC)


def principal(role: Role = Role.AUTHOR, *, id: UUID | None = None, name: str = "Tom Lindqvist") -> Principal:  # noqa: A002
    return Principal(id=id or uuid7(), name=name, role=role, session_id="s", expires_at=0.0)


def question(*keywords: str, **given: Any) -> Question:
    values: dict[str, Any] = {"geo": "GB", "timeframe": "today 12-m"} | given
    return Question(keywords=keywords or ("matcha",), **values)


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
