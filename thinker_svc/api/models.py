"""``/api/v1/thinker/models``: which models there are."""

from __future__ import annotations

from flask import Response

from svckit.auth import VIEWER
from svckit.problems import Unavailable
from svckit.web import Resource
from thinker_svc.api import schemas as s
from thinker_svc.api.drafts import answer
from thinker_svc.engines.base import EngineError, ModelInfo
from thinker_svc.provided import provided

models = Resource("models", __name__, url_prefix="/api/v1/thinker", tag="Models")


@models.get("/models", permission=VIEWER, summary="Models that can write", responses={200: s.ModelsOut})
def read_models() -> Response:
    """503 `engine-unavailable` when the model server doesn't answer."""
    default, basic = provided().model.name, provided().basic_models
    try:
        found = provided().engine.models()
    except EngineError as error:
        raise Unavailable(error.type, str(error), title=error.title, retry_after=5) from error

    def is_default(model: ModelInfo) -> bool:
        return model.name in (default, f"{default}:latest")

    items = [
        s.ModelOut(
            name=model.name,
            digest=model.digest,
            size=model.size,
            parameters=model.parameters,
            basic=model.name in basic,
            default=is_default(model),
        )
        for model in found
    ]
    return answer(s.ModelsOut(items=items, default=default, default_available=any(m.default for m in items)))
