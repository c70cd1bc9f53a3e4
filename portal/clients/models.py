"""thinker_svc: models, and having them fetched."""

from portal.clients.base import Caller, read
from portal.models.writing import DefaultModel, Models, Pull, PullListing

_ENOUGH = 10


class ModelsClient:
    """``/thinker/models``."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def all(self) -> Models:
        """Raises: HttpError 503 when the model server doesn't answer."""
        return read(Models, self._caller.get("/thinker/models"))

    def default(self) -> DefaultModel:
        return read(DefaultModel, self._caller.get("/thinker/models/default"))

    def choose(self, model: str, version: int) -> DefaultModel:
        """Raises: HttpError 412 when somebody chose meanwhile."""
        answer = self._caller.send(
            "PUT", "/thinker/models/default", json={"model": model}, headers={"If-Match": f'"v{version}"'}
        )
        return read(DefaultModel, answer.json())

    def pulls(self) -> PullListing:
        """The newest few."""
        return read(PullListing, self._caller.get("/thinker/models/pulls", limit=_ENOUGH))

    def pull(self, model: str, key: str) -> Pull:
        return read(Pull, self._caller.create("/thinker/models/pulls", {"model": model}, key).json())

    def cancel(self, pull_id: str) -> Pull:
        return read(Pull, self._caller.send("DELETE", f"/thinker/models/pulls/{pull_id}").json())
