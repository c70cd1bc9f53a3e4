"""Which deliveries a post needs."""

from uuid import UUID

from sqlalchemy.orm import Session

from svckit.ids import uuid7
from tweeter_svc import queries
from tweeter_svc.models.delivery import Delivery
from tweeter_svc.models.post import Post
from tweeter_svc.services.states import DeliveryState, PostState


class TextMissing(Exception):
    """An account's platform has no approved text."""


def deliveries(session: Session, post: Post) -> list[Delivery]:
    """Write one delivery for each account of the post.

    Raises:
        TextMissing: nothing was approved for a platform the post goes to.
    """
    named = [UUID(account_id) for account_id in post.account_ids]
    planned = []
    for account in queries.accounts_for(session, post.platforms, named):
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
