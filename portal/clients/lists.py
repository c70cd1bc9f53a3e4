"""thinker_svc: lists of drafts, the board, kept filters, one action on several."""

from typing import Any

from portal.clients.base import Caller, read, read_all
from portal.models.drafts import DraftListing
from portal.models.lists import Board, BulkResult, SavedFilter, Teammate


class ListsClient:
    """``/thinker``, many drafts at a time."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def drafts(self, asked: dict[str, str], cursor: str = "", limit: int = 20) -> DraftListing:
        """``asked``: state, q, owner, platform, sort, as far as they are set."""
        return read(DraftListing, self._caller.get("/thinker/drafts", cursor=cursor, limit=limit, **asked))

    def board(self, asked: dict[str, str]) -> Board:
        return read(Board, self._caller.get("/thinker/board", **asked))

    def teammates(self) -> list[Teammate]:
        return read_all(Teammate, self._caller.get("/thinker/people", limit=100))

    def filters(self) -> list[SavedFilter]:
        """One's own by name, then what others share."""
        return read_all(SavedFilter, self._caller.get("/thinker/saved-filters"))

    def keep(self, name: str, query: dict[str, str], key: str, *, shared: bool) -> SavedFilter:
        sent = {"name": name, "shared": shared, "query": query}
        return read(SavedFilter, self._caller.create("/thinker/saved-filters", sent, key).json())

    def change(self, found: SavedFilter, name: str, *, shared: bool) -> SavedFilter:
        """Raises: HttpError 412 when it was changed meanwhile."""
        query = {key: value for key, value in found.query.model_dump().items() if value}
        answer = self._caller.send(
            "PUT",
            f"/thinker/saved-filters/{found.id}",
            json={"name": name, "shared": shared, "query": query},
            headers={"If-Match": f'"v{found.version}"'},
        )
        return read(SavedFilter, answer.json())

    def forget(self, filter_id: str) -> None:
        self._caller.send("DELETE", f"/thinker/saved-filters/{filter_id}")

    def act(
        self, action: str, draft_ids: list[str], *, owner_id: str = "", key: str = "", preview: bool = False
    ) -> BulkResult:
        """``preview`` tells what would happen."""
        sent: dict[str, Any] = {"action": action, "draft_ids": draft_ids, "preview": preview}
        sent |= {"owner_id": owner_id} if owner_id else {}
        if preview:
            return read(BulkResult, self._caller.post("/thinker/bulk-actions", sent).json())
        return read(BulkResult, self._caller.create("/thinker/bulk-actions", sent, key).json())

    def undo(self, action_id: str) -> BulkResult:
        """Raises: HttpError 410 when it is too late."""
        return read(BulkResult, self._caller.post(f"/thinker/bulk-actions/{action_id}/undo").json())
