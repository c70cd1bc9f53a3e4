"""The search form with its choices, as it is first shown, prefilled, or sent."""

from collections.abc import Mapping
from typing import Any

from flask import request
from flask_login import current_user

from portal import reference, words
from portal.clients import api
from portal.forms.base import options
from portal.forms.search import OWN_DATES, USUAL_TIMEFRAME, SearchForm, dates_of
from portal.models.base import Listing
from portal.models.searches import Search
from svckit.http import HttpFailure

PREFILLS = ("keywords", "geo", "timeframe", "category", "source")
MOST_RECENT = 5
_LOOK_BACK = 20


def sent() -> SearchForm:
    """The form as somebody sent it."""
    return with_choices(SearchForm())


def prefilled(question: Mapping[str, str]) -> SearchForm:
    """The form with a question in it, such as that of the address, or of a search."""
    given: dict[str, Any] = {name: question[name] for name in PREFILLS if question.get(name)}
    days = dates_of(given.get("timeframe", ""))
    if days is not None:
        given |= {"timeframe": OWN_DATES, "first": days[0], "last": days[1]}
    return with_choices(SearchForm(formdata=None, **given))


def from_address() -> SearchForm:
    """What the address asks for: a link may carry a question."""
    return prefilled(request.args)


def with_choices(form: SearchForm) -> SearchForm:
    """The form with what can be chosen in it."""
    timeframes = [(item.code, item.name) for item in reference.timeframes()]
    sources = reference.search_sources()
    _choose(form.timeframe, [*timeframes, (OWN_DATES, "Own dates …")])
    _choose(form.category, [(item.code, item.name) for item in reference.categories()])
    _choose(form.source, sources)
    if not form.timeframe.data:
        form.timeframe.data = USUAL_TIMEFRAME
    return form


def _choose(field: Any, known: list[tuple[str, str]]) -> None:
    """The field's choices; what is chosen already stays so, even if no list names it."""
    chosen = field.data or ""
    if chosen and chosen not in dict(known):
        known = [*known, (chosen, words.upper_first(words.timeframe(chosen)))]
    field.choices = options(*known)


def recent(history: Listing[Search] | None = None) -> list[Search]:
    """The visitor's own last questions, each once; none when the service doesn't answer.

    ``history``: the newest searches of all, where they are known already.
    """
    own = [s for s in history.items if s.created_by and s.created_by.id == current_user.id] if history else []
    if history is None or (history.next and len(own) < MOST_RECENT):
        try:
            own = api().trends.searches(mine="true", limit=_LOOK_BACK).items
        except HttpFailure:
            return []
    once = {tuple(search.question.items()): search for search in reversed(own)}
    return list(once.values())[::-1][:MOST_RECENT]
