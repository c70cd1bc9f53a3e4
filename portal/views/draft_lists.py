"""Drafts, many at a time: the list, the board, filters that people keep, one action on several.

The same blueprint as of drafts.py, which has the page of one.
"""

import secrets
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from portal import listing as lists
from portal import moves, reference
from portal.access import allow
from portal.clients import api
from portal.listing import ARCHIVED, SORTS, Asked
from portal.models.drafts import DraftListing
from portal.models.lists import BulkResult, Teammate
from portal.navigation import safe_next, see
from portal.rendering import page
from portal.states import DRAFT
from portal.tabs import Tab
from portal.views.drafts import bp
from svckit.auth import Role
from svckit.http import HttpError, HttpFailure

__all__ = ["bp"]
_USUAL = {"draft", "in_review", "approved"}
MOST = 100


@bp.get("")
@allow(Role.VIEWER)
def listing() -> ResponseReturnValue:
    asked = lists.asked()
    found = api().lists.drafts(asked.filters(), request.args.get("cursor", ""))
    return page(
        "drafts/list.html",
        parts=("drafts",),
        drafts=found,
        tabs=_tabs(asked, found),
        **_around(asked),
    )


@bp.get("/board")
@allow(Role.VIEWER)
def board() -> ResponseReturnValue:
    """By state, side by side."""
    asked = lists.asked("board")
    found = api().lists.board(asked.filters())
    columns = [
        column
        for name in moves.COLUMNS
        for column in found.columns
        if column.state == name and (column.count or name in moves.ALWAYS)
    ]
    return page(
        "drafts/board.html",
        parts=("drafts",),
        columns=columns,
        exact=found.counts_exact,
        moves_of=moves.moves,
        **_around(asked),
    )


def _tabs(asked: Asked, found: DraftListing) -> list[Tab]:
    tabs = [Tab("", "All", found.total or 0, asked.to(state=""))]
    for name, shown in DRAFT.items():
        if found.counts.get(name) or name in _USUAL or name == asked.state:
            hot = name == "generation_failed"
            tabs.append(Tab(name, shown.word, found.counts.get(name, 0), asked.to(state=name), hot=hot))
    if found.counts.get(ARCHIVED) or asked.state == ARCHIVED:
        tabs.append(Tab(ARCHIVED, "Archived", found.counts.get(ARCHIVED, 0), asked.to(state=ARCHIVED)))
    return tabs


def _around(asked: Asked) -> dict[str, Any]:
    """What stands above a list: who and what it can be narrowed to, and the filters that are kept."""
    try:
        people, kept = api().lists.teammates(), api().lists.filters()
    except HttpFailure:
        people, kept = [], []
    return {
        "asked": asked,
        "people": people,
        "platforms": reference.platforms(),
        "sorts": SORTS,
        "filters": [(one, lists.of(one.query.model_dump(), one.query.view).address()) for one in kept],
        "key": secrets.token_hex(16),
    }


@bp.get("/filters")
@allow(Role.VIEWER)
def filters() -> ResponseReturnValue:
    return _show_filters()


@bp.post("/filters")
@allow(Role.VIEWER)
def keep_filter() -> ResponseReturnValue:
    """Give what is looked at a name."""
    asked = lists.of(request.form, request.form.get("view", "list"))
    name, shared = request.form.get("name", "").strip(), request.form.get("shared") == "1"
    if not name:
        return _show_filters("Give the filter a name, as in Mine this week.", asked=asked, status=422)
    try:
        made = api().lists.keep(name, asked.kept(), request.form.get("key", ""), shared=shared)
    except HttpError as error:
        if error.status not in {403, 409, 422}:
            raise
        return _show_filters(error.detail, asked=asked, name=name, status=error.status)
    flash(f"Kept as “{made.name}”{', for the whole team' if made.shared else ''}.")
    return see(asked.address())


@bp.post("/filters/<uuid:filter_id>")
@allow(Role.VIEWER)
def change_filter(filter_id: object) -> ResponseReturnValue:
    """Another name, shared or not; or away with it."""
    found = next((one for one in api().lists.filters() if one.id == str(filter_id)), None)
    try:
        if request.form.get("do") == "forget" or found is None:
            api().lists.forget(str(filter_id))
            flash("The filter is gone. No draft changed.")
        else:
            name = request.form.get("name", "").strip() or found.name
            api().lists.change(found, name, shared=request.form.get("shared") == "1")
            flash("The filter is changed.")
    except HttpError as error:
        if error.status not in {403, 404, 409, 412, 422}:
            raise
        return _show_filters(error.detail, status=error.status)
    return see(url_for("drafts.filters"))


def _show_filters(
    why: str = "", *, asked: Asked | None = None, name: str = "", status: int = 200
) -> ResponseReturnValue:
    kept = api().lists.filters()
    shown = [(one, lists.of(one.query.model_dump(), one.query.view).address()) for one in kept]
    return page(
        "drafts/filters.html",
        filters=shown,
        why=why,
        asked=asked,
        name=name,
        key=secrets.token_hex(16),
        status=status,
    )


@bp.post("/bulk")
@allow(Role.AUTHOR)
def ask_bulk() -> ResponseReturnValue:
    """What would happen to the chosen ones, before it does."""
    do, ids = request.form.get("do", ""), request.form.getlist("ids")[:MOST]
    back = safe_next(request.form.get("back"), url_for("drafts.listing"))
    if do not in moves.ASKED or not ids:
        flash("Choose drafts first, then what to do with them.")
        return see(back)
    # Whose they shall be is chosen on the page that comes: nothing can be tried before.
    seen = None if do == "reassign" else api().lists.act(do, ids, preview=True)
    return _show_bulk(do, ids, back, seen)


@bp.post("/bulk/go")
@allow(Role.AUTHOR)
def go_bulk() -> ResponseReturnValue:
    do, ids = request.form.get("do", ""), request.form.getlist("ids")[:MOST]
    back = safe_next(request.form.get("back"), url_for("drafts.listing"))
    owner = request.form.get("owner_id", "")
    if do not in moves.DONE or not ids:
        return see(back)
    try:
        done = api().lists.act(do, ids, owner_id=owner, key=request.form.get("key", ""))
    except HttpError as error:
        if error.status not in {403, 409, 422}:
            raise
        return _show_bulk(do, ids, back, None, why=error.detail, status=error.status)
    return _told(done, moves.DONE[do], back)


@bp.post("/bulk/<uuid:action_id>/undo")
@allow(Role.AUTHOR)
def undo_bulk(action_id: object) -> ResponseReturnValue:
    back = safe_next(request.form.get("back"), url_for("drafts.listing"))
    try:
        done = api().lists.undo(str(action_id))
    except HttpError as error:
        if error.status not in {404, 410}:
            raise
        flash(error.detail)
        return see(back)
    return _told(done, "Undone", back, undone=True)


def _told(done: BulkResult, what: str, back: str, *, undone: bool = False) -> ResponseReturnValue:
    """A toast where all went well and can be undone, else each draft with what became of it."""
    said = (
        f"{what}: “{done.outcomes[0].title}”." if len(done.outcomes) == 1 else f"{what}: {done.done} drafts."
    )
    # What stays when it is undone stood in the preview; it is told again once it is.
    told_more = any(one.reason and (undone or not one.done or not one.undoable) for one in done.outcomes)
    if not told_more:
        flash(said, "message" if undone else f"undo {done.id}")
        return see(back)
    return page("drafts/bulk_done.html", done=done, what=what, back=back, undone=undone)


def _show_bulk(
    do: str, ids: list[str], back: str, seen: BulkResult | None, *, why: str = "", status: int = 200
) -> ResponseReturnValue:
    writers: list[Teammate] = []
    if do == "reassign":
        writers = [one for one in api().lists.teammates() if one.role != "viewer"]
    return page(
        "drafts/bulk.html",
        do=do,
        asked_word=moves.ASKED[do],
        ids=ids,
        back=back,
        seen=seen,
        writers=writers,
        why=why,
        key=secrets.token_hex(16),
        status=status,
    )
