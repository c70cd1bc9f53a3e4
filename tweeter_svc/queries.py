"""Reads. Nothing here commits or changes anything (some take locks for those who do)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from svckit.paging import Page, keyset
from svckit.problems import BadRequest, NotFound
from tweeter_svc.models.account import DISCONNECTED, Account
from tweeter_svc.models.delivery import Delivery
from tweeter_svc.models.post import Post
from tweeter_svc.services.states import NEEDS_SOMEBODY, DeliveryState, PostState

NEEDS_YOU = "needs_you"
CALENDAR_LIMIT = 1000


def _with_deliveries(statement: Select[Post]) -> Select[Post]:
    return statement.options(selectinload(Post.deliveries).joinedload(Delivery.account))


def posts(
    session: Session, *, state: str | None, q: str | None, cursor: str | None, limit: int
) -> Page[Post]:
    """Latest scheduled first. `state`: one or more, separated by commas; `needs_you` stands for those
    that wait for somebody.

    Raises:
        BadRequest: an unknown state or cursor.
    """
    statement = select(Post)
    if state:
        statement = statement.where(Post.state.in_(_states(state)))
    if q:
        statement = statement.where(Post.title.icontains(q, autoescape=True))
    return keyset(
        session, _with_deliveries(statement), [Post.scheduled_at, Post.id], cursor=cursor, limit=limit
    )


def _states(given: str) -> set[PostState]:
    wanted: set[PostState] = set()
    for name in given.split(","):
        if name == NEEDS_YOU:
            wanted.update(NEEDS_SOMEBODY)
        elif name in {state.value for state in PostState}:
            wanted.add(PostState(name))
        else:
            known = ", ".join([*PostState, NEEDS_YOU])
            raise BadRequest("unknown-state", f"There is no state {name[:40]!r}. Use one of: {known}.")
    return wanted


def post_counts(session: Session) -> dict[str, int]:
    """How many posts are in each state; `all` and `needs_you` beside them."""
    rows = session.execute(select(Post.state, func.count()).group_by(Post.state)).all()
    found = {row[0]: row[1] for row in rows}
    counts = {state.value: found.get(state.value, 0) for state in PostState}
    return counts | {"all": sum(counts.values()), NEEDS_YOU: sum(counts[state] for state in NEEDS_SOMEBODY)}


def post(session: Session, post_id: UUID) -> Post:
    """A post with its deliveries, as the database has it now.

    Raises:
        NotFound
    """
    statement = _with_deliveries(select(Post).where(Post.id == post_id))
    found = session.execute(statement, execution_options={"populate_existing": True}).scalar_one_or_none()
    if found is None:
        raise NotFound("post-not-found", "There is no post with this id.")
    return found


def locked_post(session: Session, post_id: UUID) -> Post:
    """The post, held until the transaction ends.

    Raises:
        NotFound
    """
    statement = select(Post).where(Post.id == post_id).with_for_update()
    found = session.execute(statement, execution_options={"populate_existing": True}).scalar_one_or_none()
    if found is None:
        raise NotFound("post-not-found", "There is no post with this id.")
    return found


def calendar(session: Session, start: datetime, end: datetime) -> Sequence[Post]:
    """Posts scheduled from `start` until before `end`, earliest first; cancelled ones are left out."""
    statement = (
        select(Post)
        .where(Post.scheduled_at >= start, Post.scheduled_at < end, Post.state != PostState.CANCELLED)
        .order_by(Post.scheduled_at, Post.id)
        .limit(CALENDAR_LIMIT)
    )
    return session.execute(_with_deliveries(statement)).scalars().all()


def deliveries_of(session: Session, post_id: UUID) -> Sequence[Delivery]:
    """With their accounts; what this session changed already is seen."""
    session.flush()
    statement = (
        select(Delivery)
        .where(Delivery.post_id == post_id)
        .order_by(Delivery.id)
        .options(joinedload(Delivery.account))
    )
    return session.execute(statement).scalars().all()


def free_deliveries(session: Session, post_id: UUID) -> Sequence[Delivery]:
    """The post's deliveries that no worker holds right now, locked. Never waits for one."""
    statement = (
        select(Delivery)
        .where(Delivery.post_id == post_id)
        .order_by(Delivery.id)
        .with_for_update(skip_locked=True, of=Delivery)
    )
    return session.execute(statement, execution_options={"populate_existing": True}).scalars().all()


def accounts(session: Session) -> Sequence[Account]:
    """Those that are there, oldest first."""
    statement = select(Account).where(Account.removed_at.is_(None)).order_by(Account.id)
    return session.execute(statement).scalars().all()


def account(session: Session, account_id: UUID, *, lock: bool = False) -> Account:
    """
    Raises:
        NotFound: there is none, or it was removed.
    """
    statement = select(Account).where(Account.id == account_id, Account.removed_at.is_(None))
    if lock:
        statement = statement.with_for_update()
    found = session.execute(statement, execution_options={"populate_existing": True}).scalar_one_or_none()
    if found is None:
        raise NotFound("account-not-found", "There is no connected account with this id.")
    return found


def accounts_for(
    session: Session, platforms: Sequence[str], account_ids: Sequence[UUID]
) -> Sequence[Account]:
    """The accounts a post goes to: those named, else every connected one of its platforms.

    Held in share mode, so that none is removed while deliveries to it are being written.
    """
    statement = select(Account).where(Account.platform.in_(platforms), Account.removed_at.is_(None))
    if account_ids:
        statement = statement.where(Account.id.in_(account_ids))
    else:
        statement = statement.where(Account.status != DISCONNECTED)
    return session.execute(statement.order_by(Account.id).with_for_update(read=True)).scalars().all()


def connected_platforms(session: Session) -> set[str]:
    """Platforms that somebody has connected an account of, whether it works at the moment or not."""
    return set(session.scalars(select(Account.platform).where(Account.removed_at.is_(None)).distinct()))


def posts_waiting_for(session: Session, account_id: UUID) -> int:
    """How many posts still have something to send to this account."""
    statement = (
        select(func.count(Post.id.distinct()))
        .join(Delivery, Delivery.post_id == Post.id)
        .where(
            Delivery.account_id == account_id,
            Delivery.state.in_([DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.UNKNOWN]),
            Post.state.in_([PostState.SCHEDULED, PostState.MISSED, PostState.PUBLISHING]),
        )
    )
    return session.execute(statement).scalar_one()
