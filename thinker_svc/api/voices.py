"""``/api/v1/thinker/voices``: brand voices, each save a version that stays."""

from __future__ import annotations

from flask import Response
from sqlalchemy.orm import Session

from svckit.auth import ADMIN, REVIEWER, VIEWER
from svckit.db import unit_of_work
from svckit.etag import seen_version
from svckit.idempotency import once
from svckit.schemas import IdPath, PageQuery
from svckit.web import Resource, current
from thinker_svc.api import library
from thinker_svc.api import library_schemas as s
from thinker_svc.api.drafts import answer
from thinker_svc.models import IdempotencyKey
from thinker_svc.models.voice import BrandVoice
from thinker_svc.provided import provided
from thinker_svc.services.languages import direction
from thinker_svc.services.shelf import VOICES, refused
from thinker_svc.services.voices import VoiceContent, faults

PREFIX = "/api/v1/thinker/voices"
voices = Resource("voices", __name__, url_prefix=PREFIX, tag="Voices")


def _shown(session: Session, head: BrandVoice, status: int = 200) -> Response:
    session.flush()
    content = VoiceContent.model_validate(VOICES.at(session, head.id, head.version).content)
    body = s.VoiceOut.model_validate(
        library.head(head)
        | {"content": content, "language": content.language, "dir": direction(content.language)}
    )
    return library.tagged(body, head.version, status)


def _sound(content: VoiceContent) -> None:
    found = faults(content)
    if found:
        raise refused([(f"content.{field}", message) for field, message in found])


@voices.get("", permission=VIEWER, summary="Voices", responses={200: s.VoicesOut})
def read_voices(query: s.LibraryQuery) -> Response:
    """The oldest first."""
    with unit_of_work(provided().db) as session:
        page = VOICES.page(session, archived=query.archived, cursor=query.cursor, limit=query.limit)
        items = [
            s.VoiceRow.model_validate(
                library.head(head)
                | {"language": VOICES.at(session, head.id, head.version).content["language"]}
            )
            for head in page.items
        ]
    return answer(s.VoicesOut(items=items, next=page.next))


@voices.post("", permission=REVIEWER, summary="Make a voice", responses={201: s.VoiceOut})
def make_voice(body: s.VoiceBody) -> Response:
    _sound(body.content)

    def create(session: Session) -> Response:
        made = VOICES.create(session, current(), body.name, body.content, body.note)
        response = _shown(session, made, 201)
        response.headers["Location"] = f"{PREFIX}/{made.id}"
        return response

    return once(provided().db, IdempotencyKey, create)


@voices.get("/<uuid:id>", permission=VIEWER, summary="A voice", responses={200: s.VoiceOut})
def read_voice(path: IdPath) -> Response:
    """Its newest version; the ETag is that version's number."""
    with unit_of_work(provided().db) as session:
        return _shown(session, VOICES.one(session, path.id))


@voices.put("/<uuid:id>", permission=REVIEWER, summary="Save a version", responses={200: s.VoiceOut})
def save_voice(path: IdPath, body: s.VoiceBody) -> Response:
    """Needs `If-Match`. Saving what it says already makes no version."""
    seen = seen_version()
    _sound(body.content)
    with unit_of_work(provided().db) as session:
        saved = VOICES.save(
            session, current(), path.id, seen, name=body.name, content=body.content, note=body.note
        )
        return _shown(session, saved)


@voices.get("/<uuid:id>/versions", permission=VIEWER, summary="Its versions", responses={200: s.VersionsOut})
def read_voice_versions(path: IdPath, query: PageQuery) -> Response:
    """The newest first."""
    with unit_of_work(provided().db) as session:
        page = VOICES.versions(session, path.id, cursor=query.cursor, limit=query.limit)
    return answer(s.VersionsOut(items=[library.version_row(row) for row in page.items], next=page.next))


@voices.get(
    "/<uuid:id>/versions/<int:number>",
    permission=VIEWER,
    summary="One version",
    responses={200: s.VoiceVersionOut},
)
def read_voice_version(path: s.VersionPath) -> Response:
    """As it was saved; it never changes."""
    with unit_of_work(provided().db) as session:
        VOICES.one(session, path.id)
        row = VOICES.at(session, path.id, path.number)
    return answer(s.VoiceVersionOut.model_validate(library.version(row) | {"content": row.content}))


@voices.put("/<uuid:id>/default", permission=ADMIN, summary="The default or not", responses={200: s.VoiceOut})
def default_voice(path: IdPath, body: s.DefaultBody) -> Response:
    """The default is taken wherever nobody chooses. There may be none."""
    with unit_of_work(provided().db) as session:
        return _shown(session, VOICES.make_default(session, path.id, default=body.default))


@voices.post(
    "/<uuid:id>/archive", permission=REVIEWER, summary="Take it out of use", responses={200: s.VoiceOut}
)
def archive_voice(path: IdPath) -> Response:
    """It can't be chosen any more; what was written in it still names it."""
    with unit_of_work(provided().db) as session:
        return _shown(session, VOICES.archive(session, path.id, archived=True))


@voices.post("/<uuid:id>/restore", permission=REVIEWER, summary="Bring it back", responses={200: s.VoiceOut})
def restore_voice(path: IdPath) -> Response:
    with unit_of_work(provided().db) as session:
        return _shown(session, VOICES.archive(session, path.id, archived=False))
