"""What of the drafts somebody looks at, as it stands in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import request, url_for

from portal.states import DRAFT

SORTS = {
    "": "Last changed first",
    "oldest": "Longest untouched first",
    "created": "Newest first",
    "title": "By title",
}
VIEWS = ("list", "board")
ARCHIVED = "archived"


@dataclass(frozen=True)
class Asked:
    """The filters of the list and the board."""

    state: str = ""
    q: str = ""
    owner: str = ""
    platform: str = ""
    sort: str = ""
    view: str = "list"

    def filters(self) -> dict[str, str]:
        """What is set of it, as the service takes it."""
        asked = {"q": self.q, "owner": self.owner, "platform": self.platform}
        if self.view == "list":
            asked |= {"state": self.state, "sort": self.sort}
        return {name: value for name, value in asked.items() if value}

    def kept(self) -> dict[str, str]:
        """As a filter keeps it."""
        return self.filters() | ({"view": self.view} if self.view != "list" else {})

    @property
    def narrowed(self) -> bool:
        """Whether anything but the state is asked for."""
        return bool(self.q or self.owner or self.platform)

    def to(self, **changes: str) -> str:
        """The address with something else asked for."""
        return replace(self, **changes).address()

    def address(self, cursor: str = "") -> str:
        endpoint = "drafts.board" if self.view == "board" else "drafts.listing"
        query: dict[str, Any] = self.filters()
        return url_for(endpoint, **query, cursor=cursor or None)


def asked(view: str = "list") -> Asked:
    """From the address of this request; what we don't know is left out."""
    return of(request.args, view)


def of(values: Mapping[str, str], view: str = "list") -> Asked:
    state, sort = values.get("state", ""), values.get("sort", "")
    return Asked(
        state=state if state in DRAFT or state == ARCHIVED else "",
        q=values.get("q", "").strip()[:200],
        owner=values.get("owner", ""),
        platform=values.get("platform", ""),
        sort=sort if sort in SORTS else "",
        view=view if view in VIEWS else "list",
    )
