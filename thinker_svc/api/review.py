"""``/api/v1/thinker/drafts/{id}/…``: what people decide about a draft."""

from __future__ import annotations

from flask import Response

from svckit.auth import AUTHOR, REVIEWER
from svckit.db import unit_of_work
from svckit.etag import seen_version, seen_version_if_told
from svckit.schemas import IdPath
from svckit.web import Resource, current
from thinker_svc.api import present
from thinker_svc.api import schemas as s
from thinker_svc.api.drafts import PREFIX, one
from thinker_svc.api.review_schemas import HoldBody
from thinker_svc.provided import provided
from thinker_svc.services import review as rules

review = Resource("review", __name__, url_prefix=PREFIX, tag="Review")


@review.post("/<uuid:id>/submit", permission=AUTHOR, summary="Submit for review", responses={200: s.DraftOut})
def submit(path: IdPath, body: s.SubmitBody) -> Response:
    """`If-Match` is optional: with it, nothing is submitted that somebody changed meanwhile."""
    seen = seen_version_if_told()
    with unit_of_work(provided().db) as session:
        found = rules.submit(session, current(), path.id, body.publish_at, seen_version=seen)
        return one(present.draft(session, found, current()))


@review.post("/<uuid:id>/withdraw", permission=AUTHOR, summary="Take it back", responses={200: s.DraftOut})
def withdraw(path: IdPath) -> Response:
    """From review, or from approval as long as it isn't being published: that voids the approval."""
    with unit_of_work(provided().db) as session:
        found = rules.withdraw(session, current(), path.id)
        return one(present.draft(session, found, current()))


@review.post("/<uuid:id>/approve", permission=REVIEWER, summary="Approve", responses={200: s.DraftOut})
def approve(path: IdPath, body: s.ApproveBody) -> Response:
    """Signs exactly the content of that hash. Needs `If-Match`; 412 `stale-content` if it changed."""
    seen, told = seen_version(), body.model_fields_set
    publish_at = body.publish_at if "publish_at" in told else rules.KEEP
    with unit_of_work(provided().db) as session:
        found = rules.approve(
            session,
            current(),
            path.id,
            seen_version=seen,
            content_hash=body.content_hash,
            publish_at=publish_at,
            seen_publish_at=body.seen_publish_at if "seen_publish_at" in told else rules.KEEP,
        )
        return one(present.draft(session, found, current()))


@review.post(
    "/<uuid:id>/request-changes", permission=REVIEWER, summary="Request changes", responses={200: s.DraftOut}
)
def request_changes(path: IdPath, body: s.CommentBody) -> Response:
    """`If-Match` is optional: with it, only what was read is sent back."""
    seen = seen_version_if_told()
    with unit_of_work(provided().db) as session:
        found = rules.request_changes(session, current(), path.id, body.comment, seen_version=seen)
        return one(present.draft(session, found, current()))


@review.post("/<uuid:id>/reject", permission=REVIEWER, summary="Reject", responses={200: s.DraftOut})
def reject(path: IdPath, body: s.CommentBody) -> Response:
    """`If-Match` is optional: with it, only what was read is rejected."""
    seen = seen_version_if_told()
    with unit_of_work(provided().db) as session:
        found = rules.reject(session, current(), path.id, body.comment, seen_version=seen)
        return one(present.draft(session, found, current()))


@review.post("/<uuid:id>/hold", permission=REVIEWER, summary="Put on hold", responses={200: s.DraftOut})
def hold(path: IdPath, body: HoldBody) -> Response:
    """It can't be approved until it is released, whatever else happens to it."""
    with unit_of_work(provided().db) as session:
        found = rules.hold(session, current(), path.id, body.reason)
        return one(present.draft(session, found, current()))


@review.post("/<uuid:id>/release", permission=REVIEWER, summary="End the hold", responses={200: s.DraftOut})
def release(path: IdPath) -> Response:
    with unit_of_work(provided().db) as session:
        found = rules.release(session, current(), path.id)
        return one(present.draft(session, found, current()))
