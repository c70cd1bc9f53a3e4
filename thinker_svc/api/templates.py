"""``/api/v1/thinker/templates``: prompt templates, each save a version that stays."""

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
from thinker_svc.models.template import PromptTemplate
from thinker_svc.provided import provided
from thinker_svc.services import choices, models_in_use
from thinker_svc.services.shelf import TEMPLATES, refused
from thinker_svc.services.templates import Kind, TemplateContent, faults

PREFIX = "/api/v1/thinker/templates"
templates = Resource("templates", __name__, url_prefix=PREFIX, tag="Templates")


def _row(session: Session, head: PromptTemplate) -> dict[str, object]:
    basic = choices.writer_of(session, head, models_in_use.current(session, provided().models)).basic
    return library.head(head) | {"kind": head.kind, "usable": choices.fits(head.kind, basic=basic)}


def _shown(session: Session, head: PromptTemplate, status: int = 200) -> Response:
    session.flush()
    content = TEMPLATES.at(session, head.id, head.version).content
    body = s.TemplateOut.model_validate(_row(session, head) | {"content": content})
    return library.tagged(body, head.version, status)


def sound(kind: Kind, content: TemplateContent) -> None:
    """Raises Unprocessable with what is wrong with which field."""
    found = faults(kind, content)
    if found:
        raise refused([(f"content.{field}", message) for field, message in found])


@templates.get("", permission=VIEWER, summary="Templates", responses={200: s.TemplatesOut})
def read_templates(query: s.LibraryQuery) -> Response:
    """Those that come with the product first, then the oldest."""
    with unit_of_work(provided().db) as session:
        page = TEMPLATES.page(session, archived=query.archived, cursor=query.cursor, limit=query.limit)
        items = [s.TemplateRow.model_validate(_row(session, head)) for head in page.items]
    return answer(s.TemplatesOut(items=items, next=page.next))


@templates.post("", permission=REVIEWER, summary="Make a template", responses={201: s.TemplateOut})
def make_template(body: s.NewTemplateBody) -> Response:
    """To change one that comes with the product, make one of its content under another name."""
    sound(body.kind, body.content)

    def create(session: Session) -> Response:
        made = TEMPLATES.create(session, current(), body.name, body.content, body.note, kind=body.kind)
        response = _shown(session, made, 201)
        response.headers["Location"] = f"{PREFIX}/{made.id}"
        return response

    return once(provided().db, IdempotencyKey, create)


@templates.get("/<uuid:id>", permission=VIEWER, summary="A template", responses={200: s.TemplateOut})
def read_template(path: IdPath) -> Response:
    """Its newest version; the ETag is that version's number."""
    with unit_of_work(provided().db) as session:
        return _shown(session, TEMPLATES.one(session, path.id))


@templates.put("/<uuid:id>", permission=REVIEWER, summary="Save a version", responses={200: s.TemplateOut})
def save_template(path: IdPath, body: s.TemplateBody) -> Response:
    """Needs `If-Match`. Saving what it says already makes no version."""
    seen = seen_version()
    with unit_of_work(provided().db) as session:
        head = TEMPLATES.one(session, path.id)
        if not head.built_in:
            sound("question" if head.kind == "question" else "post", body.content)
        saved = TEMPLATES.save(
            session, current(), path.id, seen, name=body.name, content=body.content, note=body.note
        )
        return _shown(session, saved)


@templates.get(
    "/<uuid:id>/versions", permission=VIEWER, summary="Its versions", responses={200: s.VersionsOut}
)
def read_template_versions(path: IdPath, query: PageQuery) -> Response:
    """The newest first."""
    with unit_of_work(provided().db) as session:
        page = TEMPLATES.versions(session, path.id, cursor=query.cursor, limit=query.limit)
    return answer(s.VersionsOut(items=[library.version_row(row) for row in page.items], next=page.next))


@templates.get(
    "/<uuid:id>/versions/<int:number>",
    permission=VIEWER,
    summary="One version",
    responses={200: s.TemplateVersionOut},
)
def read_template_version(path: s.VersionPath) -> Response:
    """As it was saved; it never changes."""
    with unit_of_work(provided().db) as session:
        TEMPLATES.one(session, path.id)
        row = TEMPLATES.at(session, path.id, path.number)
    return answer(s.TemplateVersionOut.model_validate(library.version(row) | {"content": row.content}))


@templates.put(
    "/<uuid:id>/default", permission=ADMIN, summary="Make it the default", responses={200: s.TemplateOut}
)
def default_template(path: IdPath) -> Response:
    """Of its kind: taken wherever nobody chooses."""
    with unit_of_work(provided().db) as session:
        return _shown(session, TEMPLATES.make_default(session, path.id))


@templates.post(
    "/<uuid:id>/archive", permission=REVIEWER, summary="Take it out of use", responses={200: s.TemplateOut}
)
def archive_template(path: IdPath) -> Response:
    """It can't be chosen any more; what was written with it still names it."""
    with unit_of_work(provided().db) as session:
        return _shown(session, TEMPLATES.archive(session, path.id, archived=True))


@templates.post(
    "/<uuid:id>/restore", permission=REVIEWER, summary="Bring it back", responses={200: s.TemplateOut}
)
def restore_template(path: IdPath) -> Response:
    with unit_of_work(provided().db) as session:
        return _shown(session, TEMPLATES.archive(session, path.id, archived=False))
