"""Searching, and the history of what the team searched for."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, jsonify, request, url_for
from flask.typing import ResponseReturnValue

from portal import asking, reference, shell
from portal.access import allow
from portal.clients import api
from portal.forms.search import SearchForm
from portal.models.base import Listing
from portal.models.searches import Search
from portal.navigation import see
from portal.rendering import page
from portal.states import SEARCH
from svckit.auth import Role
from svckit.http import HttpError, HttpFailure

bp = Blueprint("trends", __name__, url_prefix="/trends")
_REFUSALS = {400, 409, 422, 429}
"""Answers that a person can do something about in the form."""
FILTERS = ("q", "status", "via", "place", "by")


@dataclass(frozen=True)
class Filters:
    """What the history is narrowed to, as the address says it."""

    q: str = ""
    status: str = ""
    via: str = ""
    place: str = ""
    by: str = ""

    @classmethod
    def of_address(cls) -> "Filters":
        given = {name: request.args.get(name, "").strip() for name in FILTERS}
        return cls(**given | {"status": given["status"] if given["status"] in SEARCH else ""})

    @property
    def given(self) -> dict[str, str]:
        return {name: value for name in FILTERS if (value := getattr(self, name))}

    @property
    def unknown_place(self) -> bool:
        return bool(self.place) and reference.place_of(self.place) is None

    def asked(self) -> Listing[Search]:
        """The page of the history that the address means."""
        return api().trends.searches(
            q=self.q,
            status=self.status,
            source=self.via,
            geo=reference.place_of(self.place) if self.place else None,
            by=self.by,
            cursor=request.args.get("cursor", ""),
        )


@bp.get("")
@allow(Role.VIEWER)
def listing() -> ResponseReturnValue:
    filters = Filters.of_address()
    nothing: Listing[Search] = Listing(items=[])
    history = nothing if filters.unknown_place else filters.asked()
    return _page(asking.from_address(), history, filters, parts=("history",))


def _page(
    form: SearchForm, history: Listing[Search] | None, filters: Filters, *, status: int = 200, **how: Any
) -> ResponseReturnValue:
    """``history`` None: it can't be read right now."""
    return page(
        "trends/list.html",
        form=form,
        recent=_recent(history, filters),
        history=history,
        filters=filters,
        is_first=not request.args.get("cursor"),
        statuses=SEARCH,
        sources=reference.search_sources(),
        askers=reference.askers(),
        line=shell.google_line(),
        status=status,
        **how,
    )


def _recent(history: Listing[Search] | None, filters: Filters) -> list[Search]:
    if history is None:
        return []
    is_newest = not filters.given and not request.args.get("cursor")
    return asking.recent(history if is_newest else None)


@bp.post("")
@allow(Role.AUTHOR)
def search() -> ResponseReturnValue:
    form = asking.sent()
    status = 422
    if form.validate():
        try:
            found = api().trends.search(form.question(), form.key.data or "")
            return see(url_for("trends.one", search_id=found.id))
        except HttpError as error:
            if error.status < 500 and error.status not in _REFUSALS:
                raise
            status = _told(form, error)
        except HttpFailure as failure:
            status = _told(form, failure)
    return _page(form, _history_if_any(), Filters(), status=status)


def _told(form: SearchForm, failure: HttpFailure) -> int:
    """Why it was not asked stands in the form, with what was typed. Returns the page's status."""
    if isinstance(failure, HttpError) and failure.status in _REFUSALS:
        form.take(failure)
        if failure.status == 429 and failure.retry_after:
            form.form_errors.append(f"It works again in {failure.retry_after} s.")
        return failure.status if failure.status == 429 else 422
    current_app.logger.error("a search could not be asked: %s: %s", type(failure).__name__, failure)
    form.form_errors.append(
        "The search service doesn’t answer. What you typed is still here; search again in a minute. "
        "If it was accepted all the same, it is asked once only."
    )
    return 503


def _history_if_any() -> Listing[Search] | None:
    try:
        return Filters().asked()
    except HttpFailure:
        return None


@bp.get("/suggestions")
@allow(Role.AUTHOR)
def suggestions() -> ResponseReturnValue:
    """Words for what is being typed. Never an error while somebody types."""
    text = " ".join(request.args.get("q", "").split())[:100]
    try:
        found = api().trends.suggestions(text) if text else None
    except HttpFailure:
        found = None
    return jsonify(
        keywords=found.keywords if found else [],
        topics=[{"title": topic.title, "type": topic.type} for topic in found.topics] if found else [],
    )
