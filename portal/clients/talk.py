"""thinker_svc: comments, images and the timeline of a draft."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

import httpx

from portal.clients.base import Caller, read, read_all
from portal.models.base import Listing
from portal.models.drafts import Draft, TimelineEntry
from portal.models.talk import Teammate, Thread, ThreadListing

LONGEST_QUERY = 3000
"""Characters of an address that every server on the way takes."""


class TalkClient:
    """``/thinker/drafts/{id}/comments``, ``…/images``, ``…/timeline`` and ``/thinker/people``."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    # -- comments --------------------------------------------------------------------------------

    def threads(self, draft_id: str, status: str = "all", cursor: str = "") -> ThreadListing:
        answer = self._caller.get(_comments(draft_id), status=status, cursor=cursor, limit=50)
        return read(ThreadListing, answer)

    def say(
        self,
        draft_id: str,
        text: str,
        key: str,
        *,
        anchor: Mapping[str, Any] | None = None,
        thread_id: str = "",
        mentions: Sequence[str] = (),
    ) -> Thread:
        """Begin a thread or reply to one. Raises: HttpError 422 with what to change."""
        body = {
            "text": text,
            "anchor": anchor,
            "thread_id": thread_id or None,
            "mentions": list(mentions),
        }
        return read(Thread, self._caller.create(_comments(draft_id), body, key).json())

    def change(
        self, draft_id: str, comment_id: str, version: int, text: str, *, mentions: Sequence[str] = ()
    ) -> None:
        """One's own words. Raises: HttpError 412 when they changed elsewhere, 422 with what to change."""
        self._caller.send(
            "PATCH",
            f"{_comments(draft_id)}/{comment_id}",
            json={"text": text, "mentions": list(mentions)},
            headers={"If-Match": f'"v{version}"'},
        )

    def take_back(self, draft_id: str, comment_id: str) -> None:
        self._caller.send("DELETE", f"{_comments(draft_id)}/{comment_id}")

    def settle(self, draft_id: str, thread_id: str, *, resolved: bool) -> None:
        self._caller.post(f"{_comments(draft_id)}/{thread_id}/{'resolve' if resolved else 'reopen'}")

    def people(self, q: str, most: int) -> list[Teammate]:
        """Active people of whose name a part begins so, by name; up to ``most``."""
        return read_all(Teammate, self._caller.get("/thinker/people", q=q, limit=most))

    # -- images ----------------------------------------------------------------------------------

    def add_image(
        self, draft_id: str, version: int, file: bytes, key: str, *, alt: str = "", chart: bool = False
    ) -> Draft:
        """Raises: HttpError 422 with why it is no picture to publish, 413, 412 when the draft changed."""
        # Other alphabets grow in an address; a long description follows by itself.
        short = alt if len(quote(alt)) <= LONGEST_QUERY else ""
        answer = self._caller.send(
            "POST",
            _images(draft_id),
            params={"alt": short, "chart": "true" if chart else ""},
            content=file,
            headers={
                "Content-Type": "application/octet-stream",
                "Idempotency-Key": key,
                "If-Match": f'"v{version}"',
            },
            # Making the picture anew takes its time, and others may be at it.
            timeout=30,
        )
        made = read(Draft, answer.json())
        if short == alt or made.version == version:
            return made
        *others, last = [{"sha256": image.sha256, "alt": image.alt} for image in made.images]
        return self.arrange(draft_id, made.version, [*others, last | {"alt": alt}])

    def arrange(self, draft_id: str, version: int, images: Sequence[Mapping[str, str]]) -> Draft:
        """Exactly these, in this order. Raises: HttpError 412 when the draft changed meanwhile."""
        answer = self._caller.send(
            "PUT", _images(draft_id), json={"images": list(images)}, headers={"If-Match": f'"v{version}"'}
        )
        return read(Draft, answer.json())

    def image(self, draft_id: str, sha256: str) -> httpx.Response:
        return self._caller.send("GET", f"{_images(draft_id)}/{sha256}")

    # -- all that happened -----------------------------------------------------------------------

    def timeline(self, draft_id: str, about: str = "", cursor: str = "") -> Listing[TimelineEntry]:
        answer = self._caller.get(
            f"/thinker/drafts/{draft_id}/timeline", about=about, cursor=cursor, limit=50
        )
        return read(Listing[TimelineEntry], answer)


def _comments(draft_id: str) -> str:
    return f"/thinker/drafts/{draft_id}/comments"


def _images(draft_id: str) -> str:
    return f"/thinker/drafts/{draft_id}/images"
