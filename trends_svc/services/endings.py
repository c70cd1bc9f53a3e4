"""How a search ends: with a snapshot and an event, or with a reason and an event."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from svckit.outbox import Outbox
from svckit.schemas import Person
from trends_svc import queries_watches
from trends_svc.events import SearchCompleted, SearchFailed, SearchFault
from trends_svc.models import Search, SearchResult, Status
from trends_svc.services import sharing
from trends_svc.services import snapshot as snapshots
from trends_svc.services.snapshot import Headline, Snapshot
from trends_svc.services.sources import SourceError

SHAPE_POINTS = 24

BROKEN_OFF: dict[str, Any] = {
    "type": "worker-lost",
    "title": "The search broke off",
    "detail": "The worker died over it several times, so we stopped trying. Search again; if it happens "
    "again, an admin finds the reason in the worker's log.",
}

NO_SUCH_SOURCE: dict[str, Any] = {
    "type": "source-unavailable",
    "title": "This source isn't there",
    "detail": "The source that was asked for isn't part of this deployment. Choose another one.",
}


def fault_of(error: SourceError, *, retry_after: float) -> dict[str, Any]:
    """``{type, title, detail, retry_after?}``; when another try makes sense, after how many seconds."""
    fault: dict[str, Any] = {"type": error.type, "title": error.title, "detail": error.detail}
    if error.transient:
        fault["retry_after"] = max(1, round(retry_after))
        fault["detail"] += " Nothing was recorded, so nothing reads as zero. Search again later."
    return fault


def complete(
    session: Session,
    outbox: Outbox,
    search: Search,
    parts: Mapping[str, dict[str, Any]],
    *,
    source: str,
    sample: bool,
    news: list[Headline],
    now: datetime,
) -> None:
    """Write the snapshot, and say so; whoever asked the same gets it too."""
    snapshot = snapshots.assemble(
        id=search.id,
        keywords=search.keywords,
        geo=search.geo,
        timeframe=search.timeframe,
        category=search.category,
        gprop=search.property,
        source=source,
        sample=sample,
        parts=parts,
        news=news,
    )
    session.add(SearchResult(search_id=search.id, snapshot=snapshot.model_dump(mode="json")))
    search.status = Status.COMPLETED
    search.as_of = snapshot.as_of
    search.source, search.sample = source, sample
    search.shape = shape(snapshot)
    search.step, search.steps_done = "done", search.steps_total
    search.message = _missing_in_words(snapshot.missing)
    search.error = None
    outbox.emit(
        session, SearchCompleted(search_id=search.id, requested_by=_person(search), snapshot=snapshot)
    )
    sharing.settle(session, outbox, search, now=now)


def fail(session: Session, outbox: Outbox, search: Search, fault: dict[str, Any], *, now: datetime) -> None:
    """Write why, and say so, for whoever asked the same too."""
    _fail_one(session, outbox, search, fault)
    for follower in sharing.settle(session, outbox, search, now=now):
        follower.finished_at = now
        _fail_one(session, outbox, follower, fault)


def _fail_one(session: Session, outbox: Outbox, search: Search, fault: dict[str, Any]) -> None:
    search.status = Status.FAILED
    search.error = fault
    search.step, search.message = "failed", fault["title"]
    outbox.emit(
        session,
        SearchFailed(
            search_id=search.id,
            keywords=search.keywords,
            geo=search.geo,
            timeframe=search.timeframe,
            requested_by=_person(search),
            error=SearchFault(type=fault["type"], title=fault["title"], detail=fault["detail"]),
            watch_id=search.watch_id,
            repeated=search.watch_id is not None and queries_watches.is_failing(session, search.watch_id),
        ),
    )


def shape(snapshot: Snapshot) -> list[int]:
    """At most 24 values of the first keyword that has any: a small picture, not for reading off."""
    points = next((found for found in snapshot.series.values() if found), [])
    values = [0 if point.value == "<1" else point.value for point in points]
    size = -(-len(values) // SHAPE_POINTS) or 1
    groups = [values[start : start + size] for start in range(0, len(values), size)]
    return [round(sum(group) / len(group)) for group in groups]


def _person(search: Search) -> Person:
    return Person(id=search.requested_by_id, name=search.requested_by_name)


def _missing_in_words(missing: list[str]) -> str:
    if not missing:
        return "Done."
    names = {"regions": "regions", "related": "related queries"}
    return f"Done, without {' and '.join(names[part] for part in missing)}: Google didn't give them."
