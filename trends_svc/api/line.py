"""``/api/v1/trends/line`` and ``/askers``: who waits for Google, how Google is today, who asked so far."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from flask import Response
from pydantic import Field

from svckit.auth import VIEWER
from svckit.db import utcnow
from svckit.schemas import Person, Schema
from svckit.web import Resource
from trends_svc import queries_line
from trends_svc.api import provided
from trends_svc.models import Search, db
from trends_svc.services import line
from trends_svc.services.line import Waiting

resource = Resource("line", __name__, url_prefix="/api/v1/trends", tag="Live")
MOST_SHOWN = 8
MOST_ASKERS = 200


class Place(Schema):
    """A search in the line; ``place`` 0 is being answered."""

    search_id: UUID
    keywords: list[str]
    by: str = Field(description="Who asked.")
    watch: bool = Field(description="A watch asked, nobody waits for it.")
    state: Literal["asking", "line", "paused", "retry", "shared"]
    place: int
    eta_seconds: int = Field(description="Until it is likely to begin; 0 while it is being answered.")


class Today(Schema):
    """Calls to Google since midnight UTC."""

    answered: int
    refused: int = Field(description="Google asked us to slow down.")
    failed: int = Field(description="No answer, or none that can be read.")
    last_answer_at: datetime | None
    last_refusal_at: datetime | None


class Line(Schema):
    """The one line in front of Google."""

    waiting: int
    paused_seconds: int = Field(description="Nobody asks for so long, because Google refused us; else 0.")
    next_seconds: int | None = Field(description="Until the next one goes; null when nobody waits.")
    items: list[Place] = Field(description="The first of them.")
    today: Today


class Askers(Schema):
    items: list[Person]


@resource.get("/line", permission=VIEWER, summary="Who waits for Google", responses={200: Line})
def read_line() -> Response:
    gate = provided.gate()
    state = gate.state()
    session = db.session()
    waits = line.waiting(session, state, gate.spacing, now=utcnow())
    front = queries_line.front(session, "google", MOST_SHOWN) if waits or state.occupied else []
    day = gate.tally.today()
    body = Line(
        waiting=len(waits),
        paused_seconds=round(state.paused),
        next_seconds=min((wait.eta_seconds for wait in waits.values()), default=None),
        items=[_place(row, waits.get(row.id)) for row in front],
        today=Today(
            answered=day.answered,
            refused=day.refused,
            failed=day.failed,
            last_answer_at=day.last_answer_at,
            last_refusal_at=day.last_refusal_at,
        ),
    )
    return Response(body.model_dump_json(), content_type="application/json")


def _place(row: Search, wait: Waiting | None) -> Place:
    return Place(
        search_id=row.id,
        keywords=row.keywords,
        by=row.requested_by_name,
        watch=row.watch_id is not None,
        state=wait.reason if wait else "asking",
        place=wait.place if wait else 0,
        eta_seconds=wait.eta_seconds if wait else 0,
    )


@resource.get("/askers", permission=VIEWER, summary="Who searched so far", responses={200: Askers})
def list_askers() -> Response:
    """By name; for filtering the list of searches."""
    rows = queries_line.askers(db.session(), MOST_ASKERS)
    body = Askers(items=[Person(id=row.requested_by_id, name=row.requested_by_name) for row in rows])
    return Response(body.model_dump_json(), content_type="application/json")
