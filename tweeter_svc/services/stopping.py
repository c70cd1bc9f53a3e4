"""Ends a post that is not out yet."""

from sqlalchemy.orm import Session

from tweeter_svc import queries
from tweeter_svc.models.delivery import Delivery
from tweeter_svc.models.post import Post
from tweeter_svc.services import plan
from tweeter_svc.services.announce import move
from tweeter_svc.services.states import DeliveryState, PostState, outcome_of


def refresh(session: Session, post: Post) -> None:
    """Bring the post's state in line with its deliveries. The caller holds the post."""
    deliveries = queries.deliveries_of(session, post.id)
    nowhere = [DeliveryState.FAILED for _ in post.without_account]
    new = outcome_of([*(DeliveryState(delivery.state) for delivery in deliveries), *nowhere])
    if new == post.state:
        return
    if new == PostState.PARTIALLY_PUBLISHED and post.without_account and post.reason_type is None:
        post.reason_type, post.reason_detail = "no-account", plan.missing(post)
    if new == PostState.PUBLISHED or (new == PostState.PARTIALLY_PUBLISHED and post.published_at is None):
        post.published_at = max(delivery.sent_at for delivery in deliveries if delivery.sent_at is not None)
    move(session, post, new)


def untouched(session: Session, post: Post) -> bool:
    """Whether it is certain that nothing of the post has left, or is leaving right now."""
    free = queries.free_deliveries(session, post.id)
    everything = queries.deliveries_of(session, post.id)
    return len(free) == len(everything) and all(
        delivery.state in (DeliveryState.PENDING, DeliveryState.FAILED) and not delivery.doubtful
        for delivery in free
    )


def cancel(session: Session, post: Post, type_: str, detail: str) -> None:
    """Cancel a post of which nothing has left. The caller holds the post and has made sure."""
    post.reason_type, post.reason_detail = type_, detail
    for delivery in queries.free_deliveries(session, post.id):
        delivery.next_attempt_at = None
    move(session, post, PostState.CANCELLED)


def stop(session: Session, post: Post, type_: str, detail: str) -> None:
    """Let nothing more of the post leave, whatever already has. The caller holds the post.

    A delivery that a worker holds at this moment is left to it; `reason_type` keeps it from being
    tried again afterwards.
    """
    if post.state in (PostState.SCHEDULED, PostState.MISSED):
        cancel(session, post, type_, detail)
    elif post.state == PostState.PUBLISHING:
        if untouched(session, post):
            cancel(session, post, type_, detail)
            return
        post.reason_type, post.reason_detail = type_, detail
        for delivery in queries.free_deliveries(session, post.id):
            if delivery.state in (DeliveryState.PENDING, DeliveryState.UNKNOWN):
                give_up(delivery, type_, detail)
        refresh(session, post)
    elif post.state in (PostState.FAILED, PostState.PARTIALLY_PUBLISHED):
        # Nothing is on its way; the reason keeps a retry from sending what is no longer approved.
        post.reason_type, post.reason_detail = type_, detail


def give_up(delivery: Delivery, type_: str, detail: str) -> None:
    """End a delivery without another attempt."""
    delivery.state = DeliveryState.FAILED
    delivery.next_attempt_at = None
    delivery.error_type = type_
    delivery.error_detail = (
        f"{detail} An earlier attempt may have arrived: look there." if delivery.doubtful else detail
    )
