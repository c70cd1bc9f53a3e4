"""thinker_svc: drafts and reviews."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from types import EllipsisType
from typing import Any

import httpx

from portal.clients.base import Caller, read, read_all
from portal.models.drafts import Draft, DraftListing, Revision, TimelineEntry
from portal.models.searches import Snapshot
from portal.models.writing import Alternatives

_IDLE_SECONDS = 75.0
"""Longest silence of a stream; the service says something every 15 s."""


class ThinkerClient:
    """``/thinker``."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def ask(self, search_id: str, wishes: dict[str, Any], key: str) -> Draft:
        return read(
            Draft, self._caller.create("/thinker/drafts", {"search_id": search_id, **wishes}, key).json()
        )

    def drafts(
        self, *, state: str = "", q: str = "", search_id: str = "", cursor: str = "", limit: int = 20
    ) -> DraftListing:
        answer = self._caller.get(
            "/thinker/drafts", state=state, q=q, search_id=search_id, cursor=cursor, limit=limit
        )
        return read(DraftListing, answer)

    def get(self, draft_id: str) -> Draft:
        return read(Draft, self._caller.get(f"/thinker/drafts/{draft_id}"))

    def snapshot(self, draft_id: str) -> Snapshot:
        return read(Snapshot, self._caller.get(f"/thinker/drafts/{draft_id}/snapshot"))

    def save(self, draft_id: str, version: int, content: dict[str, Any]) -> Draft:
        """Raises: HttpError 412 when somebody saved another version meanwhile."""
        return read(
            Draft,
            self._caller.send(
                "PUT",
                f"/thinker/drafts/{draft_id}/content",
                json=content,
                headers={"If-Match": f'"v{version}"'},
            ).json(),
        )

    def submit(self, draft_id: str, publish_at: datetime | None, version: int | None = None) -> Draft:
        """Raises: HttpError 412 when it is another version by now."""
        return self._act(draft_id, "submit", {"publish_at": _moment(publish_at)}, **_as_seen(version))

    def withdraw(self, draft_id: str) -> Draft:
        return self._act(draft_id, "withdraw", None)

    def approve(
        self,
        draft_id: str,
        version: int,
        content_hash: str,
        publish_at: datetime | None,
        *,
        at_once: bool = False,
        shown: datetime | EllipsisType | None = ...,
    ) -> Draft:
        """Sign exactly this content, for its own time unless another is given, or ``at_once``. ``shown``: the
        time that was read with it, None for at once; left out where no page told.
        Raises: HttpError 412 when content or time have changed since they were read."""
        decision: dict[str, Any] = {"content_hash": content_hash}
        if not isinstance(shown, EllipsisType):
            decision["seen_publish_at"] = _moment(shown)
        if publish_at is not None or at_once:
            decision["publish_at"] = _moment(publish_at)
        return self._act(draft_id, "approve", decision, **_as_seen(version))

    def request_changes(self, draft_id: str, version: int | None, comment: str) -> Draft:
        """Raises: HttpError 412 when it is another version by now."""
        return self._act(draft_id, "request-changes", {"comment": comment}, **_as_seen(version))

    def reject(self, draft_id: str, version: int | None, comment: str) -> Draft:
        """Raises: HttpError 412 when it is another version by now."""
        return self._act(draft_id, "reject", {"comment": comment}, **_as_seen(version))

    def regenerate(self, draft_id: str, wishes: dict[str, Any]) -> Draft:
        return self._act(draft_id, "regenerate", wishes)

    def stop(self, draft_id: str) -> Draft:
        """Raises: HttpError 409 when it was finished before."""
        return self._act(draft_id, "stop", None)

    def alternatives(self, draft_id: str) -> Alternatives:
        return read(Alternatives, self._caller.get(f"/thinker/drafts/{draft_id}/alternatives"))

    def use_alternative(self, draft_id: str, version: int, number: int) -> Draft:
        """Raises: HttpError 412 when the draft was changed meanwhile."""
        return self._act(draft_id, f"alternatives/{number}/use", None, **_as_seen(version))

    def revisions(self, draft_id: str) -> list[Revision]:
        return read_all(Revision, self._caller.get(f"/thinker/drafts/{draft_id}/revisions"))

    def timeline(self, draft_id: str) -> list[TimelineEntry]:
        return read_all(TimelineEntry, self._caller.get(f"/thinker/drafts/{draft_id}/timeline"))

    def provenance(self, draft_id: str) -> Any:
        """The record as JSON, to be exported as it is."""
        return self._caller.get(f"/thinker/drafts/{draft_id}/provenance")

    @contextmanager
    def stream(self, draft_id: str, last_event_id: str) -> Iterator[httpx.Response]:
        """The text as it is written, as server-sent events."""
        headers = {"Accept": "text/event-stream"}
        if last_event_id:
            headers["Last-Event-ID"] = last_event_id
        with self._caller.stream(
            f"/thinker/drafts/{draft_id}/stream", headers, idle=_IDLE_SECONDS
        ) as response:
            yield response

    def _act(self, draft_id: str, action: str, json: dict[str, Any] | None, **headers: str) -> Draft:
        return read(Draft, self._caller.post(f"/thinker/drafts/{draft_id}/{action}", json, **headers).json())


def _as_seen(version: int | None) -> dict[str, str]:
    """The header that names the version somebody read; none where nobody tells."""
    return {"If-Match": f'"v{version}"'} if version is not None else {}


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
