"""``/api/v1/trends/trending``: what many look for now, answered while somebody waits."""

from typing import ClassVar

from flask import Response
from pydantic import Field

from svckit.auth import VIEWER
from svckit.problems import NotFound, Problem, TooManyRequests, Unprocessable
from svckit.schemas import Schema
from svckit.web import Resource
from trends_svc.api import provided
from trends_svc.services import catalogue, geos
from trends_svc.services.sources import Busy, SourceError
from trends_svc.services.trending import Trending

resource = Resource("trending", __name__, url_prefix="/api/v1/trends", tag="Live")


class SourceFailed(Problem):
    """We are well; whoever we asked isn't."""

    status: ClassVar[int] = 424
    default_title: ClassVar[str] = "The source doesn't answer"


class TrendingQuery(Schema):
    geo: str = Field(default="US", max_length=10, description="Country code, where told by country.")
    source: str = Field(default="google", max_length=20, description="See GET sources, `trending`.")


@resource.get("/trending", permission=VIEWER, summary="What many look for now", responses={200: Trending})
def read_trending(query: TrendingQuery) -> Response:
    """At most 10 minutes old, or marked ``stale`` with its ``as_of``."""
    geo = _geo_of(query)
    try:
        found = provided.desk().read(query.source, geo)
    except Busy as busy:
        wait = max(1, round(busy.seconds))
        raise TooManyRequests(
            "rate-limited", "It isn't our turn at Google yet. Ask again in a moment.", retry_after=wait
        ) from busy
    except SourceError as error:
        raise _problem(error, query.source) from error
    if found is None:
        raise NotFound(
            "no-result", "Nobody uploaded the feed of this country in the last day. Upload it, or ask Google."
        )
    return Response(found.model_dump_json(), content_type="application/json")


def _geo_of(query: TrendingQuery) -> str:
    """
    Raises:
        Unprocessable: ``invalid-question``.
    """
    card = catalogue.sources().get(query.source)
    if card is None or not card.trending:
        known = ", ".join(name for name, found in catalogue.sources().items() if found.trending)
        raise Unprocessable(
            "invalid-question",
            "This source doesn't tell what is trending.",
            errors=[{"field": "source", "message": f"Use one of {known}."}],
        )
    if card.trending == "all":
        return ""
    geo = query.geo.strip().upper()
    if "-" in geo or not geo or not geos.is_known(geo):
        raise Unprocessable(
            "invalid-question",
            f"{card.title} tells what is trending by country.",
            errors=[{"field": "geo", "message": "Choose a country from the list, such as US or PT."}],
        )
    return geo


def _problem(error: SourceError, source: str) -> Problem:
    if not error.transient:
        return NotFound(error.type, error.detail, title=error.title)
    if not error.slow_down:
        return SourceFailed(
            error.type, f"{error.detail} Try again in a minute.", title=error.title, retry_after=60
        )
    paused = provided.gate().state().paused if source == "google" else 60.0
    return TooManyRequests(
        error.type, f"{error.detail} It helps to wait.", title=error.title, retry_after=max(1, round(paused))
    )
