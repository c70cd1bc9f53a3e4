"""``/api/v1/thinker/drafts/{id}/comments``: threads about a draft; and whom they can mention."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response
from sqlalchemy.orm import Session

from svckit.auth import AUTHOR, VIEWER, Principal
from svckit.db import unit_of_work
from svckit.etag import seen_version, set_etag
from svckit.idempotency import once
from svckit.schemas import IdPath, Person
from svckit.web import Resource, current
from thinker_svc import queries
from thinker_svc import queries_comments as reads
from thinker_svc.api import comment_schemas as s
from thinker_svc.api.drafts import PREFIX, answer
from thinker_svc.models import IdempotencyKey
from thinker_svc.models.comment import Comment
from thinker_svc.models.draft import Draft
from thinker_svc.provided import provided
from thinker_svc.services import comments as rules
from thinker_svc.services import people as team
from thinker_svc.services.comments import Selection

comments = Resource("comments", __name__, url_prefix=PREFIX, tag="Comments")
people = Resource("people", __name__, url_prefix="/api/v1/thinker/people", tag="Comments")


@comments.get(
    "/<uuid:id>/comments", permission=VIEWER, summary="What people said", responses={200: s.ThreadsOut}
)
def read_threads(path: IdPath, query: s.CommentsQuery) -> Response:
    """Threads, oldest first. Where the words of an anchor stand is found anew in the text as it is now."""
    with unit_of_work(provided().db) as session:
        draft = queries.draft(session, path.id)
        page = reads.threads(session, path.id, status=query.status, cursor=query.cursor, limit=query.limit)
        opened, every = reads.counts(session, [path.id]).get(path.id, (0, 0))
        items = _threads(session, draft, page.items, current())
    return answer(s.ThreadsOut(items=items, next=page.next, counts={"open": opened, "all": every}))


@comments.post(
    "/<uuid:id>/comments", permission=AUTHOR, summary="Comment, or reply", responses={201: s.ThreadOut}
)
def add_comment(path: IdPath, body: s.NewCommentBody) -> Response:
    """Answers with the whole thread. Who is mentioned gets an e-mail. A reply opens a closed thread again."""

    def create(session: Session) -> Response:
        selection = Selection(**body.anchor.model_dump()) if body.anchor else None
        made = rules.add(
            session,
            current(),
            path.id,
            body.text,
            selection=selection,
            thread_id=body.thread_id,
            chosen=body.mentions,
        )
        response = _thread(session, path, made, 201)
        response.headers["Location"] = f"{PREFIX}/{path.id}/comments/{made.id}"
        return response

    return once(provided().db, IdempotencyKey, create)


@comments.patch(
    "/<uuid:id>/comments/<uuid:comment_id>",
    permission=AUTHOR,
    summary="Change one's own",
    responses={200: s.ThreadOut},
)
def edit_comment(path: s.CommentPath, body: s.CommentEditBody) -> Response:
    """Needs `If-Match` with the comment's version. Only who is newly mentioned gets an e-mail."""
    seen = seen_version()
    with unit_of_work(provided().db) as session:
        changed = rules.edit(
            session,
            current(),
            path.id,
            path.comment_id,
            seen_version=seen,
            text=body.text,
            chosen=body.mentions,
        )
        return set_etag(_thread(session, path, changed), changed.version)


@comments.delete("/<uuid:id>/comments/<uuid:comment_id>", permission=AUTHOR, summary="Take it back")
def delete_comment(path: s.CommentPath) -> Response:
    """One's own; admins may anybody's. The place of a first comment stays while others replied to it."""
    with unit_of_work(provided().db) as session:
        rules.delete(session, current(), path.id, path.comment_id)
    return Response(status=204)


@comments.post(
    "/<uuid:id>/comments/<uuid:comment_id>/resolve",
    permission=AUTHOR,
    summary="Close a thread",
    responses={200: s.ThreadOut},
)
def resolve_thread(path: s.CommentPath) -> Response:
    with unit_of_work(provided().db) as session:
        found = rules.settle(session, current(), path.id, path.comment_id, resolved=True)
        return _thread(session, path, found)


@comments.post(
    "/<uuid:id>/comments/<uuid:comment_id>/reopen",
    permission=AUTHOR,
    summary="Open a thread again",
    responses={200: s.ThreadOut},
)
def reopen_thread(path: s.CommentPath) -> Response:
    with unit_of_work(provided().db) as session:
        found = rules.settle(session, current(), path.id, path.comment_id, resolved=False)
        return _thread(session, path, found)


@people.get("", permission=VIEWER, summary="Whom a comment can mention", responses={200: s.TeammatesOut})
def read_people(query: s.PeopleQuery) -> Response:
    """Active people of the team, by name."""
    with unit_of_work(provided().db) as session:
        page = team.matching(session, query.q, cursor=query.cursor, limit=query.limit)
        items = [s.TeammateOut(id=row.id, name=row.name, role=row.role) for row in page.items]
    return answer(s.TeammatesOut(items=items, next=page.next))


def _thread(session: Session, path: IdPath, of: Comment, status: int = 200) -> Response:
    session.flush()
    first = reads.comment(session, path.id, of.thread_id) if of.thread_id else of
    draft = queries.draft(session, path.id)
    return answer(_threads(session, draft, [first], current())[0], status)


def _threads(
    session: Session, draft: Draft, firsts: Sequence[Comment], principal: Principal
) -> list[s.ThreadOut]:
    replies = reads.replies(session, [first.id for first in firsts])
    return [
        s.ThreadOut(
            id=first.id,
            draft_id=draft.id,
            anchor=_anchor(draft, first),
            resolved_at=first.resolved_at,
            resolved_by=_person(first.resolved_by_id, first.resolved_by_name),
            comments=[_comment(row, principal) for row in [first, *replies[first.id]]],
        )
        for first in firsts
    ]


def _anchor(draft: Draft, first: Comment) -> s.AnchorOut | None:
    if first.anchor is None:
        return None
    place = rules.place(draft, first)
    start, end = place or (None, None)
    return s.AnchorOut(
        platform=first.anchor["platform"],
        quote=first.anchor["quote"],
        start=start,
        end=end,
        changed=place is None,
    )


def _comment(row: Comment, principal: Principal) -> s.CommentOut:
    return s.CommentOut(
        id=row.id,
        author=Person(id=row.author_id, name=row.author_name),
        text=row.text,
        mentions=[Person.model_validate(mention) for mention in row.mentions],
        version=row.version,
        created_at=row.created_at,
        edited_at=row.edited_at,
        deleted=row.deleted_at is not None,
        mine=row.author_id == principal.id,
    )


def _person(person_id: Any, name: str | None) -> Person | None:
    return Person(id=person_id, name=name or "") if person_id else None
