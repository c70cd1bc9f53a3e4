"""What many look for right now; one click searches for it, another watches it."""

from flask import Blueprint, request, session
from flask.typing import ResponseReturnValue

from portal import places, reference
from portal.access import allow
from portal.clients import api
from portal.rendering import page
from svckit.auth import Role
from svckit.http import HttpError

bp = Blueprint("trending", __name__, url_prefix="/trends/trending")
_LAST_PLACE = "trending_place"
_TOLD = {404, 422, 424, 429}
"""Answers that say why there is nothing, and what to do."""
FALLBACK = "US"


@bp.get("")
@allow(Role.VIEWER)
def listing() -> ResponseReturnValue:
    sources = {source.name: source for source in reference.trending_sources()}
    source = sources.get(request.args.get("source", ""), next(iter(sources.values())))
    geo = _place()
    trending, trouble = None, None
    try:
        trending = api().watches.trending(source.name, geo)
    except HttpError as error:
        if error.status not in _TOLD:
            raise
        trouble = error
    return page(
        "trending/list.html",
        parts=("trends",),
        sources=list(sources.values()),
        source=source,
        geo=geo,
        geo_name=reference.geo_name(geo),
        countries=reference.countries(),
        trending=trending,
        trouble=trouble,
    )


def _place() -> str:
    """The country that was asked for, else the last one, else that of the visitor's clock."""
    asked = request.args.get("geo", "").strip()
    found = reference.place_of(asked) if asked else ""
    if found and "-" not in found:
        if session.get(_LAST_PLACE) != found:
            session[_LAST_PLACE] = found
        return found
    return str(session.get(_LAST_PLACE) or places.country() or FALLBACK)
