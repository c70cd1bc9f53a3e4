"""``/api/v1/thinker/guest-visits``: a guest reads the post and answers. Open to whoever has a link.

Every request but the first carries `Guest-Visit`, which the first one gave.
"""

from __future__ import annotations

from typing import Any

from flask import Response, request
from sqlalchemy.orm import Session

from svckit.auth import PUBLIC
from svckit.db import unit_of_work
from svckit.idempotency import HEADER, MAX_LENGTH
from svckit.ids import uuid7
from svckit.problems import BadRequest, Gone, NotFound, TooManyRequests, Unprocessable
from svckit.schemas import Schema
from svckit.web import Resource
from thinker_svc import queries, queries_guests
from thinker_svc.api import guest_schemas as s
from thinker_svc.api.drafts import answer
from thinker_svc.api.figure_schemas import TextFiguresOut
from thinker_svc.api.figures import claims_out
from thinker_svc.api.guest_links import response_out
from thinker_svc.api.images import BINARY, HEADERS
from thinker_svc.models.draft import Draft
from thinker_svc.models.guest_link import GuestLink
from thinker_svc.models.guest_visit import GuestVisit
from thinker_svc.provided import provided
from thinker_svc.services import figure_marks, guest_review, journal, pictures
from thinker_svc.services import guest_visits as rules
from thinker_svc.services.guest_review import Answer
from thinker_svc.services.guest_visits import Confirmation
from thinker_svc.services.review import KEEP
from thinker_svc.services.states import State

guest_visits = Resource("guest_visits", __name__, url_prefix="/api/v1/thinker", tag="Guests")
VISIT = "Guest-Visit"
SHOWN_RESPONSES = 20


@guest_visits.post("/guest-visits", permission=PUBLIC, summary="Open a link", responses={201: s.VisitOut})
def enter(body: s.EnterBody) -> Response:
    """Gives what later requests send as `Guest-Visit`; good for a day at most."""
    keys = provided().guest_keys
    with unit_of_work(provided().db) as session:
        visit = rules.enter(session, keys, body.token, body.visit)
        return answer(s.VisitOut(visit=keys.visit(visit.id), expires_at=visit.expires_at), 201)


@guest_visits.get(
    "/guest-visits/current", permission=PUBLIC, summary="The post", responses={200: s.GuestViewOut}
)
def read() -> Response:
    """What the link shows, and who sits there."""
    with unit_of_work(provided().db) as session:
        visit, link = rules.require(session, provided().guest_keys, _visit_token())
        return answer(_view(session, visit, link))


@guest_visits.get(
    "/guest-visits/current/images/<string:sha256>",
    permission=PUBLIC,
    summary="An image of the post",
    responses={
        200: {
            "description": "The picture, exactly as it will be published",
            "content": {"image/png": {"schema": BINARY}, "image/jpeg": {"schema": BINARY}},
        }
    },
)
def read_image(path: s.GuestImagePath) -> Response:
    with unit_of_work(provided().db) as session:
        _, link = rules.require(session, provided().guest_keys, _visit_token())
        draft = queries.draft(session, link.draft_id)
        if path.sha256 not in {image["sha256"] for image in draft.images}:
            raise NotFound("image-not-found", "This post has no such image.")
        found = pictures.content(session, draft.id, path.sha256)
        return Response(found.content, content_type=found.mime, headers=HEADERS)


@guest_visits.post(
    "/guest-visits/current/codes",
    permission=PUBLIC,
    summary="Have a code sent",
    responses={202: s.GuestSelfOut},
)
def ask_code(body: s.CodeBody) -> Response:
    """Six digits, good for ten minutes and one use. A newer code voids the one before."""
    with unit_of_work(provided().db) as session:
        visit, link = rules.ask_code(
            session, provided().guest_keys, _visit_token(), name=body.name, email=body.email
        )
        return answer(_guest(session, visit, link), 202)


@guest_visits.post(
    "/guest-visits/current/confirm",
    permission=PUBLIC,
    summary="Type in the code",
    responses={200: s.GuestSelfOut},
)
def confirm(body: s.ConfirmBody) -> Response:
    """422 `wrong-code` with `attempts_left`; 410 `code-expired`; 429 `too-many-attempts`."""
    keys, token = provided().guest_keys, _visit_token()
    with unit_of_work(provided().db) as session:
        outcome = rules.confirm(session, keys, token, body.code)
    # Told only now: the attempt is committed, whatever it was.
    _complain(outcome)
    with unit_of_work(provided().db) as session:
        return answer(_guest(session, *rules.require(session, keys, token)))


@guest_visits.post(
    "/guest-visits/current/responses",
    permission=PUBLIC,
    summary="Comment, approve, or ask for changes",
    responses={201: s.GuestResponseOut},
)
def respond(body: s.RespondBody) -> Response:
    """Needs a confirmed address. With `Idempotency-Key`, sent twice it is said once."""
    key = request.headers.get(HEADER, "").strip() or str(uuid7())
    if len(key) > MAX_LENGTH:
        raise BadRequest("invalid-idempotency-key", f"{HEADER} has at most {MAX_LENGTH} characters.")
    seen = body.seen_publish_at if "seen_publish_at" in body.model_fields_set else KEEP
    wanted = Answer(body.kind, body.content_hash, body.comment, key, body.version, seen)
    with unit_of_work(provided().db) as session:
        made = guest_review.respond(session, provided().guest_keys, _visit_token(), wanted)
        return answer(response_out(queries.draft(session, made.draft_id), made), 201)


def _visit_token() -> str:
    token = request.headers.get(VISIT, "")
    if not token:
        raise Gone("visit-over", "Open the link you were sent once more.")
    return token


def _complain(said: Confirmation) -> None:
    if said.outcome == "wrong":
        tries = "One try" if said.attempts_left == 1 else f"{said.attempts_left} tries"
        raise Unprocessable(
            "wrong-code",
            f"That isn't the code we sent. {tries} left.",
            errors=[{"field": "code", "message": f"That isn't the code we sent. {tries} left."}],
            attempts_left=said.attempts_left,
        )
    if said.outcome == "spent":
        raise TooManyRequests(
            "too-many-attempts", "Too many wrong codes. Ask for a new one, in a while.", retry_after=60
        )
    if said.outcome == "none":
        raise Gone(
            "code-expired", "That code is over: it lasts ten minutes and works once. Ask for a new one."
        )


def _guest(session: Session, visit: GuestVisit, link: GuestLink) -> s.GuestSelfOut:
    return s.GuestSelfOut(
        name=visit.name,
        email=visit.email,
        confirmed=visit.verified_at is not None,
        code_sent=rules.pending(session, visit),
        only_email=link.email,
    )


def _view(session: Session, visit: GuestVisit, link: GuestLink) -> Schema:
    draft = queries.draft(session, link.draft_id)
    written = draft.state not in {State.GENERATING, State.GENERATION_FAILED}
    marked = figure_marks.check(session, draft)
    said = (
        queries_guests.responses_of(session, link.id, visit.email, SHOWN_RESPONSES)
        if visit.verified_at
        else []
    )
    return s.GuestViewOut(
        draft=_draft(draft, journal.texts(draft) if written else {}),
        snapshot=_snapshot(session, draft),
        figures={
            name: TextFiguresOut(text_hash=marks.text_hash, claims=claims_out(marks))
            for name, marks in (marked.texts.items() if written else ())
        },
        figures_checked=figure_marks.reads(draft),
        guest=_guest(session, visit, link),
        inviter=link.created_by_name,
        expires_at=link.expires_at,
        counts=guest_review.counts(session, draft, link),
        closed=guest_review.closed(draft),
        responses=[response_out(draft, row) for row in said],
    )


def _draft(draft: Draft, texts: dict[str, str]) -> s.GuestDraftOut:
    return s.GuestDraftOut(
        title=draft.title,
        state=draft.state,
        platforms=draft.platforms,
        texts=texts,
        images=[
            s.GuestImageOut.model_validate({name: image[name] for name in s.GuestImageOut.model_fields})
            for image in (draft.images if texts else [])
        ],
        content_hash=draft.content_hash,
        version=draft.version,
        publish_at=draft.publish_at,
        keywords=draft.keywords,
        sample=draft.sample,
        language=draft.language,
    )


def _snapshot(session: Session, draft: Draft) -> dict[str, Any] | None:
    stored = queries.snapshot(session, draft.search_id)
    return {"sample": stored.sample} | stored.data if stored and stored.data else None
