"""Prompt templates: what a model is told. Every save is a version; any of them can be tried on a search."""

from typing import Any

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue

from portal import library
from portal.access import allow, may
from portal.clients import api
from portal.forms.library import TemplateForm, TryForm
from portal.models.library import Preview, Template
from portal.navigation import see
from portal.rendering import page
from svckit.auth import Role
from svckit.http import HttpError

bp = Blueprint("templates", __name__, url_prefix="/templates")
_REFUSALS = {400, 404, 409, 412, 422, 429}


@bp.get("")
@allow(Role.VIEWER)
def listing() -> ResponseReturnValue:
    archived = request.args.get("archived") == "1"
    found = api().library.templates(archived=archived)
    return page("templates/list.html", templates=found.items, archived=archived)


@bp.get("/new")
@allow(Role.REVIEWER)
def new() -> ResponseReturnValue:
    """A copy of one there is: nobody begins with an empty prompt."""
    source = api().library.template(request.args.get("from") or _first())
    form = TemplateForm(formdata=None).fill(f"{source.name}, ours"[:80], source.content)
    return _new(source, form)


@bp.post("/new")
@allow(Role.REVIEWER)
def make() -> ResponseReturnValue:
    form = TemplateForm()
    source = api().library.template(request.args.get("from") or _first())
    if not form.validate():
        return _new(source, form, status=422)
    body = {"name": form.name.data, "kind": source.kind, "content": form.content(source.kind)}
    try:
        made = api().library.make_template(body | {"note": form.note.data or ""}, form.key.data or "")
    except HttpError as error:
        if error.status not in _REFUSALS:
            raise
        form.take(error)
        return _new(source, form, status=error.status)
    flash(f"{made.name} can be chosen for drafts from now on.")
    return see(url_for("templates.one", template_id=made.id))


def _first() -> str:
    return api().library.templates().items[0].id


def _new(source: Template, form: TemplateForm, *, status: int = 200) -> ResponseReturnValue:
    return page("templates/new.html", template=source, form=form, status=status)


@bp.get("/<uuid:template_id>")
@allow(Role.VIEWER)
def one(template_id: object) -> ResponseReturnValue:
    template = api().library.template(str(template_id))
    return _show(template, TemplateForm(formdata=None, version=template.version))


def _show(
    template: Template, form: TemplateForm, *, typed: bool = False, trying: TryForm | None = None,
    preview: Preview | None = None, theirs: int = 0, status: int = 200,
) -> ResponseReturnValue:  # fmt: skip
    if not typed:
        form.fill(template.name, template.content)
    return page(
        "templates/one.html",
        template=template,
        form=form,
        trying=_try_form(trying) if may("author") else None,
        editing=may("reviewer") and not template.built_in and template.archived_at is None,
        preview=preview,
        theirs=theirs,
        fields=library.FIELDS,
        status=status,
    )


def _try_form(form: TryForm | None = None) -> TryForm:
    form = form or TryForm(formdata=None)
    form.search_id.choices, form.voice_id.choices = library.search_choices(), library.voice_choices()
    form.language.choices = library.language_choices()
    return form


@bp.post("/<uuid:template_id>")
@allow(Role.AUTHOR)
def act(template_id: object) -> ResponseReturnValue:
    """Save a version; or try what is typed, saved or not."""
    template = api().library.template(str(template_id))
    form, trying, do = TemplateForm(), TryForm(), request.form.get("do", "save")
    # Authors and read-only templates send no content: what is saved is tried.
    typed = "system" in request.form and may("reviewer") and not template.built_in
    if typed and not form.validate():
        return _show(template, form, typed=True, trying=trying, status=422)
    try:
        if do in {"preview", "test"}:
            return _try(template, form, trying, typed=typed, test=do == "test")
        return _save(template, form)
    except HttpError as error:
        if error.status not in _REFUSALS:
            raise
        return _refused(template, form, trying, error, typed=typed)


def _try(
    template: Template, form: TemplateForm, trying: TryForm, *, typed: bool, test: bool
) -> ResponseReturnValue:
    wanted: dict[str, Any] = trying.trying()
    if typed and _normal(form.content(template.kind)) != _normal(template.content):
        wanted["content"] = form.content(template.kind)
    if test:
        run = api().library.test(template.id, wanted, trying.key.data or "")
        return see(url_for("templates.run", template_id=template.id, run_id=run.id))
    shown = api().library.preview(template.id, wanted)
    return _show(template, form, typed=typed, trying=trying, preview=shown)


def _normal(content: dict[str, Any]) -> dict[str, Any]:
    """What a content says, without what says nothing."""
    options = {name: value for name, value in content.get("options", {}).items() if value is not None}
    rest = {name: value for name, value in content.items() if value not in (None, "", [], {})}
    return rest | {"options": options}


def _save(template: Template, form: TemplateForm) -> ResponseReturnValue:
    body = {"name": form.name.data, "content": form.content(template.kind), "note": form.note.data or ""}
    saved = api().library.save_template(template.id, form.version.data or 0, body)
    same = saved.version == form.version.data
    flash("It says so already: no new version." if same else f"Saved as version {saved.version}.")
    return see(url_for("templates.one", template_id=template.id))


def _refused(
    template: Template, form: TemplateForm, trying: TryForm, error: HttpError, *, typed: bool
) -> ResponseReturnValue:
    """What was typed stays typed. Saving once more after a clash means: mine, knowing theirs."""
    if error.status == 412:
        form.version.data, form.version.raw_data = template.version, None
    names = set(error.field_errors)
    (trying if names & {"search_id", "voice_id", "language", "platforms"} else form).take(error)
    theirs = template.version if error.status == 412 else 0
    return _show(template, form, typed=typed, trying=trying, theirs=theirs, status=error.status)


@bp.get("/<uuid:template_id>/versions")
@allow(Role.VIEWER)
def versions(template_id: object) -> ResponseReturnValue:
    """All of them, and what changed between any two."""
    template = api().library.template(str(template_id))
    rows = api().library.template_versions(template.id).items
    seen = library.compared(rows, lambda number: api().library.template_version(template.id, number))
    return page(
        "templates/versions.html", parts=("compared",), item=template, kind="templates", rows=rows, **seen
    )


@bp.get("/<uuid:template_id>/runs/<uuid:run_id>")
@allow(Role.AUTHOR)
def run(template_id: object, run_id: object) -> ResponseReturnValue:
    """A test run, while it is written and after."""
    template = api().library.template(str(template_id))
    return page(
        "templates/run.html", parts=("run",), template=template, run=api().library.test_run(str(run_id))
    )


@bp.post("/<uuid:template_id>/runs/<uuid:run_id>/stop")
@allow(Role.AUTHOR)
def stop_run(template_id: object, run_id: object) -> ResponseReturnValue:
    """The model stops; what it had written stays to be read."""
    try:
        api().library.stop_test_run(str(run_id))
    except HttpError as error:
        if error.status not in {403, 409}:
            raise
        flash(error.detail)
    return see(url_for("templates.run", template_id=template_id, run_id=run_id))


@bp.post("/<uuid:template_id>/default")
@allow(Role.ADMIN)
def make_default(template_id: object) -> ResponseReturnValue:
    api().library.default_template(str(template_id))
    flash("It is taken from now on wherever nobody chooses.")
    return see(url_for("templates.one", template_id=template_id))


@bp.post("/<uuid:template_id>/<any(archive, restore):what>")
@allow(Role.REVIEWER)
def put_away(template_id: object, what: str) -> ResponseReturnValue:
    try:
        api().library.archive_template(str(template_id), archived=what == "archive")
        flash("It can’t be chosen any more." if what == "archive" else "It can be chosen again.")
    except HttpError as error:
        if error.status not in {409, 422}:
            raise
        flash(error.detail)
    return see(url_for("templates.one", template_id=template_id))
