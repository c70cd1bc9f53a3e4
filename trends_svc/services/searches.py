"""Asking for a search, calling it off, and putting forgotten ones back to work."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from svckit.auth import Principal, Role
from svckit.ids import uuid7
from svckit.outbox import Outbox
from svckit.problems import Conflict, Forbidden, NotFound
from svckit.schemas import Person
from trends_svc import queries
from trends_svc.models import Priority, Search, SearchResult, Status
from trends_svc.services import catalogue, claims, comparing, sharing
from trends_svc.services.questions import Question
from trends_svc.services.queue_names import QUEUE, RUN_SEARCH

HINT_AFTER = timedelta(seconds=30)
"""A message that wasn't followed by work in this time is sent again …"""
HINT_AT_MOST = timedelta(minutes=10)
"""… and again, after twice as long each time, up to this."""
SWEEP_LIMIT = 200
STEPS_BEFORE_PARTS = 1


def count_parts(question: Question, source: str = "google") -> int:
    """Parts of an answer: the series, and by what the source can tell regions and each keyword's queries;
    or the series of each request where many keywords are compared.
    """
    card = catalogue.source(source)
    count = ("series" in card.answers) + ("regions" in card.answers)
    count += len(question.keywords) if "related" in card.answers else 0
    if card.scale == "answer" and card.most_keywords > comparing.PER_REQUEST:
        return len(comparing.parts_of(question.keywords, [""] * count))
    return count


def request_search(
    session: Session,
    outbox: Outbox,
    question: Question,
    by: Person,
    *,
    now: datetime,
    sample: bool,
    steps: int,
    refresh: bool = False,
    source: str = "google",
    priority: Priority = Priority.INTERACTIVE,
    watch_id: UUID | None = None,
) -> Search:
    """Accept a search: its row and the task that runs it, in one transaction.

    An equal question that was answered lately, or is being answered, is not asked again, unless
    ``refresh`` says so. ``steps``: how many parts an answer of this source has.
    """
    search = Search(
        id=uuid7(),
        keywords=list(question.keywords),
        keywords_text="\n".join(question.keywords).casefold(),
        geo=question.geo,
        timeframe=question.timeframe,
        category=question.category,
        property=question.property,
        requested_by_id=by.id,
        requested_by_name=by.name,
        created_at=now,
        status=Status.QUEUED,
        sample=sample,
        source=source,
        priority=priority,
        watch_id=watch_id,
        question_key=sharing.key_of(question, source=source, sample=sample),
        message="Accepted. It starts when a worker is free.",
        steps_total=STEPS_BEFORE_PARTS + steps,
        hint_at=now + HINT_AFTER,
    )
    asks = refresh or sharing.share(session, outbox, search, question, now=now)
    session.add(search)
    if asks:
        enqueue(session, outbox, search.id)
        if not refresh:
            sharing.go_on(session, search, question, now=now)
    return search


def enqueue(session: Session, outbox: Outbox, search_id: UUID, not_before: datetime | None = None) -> None:
    """Ask for a worker. Only a hint: what is to be done stands in the search's row."""
    outbox.enqueue(session, RUN_SEARCH, queue=QUEUE, not_before=not_before, search_id=str(search_id))


def get_search(session: Session, search_id: UUID) -> Search:
    """
    Raises:
        NotFound
    """
    search = queries.search(session, search_id)
    if search is None:
        raise _not_found()
    return search


def cancel_search(
    session: Session, outbox: Outbox, search_id: UUID, by: Principal, *, now: datetime
) -> Search:
    """Call a search off. Whoever asked may, and reviewers. Twice is as good as once.

    Raises:
        NotFound
        Forbidden: ``not-yours``.
        Conflict: ``wrong-state``: it is over already.
    """
    search = queries.search_for_update(session, search_id)
    if search is None:
        raise _not_found()
    if search.requested_by_id != by.id and by.role < Role.REVIEWER:
        raise Forbidden(
            "not-yours",
            f"{search.requested_by_name} asked for this search. They or a reviewer can cancel it.",
        )
    if search.status == Status.CANCELLED:
        return search
    if not Status(search.status).open:
        raise Conflict("wrong-state", f"This search is {search.status} already; there is nothing to cancel.")
    search.status = Status.CANCELLED
    search.finished_at = now
    search.step = "cancelled"
    search.message = "Cancelled. It can be asked again at any time."
    search.claim = search.holder = search.lease_until = search.not_before = search.follows = None
    session.flush()
    heir = sharing.promote(session, search.id)
    if heir is not None:  # others asked the same and still want to know
        heir.hint_at = now + HINT_AFTER
        enqueue(session, outbox, heir.id)
    return search


def get_result(session: Session, search_id: UUID) -> SearchResult:
    """
    Raises:
        NotFound: no such search, or ``no-result``: it failed or was cancelled.
        Conflict: ``result-not-ready``.
    """
    search = get_search(session, search_id)
    found = queries.result(session, search_id)
    if found is not None:
        return found
    if Status(search.status).open:
        raise Conflict(
            "result-not-ready",
            f"This search is still {search.status}. Read it again until it is completed.",
        )
    reason = (search.error or {}).get("title", "It was cancelled")
    raise NotFound("no-result", f"This search has no result: {reason}. Search again to get one.")


def put_back(session: Session, outbox: Outbox, *, now: datetime) -> int:
    """Send a message again for every open search whose message or worker got lost. Returns how many.

    A worker of this host that died is noticed now; one of another host when its lease has run out.
    """
    for search in queries.held_searches(session, now):
        if not claims.is_alive(search.holder or ""):
            search.lease_until = search.hint_at = now
    session.flush()
    forgotten = queries.forgotten_searches(session, now, SWEEP_LIMIT)
    for search in forgotten:
        enqueue(session, outbox, search.id)
        search.hint_at = now + min(HINT_AFTER * 2**search.hints, HINT_AT_MOST)
        search.hints = min(search.hints + 1, 10)
    return len(forgotten)


def _not_found() -> NotFound:
    return NotFound("search-not-found", "There is no such search. It may have been typed wrongly.")
