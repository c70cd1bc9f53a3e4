"""Which worker has a search: one at a time, and for no longer than it is heard of.

A claim is a lease on the search's row. It runs out by itself when its worker dies; on the same host
a dead worker is noticed at once. Every write of a worker names its claim, so that one that was thought
dead can't undo what its successor did.
"""

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from trends_svc import queries
from trends_svc.models import Search, Status
from trends_svc.services.questions import Question

MOST_LOSSES = 3
"""A search that outlived so many workers is probably what kills them."""


class LostError(Exception):
    """The search was cancelled, or another worker has it: stop, and leave it alone."""


@dataclass
class Job:
    """A claimed search.

    Attributes:
        attempts: tries that failed before this one.
        parts: data by part name: what earlier tries fetched, and what this one does.
        exhausted: too many workers died over it.
    """

    id: UUID
    claim: UUID
    question: Question
    source: str
    attempts: int
    exhausted: bool
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)


def this_process() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def is_alive(holder: str) -> bool:
    """False only when we know: the holder ran on this host, and is gone."""
    host, _, pid = holder.rpartition(":")
    if host != socket.gethostname():
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def take(
    session: Session,
    search_id: UUID,
    *,
    now: datetime,
    lease: timedelta,
    alive: Callable[[str], bool] = is_alive,
) -> Job | None:
    """Claim a search; None when there is nothing to do on it now, or somebody has it."""
    search = queries.free_search(session, search_id, now)
    if search is None or search.follows is not None:
        return None
    if search.lease_until is not None and search.lease_until > now and alive(search.holder or ""):
        return None
    return _claim(session, search, now, lease)


def take_next(session: Session, source: str, *, now: datetime, lease: timedelta) -> Job | None:
    """Claim the search that comes first in a source's line."""
    search = queries.first_in_line(session, source, now)
    return None if search is None else _claim(session, search, now, lease)


def _claim(session: Session, search: Search, now: datetime, lease: timedelta) -> Job:
    if search.lease_until is not None:  # whoever had it did not give it back
        search.losses += 1
    search.claim, search.holder = uuid4(), this_process()
    search.status = Status.RUNNING
    search.started_at = search.started_at or now
    search.not_before = None
    renew(search, now, lease)
    question = Question(
        tuple(search.keywords), search.geo, search.timeframe, search.category, search.property
    )
    return Job(
        id=search.id,
        claim=search.claim,
        question=question,
        source=search.source,
        attempts=search.attempts,
        exhausted=search.losses > MOST_LOSSES,
        parts=queries.parts(session, search.id),
    )


def held(session: Session, job: Job) -> Search:
    """The job's row, locked.

    Raises:
        LostError: it isn't ours any more.
    """
    search = queries.held_search(session, job.id, job.claim)
    if search is None:
        raise LostError
    return search


def renew(search: Search, now: datetime, lease: timedelta) -> None:
    """Be heard of. When the lease has run out, the sweeper asks for another worker."""
    search.lease_until = search.hint_at = now + lease
    search.hints = 0


def give_back(search: Search) -> None:
    search.claim = search.holder = search.lease_until = None
