"""``/api/v1/trends/trending`` and ``/suggestions``: answered while somebody waits."""

from typing import ClassVar

from flask import Response
from pydantic import Field

from svckit import logging
from svckit.auth import VIEWER
from svckit.problems import Problem, TooManyRequests, Unprocessable
from svckit.schemas import Schema
from svckit.web import Resource
from trends_svc import queries
from trends_svc.api import provided
from trends_svc.models import db
from trends_svc.services import geos
from trends_svc.services.sources import Busy, SourceError
from trends_svc.services.trending import Topic, Trending

log = logging.get(__name__)
resource = Resource("live", __name__, url_prefix="/api/v1/trends", tag="Live")
MOST_SUGGESTIONS = 8


class SourceFailed(Problem):
    """We are well; whoever we asked isn't."""

    status: ClassVar[int] = 424
    default_title: ClassVar[str] = "The source doesn't answer"


class TrendingQuery(Schema):
    geo: str = Field(default="US", max_length=2, description="Country code.")


class SuggestionsQuery(Schema):
    q: str = Field(min_length=1, max_length=100)


class Suggestions(Schema):
    """``keywords``: what the team searched for before; ``topics``: what Google thinks is meant."""

    keywords: list[str]
    topics: list[Topic]
    complete: bool = Field(description="False when Google wasn't asked or didn't answer.")


@resource.get(
    "/trending", permission=VIEWER, summary="What a country searches for now", responses={200: Trending}
)
def read_trending(query: TrendingQuery) -> Response:
    """At most 10 minutes old, or marked ``stale`` with its ``as_of``."""
    geo = query.geo.strip().upper()
    if "-" in geo or not geo or not geos.is_known(geo):
        raise Unprocessable(
            "invalid-question",
            "Google tells what is trending by country.",
            errors=[{"field": "geo", "message": "Choose a country from the list, such as US or PT."}],
        )
    try:
        found = provided.live().trending(geo)
    except Busy as busy:
        wait = max(1, round(busy.seconds))
        raise TooManyRequests(
            "rate-limited", "It isn't our turn at Google yet. Ask again in a moment.", retry_after=wait
        ) from busy
    except SourceError as error:
        if not error.slow_down:
            raise SourceFailed(
                error.type, f"{error.detail} Try again in a minute.", title=error.title, retry_after=60
            ) from error
        wait = max(1, round(provided.gate().state().paused))
        raise TooManyRequests(
            error.type, f"{error.detail} It helps to wait.", title=error.title, retry_after=wait
        ) from error
    return Response(found.model_dump_json(), content_type="application/json")


@resource.get("/suggestions", permission=VIEWER, summary="Words for a text", responses={200: Suggestions})
def read_suggestions(query: SuggestionsQuery) -> Response:
    """Never an error while somebody types: what can't be had is left out."""
    text = " ".join(query.q.split())
    topics: list[Topic] = []
    complete = bool(text)
    if text:
        try:
            topics = provided.live().topics(text)
        except (SourceError, Busy) as error:
            log.info("suggestions.without_google", reason=str(error))
            complete = False
    own = queries.keywords_like(db.session(), text, MOST_SUGGESTIONS) if text else []
    body = Suggestions(keywords=own, topics=topics[:MOST_SUGGESTIONS], complete=complete)
    return Response(body.model_dump_json(), content_type="application/json")
