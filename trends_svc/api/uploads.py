"""``/api/v1/trends/uploads``: files that people exported from a source by themselves."""

from contextlib import closing

from flask import Response, url_for
from flask_openapi3 import FileStorage
from pydantic import Field
from redis import RedisError
from sqlalchemy.orm import Session

from svckit.auth import AUTHOR
from svckit.db import utcnow
from svckit.idempotency import once
from svckit.problems import Unavailable, Unprocessable
from svckit.schemas import Person, Schema
from svckit.web import Resource, current
from trends_svc.api import provided
from trends_svc.api.schemas import Search
from trends_svc.models import IdempotencyKey, db, outbox
from trends_svc.services import geos, uploads
from trends_svc.services.sources import UnreadableError, UploadedSeries, UploadedTrending
from trends_svc.services.trending import Trending

resource = Resource("uploads", __name__, url_prefix="/api/v1/trends/uploads", tag="Searches")
SOURCE = "csv"
MOST_BYTES = 256 * 1024


class UploadForm(Schema):
    """Sent as ``multipart/form-data``."""

    file: FileStorage = Field(
        description="Google's multiTimeline.csv (“Interest over time”, download), or the feed of what is "
        "trending, https://trends.google.com/trending/rss?geo=US saved as a file. At most 256 KB."
    )
    geo: str | None = Field(
        default=None, max_length=20, description="Region code, where the file's words for it aren't known."
    )


class Upload(Schema):
    """What the file was: interest over time became a search, a feed what is trending in its country."""

    search: Search | None
    trending: Trending | None


@resource.post("", permission=AUTHOR, summary="Make a search of an exported file", responses={201: Upload})
def upload(form: UploadForm) -> Response:
    """Answered at once. The result is labelled with its source, ``csv``; nothing is asked of Google."""
    with closing(form.file):  # a large one lies in a file of its own
        data = form.file.read(MOST_BYTES + 1)
    found = _read(form, data)
    if isinstance(found, UploadedTrending):
        return _keep_trending(found)
    news = provided.news().about(found.question, source=SOURCE, sample=False)

    def create(session: Session) -> Response:
        by = current()
        person = Person(id=by.id, name=by.name)
        search = uploads.keep(session, outbox, found, person, source=SOURCE, news=news, now=utcnow())
        session.flush()
        body = Upload(search=Search.of(search), trending=None)
        response = Response(body.model_dump_json(), status=201, content_type="application/json")
        response.headers["Location"] = url_for("searches.read_search", id=search.id)
        return response

    return once(db, IdempotencyKey, create, body=(form.geo or "").encode() + b"\0" + data)


def _read(form: UploadForm, data: bytes) -> UploadedSeries | UploadedTrending:
    """
    Raises:
        Unprocessable: ``unreadable-file``.
    """
    geo = form.geo.strip().upper() if form.geo is not None else None
    if geo is not None and not geos.is_known(geo):
        raise _refused("geo", f"{geo[:20]} isn't a region we know. Choose one from the list.")
    if not data:
        raise _refused("file", "The file is empty. Export it anew.")
    if len(data) > MOST_BYTES:
        raise _refused("file", "The file is larger than 256 KB; Google's exports are much smaller.")
    try:
        return provided.readers()[SOURCE].read(data, geo=geo, now=utcnow())
    except UnreadableError as error:
        raise _refused(error.field, str(error)) from error


def _keep_trending(found: UploadedTrending) -> Response:
    try:
        kept = provided.desk().put(SOURCE, found.geo, found.items)
    except RedisError as error:
        raise Unavailable(
            "store-unavailable",
            "The feed can't be kept right now. Upload it again in a moment.",
            retry_after=5,
        ) from error
    body = Upload(search=None, trending=kept)
    response = Response(body.model_dump_json(), status=201, content_type="application/json")
    response.headers["Location"] = url_for("trending.read_trending", source=SOURCE, geo=found.geo)
    return response


def _refused(field: str, message: str) -> Unprocessable:
    return Unprocessable(
        "unreadable-file", "This file can't be taken as it is.", errors=[{"field": field, "message": message}]
    )
