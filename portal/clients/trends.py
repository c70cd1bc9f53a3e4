"""trends_svc: searches."""

import httpx

from portal.clients.base import Caller, read, read_all
from portal.models.base import Listing
from portal.models.searches import Choice, Search, Snapshot


class TrendsClient:
    """``/trends``."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def search(self, keywords: list[str], geo: str, timeframe: str, key: str) -> Search:
        question = {"keywords": keywords, "geo": geo, "timeframe": timeframe}
        return read(Search, self._caller.create("/trends/searches", question, key).json())

    def searches(
        self, *, status: str = "", q: str = "", cursor: str = "", limit: int = 20
    ) -> Listing[Search]:
        answer = self._caller.get("/trends/searches", status=status, q=q, cursor=cursor, limit=limit)
        return read(Listing[Search], answer)

    def get(self, search_id: str) -> Search:
        return read(Search, self._caller.get(f"/trends/searches/{search_id}"))

    def result(self, search_id: str) -> Snapshot:
        return read(Snapshot, self._caller.get(f"/trends/searches/{search_id}/result"))

    def download(self, search_id: str, kind: str) -> httpx.Response:
        """The result as a file, ``csv`` or ``json``, as the service sends it."""
        suffix = ".csv" if kind == "csv" else ""
        return self._caller.send("GET", f"/trends/searches/{search_id}/result{suffix}")

    def cancel(self, search_id: str) -> None:
        self._caller.send("DELETE", f"/trends/searches/{search_id}")

    def geos(self) -> list[Choice]:
        return read_all(Choice, self._caller.get("/trends/geos"))

    def timeframes(self) -> list[Choice]:
        return read_all(Choice, self._caller.get("/trends/timeframes"))
