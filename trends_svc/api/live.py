"""``/api/v1/trends/suggestions``: answered while somebody types."""

from flask import Response
from pydantic import Field

from svckit import logging
from svckit.auth import VIEWER
from svckit.schemas import Schema
from svckit.web import Resource
from trends_svc import queries
from trends_svc.api import provided
from trends_svc.models import db
from trends_svc.services.sources import Busy, SourceError
from trends_svc.services.trending import Topic

log = logging.get(__name__)
resource = Resource("live", __name__, url_prefix="/api/v1/trends", tag="Live")
MOST_SUGGESTIONS = 8


class SuggestionsQuery(Schema):
    q: str = Field(min_length=1, max_length=100)


class Suggestions(Schema):
    """``keywords``: what the team searched for before; ``topics``: what Google thinks is meant."""

    keywords: list[str]
    topics: list[Topic]
    complete: bool = Field(description="False when Google wasn't asked or didn't answer.")


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
