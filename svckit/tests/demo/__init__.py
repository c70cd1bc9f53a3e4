"""A tiny service made of svckit: notes. The tests run it as every service runs."""

from flask import Flask, Response, jsonify, make_response, request
from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from svckit import context
from svckit.auth import ADMIN, AUTHOR, PUBLIC, VIEWER
from svckit.config import CelerySettings, StreamSettings, load
from svckit.db import unit_of_work
from svckit.etag import require_match, set_etag
from svckit.idempotency import once
from svckit.paging import keyset
from svckit.problems import Conflict, NotFound
from svckit.schemas import IdPath, PageQuery, Schema
from svckit.service import ServiceSettings, build_app
from svckit.tests.demo.models import IdempotencyRow, Note, NoteMade, db, outbox
from svckit.web import Resource, current

SERVICE = "svckit.tests.demo"


class Settings(ServiceSettings, CelerySettings, StreamSettings):
    """All there is to set."""


class NoteBody(Schema):
    text: str = Field(min_length=1, max_length=100)
    priority: int = Field(default=0, ge=0)


notes = Resource("notes", __name__, url_prefix="/api/v1/demo", tag="Notes")


def _shown(note: Note) -> dict[str, object]:
    return {"id": str(note.id), "text": note.text, "version": note.version, "author": note.author}


@notes.post("/notes", permission=AUTHOR)
def add(body: NoteBody) -> Response:
    def create(session: Session) -> Response:
        note = Note(text=body.text, author=current().name)
        session.add(note)
        session.flush()
        outbox.emit(session, NoteMade(note_id=note.id, text=note.text))
        outbox.enqueue(session, "demo.handle", queue=SERVICE, note_id=str(note.id))
        if body.text == "fails":
            raise Conflict("note-refused", "This one is refused after it was written.")
        return make_response(jsonify(_shown(note)), 201, {"Location": f"/api/v1/demo/notes/{note.id}"})

    return once(db, IdempotencyRow, create)


@notes.get("/notes", permission=VIEWER)
def listing(query: PageQuery) -> Response:
    with unit_of_work(db) as session:
        page = keyset(
            session, select(Note), [Note.created_at, Note.id], cursor=query.cursor, limit=query.limit
        )
    return jsonify({"items": [_shown(note) for note in page.items], "next": page.next})


@notes.put("/notes/<uuid:id>", permission=AUTHOR)
def change(path: IdPath, body: NoteBody) -> Response:
    with unit_of_work(db) as session:
        note = session.get(Note, path.id, with_for_update=True)
        if note is None:
            raise NotFound("note-not-found", "There is no such note.")
        require_match(note.version)
        note.text, note.version = body.text, note.version + 1
    return set_etag(jsonify(_shown(note)), note.version)


@notes.get("/hello", permission=PUBLIC)
def hello() -> Response:
    return jsonify({"request_id": context.request_id(), "q": request.args.get("q")})


@notes.get("/secrets", permission=ADMIN)
def secret_things() -> Response:
    return jsonify({"user": current().as_person()})


@notes.get("/broken", permission=PUBLIC)
def broken() -> Response:
    raise RuntimeError("password=hunter2 at db-7.internal")


def create_app(settings: Settings | None = None, *, process: str | None = None) -> Flask:
    return build_app(
        "demo",
        title="Demo",
        settings=settings or load(Settings),
        db=db,
        outbox=outbox,
        blueprints=[notes],
        process=process,
    )
