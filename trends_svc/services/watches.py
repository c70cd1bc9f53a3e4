"""Watches: a question asked again by schedule, judged by a rule, told once per cooldown."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from svckit import logging
from svckit.auth import Principal, Role
from svckit.ids import uuid7
from svckit.outbox import Outbox
from svckit.problems import Conflict, Forbidden, NotFound
from svckit.schemas import Person
from trends_svc import queries, queries_watches
from trends_svc.models import Outcome, Priority, Search, Status, Watch, WatchCheck
from trends_svc.services import searches, spiking, telling
from trends_svc.services.questions import Question
from trends_svc.services.schedules import Schedule
from trends_svc.services.snapshot import Snapshot
from trends_svc.services.spiking import SpikeRule

log = logging.get(__name__)
MOST_WATCHES = 200
"""Of a deployment: each costs Google calls that searches would like to have."""
DUE_LIMIT = 20


def create(session: Session, by: Principal, values: Mapping[str, Any], *, now: datetime) -> Watch:
    """A watch of these values (name, question, schedule, rule, draft, cooldown_hours, active).

    Raises:
        Conflict: ``too-many-watches``.
    """
    if sum(queries_watches.count_watches(session)) >= MOST_WATCHES:
        raise Conflict(
            "too-many-watches", f"There are {MOST_WATCHES} watches already. Delete one that nobody needs."
        )
    watch = Watch(id=uuid7(), created_by_id=by.id, created_by_name=by.name, created_at=now, **values)
    watch.next_at = _first(watch, now)
    session.add(watch)
    return watch


def change(watch: Watch, values: Mapping[str, Any], *, now: datetime) -> Watch:
    """Set what is given; a changed schedule begins anew."""
    for name, value in values.items():
        setattr(watch, name, value)
    watch.version += 1
    watch.next_at = _first(watch, now)
    return watch


def get(session: Session, watch_id: UUID) -> Watch:
    """
    Raises:
        NotFound
    """
    found = queries_watches.watch(session, watch_id)
    if found is None:
        raise NotFound("watch-not-found", "There is no such watch. It may have been deleted.")
    return found


def get_own(session: Session, watch_id: UUID, by: Principal) -> Watch:
    """To change it: whoever made it may, and reviewers.

    Raises:
        NotFound
        Forbidden: ``not-yours``.
    """
    watch = get(session, watch_id)
    if watch.created_by_id != by.id and by.role < Role.REVIEWER:
        raise Forbidden(
            "not-yours", f"{watch.created_by_name} made this watch. They or a reviewer can change it."
        )
    return watch


def question_of(watch: Watch) -> Question:
    asked = watch.question
    return Question(
        tuple(asked["keywords"]), asked["geo"], asked["timeframe"], asked["category"], asked["property"]
    )


def source_of(watch: Watch) -> str:
    """Whom it asks; watches from before there was a choice ask Google."""
    return str(watch.question.get("source", "google"))


def check(session: Session, outbox: Outbox, watch: Watch, *, now: datetime, sample: bool) -> WatchCheck:
    """Ask now; the answer is judged when it is there."""
    question, source = question_of(watch), source_of(watch)
    search = searches.request_search(
        session,
        outbox,
        question,
        Person(id=watch.created_by_id, name=watch.created_by_name),
        now=now,
        sample=sample and source == "google",
        steps=searches.count_parts(question, source),
        source=source,
        priority=Priority.WATCH,
        watch_id=watch.id,
    )
    made = WatchCheck(id=uuid7(), watch_id=watch.id, search_id=search.id, created_at=now)
    session.add(made)
    return made


def check_due(session: Session, outbox: Outbox, *, now: datetime, sample: bool) -> int:
    """Ask for every watch whose time has come. Returns how many. One that is still being answered is
    skipped: asking twice tells nothing new.
    """
    due = queries_watches.due_watches(session, now, DUE_LIMIT)
    for watch in due:
        watch.next_at = Schedule.model_validate(watch.schedule).after(now)
        if queries_watches.pending_check(session, watch.id) is None:
            check(session, outbox, watch, now=now, sample=sample)
    return len(due)


def judge_ended(session: Session, outbox: Outbox, *, now: datetime) -> int:
    """Judge the checks whose search is over. Returns how many."""
    ended = queries_watches.ended_checks(session, DUE_LIMIT)
    for made, watch, search in ended:
        made.finished_at = watch.last_checked_at = now
        _judge(session, outbox, made, watch, search)
    return len(ended)


def _judge(session: Session, outbox: Outbox, made: WatchCheck, watch: Watch, search: Search) -> None:
    now = made.finished_at or search.created_at
    result = queries.result(session, search.id)
    if search.status != Status.COMPLETED or result is None:
        made.outcome = Outcome.FAILED
        made.error = search.error or {
            "type": "cancelled", "title": "The search was cancelled", "detail": "The next check follows."
        }  # fmt: skip
        return
    snapshot = Snapshot.model_validate(result.snapshot)
    found = spiking.alerts(snapshot, SpikeRule.model_validate(watch.rule).rule())
    made.findings = [spike.model_dump(mode="json") for spike in found]
    if not found:
        made.outcome = Outcome.QUIET
        return
    if watch.last_spiked_at is not None and now < watch.last_spiked_at + timedelta(
        hours=watch.cooldown_hours
    ):
        made.outcome = Outcome.COOLING
        return
    made.outcome = Outcome.SPIKED
    watch.last_spiked_at = now
    outbox.emit(session, telling.news_of(watch, snapshot, found, now=now))
    log.info("watch.spiked", watch=str(watch.id), search=str(search.id))


def _first(watch: Watch, now: datetime) -> datetime | None:
    return Schedule.model_validate(watch.schedule).after(now) if watch.active else None
