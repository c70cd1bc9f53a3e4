"""``/api/v1/trends/geos`` and ``/timeframes``: what a search can be about."""

from flask import Response, jsonify

from svckit.auth import VIEWER
from svckit.web import Resource
from trends_svc.api.schemas import Geos, Timeframes
from trends_svc.services import geos, timeframes

resource = Resource("catalogue", __name__, url_prefix="/api/v1/trends", tag="Catalogue")
A_DAY = "private, max-age=86400"


@resource.get("/geos", permission=VIEWER, summary="Regions by code", responses={200: Geos})
def list_geos() -> Response:
    """Worldwide (the empty code), countries, then regions of countries."""
    return _kept([{"code": code, "name": name} for code, name in geos.names().items()])


@resource.get("/timeframes", permission=VIEWER, summary="Timeframes by name", responses={200: Timeframes})
def list_timeframes() -> Response:
    """Besides these, two dates: ``2026-01-01 2026-03-31``."""
    return _kept(
        [{"value": p.value, "label": p.label, "resolution": p.resolution} for p in timeframes.PRESETS]
    )


def _kept(items: list[dict[str, str]]) -> Response:
    response = jsonify(items)
    response.headers["Cache-Control"] = A_DAY
    return response
