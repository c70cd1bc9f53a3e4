"""``/api/v1/trends/watches``: questions that are asked again, and what was found."""

from datetime import timedelta
from typing import Any

from flask import Response, url_for
from sqlalchemy.orm import Session

from svckit import etag
from svckit.auth import AUTHOR, VIEWER
from svckit.db import unit_of_work, utcnow
from svckit.idempotency import once
from svckit.problems import NotFound
from svckit.schemas import IdPath, PageQuery
from svckit.web import Resource, current
from trends_svc import queries
from trends_svc.api import provided
from trends_svc.api.watch_schemas import (
    BackTest,
    BackTestIn,
    Check,
    CheckPage,
    Watch,
    WatchIn,
    WatchPage,
    WatchQuery,
)
from trends_svc.models import IdempotencyKey, db, outbox
from trends_svc.models import Watch as WatchRow
from trends_svc.services import questions, searches, sharing, spiking, watches
from trends_svc.services.snapshot import Snapshot
from trends_svc.services.spiking import SpikeRule

resource = Resource("watches", __name__, url_prefix="/api/v1/trends/watches", tag="Watches")


@resource.post("", permission=AUTHOR, summary="Watch a question", responses={201: Watch})
def create_watch(body: WatchIn) -> Response:
    """It is first asked at the next time of its schedule; ``POST {id}/check`` asks at once."""
    values = _values(body)

    def create(session: Session) -> Response:
        watch = watches.create(session, current(), values, now=utcnow())
        session.flush()
        response = _answer(watch, 201)
        response.headers["Location"] = url_for("watches.read_watch", id=watch.id)
        return response

    return once(db, IdempotencyKey, create)


@resource.get("", permission=VIEWER, summary="The team's watches", responses={200: WatchPage})
def list_watches(query: WatchQuery) -> Response:
    page = queries.watches(db.session(), active=query.active, cursor=query.cursor, limit=query.limit)
    body = WatchPage(items=[Watch.of(row) for row in page.items], next=page.next)
    return _json(body.model_dump_json())


@resource.get("/<uuid:id>", permission=VIEWER, summary="One watch", responses={200: Watch})
def read_watch(path: IdPath) -> Response:
    return _answer(watches.get(db.session(), path.id))


@resource.put("/<uuid:id>", permission=AUTHOR, summary="Change a watch", responses={200: Watch})
def change_watch(path: IdPath, body: WatchIn) -> Response:
    """All of it, with ``If-Match``. Whoever made it may, and reviewers."""
    values = _values(body)
    with unit_of_work(db) as session:
        watch = watches.get_own(session, path.id, current())
        etag.require_match(watch.version)
        return _answer(watches.change(watch, values, now=utcnow()))


@resource.delete("/<uuid:id>", permission=AUTHOR, summary="Delete a watch", responses={204: None})
def delete_watch(path: IdPath) -> Response:
    """With its checks; the searches they made stay."""
    with unit_of_work(db) as session:
        session.delete(watches.get_own(session, path.id, current()))
    return Response(status=204)


@resource.post("/<uuid:id>/check", permission=AUTHOR, summary="Ask now", responses={202: Check})
def check_now(path: IdPath) -> Response:
    """Judged like any other check, but in line with the other watches."""
    with unit_of_work(db) as session:
        watch = watches.get(session, path.id)
        made = watches.check(session, outbox, watch, now=utcnow(), sample=provided.is_sample())
        session.flush()
        return _json(Check.of(made).model_dump_json(), 202)


@resource.get("/<uuid:id>/checks", permission=VIEWER, summary="What was found", responses={200: CheckPage})
def list_checks(path: IdPath, query: PageQuery) -> Response:
    """Newest first."""
    watches.get(db.session(), path.id)
    page = queries.checks(db.session(), path.id, cursor=query.cursor, limit=query.limit)
    body = CheckPage(items=[Check.of(row) for row in page.items], next=page.next)
    return _json(body.model_dump_json())


@resource.get(
    "/<uuid:id>/back-test", permission=VIEWER, summary="Its rule on the past", responses={200: BackTest}
)
def back_test_watch(path: IdPath) -> Response:
    """How often the watch would have fired within the newest answer to its question."""
    session = db.session()
    watch = watches.get(session, path.id)
    question = watches.question_of(watch)
    key = sharing.key_of(question, source="google", sample=provided.is_sample())
    found = queries.newest_answer(session, key)
    if found is None:
        raise NotFound("no-result", "This question has no answer yet. Ask it now, then test the rule.")
    rule = SpikeRule.model_validate(watch.rule)
    return _back_test(Snapshot.model_validate(found.snapshot), rule, watch.cooldown_hours)


@resource.post("/back-test", permission=VIEWER, summary="A rule on a search", responses={200: BackTest})
def back_test(body: BackTestIn) -> Response:
    """How often a rule would have fired within a search's result; nothing is saved."""
    result = searches.get_result(db.session(), body.search_id)
    return _back_test(Snapshot.model_validate(result.snapshot), body.rule, body.cooldown_hours)


def _back_test(snapshot: Snapshot, rule: SpikeRule, cooldown_hours: int) -> Response:
    fired = spiking.fired(snapshot, rule.rule(), timedelta(hours=cooldown_hours))
    times = [point.time for points in snapshot.series.values() for point in points]
    body = BackTest(
        search_id=snapshot.id,
        count=len(fired),
        fired=fired,
        since=min(times, default=None),
        until=max(times, default=None),
        sample=snapshot.sample,
    )
    return _json(body.model_dump_json())


def _values(body: WatchIn) -> dict[str, Any]:
    asked = questions.ask(body.keywords, body.geo, body.timeframe, body.category, body.property, now=utcnow())
    return {
        "name": body.name or ", ".join(asked.keywords)[:120],
        "question": {
            "keywords": list(asked.keywords),
            "geo": asked.geo,
            "timeframe": asked.timeframe,
            "category": asked.category,
            "property": asked.property,
        },
        "schedule": body.schedule.model_dump(mode="json"),
        "rule": body.rule.model_dump(mode="json"),
        "draft": body.draft.model_dump(mode="json") if body.draft else None,
        "cooldown_hours": body.cooldown_hours,
        "active": body.active,
    }


def _answer(watch: WatchRow, status: int = 200) -> Response:
    response = _json(Watch.of(watch).model_dump_json(), status)
    response.headers["ETag"] = etag.etag(watch.version)
    return response


def _json(text: str, status: int = 200) -> Response:
    return Response(text, status=status, content_type="application/json")
