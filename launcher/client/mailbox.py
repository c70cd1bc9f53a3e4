"""The mail catcher, read as a person's mailbox."""

from __future__ import annotations

from typing import Any

import httpx

from launcher.client.api import wait_for


class Mailbox:
    def __init__(self, url: str, address: str) -> None:
        self._http = httpx.Client(base_url=url, timeout=10)
        self._address = address

    def messages(self) -> list[dict[str, Any]]:
        """Newest first."""
        answer = self._http.get("/api/messages", params={"to": self._address})
        return list(answer.raise_for_status().json()["items"])

    def wait_for_link(
        self, part: str, *, subject: str = "", seen: frozenset[int] = frozenset(), seconds: float = 30.0
    ) -> tuple[dict[str, Any], str]:
        """The newest message with `subject` in its subject and `part` in one of its links, and that link.

        `seen` are the ids of messages that don't count.
        """

        def look() -> tuple[dict[str, Any], str] | None:
            for message in (each for each in self.messages() if each["id"] not in seen):
                for link in message["links"]:
                    if part in link and subject.lower() in message["subject"].lower():
                        return message, link
            return None

        found: tuple[dict[str, Any], str] = wait_for(
            f"an e-mail to {self._address} with a link to {part}", look, seconds
        )
        return found
