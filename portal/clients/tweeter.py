"""tweeter_svc: accounts and posts."""

from datetime import datetime
from typing import Any

from portal.clients.base import Caller, read, read_all
from portal.models.base import Listing
from portal.models.posts import Account, Post


class TweeterClient:
    """``/tweeter``."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def accounts(self) -> list[Account]:
        return read_all(Account, self._caller.get("/tweeter/accounts"))

    def connect(self, details: dict[str, Any], key: str) -> Account:
        """The new account, with its secret this once."""
        return read(Account, self._caller.create("/tweeter/accounts", details, key).json())

    def check(self, account_id: str) -> Account:
        return read(Account, self._caller.post(f"/tweeter/accounts/{account_id}/check").json())

    def remove(self, account_id: str) -> None:
        self._caller.send("DELETE", f"/tweeter/accounts/{account_id}")

    def posts(self, *, state: str = "", q: str = "", cursor: str = "", limit: int = 20) -> Listing[Post]:
        answer = self._caller.get("/tweeter/posts", state=state, q=q, cursor=cursor, limit=limit)
        return read(Listing[Post], answer)

    def post(self, post_id: str) -> Post:
        return read(Post, self._caller.get(f"/tweeter/posts/{post_id}"))

    def reschedule(self, post_id: str, publish_at: datetime) -> None:
        self._act(post_id, "reschedule", {"publish_at": publish_at.isoformat()})

    def cancel(self, post_id: str) -> None:
        self._act(post_id, "cancel")

    def retry(self, post_id: str) -> None:
        self._act(post_id, "retry")

    def publish_now(self, post_id: str) -> None:
        self._act(post_id, "publish-now")

    def settle(self, post_id: str, delivery_id: str, outcome: str) -> None:
        self._act(post_id, "settle", {"delivery_id": delivery_id, "outcome": outcome})

    def _act(self, post_id: str, action: str, json: Any = None) -> None:
        self._caller.post(f"/tweeter/posts/{post_id}/{action}", json)
