"""The scheduler's tick: begins what is due, takes over what dead workers left, queues what waits.

Any number of ticks may run at once: each row is claimed `FOR UPDATE SKIP LOCKED`.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from svckit.db import utcnow
from tweeter_svc import names, queries
from tweeter_svc.models.delivery import Delivery
from tweeter_svc.models.outbox import outbox
from tweeter_svc.models.post import Post
from tweeter_svc.services.announce import move
from tweeter_svc.services.publishing import Publishing
from tweeter_svc.services.states import DeliveryState, PostState

BATCH = 200
CLAIM = timedelta(seconds=60)
"""How long a queued task is given before the delivery is queued again (Redis may have been wiped)."""


class Scheduling:
    def __init__(self, publishing: Publishing, *, clock: Callable[[], datetime] = utcnow) -> None:
        self._publishing = publishing
        self._now = clock

    def steps(self) -> tuple[Callable[[Session], None], ...]:
        """The parts of one tick, in order. Each wants a transaction of its own: together their locks
        could cross those of another tick.
        """
        return self.begin_posts, self._publishing.recover, self.queue_deliveries

    def begin_posts(self, session: Session) -> None:
        """Begin the posts whose time has come."""
        now = self._now()
        statement = (
            select(Post)
            .where(Post.state == PostState.SCHEDULED, Post.scheduled_at <= now)
            .order_by(Post.scheduled_at)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        )
        for post in session.scalars(statement, execution_options={"populate_existing": True}).all():
            begin(session, post, now)

    def queue_deliveries(self, session: Session) -> None:
        """Queue a task for each delivery that is due."""
        now = self._now()
        statement = (
            select(Delivery)
            .join(Post, Post.id == Delivery.post_id)
            .where(
                Delivery.state.in_([DeliveryState.PENDING, DeliveryState.UNKNOWN]),
                Delivery.next_attempt_at <= now,
                or_(Delivery.claimed_until.is_(None), Delivery.claimed_until < now),
                Post.state == PostState.PUBLISHING,
            )
            .order_by(Delivery.next_attempt_at)
            .limit(BATCH)
            .with_for_update(skip_locked=True, of=Delivery)
        )
        for delivery in session.scalars(statement, execution_options={"populate_existing": True}).all():
            delivery.claimed_until = now + CLAIM
            outbox.enqueue(session, names.PUBLISH, queue=names.QUEUE, delivery_id=str(delivery.id))


def begin(session: Session, post: Post, now: datetime) -> None:
    """A post's time has come: its pending deliveries are due. The caller holds the post."""
    move(session, post, PostState.PUBLISHING)
    for delivery in queries.free_deliveries(session, post.id):
        if delivery.state == DeliveryState.PENDING:
            delivery.next_attempt_at = now
            delivery.claimed_until = None
