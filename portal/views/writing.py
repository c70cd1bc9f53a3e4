"""Changing a draft: saving, submitting, taking it back, having it written again."""

from typing import Any

from flask import Blueprint, current_app, flash, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal import conflicts, pictures, posted, reference, words
from portal.access import allow
from portal.clients import api
from portal.conflicts import Mine
from portal.forms.work import TONES, ContentForm
from portal.models.drafts import LENGTHS, Content, Draft
from portal.navigation import see
from portal.views import drafts as reading_drafts
from svckit.auth import Role
from svckit.http import HttpError

bp = Blueprint("writing", __name__, url_prefix="/drafts")


def _content(form: ContentForm) -> dict[str, Any]:
    content: dict[str, Any] = {"text": posted.text(), "platform_texts": posted.own_texts()}
    if request.form.get("apart"):
        # After a conflict: what somebody else saved stays a version of its own.
        content["apart"] = True
    if request.form.get("platforms_shown") and request.form.getlist("platforms"):
        content["platforms"] = request.form.getlist("platforms")
    if _accounts_shown(form):
        content["account_ids"] = form.account_ids.data
    # An emptied title keeps the old one: a draft without a name can't be found again.
    return content | ({"title": form.title.data} if form.title.data else {})


def _accounts_shown(form: ContentForm) -> bool:
    """Whether the page offered accounts. Where it could not, none ticked says nothing; else it means all."""
    return bool(request.form.get("accounts_shown") or form.account_ids.data)


@bp.post("/<uuid:draft_id>")
@allow(Role.AUTHOR)
def save(draft_id: object) -> ResponseReturnValue:
    """Save what was typed. ``do`` says what the person wants next."""
    form, key = ContentForm(), str(draft_id)
    by_script = request.headers.get("X-Autosave") == "1"
    if request.form.get("platforms_shown") and not request.form.getlist("platforms"):
        why = "Not saved: choose at least one platform that it is for."
        return _not_saved(key, form, 422, why, by_script=by_script)
    if not form.validate():
        return _not_saved(
            key,
            form,
            422,
            " ".join(message for messages in form.errors.values() for message in messages),
            by_script=by_script,
        )
    try:
        draft = api().thinker.save(key, form.version.data, _content(form))
    except HttpError as error:
        if error.status == 412:
            return _conflict(key, form, by_script=by_script)
        if error.status in {400, 403, 409, 422}:
            return _not_saved(key, form, error.status, error.detail, by_script=by_script)
        raise
    if by_script:
        return jsonify(_saved(draft))
    return _next(draft)


def _saved(draft: Draft) -> dict[str, Any]:
    ui: Any = current_app.jinja_env.globals["ui"]
    return {
        "version": draft.version,
        "state": draft.state,
        "badge": ui.draft_state(draft, fill=True),
        "hash": draft.short_hash,
        "saved": words.clock(draft.updated_at),
        "platforms": draft.platforms,
    }


def _next(draft: Draft) -> ResponseReturnValue:
    do = request.form.get("do", "")
    if do == "submit":
        return see(url_for("drafts.one", draft_id=draft.id, do="submit"))
    wishes = _wishes(do)
    if wishes is not None:
        api().thinker.regenerate(draft.id, wishes)
        return see(url_for("drafts.one", draft_id=draft.id))
    flash("Saved.")
    return see(url_for("drafts.one", draft_id=draft.id))


def _wishes(do: str) -> dict[str, Any] | None:
    """What "shorter", "tone: warm" and the like ask of the model; None where nothing is asked. Whatever the
    page does not ask about is left out: it stays as it was last time."""
    kind, _, value = do.partition(":")
    if kind == "length" and value in LENGTHS:
        return {"length": value, "variants": 1}
    if kind == "tone" and value in dict(TONES):
        return {"tone": value, "variants": 1}
    if kind != "again":
        return None
    if value == "one":
        return {"variants": 1}
    # Fields of a dialog that was closed again are sent as well, and are no wish.
    if value != "with":
        return {}
    wishes: dict[str, Any] = {}
    if "instructions" in request.form:
        wishes["instructions"] = request.form["instructions"].strip()
    if request.form.get("each_platform_shown"):
        wishes["each_platform"] = bool(request.form.get("each_platform"))
    variants = request.form.get("variants", "")
    return wishes | ({"variants": int(variants)} if variants in {"1", "2", "3"} else {})


def _conflict(draft_id: str, form: ContentForm, *, by_script: bool) -> ResponseReturnValue:
    """Somebody saved meanwhile: both texts are shown, and the person chooses. Nothing is lost."""
    theirs = api().thinker.get(draft_id)
    _keep_accounts(form, theirs)
    mine = Mine(
        Content(text=posted.text(), platform_texts=posted.own_texts()),
        form.title.data or "",
        request.form.getlist("platforms") or theirs.platforms,
        form.account_ids.data or [],
    )
    seen = request.form.get("seen", type=int) or form.version.data or 0
    conflict = conflicts.between(theirs, mine, seen)
    if by_script:
        panel = render_template("drafts/_conflict.html", conflict=conflict)
        return jsonify(html=panel, version=theirs.version), 412
    # Saving once more from the page that now comes means: mine, knowing theirs.
    form.version.data = theirs.version
    form.version.raw_data = None
    shown = _as_sent(theirs)
    return reading_drafts.show(shown, form=form, typed=posted.own_texts(), conflict=conflict, status=412)


def _keep_accounts(form: ContentForm, draft: Draft) -> None:
    """What the page could not offer is as it was."""
    if not _accounts_shown(form):
        form.account_ids.data = draft.account_ids


def _not_saved(
    draft_id: str, form: ContentForm, status: int, why: str, *, by_script: bool
) -> ResponseReturnValue:
    if by_script:
        return jsonify(message=why or "Not saved."), status
    form.form_errors.append(why)
    draft = api().thinker.get(draft_id)
    _keep_accounts(form, draft)
    return reading_drafts.show(_as_sent(draft), form=form, typed=posted.own_texts(), status=status)


def _as_sent(draft: Draft) -> Draft:
    """The draft with the platforms that were ticked: the page that comes back has a field for each."""
    known = {value for value, _ in reference.platform_choices()}
    ticked = [name for name in request.form.getlist("platforms") if name in known]
    return draft.model_copy(update={"platforms": ticked or draft.platforms})


@bp.post("/<uuid:draft_id>/submit")
@allow(Role.AUTHOR)
def submit(draft_id: object) -> ResponseReturnValue:
    """Hand the draft to the reviewers."""
    key = str(draft_id)
    try:
        publish_at = words.from_input(request.form.get("publish_at"))
        draft = api().thinker.submit(key, publish_at, request.form.get("version", type=int))
    except ValueError:
        return _refused(
            key, "That is no time. Choose it from the calendar, as in 8 October 2026, 08:00.", 422
        )
    except HttpError as error:
        if error.status not in {400, 403, 409, 412, 422}:
            raise
        return _refused(key, words.refusal(error.detail, error.field_errors.values()), error.status)
    flash("Submitted. Reviewers get an e-mail.")
    return see(url_for("drafts.one", draft_id=draft.id))


def _refused(draft_id: str, why: str, status: int) -> ResponseReturnValue:
    draft = api().thinker.get(draft_id)
    form = ContentForm(formdata=None, version=draft.version, title=draft.title, text=draft.content.text)
    form.account_ids.data = draft.account_ids
    form.form_errors.append(why)
    return reading_drafts.show(draft, form=form, status=status)


@bp.post("/<uuid:draft_id>/withdraw")
@allow(Role.AUTHOR)
def withdraw(draft_id: object) -> ResponseReturnValue:
    api().thinker.withdraw(str(draft_id))
    flash("It is a draft again. Reviewers no longer see it.")
    return see(url_for("drafts.one", draft_id=draft_id))


@bp.post("/<uuid:draft_id>/regenerate")
@allow(Role.AUTHOR)
def regenerate(draft_id: object) -> ResponseReturnValue:
    """Have it written again: after a failure, or in other words."""
    api().thinker.regenerate(str(draft_id), _wishes(request.form.get("do", "again")) or {})
    return see(url_for("drafts.one", draft_id=draft_id))


@bp.post("/<uuid:draft_id>/restore/<int:version>")
@allow(Role.AUTHOR)
def restore(draft_id: object, version: int) -> ResponseReturnValue:
    """Make an earlier version the newest."""
    key = str(draft_id)
    earlier = next((item for item in api().editing.revisions(key) if item.version == version), None)
    if earlier is None:
        return _refused(key, f"There is no version {version}.", 404)
    content: dict[str, Any] = {
        "text": earlier.text,
        "platform_texts": earlier.platform_texts,
        "account_ids": earlier.account_ids,
        "apart": True,
    }
    content |= {"title": earlier.title} if earlier.title else {}
    content |= {"platforms": earlier.platforms} if earlier.platforms else {}
    try:
        newest = api().thinker.save(key, request.form.get("version", 0, type=int), content)
        if pictures.seen(earlier.images) != pictures.seen(newest.images):
            shown = [{"sha256": image.sha256, "alt": image.alt} for image in earlier.images]
            newest = api().talk.arrange(key, newest.version, shown)
    except HttpError as error:
        if error.status not in {403, 409, 412}:
            raise
        return _refused(key, error.detail, error.status)
    flash(f"Version {version} is back, as version {newest.version}.")
    return see(url_for("drafts.one", draft_id=draft_id))
