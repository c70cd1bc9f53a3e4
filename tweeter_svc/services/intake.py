"""Takes approvals, and their withdrawal, from thinker_svc."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from svckit.db import utcnow
from tweeter_svc import names
from tweeter_svc.events import DraftApproved, DraftWithdrawn
from tweeter_svc.models.outbox import outbox
from tweeter_svc.models.post import Post
from tweeter_svc.models.withdrawal import Withdrawal
from tweeter_svc.services import images, plan, stopping
from tweeter_svc.services.announce import announce, move
from tweeter_svc.services.content import content_hash
from tweeter_svc.services.states import PostState, first_state

WITHDRAWN = "approval-withdrawn"


class ContentChanged(Exception):
    """The texts are not the ones whose hash was approved. Nothing of it may be published."""


class ImagesMissing(Exception):
    """The bytes of an approved image are not here yet: try again when they are."""


class Intake:
    """`missed_after`: how late an approval may come and its post still be published."""

    def __init__(self, missed_after: timedelta) -> None:
        self._missed_after = missed_after

    def approved(self, session: Session, data: DraftApproved, occurred_at: datetime) -> Post | None:
        """Make the post and its deliveries; None when this version is here already.

        Raises:
            ContentChanged: texts, images and hash don't belong together.
            ImagesMissing: an event with the bytes of an image is still on its way.
        """
        shown = [image.model_dump() for image in data.images]
        if content_hash(data.texts, shown) != data.content_hash:
            raise ContentChanged(f"draft {data.draft_id} v{data.version}: the content doesn't match its hash")
        if _known(session, data.draft_id, data.version):
            return None
        missing = images.missing(session, [image.sha256 for image in data.images])
        if missing:
            raise ImagesMissing(f"draft {data.draft_id} v{data.version} waits for images: {sorted(missing)}")
        self._supersede(session, data)
        now = utcnow()
        post = Post(
            draft_id=data.draft_id,
            version=data.version,
            title=data.title,
            state=first_state(data.publish_at, now, self._missed_after),
            texts=data.texts,
            images=shown,
            platforms=data.platforms,
            account_ids=[str(account_id) for account_id in data.account_ids],
            content_hash=data.content_hash,
            sample=data.sample,
            scheduled_at=data.publish_at or now,
            author_id=data.author.id,
            author_name=data.author.name,
            approver_id=data.reviewer.id,
            approver_name=data.reviewer.name,
            approved_at=occurred_at,
        )
        session.add(post)
        session.flush()
        deliveries = plan.deliveries(session, post)
        if _withdrawn_since(session, data, occurred_at):
            _say(post, WITHDRAWN, "The draft was edited after its approval, so the approval is void.")
            post.state = PostState.CANCELLED
        elif not deliveries:
            plan.without_account(post)
        elif post.state == PostState.MISSED:
            late = _words(now - post.scheduled_at)
            _say(post, "approved-late", f"Approved {late} after its time. Nothing was published.")
        elif post.scheduled_at <= now:
            outbox.enqueue(session, names.TICK, queue=names.QUEUE)
        announce(session, post)
        return post

    def withdrawn(self, session: Session, data: DraftWithdrawn, occurred_at: datetime) -> None:
        """Void an approval: what is not published yet stays so. Remembered for an approval that is
        still on its way.
        """
        row = insert(Withdrawal).values(
            draft_id=data.draft_id, content_hash=data.content_hash, withdrawn_at=occurred_at
        )
        session.execute(
            row.on_conflict_do_update(
                index_elements=[Withdrawal.draft_id, Withdrawal.content_hash],
                set_={"withdrawn_at": row.excluded.withdrawn_at},
                where=Withdrawal.withdrawn_at < row.excluded.withdrawn_at,
            )
        )
        waiting = (
            select(Post)
            .where(
                Post.draft_id == data.draft_id,
                Post.content_hash == data.content_hash,
                Post.approved_at <= occurred_at,
            )
            .with_for_update()
        )
        for post in session.scalars(waiting).all():
            stopping.stop(
                session, post, WITHDRAWN, "The draft was edited after its approval, so the approval is void."
            )

    def _supersede(self, session: Session, data: DraftApproved) -> None:
        """A newer approval of the same draft takes the place of an older one that is still to come."""
        older = (
            select(Post)
            .where(
                Post.draft_id == data.draft_id,
                Post.version < data.version,
                Post.state.in_([PostState.SCHEDULED, PostState.MISSED]),
            )
            .with_for_update()
        )
        for post in session.scalars(older).all():
            _say(post, "superseded", "A newer version of this draft was approved.")
            move(session, post, PostState.CANCELLED)


def _known(session: Session, draft_id: UUID, version: int) -> bool:
    statement = select(Post.id).where(Post.draft_id == draft_id, Post.version == version)
    return session.execute(statement).first() is not None


def _withdrawn_since(session: Session, data: DraftApproved, occurred_at: datetime) -> bool:
    statement = select(Withdrawal.withdrawn_at).where(
        Withdrawal.draft_id == data.draft_id, Withdrawal.content_hash == data.content_hash
    )
    withdrawn_at = session.execute(statement).scalar_one_or_none()
    return withdrawn_at is not None and withdrawn_at >= occurred_at


def _say(post: Post, type_: str, detail: str) -> None:
    post.reason_type, post.reason_detail = type_, detail


def _words(late: timedelta) -> str:
    minutes = max(1, round(late.total_seconds() / 60))
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} h {minutes} min"
    days = hours // 24
    return "a day" if days == 1 else f"{days} days"
