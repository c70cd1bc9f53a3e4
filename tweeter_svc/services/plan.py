"""Which deliveries a post needs."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from svckit.ids import uuid7
from tweeter_svc import queries
from tweeter_svc.models.account import Account
from tweeter_svc.models.delivery import Delivery
from tweeter_svc.models.post import Post
from tweeter_svc.services.states import DeliveryState, PostState


class TextMissing(Exception):
    """An account's platform has no approved text."""


def deliveries(session: Session, post: Post) -> list[Delivery]:
    """Write one delivery for each account of the post, and keep which of its platforms have none at all.

    Raises:
        TextMissing: nothing was approved for a platform the post goes to.
    """
    named = [UUID(account_id) for account_id in post.account_ids]
    there = queries.connected_platforms(session)
    post.without_account = [name for name in post.platforms if name not in there]
    return _planned(session, post, queries.accounts_for(session, post.platforms, named))


def deliveries_since(session: Session, post: Post) -> list[Delivery]:
    """Write deliveries for platforms that had no account when the post was approved and have one now."""
    there = queries.connected_platforms(session)
    found = [name for name in post.without_account if name in there]
    post.without_account = [name for name in post.without_account if name not in there]
    return _planned(session, post, queries.accounts_for(session, found, ())) if found else []


def missing(post: Post) -> str:
    """Which platforms it doesn't go out to, for people; empty when it goes to all of them."""
    if not post.without_account:
        return ""
    where = " or ".join(post.without_account)
    return f"No account is connected for {where}, so nothing went out there. Connect one, then retry."


def _planned(session: Session, post: Post, accounts: Sequence[Account]) -> list[Delivery]:
    planned = []
    for account in accounts:
        if not post.texts.get(account.platform):
            raise TextMissing(f"no approved text for {account.platform}")
        delivery = Delivery(
            post_id=post.id,
            account_id=account.id,
            account=account,
            revision=post.version,
            key=f"post_{uuid7().hex}",
            state=DeliveryState.PENDING,
        )
        session.add(delivery)
        planned.append(delivery)
    session.flush()
    return planned


def without_account(post: Post) -> None:
    """Say that there is nowhere for the post to go."""
    post.state = PostState.FAILED
    post.reason_type = "no-account"
    where = " or ".join(post.platforms)
    chosen = (
        "None of the chosen accounts is there any more" if post.account_ids else "No account is connected"
    )
    post.reason_detail = (
        f"{chosen} for {where}. Nothing was published. Connect one under Accounts, then retry."
    )
