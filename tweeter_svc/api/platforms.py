"""``/api/v1/tweeter/platforms``"""

from flask import Response

from svckit.auth import VIEWER
from svckit.web import Resource
from tweeter_svc.api.answers import answer
from tweeter_svc.api.schemas import PlatformList, PlatformOut
from tweeter_svc.provided import provided

resource = Resource("platforms", __name__, url_prefix="/api/v1/tweeter/platforms", tag="Platforms")


@resource.get("", permission=VIEWER, summary="Where posts can go", responses={200: PlatformList})
def list_platforms() -> Response:
    return answer(PlatformList(items=[PlatformOut.of(p) for p in provided().platforms.values()]))
