"""``/api/v1/tweeter/images/{sha256}``: the pictures of posts, for whoever was given a link to them."""

from flask import Response, request
from pydantic import Field

from svckit.auth import PUBLIC
from svckit.db import utcnow
from svckit.problems import Forbidden
from svckit.schemas import Schema
from svckit.web import Resource
from tweeter_svc.models import db
from tweeter_svc.provided import provided
from tweeter_svc.services import images

resource = Resource("images", __name__, url_prefix=images.PATH, tag="Images")
BINARY = {"type": "string", "format": "binary"}
HEADERS = {
    "Cache-Control": "private, max-age=86400, immutable",
    # Whatever a browser makes of the bytes, it runs nothing and asks for nothing.
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


class ImagePath(Schema):
    sha256: str = Field(pattern="^[0-9a-f]{64}$", description="SHA-256 of its bytes, in hex.")


class LinkQuery(Schema):
    expires: int = Field(ge=0, le=2**40, description="Until when the link works, in Unix seconds.")
    signature: str = Field(max_length=100)


@resource.get(
    "/<string:sha256>",
    permission=PUBLIC,
    summary="The bytes of an image",
    responses={
        200: {
            "description": "The picture, exactly as it was approved",
            "content": {"image/png": {"schema": BINARY}, "image/jpeg": {"schema": BINARY}},
        }
    },
)
def read_image(path: ImagePath, query: LinkQuery) -> Response:
    """By a signed link that expires; posts and webhooks carry it. The hash in its path is of the bytes."""
    if not provided().links.opens(path.sha256, query.expires, query.signature, utcnow()):
        raise Forbidden("link-expired", "This link has expired or was changed. Ask for the post again.")
    found = images.read(db.session(), path.sha256)
    response = Response(found.content, content_type=found.mime, headers=HEADERS)
    response.headers["Content-Disposition"] = f'inline; filename="{path.sha256[:12]}.{found.mime[6:]}"'
    response.set_etag(path.sha256)
    response.make_conditional(request)
    return response
