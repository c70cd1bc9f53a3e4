"""What people say about a draft: threads about its words or about all of it, closed when they are settled.

Comments are talk, not content: they change no version and void no approval, and stay open in every state.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from svckit.auth import Principal, Role
from svckit.db import utcnow
from svckit.problems import Conflict, Forbidden, PreconditionFailed, Unprocessable
from thinker_svc import queries
from thinker_svc import queries_comments as reads
from thinker_svc.events import CommentMentioned
from thinker_svc.events_parts import PersonData
from thinker_svc.models import outbox
from thinker_svc.models.comment import Comment
from thinker_svc.models.draft import Draft
from thinker_svc.models.person import Person
from thinker_svc.services import anchors, journal, mentions, saying
from thinker_svc.services.anchors import Anchor

LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Selection:
    """Words somebody selected: code points of the text of `platform` (None: the shared text)."""

    quote: str
    start: int
    platform: str | None = None


def add(
    session: Session,
    principal: Principal,
    draft_id: UUID,
    text: str,
    *,
    selection: Selection | None = None,
    thread_id: UUID | None = None,
    chosen: Sequence[UUID] = (),
) -> Comment:
    """Begin a thread, or reply to one; whoever is named hears of it. A reply opens a closed thread again.

    Raises:
        NotFound: the draft, or the thread.
        Unprocessable: `text-changed` when the selected words aren't there any more; `comment-required`;
            `unknown-person`; `ambiguous-mention`.
    """
    draft = queries.draft(session, draft_id, lock=True)  # a reply and its thread's deletion take turns
    said = _said(text)
    told = mentions.named(said, mentions.team(session), chosen)
    thread = _thread(session, draft, thread_id) if thread_id else None
    anchor = _anchor(draft, selection) if selection and thread is None else None
    comment = Comment(
        draft_id=draft.id,
        thread_id=thread.id if thread else None,
        author_id=principal.id,
        author_name=principal.name,
        text=said,
        mentions=_as_json(told),
        anchor=asdict(anchor) if anchor else None,
        version=1,
    )
    session.add(comment)
    session.flush()
    journal.note(
        session,
        draft,
        "replied" if thread else "commented",
        principal,
        comment_id=str(comment.id),
        message=anchor.quote if anchor else "",
    )
    if thread is not None and thread.resolved_at is not None:
        _open(thread)
    _tell(session, draft, comment, told, thread or comment)
    return comment


def edit(
    session: Session,
    principal: Principal,
    draft_id: UUID,
    comment_id: UUID,
    *,
    seen_version: int,
    text: str,
    chosen: Sequence[UUID] = (),
) -> Comment:
    """Change one's own words. Only who is newly named hears of it; who was named before is still meant by
    a name that others have too, unless `chosen` says who else.

    Raises:
        Forbidden: `not-your-comment`.
        PreconditionFailed: `stale-content`.
    """
    draft, comment = _own(session, principal, draft_id, comment_id)
    if comment.version != seen_version:
        raise PreconditionFailed(
            "stale-content",
            "You changed this comment elsewhere since. Read it again, then repeat your change.",
            current_version=comment.version,
        )
    said = _said(text)
    before = {mention["id"] for mention in comment.mentions}
    told = mentions.named(said, mentions.team(session), chosen, [UUID(one) for one in before])
    if said == comment.text and all(str(one) in before for one in chosen):
        return comment
    comment.text, comment.mentions = said, _as_json(told)
    comment.version += 1
    comment.edited_at = utcnow()
    session.flush()
    thread = reads.comment(session, draft_id, comment.thread_id) if comment.thread_id else comment
    _tell(session, draft, comment, [person for person in told if str(person.id) not in before], thread)
    return comment


def delete(session: Session, principal: Principal, draft_id: UUID, comment_id: UUID) -> None:
    """Take back one's own words; admins may anybody's. A thread that others replied to keeps its place.

    Raises:
        Forbidden: `not-your-comment`.
    """
    draft = queries.draft(session, draft_id, lock=True)
    comment = reads.comment(session, draft_id, comment_id)
    if comment.author_id != principal.id and principal.role < Role.ADMIN:
        raise _not_yours("Only its author and admins can delete a comment.")
    journal.note(session, draft, "comment_deleted", principal, comment_id=str(comment.id))
    if comment.thread_id is None and _has_replies(session, comment.id):
        comment.deleted_at, comment.text, comment.mentions = utcnow(), "", []
        comment.version += 1
        return
    thread_id = comment.thread_id
    session.delete(comment)
    session.flush()
    if thread_id is not None and not _has_replies(session, thread_id):
        first = reads.comment(session, draft_id, thread_id)
        if first.deleted_at is not None:
            session.delete(first)


def settle(
    session: Session, principal: Principal, draft_id: UUID, thread_id: UUID, *, resolved: bool
) -> Comment:
    """Close a thread, or open it again. Doing it twice changes nothing."""
    draft = queries.draft(session, draft_id, lock=True)
    thread = _thread(session, draft, thread_id)
    if (thread.resolved_at is not None) == resolved:
        return thread
    if resolved:
        thread.resolved_at = utcnow()
        thread.resolved_by_id, thread.resolved_by_name = principal.id, principal.name
    else:
        _open(thread)
    kind = "comment_resolved" if resolved else "comment_reopened"
    quote = (thread.anchor or {}).get("quote", "")
    journal.note(session, draft, kind, principal, comment_id=str(thread.id), message=quote)
    return thread


def place(draft: Draft, thread: Comment) -> tuple[int, int] | None:
    """Where the words of a thread stand now; None when they changed, or it is about the whole draft."""
    if thread.anchor is None:
        return None
    anchor = Anchor(**thread.anchor)
    return anchors.find(_text(draft, anchor.platform), anchor)


def _text(draft: Draft, platform: str | None) -> str:
    return str(draft.platform_texts.get(platform, draft.text)) if platform else draft.text


def _anchor(draft: Draft, selection: Selection) -> Anchor:
    text = _text(draft, selection.platform)
    made = anchors.make(text, selection.start, selection.quote, selection.platform)
    if made is None:
        message = "These words aren't in the text any more. Select them again, or comment on the whole draft."
        raise Unprocessable("text-changed", message, errors=[{"field": "anchor", "message": message}])
    return made


def _thread(session: Session, draft: Draft, thread_id: UUID) -> Comment:
    found = reads.comment(session, draft.id, thread_id)
    if found.thread_id is not None:
        raise Conflict("not-a-thread", "This is a reply. Reply to the first comment of its thread.")
    return found


def _own(session: Session, principal: Principal, draft_id: UUID, comment_id: UUID) -> tuple[Draft, Comment]:
    draft = queries.draft(session, draft_id, lock=True)
    comment = reads.comment(session, draft_id, comment_id)
    if comment.author_id != principal.id or comment.deleted_at is not None:
        raise _not_yours("Only its author can change a comment.")
    return draft, comment


def _open(thread: Comment) -> None:
    thread.resolved_at = thread.resolved_by_id = thread.resolved_by_name = None


def _has_replies(session: Session, thread_id: UUID) -> bool:
    return bool(session.execute(select(exists().where(Comment.thread_id == thread_id))).scalar())


def _said(text: str) -> str:
    return saying.required(text, "Write what you want to say.", kind="comment-required", field="text")


def _tell(session: Session, draft: Draft, comment: Comment, told: Sequence[Person], thread: Comment) -> None:
    others = [PersonData(id=person.id, name=person.name) for person in told if person.id != comment.author_id]
    if not others:
        return
    outbox.emit(
        session,
        CommentMentioned(
            draft_id=draft.id,
            comment_id=comment.id,
            thread_id=thread.id,
            title=draft.title,
            author=PersonData(id=comment.author_id, name=comment.author_name),
            mentioned=others,
            comment=comment.text,
            quote=(thread.anchor or {}).get("quote", ""),
            sample=draft.sample,
        ),
    )


def _as_json(told: Sequence[Person]) -> list[Any]:
    return [{"id": str(person.id), "name": person.name} for person in told]


def _not_yours(reason: str) -> Forbidden:
    return Forbidden("not-your-comment", reason)
