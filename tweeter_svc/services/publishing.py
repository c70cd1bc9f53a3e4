"""Publishing once.

An attempt has two transactions. The first (`begin`) writes `sending` with the time, the exact payload
and the key, and commits. The second (`carry_out`) takes the row's lock, makes the call while holding it,
and writes what came of it. Whoever finds a row in `sending` that nobody holds knows that its worker died
in between and that the call may have been made: the delivery is in doubt, and the platform's way of
recovery decides what happens then.

Locks are taken in the order post, delivery, account. The one exception, a worker that holds its
delivery and then needs the post, can't deadlock, because nobody who holds a post ever waits for a
delivery (`skip_locked`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from svckit import logging
from svckit.db import utcnow
from tweeter_svc import queries
from tweeter_svc.models.account import DISCONNECTED, Account
from tweeter_svc.models.delivery import Delivery
from tweeter_svc.models.delivery_attempt import DeliveryAttempt
from tweeter_svc.models.post import Post
from tweeter_svc.platforms.base import (
    Content,
    Credentials,
    Media,
    Outcome,
    Recovery,
    Refused,
    Sent,
    Unsure,
)
from tweeter_svc.platforms.registry import Platforms
from tweeter_svc.services import standing, verifying
from tweeter_svc.services.images import RECEIVERS_HAVE, Links
from tweeter_svc.services.intake import WITHDRAWN
from tweeter_svc.services.states import DeliveryState, PostState, RetryPolicy, verdict
from tweeter_svc.services.stopping import give_up, refresh
from tweeter_svc.services.vault import Unreadable, Vault

log = logging.get(__name__)


@dataclass(frozen=True)
class Attempt:
    """An attempt that was written down and is to be carried out. `look`: read back instead of sending."""

    delivery_id: UUID
    number: int
    look: bool


class Publishing:
    """`lease`: how old a `sending` without a holder must be before its worker counts as dead."""

    def __init__(
        self,
        platforms: Platforms,
        vault: Vault,
        policy: RetryPolicy,
        links: Links,
        *,
        lease: timedelta,
        clock: Callable[[], datetime] = utcnow,
    ) -> None:
        self._platforms = platforms
        self._vault = vault
        self._policy = policy
        self._links = links
        self._lease = lease
        self._now = clock

    def begin(self, session: Session, delivery_id: UUID) -> Attempt | None:
        """Write down the attempt that is about to be made; None when there is none to make."""
        found = self._due(session, delivery_id)
        if found is None:
            return None
        post, delivery = found
        account = session.get_one(Account, delivery.account_id)
        platform = self._platforms[account.platform]
        look = delivery.state == DeliveryState.UNKNOWN and platform.recovery is Recovery.READ_BACK
        obstacle = _obstacle(post, account)
        if obstacle is None and not look:  # looking sends nothing, whatever is stored by now
            obstacle = verifying.obstacle(session, post, platform, delivery)
        if obstacle is not None:
            give_up(delivery, *obstacle)
            refresh(session, post)
            return None
        now = self._now()
        if delivery.payload is None:
            delivery.payload = platform.compose(self._content(post, delivery, account, now))
        delivery.state = DeliveryState.SENDING
        delivery.started_at = now
        delivery.attempts += 1
        delivery.tries += 1
        session.add(DeliveryAttempt(delivery_id=delivery.id, number=delivery.attempts, started_at=now))
        return Attempt(delivery.id, delivery.attempts, look)

    def carry_out(self, session: Session, attempt: Attempt) -> None:
        """Make the call and write down what came of it, in one transaction that holds the row."""
        statement = (
            select(Delivery)
            .where(
                Delivery.id == attempt.delivery_id,
                Delivery.state == DeliveryState.SENDING,
                Delivery.attempts == attempt.number,
            )
            .with_for_update(skip_locked=True)
        )
        delivery = session.scalars(statement, execution_options={"populate_existing": True}).one_or_none()
        if delivery is None:
            # Somebody took this process for dead. The row is theirs now.
            return
        account = session.get_one(Account, delivery.account_id)
        outcome = self._call(delivery, account, look=attempt.look)
        self._record(session, delivery, outcome)
        standing.after_publishing(session, delivery.account_id, outcome)
        log.info(
            "delivery.attempted",
            delivery=str(delivery.id),
            number=attempt.number,
            outcome=type(outcome).__name__.lower(),
            state=delivery.state,
            error=delivery.error_type,
        )

    def recover(self, session: Session) -> None:
        """Take over what dead workers left in `sending`."""
        statement = (
            select(Delivery)
            .where(Delivery.state == DeliveryState.SENDING, Delivery.started_at < self._now() - self._lease)
            # In the order of their posts, so that two ticks take those posts in the same order.
            .order_by(Delivery.post_id)
            .limit(100)
            .with_for_update(skip_locked=True)
        )
        left = session.scalars(statement, execution_options={"populate_existing": True}).all()
        for delivery in left:
            log.warning("delivery.worker_died", delivery=str(delivery.id), number=delivery.attempts)
            self._record(session, delivery, Unsure("worker-died", "We stopped in the middle of sending."))

    def _due(self, session: Session, delivery_id: UUID) -> tuple[Post, Delivery] | None:
        post_id = session.scalars(select(Delivery.post_id).where(Delivery.id == delivery_id)).one_or_none()
        if post_id is None:
            return None
        post = queries.locked_post(session, post_id)
        statement = (
            select(Delivery)
            .where(
                Delivery.id == delivery_id,
                Delivery.state.in_([DeliveryState.PENDING, DeliveryState.UNKNOWN]),
                Delivery.next_attempt_at <= self._now(),
            )
            .with_for_update(skip_locked=True)
        )
        delivery = session.scalars(statement, execution_options={"populate_existing": True}).one_or_none()
        if delivery is None or post.state != PostState.PUBLISHING:
            return None
        return post, delivery

    def _content(self, post: Post, delivery: Delivery, account: Account, now: datetime) -> Content:
        until = now + RECEIVERS_HAVE
        return Content(
            key=delivery.key,
            post_id=str(post.id),
            draft_id=str(post.draft_id),
            title=post.title,
            text=post.texts[account.platform],
            content_hash=post.content_hash,
            account_id=str(account.id),
            account_name=account.name,
            author={"id": str(post.author_id), "name": post.author_name},
            approver={"id": str(post.approver_id), "name": post.approver_name},
            sample=post.sample,
            media=tuple(Media(**image, url=self._links.url(image["sha256"], until)) for image in post.images),
            composed_at=now,
        )

    def _call(self, delivery: Delivery, account: Account, *, look: bool) -> Outcome:
        if account.sealed is None or delivery.payload is None or delivery.started_at is None:
            return Refused("account-removed", "The account was removed.")
        try:
            credentials = Credentials(account.url, self._vault.open(account.sealed))
        except Unreadable as error:
            return Refused("credentials-unreadable", f"{error}. Connect the account again.")
        platform = self._platforms[account.platform]
        if not look:
            return platform.publish(credentials, delivery.key, delivery.payload)
        seen = platform.read_back(credentials, delivery.key, delivery.payload, delivery.created_at)
        if seen.found:
            return Sent(seen.remote_id, seen.remote_url)
        return Unsure(
            "not-found-there", "We looked and did not find it there. We won't send again without you."
        )

    def _record(self, session: Session, delivery: Delivery, outcome: Outcome) -> None:
        now = self._now()
        ruling = verdict(
            outcome, tries=delivery.tries, doubtful=delivery.doubtful, now=now, policy=self._policy
        )
        delivery.state = ruling.state
        delivery.next_attempt_at = ruling.next_attempt_at
        delivery.claimed_until = None
        delivery.doubtful = ruling.doubtful
        delivery.error_type, delivery.error_detail = ruling.error_type, ruling.error_detail
        if isinstance(outcome, Sent):
            delivery.sent_at = now
            delivery.remote_id, delivery.remote_url = outcome.remote_id, outcome.remote_url
        attempt = session.scalars(
            select(DeliveryAttempt).where(
                DeliveryAttempt.delivery_id == delivery.id, DeliveryAttempt.number == delivery.attempts
            )
        ).one()
        attempt.finished_at = now
        attempt.outcome = type(outcome).__name__.lower()
        attempt.error_type = None if isinstance(outcome, Sent) else outcome.type
        attempt.error_detail = None if isinstance(outcome, Sent) else outcome.detail
        refresh(session, queries.locked_post(session, delivery.post_id))


def _obstacle(post: Post, account: Account) -> tuple[str, str] | None:
    """Why nothing may be sent to this account, if so."""
    if post.reason_type == WITHDRAWN:
        return WITHDRAWN, post.reason_detail or "The approval is void."
    if account.removed_at is not None:
        return "account-removed", f"{account.name} was removed before its turn came. Nothing was sent."
    if account.status == DISCONNECTED:
        return (
            "account-disconnected",
            f"{account.name} is disconnected. Nothing was sent. Connect it again, then retry.",
        )
    return None
