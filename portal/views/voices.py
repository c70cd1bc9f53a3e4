"""Brand voices: how the team wants to sound, and what must never be said."""

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue

from portal import library
from portal.access import allow, may
from portal.clients import api
from portal.forms.library import VoiceForm
from portal.models.library import Voice
from portal.navigation import see
from portal.rendering import page
from svckit.auth import Role
from svckit.http import HttpError

bp = Blueprint("voices", __name__, url_prefix="/voices")
_REFUSALS = {400, 409, 412, 422}


@bp.get("")
@allow(Role.VIEWER)
def listing() -> ResponseReturnValue:
    archived = request.args.get("archived") == "1"
    return page("voices/list.html", voices=api().library.voices(archived=archived).items, archived=archived)


@bp.get("/new")
@allow(Role.REVIEWER)
def new() -> ResponseReturnValue:
    return page("voices/new.html", form=VoiceForm(formdata=None))


@bp.post("/new")
@allow(Role.REVIEWER)
def make() -> ResponseReturnValue:
    form = VoiceForm()
    if not form.validate():
        return page("voices/new.html", form=form, status=422)
    body = {"name": form.name.data, "content": form.content(), "note": form.note.data or ""}
    try:
        made = api().library.make_voice(body, form.key.data or "")
    except HttpError as error:
        if error.status not in _REFUSALS:
            raise
        form.take(error)
        return page("voices/new.html", form=form, status=error.status)
    flash(f"{made.name} can be chosen for drafts from now on.")
    return see(url_for("voices.one", voice_id=made.id))


@bp.get("/<uuid:voice_id>")
@allow(Role.VIEWER)
def one(voice_id: object) -> ResponseReturnValue:
    voice = api().library.voice(str(voice_id))
    return _show(voice, VoiceForm(formdata=None, version=voice.version).fill(voice.name, voice.content))


def _show(voice: Voice, form: VoiceForm, *, theirs: int = 0, status: int = 200) -> ResponseReturnValue:
    editing = may("reviewer") and voice.archived_at is None
    return page("voices/one.html", voice=voice, form=form, editing=editing, theirs=theirs, status=status)


@bp.post("/<uuid:voice_id>")
@allow(Role.REVIEWER)
def save(voice_id: object) -> ResponseReturnValue:
    form, voice = VoiceForm(), api().library.voice(str(voice_id))
    if not form.validate():
        return _show(voice, form, status=422)
    body = {"name": form.name.data, "content": form.content(), "note": form.note.data or ""}
    try:
        saved = api().library.save_voice(voice.id, form.version.data or 0, body)
    except HttpError as error:
        if error.status not in _REFUSALS:
            raise
        theirs = voice.version if error.status == 412 else 0
        if theirs:
            # Saving once more from the page that now comes means: mine, knowing theirs.
            form.version.data, form.version.raw_data = voice.version, None
        form.take(error)
        return _show(voice, form, theirs=theirs, status=error.status)
    same = saved.version == form.version.data
    flash("It says so already: no new version." if same else f"Saved as version {saved.version}.")
    return see(url_for("voices.one", voice_id=voice.id))


@bp.get("/<uuid:voice_id>/versions")
@allow(Role.VIEWER)
def versions(voice_id: object) -> ResponseReturnValue:
    """All of them, and what changed between any two."""
    voice = api().library.voice(str(voice_id))
    rows = api().library.voice_versions(voice.id).items
    seen = library.compared(rows, lambda number: api().library.voice_version(voice.id, number))
    return page("templates/versions.html", parts=("compared",), item=voice, kind="voices", rows=rows, **seen)


@bp.post("/<uuid:voice_id>/<any(default, usual):what>")
@allow(Role.ADMIN)
def make_default(voice_id: object, what: str) -> ResponseReturnValue:
    """``default``: taken wherever nobody chooses; ``usual``: no longer."""
    api().library.default_voice(str(voice_id), default=what == "default")
    flash(
        "Drafts are written in this voice wherever nobody chooses."
        if what == "default"
        else "Drafts are written without a voice wherever nobody chooses."
    )
    return see(url_for("voices.one", voice_id=voice_id))


@bp.post("/<uuid:voice_id>/<any(archive, restore):what>")
@allow(Role.REVIEWER)
def put_away(voice_id: object, what: str) -> ResponseReturnValue:
    try:
        api().library.archive_voice(str(voice_id), archived=what == "archive")
        flash("It can’t be chosen any more." if what == "archive" else "It can be chosen again.")
    except HttpError as error:
        if error.status not in {409, 422}:
            raise
        flash(error.detail)
    return see(url_for("voices.one", voice_id=voice_id))
