"""Moves a post from state to state, and tells the others."""

from sqlalchemy.orm import Session

from tweeter_svc import queries
from tweeter_svc.events import (
    AccountDisconnected,
    AccountRef,
    DeliveryRef,
    EventError,
    Person,
    PostCancelled,
    PostEvent,
    PostFailed,
    PostMissed,
    PostPublished,
    PostScheduled,
)
from tweeter_svc.models.account import Account
from tweeter_svc.models.delivery import Delivery
from tweeter_svc.models.outbox import outbox
from tweeter_svc.models.post import Post
from tweeter_svc.services.states import PostState, may_follow

EVENTS: dict[PostState, type[PostEvent]] = {
    PostState.SCHEDULED: PostScheduled,
    PostState.PUBLISHED: PostPublished,
    # Somebody has to act, so a post that went out in part is told as a failure with its own state.
    PostState.PARTIALLY_PUBLISHED: PostFailed,
    PostState.FAILED: PostFailed,
    PostState.MISSED: PostMissed,
    PostState.CANCELLED: PostCancelled,
}


class WrongTransition(Exception):
    """A rule of `states` was about to be broken: a mistake in this service."""


def move(session: Session, post: Post, new: PostState) -> None:
    """Change the state and emit its event, if it has one."""
    if not may_follow(PostState(post.state), new):
        raise WrongTransition(f"post {post.id}: {post.state} -> {new}")
    post.state = new
    announce(session, post)


def announce(session: Session, post: Post) -> None:
    """Emit the event of the state the post is in, if that state has one."""
    kind = EVENTS.get(PostState(post.state))
    if kind is None:
        return
    outbox.emit(
        session,
        kind(
            post_id=post.id,
            draft_id=post.draft_id,
            title=post.title,
            state=post.state,
            texts=post.texts,
            content_hash=post.content_hash,
            sample=post.sample,
            scheduled_at=post.scheduled_at,
            published_at=post.published_at,
            author=Person(id=post.author_id, name=post.author_name),
            approver=Person(id=post.approver_id, name=post.approver_name),
            deliveries=[_delivery(delivery) for delivery in queries.deliveries_of(session, post.id)],
            error=_error(post.reason_type, post.reason_detail),
        ),
    )


def account_disconnected(session: Session, account: Account, type_: str, detail: str) -> None:
    """Emit that somebody has to connect this account again."""
    outbox.emit(
        session,
        AccountDisconnected(
            account_id=account.id,
            name=account.name,
            platform=account.platform,
            error=EventError(type=type_, detail=detail),
        ),
    )


def _delivery(delivery: Delivery) -> DeliveryRef:
    account = delivery.account
    return DeliveryRef(
        account=AccountRef(id=account.id, name=account.name, platform=account.platform),
        state=delivery.state,
        remote_url=delivery.remote_url,
        error=_error(delivery.error_type, delivery.error_detail),
    )


def _error(type_: str | None, detail: str | None) -> EventError | None:
    return EventError(type=type_, detail=detail or "") if type_ else None
