"""Equal questions share an answer: one given lately, or the one being fetched right now."""

import hashlib
import json
import unicodedata
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from svckit.outbox import Outbox
from svckit.schemas import Person
from trends_svc import queries, queries_line
from trends_svc.events import SearchCompleted
from trends_svc.models import Search, SearchPart, SearchResult, Status
from trends_svc.services import timeframes
from trends_svc.services.questions import Question
from trends_svc.services.snapshot import Snapshot

KEEP = {
    "minute": timedelta(minutes=2),
    "hour": timedelta(minutes=15),
    "day": timedelta(hours=2),
    "week": timedelta(hours=6),
    "month": timedelta(hours=24),
}
"""How long an answer serves equal questions: about as long as its newest point stays what it is."""
KEEP_PAST = timedelta(days=7)
"""A span that is over changes no more than Google's sampling does."""


def key_of(question: Question, *, source: str, sample: bool) -> str:
    """The same for equal questions, whatever the order, case and writing of their keywords."""
    words = sorted(fold(keyword) for keyword in question.keywords)
    told = [source, sample, words, question.geo, question.timeframe, question.category, question.property]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def fold(keyword: str) -> str:
    """A keyword as Google compares it: without case, and composed."""
    return unicodedata.normalize("NFC", keyword.casefold())


def fresh_since(question: Question, now: datetime) -> datetime:
    """An answer to this question is as good as a new one if it is from then or later."""
    end = timeframes.end_of(question.timeframe)
    if end is not None and end < now - KEEP_PAST:
        return now - KEEP_PAST
    return now - KEEP[timeframes.resolution_of(question.timeframe)]


def share(session: Session, outbox: Outbox, search: Search, question: Question, *, now: datetime) -> bool:
    """Answer a new search from what is there, or let it follow an equal one that is still open.

    Must be called before the search is flushed. Returns whether anybody still needs to be asked.
    """
    key = search.question_key
    if key is None:
        return True
    queries.lock_question(session, key)
    found = queries.shared_answer(session, key, fresh_since(question, now))
    if found is not None:
        session.add(search)
        session.flush()
        _give(session, outbox, search, *found, now=now)
        return False
    leader = queries.open_leader(session, key)
    if leader is None:
        return True
    search.follows = leader.id
    leader.priority = min(leader.priority, search.priority)
    search.step, search.message = (
        "waiting",
        "The same question is being asked already; its answer serves both.",
    )
    return False


def go_on(session: Session, search: Search, question: Question, *, now: datetime) -> None:
    """Give a search the parts that an equal one lately got, if that one lacks others: only these are asked.

    Must be called after the search was added.
    """
    if search.question_key is None:
        return
    since = fresh_since(question, now)
    there = queries_line.parts_to_go_on_from(session, search.question_key, search.keywords, since)
    if there:
        session.flush()
        session.add_all(SearchPart(search_id=search.id, name=name, data=data) for name, data in there)


def settle(session: Session, outbox: Outbox, leader: Search, *, now: datetime) -> list[Search]:
    """The leader's end is that of its followers. Returns those that failed along with it."""
    session.flush()
    result = queries.result(session, leader.id)
    failed = []
    for follower in queries.followers(session, leader.id):
        follower.follows = None
        if leader.status == Status.COMPLETED and result is not None:
            _give(session, outbox, follower, leader, result, now=now)
        else:
            failed.append(follower)
    return failed


def promote(session: Session, leader_id: UUID) -> Search | None:
    """The leader was called off: the first follower takes its place. Returns it."""
    followers = queries.followers(session, leader_id)
    if not followers:
        return None
    first, *others = followers
    first.follows = None
    for other in others:
        other.follows = first.id
    return first


def _give(
    session: Session, outbox: Outbox, search: Search, origin: Search, result: SearchResult, *, now: datetime
) -> None:
    """Complete a search with another's answer, in the words it was asked in."""
    snapshot = _in_words_of(search, result.snapshot)
    session.add(SearchResult(search_id=search.id, snapshot=snapshot.model_dump(mode="json")))
    search.status = Status.COMPLETED
    search.started_at = search.started_at or now
    search.finished_at = now
    search.as_of, search.shape = origin.as_of, origin.shape
    search.source, search.sample = origin.source, origin.sample
    search.answered_by, search.cached = origin.id, True
    search.step, search.steps_done = "done", search.steps_total
    search.message = origin.message
    outbox.emit(
        session,
        SearchCompleted(
            search_id=search.id,
            requested_by=Person(id=search.requested_by_id, name=search.requested_by_name),
            snapshot=snapshot,
        ),
    )


def _in_words_of(search: Search, snapshot: dict[str, Any]) -> Snapshot:
    names = {fold(keyword): keyword for keyword in search.keywords}
    there = Snapshot.model_validate(snapshot)

    def own(keyword: str) -> str:
        return names.get(fold(keyword), keyword)

    series = {own(keyword): points for keyword, points in there.series.items()}
    first = search.keywords[0]
    regions = [
        region.model_copy(update={"values": {own(k): v for k, v in region.values.items()}})
        for region in there.regions
    ]
    return there.model_copy(
        update={
            "id": search.id,
            "keywords": list(search.keywords),
            "series": {keyword: series[keyword] for keyword in search.keywords if keyword in series},
            "averages": {own(k): v for k, v in there.averages.items()},
            "rising": [q.model_copy(update={"keyword": own(q.keyword)}) for q in there.rising],
            "top": [q.model_copy(update={"keyword": own(q.keyword)}) for q in there.top],
            "news": [item.model_copy(update={"keyword": own(item.keyword)}) for item in there.news],
            "rescaled": there.rescaled
            and there.rescaled.model_copy(
                update={
                    "anchor": own(there.rescaled.anchor),
                    "precision": {own(k): v for k, v in there.rescaled.precision.items()},
                    "unscaled": [own(keyword) for keyword in there.rescaled.unscaled],
                }
            ),
            "regions": sorted(regions, key=lambda r: (-r.values.get(first, 0), r.name)),
        }
    )
