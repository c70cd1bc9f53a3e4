"""``/api/v1/thinker/drafts/{id}/images``: the pictures that go out with a draft."""

from __future__ import annotations

from flask import Response, request
from sqlalchemy.orm import Session

from svckit.auth import AUTHOR, VIEWER
from svckit.db import unit_of_work
from svckit.etag import seen_version, seen_version_if_told
from svckit.idempotency import once
from svckit.schemas import IdPath
from svckit.web import Resource, current
from thinker_svc.api import comment_schemas as s
from thinker_svc.api import present
from thinker_svc.api.drafts import PREFIX, one
from thinker_svc.api.schemas import DraftOut
from thinker_svc.models import IdempotencyKey
from thinker_svc.provided import provided
from thinker_svc.services import pictures as rules

images = Resource("images", __name__, url_prefix=PREFIX, tag="Images")
MAX_BODY_BYTES = 7 * 1024 * 1024 + 1024
"""A little more than a file may have: a larger one is refused in words, not by the server."""
BINARY = {"type": "string", "format": "binary"}
HEADERS = {
    "Cache-Control": "private, max-age=31536000, immutable",
    # Whatever a browser makes of the bytes, it runs nothing and asks for nothing.
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@images.post(
    "/<uuid:id>/images",
    permission=AUTHOR,
    summary="Add an image",
    responses={201: DraftOut},
    openapi_extensions={
        "x-body": "The bytes of a PNG, JPEG or WebP file, at most 7 MB and 40 million pixels."
    },
)
def add_image(path: IdPath, query: s.ImageQuery) -> Response:
    """The body is the file itself. It is judged by its content, turned upright, scaled to at most 2,048
    pixels and 1 MB, and encoded anew: no EXIF remains. It becomes the last image; the answer is the draft.
    `If-Match` is optional: text that somebody writes meanwhile is not touched."""
    request.max_content_length = MAX_BODY_BYTES
    file = request.get_data(cache=True)
    seen = seen_version_if_told()

    def create(session: Session) -> Response:
        found = rules.add(
            session, current(), path.id, file, alt=query.alt, of_chart=query.chart, seen_version=seen
        )
        return one(present.draft(session, found, current()), 201)

    return once(provided().db, IdempotencyKey, create)


@images.put(
    "/<uuid:id>/images", permission=AUTHOR, summary="Describe, order, remove", responses={200: DraftOut}
)
def arrange_images(path: IdPath, body: s.ImagesBody) -> Response:
    """The draft then has exactly these, in this order. One that was removed can be named again, which brings
    it back. Needs `If-Match`."""
    seen = seen_version()
    wanted = [rules.Wanted(image.sha256, image.alt) for image in body.images]
    with unit_of_work(provided().db) as session:
        found = rules.arrange(session, current(), path.id, seen, wanted)
        return one(present.draft(session, found, current()))


@images.get(
    "/<uuid:id>/images/<string:sha256>",
    permission=VIEWER,
    summary="Its bytes",
    responses={
        200: {
            "description": "The picture, exactly as it will be published",
            "content": {"image/png": {"schema": BINARY}, "image/jpeg": {"schema": BINARY}},
        }
    },
)
def read_image(path: s.ImagePath) -> Response:
    """Of the draft as it is, or of one of its versions. It never changes, so it may be kept."""
    with unit_of_work(provided().db) as session:
        found = rules.content(session, path.id, path.sha256)
        response = Response(found.content, content_type=found.mime, headers=HEADERS)
    name = f"{path.sha256[:12]}.{'png' if found.mime == 'image/png' else 'jpg'}"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.set_etag(path.sha256)
    response.make_conditional(request)
    return response
