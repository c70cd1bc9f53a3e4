"""``/api/v1/thinker/drafts/{id}/guest-links``: showing a draft to people without an account."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from svckit.auth import AUTHOR, VIEWER, Principal
from svckit.db import unit_of_work
from svckit.idempotency import once
from svckit.schemas import IdPath, PageQuery, Person
from svckit.web import Resource, current
from thinker_svc import queries, queries_guests
from thinker_svc.api import guest_schemas as s
from thinker_svc.api.drafts import PREFIX, answer
from thinker_svc.models import IdempotencyKey
from thinker_svc.models.draft import Draft
from thinker_svc.models.guest_link import GuestLink
from thinker_svc.models.guest_response import GuestResponse
from thinker_svc.provided import provided
from thinker_svc.services import guest_links as rules
from thinker_svc.services import guest_review, policy

guest_links = Resource("guest_links", __name__, url_prefix=PREFIX, tag="Guests")


@guest_links.post(
    "/<uuid:id>/guest-links", permission=AUTHOR, summary="Make a link", responses={201: s.GuestLinkOut}
)
def create(path: IdPath, body: s.GuestLinkBody) -> Response:
    """It opens the post, its chart and its figures to whoever has it, until it expires or is revoked."""

    def make(session: Session) -> Response:
        made = rules.create(session, current(), path.id, **body.model_dump())
        # What is kept of this answer for a repeat must not open anything.
        response = answer(_link(made, {}, url=None), 201)
        response.headers["Location"] = f"{PREFIX}/{path.id}/guest-links/{made.id}"
        return response

    response = once(provided().db, IdempotencyKey, make)
    shown = response.get_json() | {}
    shown["url"] = provided().guest_keys.url(UUID(shown["id"]))
    full = answer(s.GuestLinkOut.model_validate(shown), 201)
    full.headers["Location"] = response.headers["Location"]
    return full


@guest_links.get(
    "/<uuid:id>/guest-links", permission=VIEWER, summary="Its links", responses={200: s.GuestLinksOut}
)
def read_links(path: IdPath, query: PageQuery) -> Response:
    """The newest first."""
    with unit_of_work(provided().db) as session:
        draft = queries.draft(session, path.id)
        page = queries_guests.links(session, path.id, cursor=query.cursor, limit=query.limit)
        numbers = queries_guests.response_counts(session, [link.id for link in page.items])
        items = [_link(link, numbers, url=_url(draft, link, current())) for link in page.items]
        out = s.GuestLinksOut(
            items=items,
            next=page.next,
            may_invite=rules.may_invite(draft, current()),
            counts=policy.current(session).guest_approval_counts,
        )
    return answer(out)


@guest_links.post(
    "/<uuid:id>/guest-links/<uuid:link_id>/revoke",
    permission=AUTHOR,
    summary="Revoke a link",
    responses={200: s.GuestLinkOut},
)
def revoke(path: s.GuestLinkPath) -> Response:
    """It opens nothing any more, also for those who have it open. What they said stays."""
    with unit_of_work(provided().db) as session:
        link = rules.revoke(session, current(), path.id, path.link_id)
        numbers = queries_guests.response_counts(session, [link.id])
        return answer(_link(link, numbers, url=None))


@guest_links.get(
    "/<uuid:id>/guest-responses",
    permission=VIEWER,
    summary="What guests said",
    responses={200: s.GuestResponsesOut},
)
def read_responses(path: IdPath, query: PageQuery) -> Response:
    """The newest first, each with the address that was confirmed."""
    with unit_of_work(provided().db) as session:
        draft = queries.draft(session, path.id)
        page = queries_guests.responses(session, path.id, cursor=query.cursor, limit=query.limit)
        items = [response_out(draft, row) for row in page.items]
    return answer(s.GuestResponsesOut(items=items, next=page.next))


def response_out(draft: Draft, row: GuestResponse) -> s.GuestResponseOut:
    return s.GuestResponseOut.model_validate(
        {name: getattr(row, name) for name in _SAID}
        | {"at": row.created_at, "current": guest_review.stands(draft, row)}
    )


_SAID = [name for name in s.GuestResponseOut.model_fields if name not in ("at", "current")]
_PLAIN = ("id", "draft_id", "label", "email", "created_at", "expires_at", "revoked_at", "last_used_at")


def _url(draft: Draft, link: GuestLink, principal: Principal) -> str | None:
    shown = rules.state(link) == "open" and rules.may_read(draft, link, principal)
    return provided().guest_keys.url(link.id) if shown else None


def _link(link: GuestLink, numbers: Mapping[UUID, int], *, url: str | None) -> s.GuestLinkOut:
    revoker = Person(id=link.revoked_by_id, name=link.revoked_by_name or "") if link.revoked_by_id else None
    return s.GuestLinkOut.model_validate(
        {name: getattr(link, name) for name in _PLAIN}
        | {
            "state": rules.state(link),
            "url": url,
            "created_by": Person(id=link.created_by_id, name=link.created_by_name),
            "revoked_by": revoker,
            "responses": numbers.get(link.id, 0),
        }
    )
