"""trends_svc: searches."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import httpx

from portal.clients.base import Caller, read, read_all
from portal.models.base import Listing
from portal.models.people import Person
from portal.models.searches import Choice, Line, Search, Snapshot, Source, Spike, Suggestions

_IDLE_SECONDS = 45.0
"""Longest silence of a stream; the service says something every 15 s."""
_AT_A_GLANCE = 3.0
"""Seconds that a page waits for what it can do without."""


class TrendsClient:
    """``/trends``."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def search(self, question: dict[str, Any], key: str) -> Search:
        """Ask. ``question``: as the API takes it; what is left out is as usual."""
        return read(Search, self._caller.create("/trends/searches", question, key).json())

    def searches(self, *, geo: str | None = None, limit: int = 20, **filters: str) -> Listing[Search]:
        """The team's searches, newest first; ``geo`` may be empty: worldwide."""
        given = {name: value for name, value in filters.items() if value}
        given |= {"limit": str(limit)} | ({} if geo is None else {"geo": geo})
        return read(Listing[Search], self._caller.get(f"/trends/searches?{urlencode(given)}"))

    def get(self, search_id: str) -> Search:
        return read(Search, self._caller.get(f"/trends/searches/{search_id}"))

    def result(self, search_id: str) -> Snapshot:
        return read(Snapshot, self._caller.get(f"/trends/searches/{search_id}/result"))

    def spikes(self, search_id: str) -> list[Spike]:
        """Points to be ringed on the chart."""
        return read_all(Spike, self._caller.get(f"/trends/searches/{search_id}/spikes"))

    def download(self, search_id: str, kind: str) -> httpx.Response:
        """The result as a file, as the service sends it: ``csv``, ``json``, ``png`` or ``svg``."""
        path = f"/trends/searches/{search_id}"
        if kind in {"png", "svg"}:
            shape = {"format": kind} | ({"zoom": "2"} if kind == "png" else {})
            return self._caller.send("GET", f"{path}/chart", params=shape)
        return self._caller.send("GET", f"{path}/result{'.csv' if kind == 'csv' else ''}")

    def cancel(self, search_id: str) -> None:
        self._caller.send("DELETE", f"/trends/searches/{search_id}")

    def line(self) -> Line:
        """Who waits for Google."""
        return read(Line, self._caller.send("GET", "/trends/line", timeout=_AT_A_GLANCE).json())

    def suggestions(self, text: str) -> Suggestions:
        return read(Suggestions, self._caller.get("/trends/suggestions", q=text))

    @contextmanager
    def progress(self, search_id: str) -> Iterator[httpx.Response]:
        """Where a search is, as server-sent events."""
        headers = {"Accept": "text/event-stream"}
        with self._caller.stream(
            f"/trends/searches/{search_id}/progress", headers, idle=_IDLE_SECONDS
        ) as response:
            yield response

    def geos(self) -> list[Choice]:
        return read_all(Choice, self._caller.get("/trends/geos"))

    def timeframes(self) -> list[Choice]:
        return read_all(Choice, self._caller.get("/trends/timeframes"))

    def categories(self) -> list[Choice]:
        return read_all(Choice, self._caller.get("/trends/categories"))

    def sources(self) -> list[Source]:
        return read_all(Source, self._caller.get("/trends/sources"))

    def askers(self) -> list[Person]:
        """Everybody who searched so far."""
        return read_all(Person, self._caller.get("/trends/askers"))
