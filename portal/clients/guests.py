"""thinker_svc, as guests use it, and as the team invites them."""

from typing import Any

import httpx

from portal.clients.base import Caller, read
from portal.models.guests import (
    GuestLink,
    GuestLinks,
    GuestResponse,
    GuestResponses,
    GuestSelf,
    GuestView,
    Visit,
)


class GuestsClient:
    """``/thinker/guest-visits`` for whoever has a link; ``/thinker/drafts/{id}/guest-links`` for the team."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def enter(self, token: str, earlier: str) -> Visit:
        """Open a link. Raises: HttpError 400 or 410 when it opens nothing."""
        sent = {"token": token, "visit": earlier}
        return read(Visit, self._caller.post("/thinker/guest-visits", sent).json())

    def view(self, visit: str) -> GuestView:
        answer = self._caller.send("GET", "/thinker/guest-visits/current", headers=_as(visit))
        return read(GuestView, answer.json())

    def image(self, visit: str, sha256: str) -> httpx.Response:
        """Its bytes, with their type."""
        path = f"/thinker/guest-visits/current/images/{sha256}"
        return self._caller.send("GET", path, headers=_as(visit))

    def ask_code(self, visit: str, name: str, email: str) -> GuestSelf:
        return read(GuestSelf, self._post(visit, "codes", {"name": name, "email": email}).json())

    def confirm(self, visit: str, code: str) -> GuestSelf:
        """Raises: HttpError 422 with ``attempts_left``, 410, 429."""
        return read(GuestSelf, self._post(visit, "confirm", {"code": code}).json())

    def respond(
        self, visit: str, kind: str, seen: dict[str, Any], *, comment: str, key: str
    ) -> GuestResponse:
        """``seen``: hash, version and time as they were shown. Raises: HttpError 412 when the post says
        something else by now, or goes out at another time."""
        said = seen | {"kind": kind, "comment": comment}
        answer = self._post(visit, "responses", said, **{"Idempotency-Key": key} if key else {})
        return read(GuestResponse, answer.json())

    def links(self, draft_id: str) -> GuestLinks:
        return read(GuestLinks, self._caller.get(f"/thinker/drafts/{draft_id}/guest-links", limit=50))

    def invite(self, draft_id: str, wishes: dict[str, Any], key: str) -> GuestLink:
        answer = self._caller.create(f"/thinker/drafts/{draft_id}/guest-links", wishes, key)
        return read(GuestLink, answer.json())

    def revoke(self, draft_id: str, link_id: str) -> GuestLink:
        path = f"/thinker/drafts/{draft_id}/guest-links/{link_id}/revoke"
        return read(GuestLink, self._caller.post(path).json())

    def responses(self, draft_id: str, limit: int = 50) -> GuestResponses:
        path = f"/thinker/drafts/{draft_id}/guest-responses"
        return read(GuestResponses, self._caller.get(path, limit=limit))

    def _post(self, visit: str, action: str, json: dict[str, Any], **headers: str) -> httpx.Response:
        path = f"/thinker/guest-visits/current/{action}"
        return self._caller.post(path, json, **_as(visit), **headers)


def _as(visit: str) -> dict[str, str]:
    return {"Guest-Visit": visit}
