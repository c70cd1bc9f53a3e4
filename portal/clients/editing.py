"""thinker_svc, as the editor uses it: the figures check, platforms, versions."""

from typing import Any

from portal.clients.base import Caller, read, read_all
from portal.models.drafts import Draft, Revision
from portal.models.editing import Checked, CheckedText, Hashtags
from portal.models.posts import Platform

_MOST_PAGES = 10


class EditingClient:
    """``/thinker/drafts/{id}`` beside its content."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def platforms(self) -> list[Platform]:
        """What a draft can be for, and how each counts."""
        return read_all(Platform, self._caller.get("/thinker/platforms"))

    def figures(self, draft_id: str) -> Checked:
        return read(Checked, self._caller.get(f"/thinker/drafts/{draft_id}/figures"))

    def hashtags(self, draft_id: str) -> Hashtags:
        return read(Hashtags, self._caller.get(f"/thinker/drafts/{draft_id}/hashtags"))

    def check(self, draft_id: str, text: str) -> CheckedText:
        """A text as it stands in the editor; nothing is saved."""
        answer = self._caller.send("POST", f"/thinker/drafts/{draft_id}/figures", json={"text": text})
        return read(CheckedText, answer.json())

    def set_aside(self, draft_id: str, version: int, mark: str, reason: str) -> Draft:
        """Raises: HttpError 409 when no figure bears that mark any more, 412 when the draft changed."""
        return self._mark("PUT", draft_id, version, mark, json={"reason": reason})

    def take_back(self, draft_id: str, version: int, mark: str) -> Draft:
        """The mark counts again. Raises: HttpError 412 when the draft changed."""
        return self._mark("DELETE", draft_id, version, mark)

    def _mark(self, method: str, draft_id: str, version: int, mark: str, **body: Any) -> Draft:
        path, seen = f"/thinker/drafts/{draft_id}/figures/asides/{mark}", {"If-Match": f'"v{version}"'}
        return read(Draft, self._caller.send(method, path, headers=seen, **body).json())

    def revisions(self, draft_id: str) -> list[Revision]:
        """All of them, the newest first; of a draft with a thousand, the newest thousand."""
        found: list[Revision] = []
        cursor: Any = ""
        for _ in range(_MOST_PAGES):
            path = f"/thinker/drafts/{draft_id}/revisions"
            answer = self._caller.get(path, cursor=cursor, limit=100)
            found += read_all(Revision, answer)
            cursor = answer.get("next")
            if not cursor:
                break
        return found
