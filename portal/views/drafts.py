"""Drafts: the page of one, the text as it is written. Lists of them are in draft_lists.py."""

import json
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from portal import diffing, figure_words, reading, reference, streaming, tracing
from portal.access import allow
from portal.clients import api
from portal.clients.base import read
from portal.conflicts import Conflict
from portal.forms.work import TONES, ContentForm
from portal.models.drafts import Draft, Revision
from portal.models.editing import Checked
from portal.models.posts import Account
from portal.models.searches import Snapshot
from portal.models.writing import Provenance
from portal.navigation import is_htmx
from portal.panels import away, offered, panels, together
from portal.pictures import Pictured
from portal.rendering import page
from portal.talking import Typed, panel
from portal.views.editing import snapshot_or_none
from svckit.auth import Role
from svckit.http import HttpFailure

bp = Blueprint("drafts", __name__, url_prefix="/drafts")

ABOUT = ("check", "versions", "comments", "timeline")


@dataclass(frozen=True)
class Gone:
    """An account that was chosen for the draft, and to which it can't go now."""

    id: str
    name: str


@bp.get("/<uuid:draft_id>")
@allow(Role.VIEWER)
def one(draft_id: object) -> ResponseReturnValue:
    """The editor; or the text being written; or the text to read."""
    draft = api().thinker.get(str(draft_id))
    if is_htmx() and request.headers.get("HX-Target") == "about":
        return page("drafts/one.html", parts=("about",), draft=draft, **about(draft))
    return show(draft)


def show(
    draft: Draft, *, form: ContentForm | None = None, typed: dict[str, str] | None = None,
    conflict: Conflict | None = None, talk: Typed | None = None, pictured: Pictured | None = None,
    status: int = 200,
) -> Response:  # fmt: skip
    """The draft's page, with what was typed where it could not be saved."""
    form = form or ContentForm(
        formdata=None,
        version=draft.version,
        title=draft.title,
        text=draft.content.text,
        account_ids=draft.account_ids,
    )
    do = request.args.get("do", "")
    at_rest = draft.state in {"draft", "changes_requested"}
    shown = panels(draft, typed, form.text.data)
    # In review or approved, editing is asked for: the first key would change what others rely on.
    wanted = at_rest or do == "edit" or conflict is not None or (status != 200 and talk is None)
    editing = draft.permissions.edit.allowed and not draft.is_running and wanted
    return page(
        "drafts/one.html",
        draft=draft,
        form=form,
        panels=shown,
        away=away(draft, typed),
        texts=together(shown),
        offered=offered(draft),
        utm=reference.utm(),
        accounts=_accounts(draft),
        accounts_known=reference.connected() is not None,
        gone=_gone(draft, form),
        editing=editing,
        hashtags=_hashtags(draft) if editing else [],
        tones=TONES,
        conflict=conflict,
        do=do,
        pictured=pictured or Pictured(),
        status=status,
        **about(draft, talk),
    )


def _accounts(draft: Draft) -> list[Account]:
    """Those the draft may go to: connected accounts of its platforms."""
    return [a for a in reference.accounts_or_none() if not draft.platforms or a.platform in draft.platforms]


def _hashtags(draft: Draft) -> list[str]:
    """Suggestions; the editor does without them."""
    try:
        return api().editing.hashtags(draft.id).suggested
    except HttpFailure:
        return []


def _gone(draft: Draft, form: ContentForm) -> list[Gone]:
    """Accounts that are chosen and can't be offered: left out, the choice would mean all of them."""
    if reference.connected() is None:
        return []
    names = {account.id: f"{account.name}, of another platform" for account in reference.accounts_or_none()}
    offered_too = {account.id for account in _accounts(draft)}
    return [
        Gone(one, names.get(one, "An account that was removed"))
        for one in form.account_ids.data or []
        if one not in offered_too
    ]


def about(draft: Draft, talk: Typed | None = None) -> dict[str, Any]:
    """What stands beside the text: facts, versions, comments or the timeline, whichever is asked for."""
    asked = request.args.get("about", "check")
    kind = asked if asked in ABOUT else "check"
    seen: dict[str, Any] = {"kind": kind, "facts": [], "snapshot": None, "revisions": [], "entries": []}
    if kind == "versions":
        return seen | versions(draft)
    if kind == "timeline":
        found = api().talk.timeline(draft.id)
        return seen | {"entries": found.items, "more": found.next}
    if kind == "comments":
        return seen | {"talk": panel(draft, talk)}
    snapshot = snapshot_or_none(draft.id)
    facts = reading.facts(snapshot) if snapshot else []
    return seen | {"snapshot": snapshot, "facts": facts} | figures(draft, snapshot)


def figures(draft: Draft, snapshot: Snapshot | None) -> dict[str, Any]:
    """The claims of the draft's texts, and the trend they are held against."""
    try:
        checked = api().editing.figures(draft.id)
    except HttpFailure:
        # The text can be written and read without its check; the page says that it isn't there.
        checked = None
    return {
        "checked": checked,
        "figure_rows": checked_rows(draft, checked, snapshot),
        "figures_said": figure_words.summary(checked.counts) if checked else "",
        **tracing.beside(snapshot),
    }


def checked_rows(
    draft: Draft, checked: Checked | None, snapshot: Snapshot | None
) -> list[tuple[str, list[figure_words.Row]]]:
    """The list of each text: the shared one under no name, and platforms' own under theirs."""
    found: dict[str, tuple[str, list[figure_words.Row]]] = {}
    for platform, result in checked.texts.items() if checked else ():
        own = bool(draft.content.platform_texts.get(platform))
        text = draft.content.on(platform)
        name = reference.platform(platform).name if own else ""
        found.setdefault(platform if own else "", (name, figure_words.rows(text, result.claims, snapshot)))
    return [found[key] for key in sorted(found)]


def versions(draft: Draft) -> dict[str, Any]:
    """Its versions, and two of them compared: platforms, title, shared text, each platform's own, images."""
    revisions = sorted(api().editing.revisions(draft.id), key=lambda r: -r.version)
    older, newer = _compared(revisions)
    found: dict[str, Any] = {"revisions": revisions, "older": older, "newer": newer}
    if older is None or newer is None:
        return found
    changes = diffing.versions(older, newer, lambda platform: reference.platform(platform).name)
    return found | {"changes": changes, "pictured_changes": diffing.images(older.images, newer.images)}


def _compared(revisions: list[Revision]) -> tuple[Revision | None, Revision | None]:
    """The two versions to compare: those asked for, else the newest two."""
    by_version = {revision.version: revision for revision in revisions}
    newest = revisions[0] if revisions else None
    before = revisions[1] if len(revisions) > 1 else newest
    older = by_version.get(request.args.get("from", type=int) or -1, before)
    newer = by_version.get(request.args.get("to", type=int) or -1, newest)
    return older, newer


@bp.get("/<uuid:draft_id>/stream")
@allow(Role.VIEWER)
def stream(draft_id: object) -> ResponseReturnValue:
    """The model's words as they come: thinker_svc's stream, handed on. A reader resumes where it was."""
    last = request.headers.get("Last-Event-ID", "") or request.args.get("after", "")
    return streaming.forward(api().thinker.stream(str(draft_id), last))


@bp.get("/<uuid:draft_id>/provenance")
@allow(Role.VIEWER)
def provenance(draft_id: object) -> ResponseReturnValue:
    """Everything the text was made from and with."""
    record = api().thinker.provenance(str(draft_id))
    draft = api().thinker.get(str(draft_id))
    text = json.dumps(record, indent=2, ensure_ascii=False)
    if request.args.get("as") == "json":
        name = f"provenance-{str(draft_id)[:8]}.json"
        return Response(
            text,
            mimetype="application/json",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
    seen = read(Provenance, record)
    return page("drafts/provenance.html", draft=draft, text=text, record=seen, names=_names(seen))


def _names(record: Provenance) -> dict[str, str]:
    """Of the platforms that a text was ever written for."""
    for_all = [run.written_for.platforms for run in record.generations if run.written_for]
    return {name: reference.platform(name).name for names in for_all for name in names}
