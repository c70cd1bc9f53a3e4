"""``/api/v1/trends/geos``, ``timeframes``, ``categories``, ``sources``: what a search can be about."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from flask import Response, jsonify

from svckit.auth import VIEWER
from svckit.web import Resource
from trends_svc.api.schemas import Categories, Geos, Sources, Timeframes
from trends_svc.services import catalogue, geos, timeframes

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


@resource.get("/categories", permission=VIEWER, summary="Categories by number", responses={200: Categories})
def list_categories() -> Response:
    """Google's top categories; any other number of Google's works too."""
    return _kept([{"id": number, "name": name} for number, name in catalogue.categories()])


@resource.get("/sources", permission=VIEWER, summary="Where interest comes from", responses={200: Sources})
def list_sources() -> Response:
    """Each with what it can answer."""
    return _kept([asdict(card) for card in catalogue.sources().values()])


def _kept(items: Sequence[Mapping[str, Any]]) -> Response:
    response = jsonify(list(items))
    response.headers["Cache-Control"] = A_DAY
    return response
