"""``/api/v1/trends/watches``: questions that are asked again, and what was found."""

from datetime import timedelta
from typing import Any

from flask import Response, url_for
from sqlalchemy.orm import Session

from svckit import etag
from svckit.auth import AUTHOR, VIEWER
from svckit.db import unit_of_work, utcnow
from svckit.idempotency import once
from svckit.problems import NotFound, Unprocessable
from svckit.schemas import IdPath, PageQuery
from svckit.web import Resource, current
from trends_svc import queries, queries_watches
from trends_svc.api import provided
from trends_svc.api.watch_schemas import (
    BackTest,
    BackTestIn,
    Check,
    CheckPage,
    Counts,
    Watch,
    WatchedQuestion,
    WatchIn,
    WatchPage,
    WatchQuery,
)
from trends_svc.models import IdempotencyKey, db, outbox
from trends_svc.models import Watch as WatchRow
from trends_svc.services import questions, searches, sharing, spiking, timeframes, watches
from trends_svc.services.questions import Question
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
    page = queries_watches.watches(
        db.session(),
        active=query.active,
        spiked_since=query.spiked_since,
        cursor=query.cursor,
        limit=query.limit,
    )
    newest = queries_watches.newest_checks(db.session(), [row.id for row in page.items])
    active, paused = queries_watches.count_watches(db.session())
    body = WatchPage(
        items=[Watch.of(row, newest.get(row.id)) for row in page.items],
        next=page.next,
        counts=Counts(active=active, paused=paused),
    )
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


@resource.post("/<uuid:id>/pause", permission=AUTHOR, summary="Stop asking", responses={200: Watch})
def pause_watch(path: IdPath) -> Response:
    """It is kept with all it found, and asks nothing until it is resumed. Twice is as good as once."""
    return _turn(path, active=False)


@resource.post("/<uuid:id>/resume", permission=AUTHOR, summary="Ask again", responses={200: Watch})
def resume_watch(path: IdPath) -> Response:
    """From the next time of its schedule on. Twice is as good as once."""
    return _turn(path, active=True)


def _turn(path: IdPath, *, active: bool) -> Response:
    with unit_of_work(db) as session:
        watch = watches.get_own(session, path.id, current())
        if watch.active != active:
            watches.change(watch, {"active": active}, now=utcnow())
        return _answer(watch)


@resource.post("/<uuid:id>/check", permission=AUTHOR, summary="Ask now", responses={202: Check})
def check_now(path: IdPath) -> Response:
    """Judged like any other check, but in line with the other watches. While one is being answered, it is
    that one.
    """
    with unit_of_work(db) as session:
        watch = watches.get(session, path.id)
        made = queries_watches.pending_check(session, watch.id) or watches.check(
            session, outbox, watch, now=utcnow(), sample=provided.is_sample()
        )
        session.flush()
        return _json(Check.of(made).model_dump_json(), 202)


@resource.get("/<uuid:id>/checks", permission=VIEWER, summary="What was found", responses={200: CheckPage})
def list_checks(path: IdPath, query: PageQuery) -> Response:
    """Newest first."""
    watches.get(db.session(), path.id)
    page = queries_watches.checks(db.session(), path.id, cursor=query.cursor, limit=query.limit)
    body = CheckPage(items=[Check.of(row) for row in page.items], next=page.next)
    return _json(body.model_dump_json())


@resource.get(
    "/<uuid:id>/back-test", permission=VIEWER, summary="Its rule on the past", responses={200: BackTest}
)
def back_test_watch(path: IdPath) -> Response:
    """How often the watch would have fired within the newest answer to its question."""
    session = db.session()
    watch = watches.get(session, path.id)
    found = _newest_answer(watches.question_of(watch), watches.source_of(watch))
    return _back_test(found, SpikeRule.model_validate(watch.rule), watch.cooldown_hours)


@resource.post("/back-test", permission=VIEWER, summary="A rule on a search", responses={200: BackTest})
def back_test(body: BackTestIn) -> Response:
    """How often a rule would have fired within a search's result, or within the newest answer to a
    question; nothing is saved, nobody is asked.
    """
    if body.search_id is not None:
        result = searches.get_result(db.session(), body.search_id)
        snapshot = Snapshot.model_validate(result.snapshot)
    elif body.question is not None:
        snapshot = _newest_answer(_question(body.question), body.question.source)
    else:
        raise Unprocessable(
            "invalid-question",
            "What is the rule to be tried on?",
            errors=[{"field": "search_id", "message": "Name a search, or put a question."}],
        )
    return _back_test(snapshot, body.rule, body.cooldown_hours)


def _newest_answer(question: Question, source: str) -> Snapshot:
    """
    Raises:
        NotFound: ``no-result``.
    """
    key = sharing.key_of(question, source=source, sample=provided.is_sample() and source == "google")
    found = queries.newest_answer(db.session(), key)
    if found is None:
        raise NotFound("no-result", "This question has no answer yet. Ask it now, then test the rule.")
    return Snapshot.model_validate(found.snapshot)


def _back_test(snapshot: Snapshot, rule: SpikeRule, cooldown_hours: int) -> Response:
    fired = spiking.fired(snapshot, rule.rule(), timedelta(hours=cooldown_hours))
    times = [point.time for points in snapshot.series.values() for point in points]
    body = BackTest(
        search_id=snapshot.id,
        keywords=snapshot.keywords,
        count=len(fired),
        fired=fired,
        since=min(times, default=None),
        until=max(times, default=None),
        sample=snapshot.sample,
    )
    return _json(body.model_dump_json())


def _question(body: WatchedQuestion) -> Question:
    return questions.ask(
        body.keywords,
        body.geo,
        body.timeframe,
        body.category,
        body.property,
        source=body.source,
        now=utcnow(),
    )


def _values(body: WatchIn) -> dict[str, Any]:
    """
    Raises:
        Unprocessable: ``invalid-question``.
    """
    asked = _question(body)
    if timeframes.end_of(asked.timeframe) is not None:
        raise Unprocessable(
            "invalid-question",
            "What is over brings no news.",
            errors=[
                {
                    "field": "timeframe",
                    "message": "A watch needs a timeframe that goes on, such as today 12-m or now 7-d.",
                }
            ],
        )
    return {
        "name": body.name or ", ".join(asked.keywords)[:120],
        "question": {
            "keywords": list(asked.keywords),
            "geo": asked.geo,
            "timeframe": asked.timeframe,
            "category": asked.category,
            "property": asked.property,
            "source": body.source,
        },
        "schedule": body.schedule.model_dump(mode="json"),
        "rule": body.rule.model_dump(mode="json"),
        "draft": body.draft.model_dump(mode="json") if body.draft else None,
        "cooldown_hours": body.cooldown_hours,
        "active": body.active,
    }


def _answer(watch: WatchRow, status: int = 200) -> Response:
    newest = queries_watches.newest_checks(db.session(), [watch.id]).get(watch.id)
    response = _json(Watch.of(watch, newest).model_dump_json(), status)
    response.headers["ETag"] = etag.etag(watch.version)
    return response


def _json(text: str, status: int = 200) -> Response:
    return Response(text, status=status, content_type="application/json")
