"""The secrets of guests, all derived from ids: the link, the browser that opened it, the code.

None of them stands in the database, in an event or in a log. notify_svc, which mails link and code, derives
them with the same key.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from svckit.signing import is_code, make_code, make_token, read_token

LINK, VISIT, CODE = "guest-link", "guest-visit", "guest-code"
PATH = "/guest"


@dataclass(frozen=True, slots=True)
class GuestKeys:
    """`public_url`: where the portal is."""

    key: str = field(repr=False)
    public_url: str

    def url(self, link_id: UUID) -> str:
        """The link. Its secret follows a #, which browsers keep to themselves: no server can log it."""
        return f"{self.public_url}{PATH}#{make_token(self.key, LINK, link_id)}"

    def link_of(self, token: str) -> UUID | None:
        return read_token(self.key, LINK, token.strip())

    def visit(self, visit_id: UUID) -> str:
        return make_token(self.key, VISIT, visit_id)

    def visit_of(self, token: str) -> UUID | None:
        return read_token(self.key, VISIT, token.strip())

    def fits(self, code_id: UUID, typed: str) -> bool:
        return is_code(self.key, CODE, code_id, typed)

    def code(self, code_id: UUID) -> str:
        return make_code(self.key, CODE, code_id)
