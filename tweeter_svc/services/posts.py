"""What people may do with posts."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from svckit.auth import Principal, Role
from svckit.db import utcnow
from svckit.problems import Conflict, FieldError, Forbidden, NotFound, Unprocessable
from tweeter_svc import names, queries
from tweeter_svc.models.account import DISCONNECTED
from tweeter_svc.models.delivery import Delivery
from tweeter_svc.models.outbox import outbox
from tweeter_svc.models.post import Post
from tweeter_svc.services import plan, stopping, verifying
from tweeter_svc.services.announce import move
from tweeter_svc.services.intake import WITHDRAWN
from tweeter_svc.services.states import DeliveryState, PostState

FURTHEST = timedelta(days=366)
WAITING = (PostState.SCHEDULED, PostState.MISSED)
RETRIABLE = (PostState.FAILED, PostState.PARTIALLY_PUBLISHED)


def may_steer(post: Post, who: Principal) -> bool:
    """Cancelling and rescheduling: the post's author, and reviewers."""
    return who.role >= Role.REVIEWER or (who.role >= Role.AUTHOR and who.id == post.author_id)


def cancel(session: Session, post_id: UUID, by: Principal) -> None:
    """Cancel a post of which nothing has left.

    Raises:
        NotFound, Forbidden
        Conflict: it is out, on its way, or over.
    """
    post = _steered(session, post_id, by)
    if post.state == PostState.PUBLISHING:
        if not stopping.untouched(session, post):
            raise Conflict(
                "wrong-state", "This post is being sent at this moment; it can't be cancelled now."
            )
    elif post.state not in WAITING:
        raise _wrong(post, "Only a post that is still to come can be cancelled")
    stopping.cancel(session, post, "cancelled-by-person", f"Cancelled by {by.name}.")


def reschedule(session: Session, post_id: UUID, publish_at: datetime, by: Principal) -> None:
    """Give a post that is still to come, or was missed, another time.

    Raises:
        NotFound, Forbidden
        Unprocessable: the time has passed, or is more than a year away.
        Conflict: the post has begun or is over.
    """
    post = _steered(session, post_id, by)
    if post.state not in WAITING:
        raise _wrong(post, "Only a post that is still to come can be rescheduled")
    now = utcnow()
    if publish_at <= now:
        raise _bad_time("This time has passed. Choose a later one, or publish now.")
    if publish_at > now + FURTHEST:
        raise _bad_time("This is more than a year away. Choose an earlier time.")
    post.scheduled_at = publish_at
    post.reason_type = post.reason_detail = None
    move(session, post, PostState.SCHEDULED)


def publish_now(session: Session, post_id: UUID) -> None:
    """Publish a post that is still to come, or was missed, at once.

    Raises:
        NotFound
        Conflict: it has begun or is over.
    """
    post = queries.locked_post(session, post_id)
    if post.state not in WAITING:
        raise _wrong(post, "Only a post that is still to come can be published now")
    post.scheduled_at = utcnow()
    post.reason_type = post.reason_detail = None
    post.state = PostState.SCHEDULED
    outbox.enqueue(session, names.TICK, queue=names.QUEUE)


def retry(session: Session, post_id: UUID) -> None:
    """Try again what failed; what was delivered stays untouched.

    Raises:
        NotFound
        Conflict: nothing failed, the approval is void, what is stored is not what was approved, or there is
            still nowhere to send it.
    """
    post = queries.locked_post(session, post_id)
    if post.state not in RETRIABLE:
        raise _wrong(post, "Only a post that failed can be retried")
    if post.reason_type == WITHDRAWN:
        raise Conflict(
            "approval-withdrawn", "The draft was edited, so this approval is void. Approve it again."
        )
    known = list(queries.deliveries_of(session, post.id))
    if _hopeless(known):
        raise Conflict(*verifying.altered(known))
    everything = [*known, *plan.deliveries_since(session, post)] if known else plan.deliveries(session, post)
    failed = [one for one in everything if one.state != DeliveryState.DELIVERED and not _altered(one)]
    if not failed:
        raise Conflict("no-account", "There is still no account to send this to. Connect one under Accounts.")
    ready = [delivery for delivery in failed if _reachable(delivery)]
    if not ready:
        raise Conflict(
            "account-disconnected", f"{failed[0].account.name} is disconnected. Connect it again, then retry."
        )
    now = utcnow()
    for delivery in ready:
        # In doubt, the platform is asked before anything is sent to it (see `Recovery`).
        delivery.state = DeliveryState.UNKNOWN if delivery.doubtful else DeliveryState.PENDING
        delivery.tries = 0
        delivery.next_attempt_at = now
        delivery.claimed_until = None
        delivery.error_type = delivery.error_detail = None
    post.reason_type = post.reason_detail = None
    move(session, post, PostState.PUBLISHING)
    outbox.enqueue(session, names.TICK, queue=names.QUEUE)


def settle(session: Session, post_id: UUID, delivery_id: UUID, *, delivered: bool, by: Principal) -> None:
    """A person has looked and says whether a delivery in doubt arrived.

    Raises:
        NotFound
        Conflict: the delivery isn't in doubt, or is being sent.
    """
    post = queries.locked_post(session, post_id)
    mine = {delivery.id for delivery in queries.deliveries_of(session, post.id)}
    if delivery_id not in mine:
        raise NotFound("delivery-not-found", "This post has no delivery with this id.")
    free = {delivery.id: delivery for delivery in queries.free_deliveries(session, post.id)}
    delivery = free.get(delivery_id)
    if delivery is None or not in_doubt(delivery):
        raise Conflict("not-in-doubt", "It is known how this delivery stands; there is nothing to settle.")
    delivery.doubtful = False
    delivery.next_attempt_at = None
    if delivered:
        delivery.state = DeliveryState.DELIVERED
        delivery.sent_at = delivery.started_at or utcnow()
        delivery.error_type = delivery.error_detail = None
    else:
        delivery.state = DeliveryState.FAILED
        looked = "not-delivered", f"{by.name} looked there and did not find it."
        # Known to be nowhere, what was altered is as little approved as before.
        altered = verifying.altered(queries.deliveries_of(session, post.id))
        delivery.error_type, delivery.error_detail = altered if _altered(delivery) else looked
    stopping.refresh(session, post)


def _steered(session: Session, post_id: UUID, by: Principal) -> Post:
    post = queries.locked_post(session, post_id)
    if not may_steer(post, by):
        raise Forbidden(
            "not-yours", f"This is {post.author_name}'s post. Its author or a reviewer can do this."
        )
    return post


def in_doubt(delivery: Delivery) -> bool:
    return delivery.state == DeliveryState.UNKNOWN or (
        delivery.state == DeliveryState.FAILED and delivery.doubtful
    )


def may_retry(post: Post) -> bool:
    """Whether trying again can bring out more of it: not what is no longer approved, or never was."""
    return post.state in RETRIABLE and post.reason_type != WITHDRAWN and not _hopeless(post.deliveries)


def _hopeless(deliveries: Sequence[Delivery]) -> bool:
    missing = [delivery for delivery in deliveries if delivery.state != DeliveryState.DELIVERED]
    return bool(missing) and all(_altered(delivery) for delivery in missing)


def _altered(delivery: Delivery) -> bool:
    return delivery.error_type == verifying.ALTERED


def _reachable(delivery: Delivery) -> bool:
    return delivery.account.removed_at is None and delivery.account.status != DISCONNECTED


def _wrong(post: Post, rule: str) -> Conflict:
    word = post.state.replace("_", " ")
    return Conflict("wrong-state", f"{rule}; this one is {word}.", state=post.state)


def _bad_time(message: str) -> Unprocessable:
    return Unprocessable("invalid-time", message, errors=[FieldError(field="publish_at", message=message)])
