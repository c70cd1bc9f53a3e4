"""Trends, people and events as tests need them."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from svckit.auth import Principal, Role
from svckit.ids import uuid7
from thinker_svc.models import StoredSnapshot
from thinker_svc.models.draft import Draft
from thinker_svc.services.content import content_hash
from thinker_svc.services.snapshot import Snapshot
from thinker_svc.services.states import State

AS_OF = datetime(2026, 11, 20, 12, tzinfo=UTC)


def points(
    values: list[Any], *, step: timedelta = timedelta(weeks=1), partial: bool = True
) -> list[dict[str, Any]]:
    """A series that ends at AS_OF; its last point is partial unless told otherwise."""
    start = AS_OF - step * len(values)
    return [
        {
            "time": (start + step * index).isoformat(),
            "value": value,
            "partial": partial and index == len(values) - 1,
        }
        for index, value in enumerate(values)
    ]


def snapshot_data(
    keyword: str = "pumpkin spice", values: list[Any] | None = None, **other: Any
) -> dict[str, Any]:
    """A search's result; by default interest rises from 40 to 60 in the last four weeks."""
    series = values if values is not None else [*[40] * 47, 40, 44, 50, 55, 60, 70]
    return {
        "id": str(uuid7()),
        "keywords": [keyword],
        "geo": "GB",
        "timeframe": "today 12-m",
        "resolution": "week",
        "as_of": AS_OF.isoformat(),
        "series": {keyword: points(series)},
        "averages": {keyword: 43},
        "rising": [
            {"query": f"{keyword} near me", "value": "Breakout"},
            {"query": f"{keyword} recipe", "value": 250},
        ],
        "top": [{"query": f"{keyword} ideas", "value": 100}],
        "regions": [
            {"name": "Wales", "code": "GB-WLS", "values": {keyword: 100}},
            {"name": "Scotland", "code": "GB-SCT", "values": {keyword: 83}},
        ],
        "sample": True,
        "source": "google",
        "missing": [],
        **other,
    }


def snapshot(keyword: str = "pumpkin spice", values: list[Any] | None = None, **other: Any) -> Snapshot:
    return Snapshot.model_validate(snapshot_data(keyword, values, **other))


def lifelike(keyword: str, direction: str, *, geo: str = "US", seed: int = 0) -> Snapshot:
    """A year of weeks that goes up, down, or nowhere, with noise of its own."""
    chance = random.Random(f"{keyword}{seed}")  # noqa: S311 - a series, not a secret
    base, weeks = chance.randint(30, 55), 53
    values = []
    for week in range(weeks):
        late, course = week > weeks - 6, week / (weeks - 1)
        factor = {
            "up": 1 + 0.2 * course + (0.6 if late else 0),
            "down": 1.6 - 0.4 * course - (0.5 if late else 0),
            "steady": 1.0,
        }[direction]
        values.append(max(0, min(100, round(base * factor * (1 + chance.uniform(-0.04, 0.04))))))
    return snapshot(keyword, values, geo=geo, regions=[], averages={keyword: base})


def principal(role: Role = Role.AUTHOR, name: str = "Tom Lindqvist", of: UUID | None = None) -> Principal:
    return Principal(id=of or uuid7(), name=name, role=role, session_id="s", expires_at=2**31)


def stored_draft(session: Session, writer: Principal, text: str) -> Draft:
    """A draft of theirs with that text, beside the data of its search; no worker had a part in it."""
    data, search_id = snapshot_data(), uuid7()
    session.add(
        StoredSnapshot(
            search_id=search_id,
            keywords=data["keywords"],
            geo="GB",
            timeframe="today 12-m",
            sample=True,
            data=data,
        )
    )
    draft = Draft(
        search_id=search_id,
        title="Pumpkin spice",
        state=State.DRAFT,
        platforms=["webhook"],
        account_ids=[],
        platform_texts={},
        images=[],
        content_hash=content_hash({"webhook": text}),
        author_id=writer.id,
        author_name=writer.name,
        keywords=["pumpkin spice"],
        ai_spans=[],
        text=text,
    )
    session.add(draft)
    session.flush()
    return draft
