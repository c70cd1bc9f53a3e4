"""Drafts: the list, the page of one, the text as it is written."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
from flask import Blueprint, Response, current_app, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from portal import diffing, reading, reference
from portal.access import allow
from portal.clients import api
from portal.counting import Count
from portal.forms.work import TONES, ContentForm
from portal.models.drafts import Draft, Revision
from portal.models.posts import Account, Platform
from portal.navigation import is_htmx
from portal.rendering import page
from portal.states import DRAFT
from portal.tabs import Tab
from svckit.auth import Role
from svckit.http import HttpFailure

bp = Blueprint("drafts", __name__, url_prefix="/drafts")

ABOUT = ("facts", "versions", "timeline")


@bp.get("")
@allow(Role.VIEWER)
def listing() -> ResponseReturnValue:
    state = request.args.get("state", "")
    q = request.args.get("q", "")
    found = api().thinker.drafts(
        state=state if state in DRAFT else "", q=q, cursor=request.args.get("cursor", "")
    )
    tabs = [Tab("", "All", found.total, url_for("drafts.listing"))]
    tabs += [
        Tab(
            name,
            shown.word,
            found.counts.get(name, 0),
            url_for("drafts.listing", state=name),
            hot=name == "generation_failed",
        )
        for name, shown in DRAFT.items()
        if found.counts.get(name) or name in {"draft", "in_review", "approved"} or name == state
    ]
    return page("drafts/list.html", parts=("drafts",), drafts=found, tabs=tabs, state=state, q=q)


@dataclass(frozen=True)
class Panel:
    """One platform's text in the editor."""

    platform: Platform
    text: str
    is_own: bool
    count: Count


def panels(draft: Draft, typed: dict[str, str] | None = None, text: str | None = None) -> list[Panel]:
    """A panel per platform; what was just typed goes before what is stored."""
    own = draft.content.platform_texts if typed is None else typed
    shared = draft.content.text if text is None else text
    made = []
    for platform_id in draft.platforms or ["webhook"]:
        platform = reference.platform(platform_id)
        shown = own.get(platform_id) or shared
        made.append(Panel(platform, shown, bool(own.get(platform_id)), Count(shown, platform)))
    return made


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
    conflict: Draft | None = None, status: int = 200,
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
    return page(
        "drafts/one.html",
        draft=draft,
        form=form,
        panels=panels(draft, typed, form.text.data),
        accounts=_accounts(draft),
        # In review or approved, editing is asked for: the first key would change what others rely on.
        editing=draft.permissions.edit.allowed
        and not draft.is_running
        and (at_rest or do == "edit" or conflict is not None or status != 200),
        tones=TONES,
        conflict=conflict,
        conflict_diff=diffing.by_word(conflict.content.text, form.text.data or "") if conflict else [],
        do=do,
        status=status,
        **about(draft),
    )


def _accounts(draft: Draft) -> list[Account]:
    """Those the draft may go to: connected accounts of its platforms."""
    return [a for a in reference.accounts_or_none() if not draft.platforms or a.platform in draft.platforms]


def about(draft: Draft) -> dict[str, Any]:
    """What stands beside the text: facts, versions or the timeline, whichever is asked for."""
    asked = request.args.get("about", "facts")
    kind = asked if asked in ABOUT else "facts"
    seen: dict[str, Any] = {
        "kind": kind,
        "facts": [],
        "snapshot": None,
        "revisions": [],
        "entries": [],
        "diff": [],
    }
    if kind == "versions":
        revisions = sorted(api().thinker.revisions(draft.id), key=lambda r: -r.version)
        older, newer = _compared(revisions)
        changes = diffing.by_word(older.text, newer.text) if older and newer else []
        return seen | {"revisions": revisions, "older": older, "newer": newer, "diff": changes}
    if kind == "timeline":
        return seen | {"entries": sorted(api().thinker.timeline(draft.id), key=lambda e: e.at, reverse=True)}
    try:
        snapshot = api().thinker.snapshot(draft.id)
    except HttpFailure:
        # A draft whose search has not arrived yet has none; the text is there to be read all the same.
        return seen
    return seen | {"snapshot": snapshot, "facts": reading.facts(snapshot)}


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
    opened = api().thinker.stream(str(draft_id), last)
    # Opened here, so that a refusal is an answer of its own rather than a broken stream.
    answer = opened.__enter__()

    def forward() -> Iterator[bytes]:
        try:
            yield from answer.iter_raw()
        except httpx.HTTPError as error:
            # The reader's browser comes back by itself, from where it was.
            current_app.logger.warning("stream broke off: %s", type(error).__name__)

    response = Response(
        stream_with_context(forward()),
        content_type="text/event-stream",
        headers={"Cache-Control": "no-cache", "X-Accel-Buffering": "no"},
    )
    # Also when nobody ever reads: a reader may be gone before the first word.
    response.call_on_close(lambda: opened.__exit__(None, None, None))
    return response


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
    return page("drafts/provenance.html", draft=draft, text=text)
