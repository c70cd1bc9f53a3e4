"""``/api/v1/thinker/models``: which models there are, and which one writes."""

from __future__ import annotations

from flask import Response

from svckit.auth import ADMIN, VIEWER
from svckit.db import unit_of_work
from svckit.etag import seen_version, set_etag
from svckit.problems import Unavailable, Unprocessable
from svckit.schemas import Person
from svckit.web import Resource, current
from thinker_svc.api import writing_schemas as w
from thinker_svc.api.drafts import answer
from thinker_svc.engines.base import EngineError, ModelInfo
from thinker_svc.models.model_choice import ModelChoice
from thinker_svc.provided import provided
from thinker_svc.services import models_in_use as in_use
from thinker_svc.services.writer import among, same

models = Resource("models", __name__, url_prefix="/api/v1/thinker", tag="Models")


@models.get("/models", permission=VIEWER, summary="Models that can write", responses={200: w.ModelsOut})
def read_models() -> Response:
    """503 `engine-unavailable` when the model server doesn't answer."""
    with unit_of_work(provided().db) as session:
        default = in_use.current(session, provided().models).name
    items = [
        w.ModelOut(
            name=model.name,
            digest=model.digest,
            size=model.size,
            parameters=model.parameters,
            basic=provided().models.named(model.name).basic,
            default=same(model.name, default),
        )
        for model in _there()
    ]
    return answer(
        w.ModelsOut(
            items=items,
            engine=provided().engine.kind,
            can_fetch=provided().engine.fetches,
            default=default,
            default_available=any(item.default for item in items),
        )
    )


@models.get(
    "/models/default", permission=VIEWER, summary="The model that writes", responses={200: w.DefaultModelOut}
)
def read_default() -> Response:
    """Its ETag is its version; 0 while the setting THINKER_MODEL holds."""
    with unit_of_work(provided().db) as session:
        return _default(in_use.choice(session))


@models.put(
    "/models/default",
    permission=ADMIN,
    summary="Choose the model that writes",
    responses={200: w.DefaultModelOut},
)
def choose_default(body: w.DefaultModelBody) -> Response:
    """Needs `If-Match`. 422 `model-missing` for one that the server doesn't have."""
    seen = seen_version()
    names = [model.name for model in _there()]
    if not among(body.model, names):
        raise Unprocessable(
            "model-missing",
            f"The server does not have “{body.model}”. Fetch it first, or choose one that it has.",
            errors=[{"field": "model", "message": f"There: {', '.join(names) or 'none'}."}],
        )
    with unit_of_work(provided().db) as session:
        return _default(in_use.choose(session, current(), seen, body.model))


def _default(chosen: ModelChoice | None) -> Response:
    known = provided().models
    name = chosen.model if chosen else known.default
    body = w.DefaultModelOut(
        model=name,
        basic=known.named(name).basic,
        version=chosen.version if chosen else 0,
        chosen_at=chosen.chosen_at if chosen else None,
        chosen_by=Person(id=chosen.chosen_by_id, name=chosen.chosen_by_name) if chosen else None,
    )
    return set_etag(answer(body), body.version)


def _there() -> list[ModelInfo]:
    try:
        return provided().engine.models()
    except EngineError as error:
        raise Unavailable(error.type, str(error), title=error.title, retry_after=5) from error
