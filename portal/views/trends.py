"""Searching, the history, and what a search found."""

from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask.typing import ResponseReturnValue

from portal import reading, reference
from portal.access import allow
from portal.clients import api
from portal.forms.base import options
from portal.forms.work import AskDraftForm, SearchForm
from portal.models.base import Listing
from portal.models.drafts import Draft
from portal.models.searches import Query, Search, Snapshot
from portal.navigation import is_htmx, see
from portal.rendering import page
from svckit.auth import Role
from svckit.http import HttpError, HttpFailure

bp = Blueprint("trends", __name__, url_prefix="/trends")


def _form(**given: object) -> SearchForm:
    form = SearchForm(**given)
    form.geo.choices = options(*((geo.code, geo.name) for geo in reference.geos()))
    form.timeframe.choices = options(*((item.code, item.name) for item in reference.timeframes()))
    return form


def _history() -> Listing[Search]:
    return api().trends.searches(
        status=request.args.get("status", ""),
        q=request.args.get("q", ""),
        cursor=request.args.get("cursor", ""),
    )


@bp.get("")
@allow(Role.VIEWER)
def listing() -> ResponseReturnValue:
    form = _form(formdata=None, keywords=request.args.get("keywords", ""))
    return page(
        "trends/list.html", parts=("history",), form=form, history=_history(), q=request.args.get("q", "")
    )


@bp.post("")
@allow(Role.AUTHOR)
def search() -> ResponseReturnValue:
    form = _form()
    if form.validate():
        try:
            found = api().trends.search(
                form.words(), form.geo.data or "", form.timeframe.data or "today 12-m", form.key.data or ""
            )
            return see(url_for("trends.one", search_id=found.id))
        except HttpError as error:
            if error.status not in {400, 409, 422, 429}:
                raise
            form.take(error)
    return page("trends/list.html", form=form, history=_history(), q="", status=422)


@bp.get("/<uuid:search_id>")
@allow(Role.VIEWER)
def one(search_id: object) -> ResponseReturnValue:
    """The result; while it runs, what is going on. The page asks again until it is done."""
    asked = api().trends.get(str(search_id))
    response = page(
        "trends/one.html",
        parts=("progress",) if asked.is_running else (),
        search=asked,
        geo_name=reference.geo_name(asked.geo),
        form=_ask_form(),
        asking=request.args.get("do") == "draft",
        **(_found(asked) if asked.status == "completed" else {}),
    )
    if is_htmx() and not asked.is_running:
        # Done: the answer takes the place of the progress, and nothing asks again.
        response.headers["HX-Retarget"] = response.headers["HX-Reselect"] = "#answer"
        response.headers["HX-Reswap"] = "outerHTML"
    return response


def _found(search: Search) -> dict[str, Any]:
    snapshot = api().trends.result(search.id)
    return {
        "snapshot": snapshot,
        "rows": reading.rows(snapshot),
        "head": reading.head(snapshot.resolution),
        "stats": reading.stats(snapshot),
        "description": reading.description(snapshot),
        "regions": _regions(snapshot),
        "rising": _by_keyword(snapshot, snapshot.rising),
        "top": _by_keyword(snapshot, snapshot.top),
        "drafts": _drafts_of(search.id),
    }


def _regions(snapshot: Snapshot) -> list[tuple[str, str, int]]:
    """Name, value, share of the bar; the strongest first."""
    first = snapshot.keywords[0]
    measured = [(region.name, region.values.get(first)) for region in snapshot.regions]
    numbers = [(name, value) for name, value in measured if isinstance(value, int | float)]
    numbers.sort(key=lambda item: -item[1])
    # Shares among several keywords are of a hundred; interest in one is of the strongest region.
    top = 100 if len(snapshot.keywords) > 1 else max((value for _, value in numbers), default=1) or 1
    return [(name, f"{value:g}", round(100 * value / top)) for name, value in numbers[:8]]


def _by_keyword(snapshot: Snapshot, queries: list[Query]) -> list[tuple[str, list[Query]]]:
    """Queries with the keyword they go with; a few each, so that none is crowded out."""
    several = len(snapshot.keywords) > 1
    groups = []
    for keyword in snapshot.keywords:
        found = [item for item in queries if item.keyword in {keyword, ""}]
        if found:
            groups.append((keyword, found[: 4 if several else 8]))
        if not any(item.keyword for item in queries):
            break
    return groups


def _drafts_of(search_id: str) -> list[Draft]:
    try:
        found = api().thinker.drafts(search_id=search_id, limit=50).items
    except HttpFailure:
        return []
    return [draft for draft in found if draft.search_id == search_id]


def _ask_form() -> AskDraftForm:
    form = AskDraftForm(formdata=None) if request.method == "GET" else AskDraftForm()
    form.platforms.choices = options(*((item.id, item.name) for item in reference.platforms()))
    if not form.platforms.data:
        form.platforms.data = [form.platforms.choices[0].value]
    return form


@bp.post("/<uuid:search_id>/drafts")
@allow(Role.AUTHOR)
def draft(search_id: object) -> ResponseReturnValue:
    """Have posts drafted from this search."""
    form = _ask_form()
    asked = api().trends.get(str(search_id))
    if form.validate():
        wishes = {"platforms": form.platforms.data}
        wishes |= {name: value for name in ("tone", "length", "instructions") if (value := form[name].data)}
        try:
            made = api().thinker.ask(str(search_id), wishes, form.key.data or "")
            return see(url_for("drafts.one", draft_id=made.id))
        except HttpError as error:
            if error.status not in {400, 409, 422, 429}:
                raise
            form.take(error)
    return page(
        "trends/one.html",
        search=asked,
        geo_name=reference.geo_name(asked.geo),
        form=form,
        asking=True,
        status=422,
        **(_found(asked) if asked.status == "completed" else {}),
    )


@bp.post("/<uuid:search_id>/cancel")
@allow(Role.AUTHOR)
def cancel(search_id: object) -> ResponseReturnValue:
    try:
        api().trends.cancel(str(search_id))
        flash("The search is cancelled.")
    except HttpError as error:
        if error.status != 409:
            raise
        flash("It was done before it could be cancelled.")
    return see(url_for("trends.one", search_id=search_id))


@bp.get("/<uuid:search_id>/result.<any(csv, json):kind>")
@allow(Role.VIEWER)
def download(search_id: object, kind: str) -> ResponseReturnValue:
    file = api().trends.download(str(search_id), kind)
    return Response(
        file.content,
        content_type=file.headers.get("content-type", "application/octet-stream"),
        headers={"Content-Disposition": f'attachment; filename="trend-{str(search_id)[:8]}.{kind}"'},
    )
