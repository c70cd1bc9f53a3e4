"""trends_svc: watches, what is trending, and files that people exported."""

import hashlib
from datetime import datetime
from typing import Any

import httpx

from portal.clients.base import Caller, read
from portal.models.base import Listing
from portal.models.trending import Trending, Uploaded
from portal.models.watches import BackTest, Check, Watch, Watches


class WatchesClient:
    """``/trends/watches``, ``/trends/trending`` and ``/trends/uploads``."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def all(self, *, active: str = "", cursor: str = "", limit: int = 30) -> Watches:
        """Newest first; ``active``: ``true``, ``false``, or empty for both."""
        answer = self._caller.get("/trends/watches", active=active, cursor=cursor, limit=limit)
        return read(Watches, answer)

    def rising(self, since: datetime, limit: int = 6) -> list[Watch]:
        """Those that were told of since then, and rise still."""
        answer = self._caller.get(
            "/trends/watches", active="true", spiked_since=since.isoformat(), limit=limit
        )
        return [watch for watch in read(Watches, answer).items if watch.state == "rising"]

    def get(self, watch_id: str) -> Watch:
        return read(Watch, self._caller.get(f"/trends/watches/{watch_id}"))

    def make(self, watch: dict[str, Any], key: str) -> Watch:
        return read(Watch, self._caller.create("/trends/watches", watch, key).json())

    def change(self, watch_id: str, version: int, watch: dict[str, Any]) -> Watch:
        """Raises: HttpError 412 when somebody changed it meanwhile."""
        headers = {"If-Match": f'"v{version}"'}
        answer = self._caller.send("PUT", f"/trends/watches/{watch_id}", json=watch, headers=headers)
        return read(Watch, answer.json())

    def pause(self, watch_id: str) -> Watch:
        return read(Watch, self._caller.post(f"/trends/watches/{watch_id}/pause").json())

    def resume(self, watch_id: str) -> Watch:
        return read(Watch, self._caller.post(f"/trends/watches/{watch_id}/resume").json())

    def check(self, watch_id: str) -> Check:
        return read(Check, self._caller.post(f"/trends/watches/{watch_id}/check").json())

    def delete(self, watch_id: str) -> None:
        self._caller.send("DELETE", f"/trends/watches/{watch_id}")

    def checks(self, watch_id: str, *, cursor: str = "", limit: int = 20) -> Listing[Check]:
        answer = self._caller.get(f"/trends/watches/{watch_id}/checks", cursor=cursor, limit=limit)
        return read(Listing[Check], answer)

    def back_test(self, watch_id: str) -> BackTest:
        """Raises: HttpError 404 ``no-result``: its question has no answer yet."""
        return read(BackTest, self._caller.get(f"/trends/watches/{watch_id}/back-test"))

    def try_rule(self, trial: dict[str, Any]) -> BackTest:
        """What a rule would have told; ``trial`` as the API takes it. Raises: as ``back_test``."""
        return read(BackTest, self._caller.post("/trends/watches/back-test", trial).json())

    def trending(self, source: str, geo: str) -> Trending:
        return read(Trending, self._caller.get("/trends/trending", source=source, geo=geo))

    def upload(self, name: str, data: bytes, geo: str, key: str) -> Uploaded:
        """A file as Google gave it; ``geo`` where its words for the region aren't known."""
        fields = {"geo": geo} if geo else {}
        content, kind = _multipart((name, data, "text/csv"), fields)
        content_hash = hashlib.sha256(content).hexdigest()[:32]
        headers = {"Content-Type": kind, "Idempotency-Key": f"{key[:64]}-{content_hash}"}
        answer = self._caller.send("POST", "/trends/uploads", content=content, headers=headers)
        return read(Uploaded, answer.json())


def _multipart(file: tuple[str, bytes, str], fields: dict[str, str]) -> tuple[bytes, str]:
    """Body and content type of a form with a file; the same for the same, so that a repeat is one."""
    boundary = hashlib.sha256(file[1]).hexdigest()[:32]
    kind = f"multipart/form-data; boundary={boundary}"
    form = httpx.Request(
        "POST", "http://portal", headers={"Content-Type": kind}, data=fields, files={"file": file}
    )
    return form.read(), kind
