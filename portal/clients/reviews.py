"""thinker_svc: the review inbox, holds, several approvals at once, the policy."""

from collections.abc import Sequence
from typing import Any

from portal.clients.base import Caller, read, read_all
from portal.models.base import Listing
from portal.models.drafts import Draft, ReviewListing
from portal.models.reviews import ApprovalResult, Look, Policy, PolicyChange


class PolicyChanges(Listing[PolicyChange]):
    """The log of the policy, the newest first."""


class ReviewsClient:
    """``/thinker``, as reviewers use it."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def waiting(
        self, *, show: str = "", without: Sequence[str] = (), platform: str = "", limit: int = 50
    ) -> ReviewListing:
        """What waits, those due first on top. ``show``: one of the filters by its name, or all; ``without``:
        filters that must not match."""
        flags = dict.fromkeys(without, "false") | ({show: "true"} if show else {})
        answer = self._caller.get("/thinker/reviews", platform=platform, limit=limit, **flags)
        return read(ReviewListing, answer)

    def hold(self, draft_id: str, reason: str) -> Draft:
        answer = self._caller.post(f"/thinker/drafts/{draft_id}/hold", {"reason": reason})
        return read(Draft, answer.json())

    def release(self, draft_id: str) -> Draft:
        return read(Draft, self._caller.post(f"/thinker/drafts/{draft_id}/release").json())

    def look(self, draft: Draft) -> Look:
        """The visitor has this version before them. Raises: HttpError 412 when it has changed again."""
        path = f"/thinker/drafts/{draft.id}/looks/{draft.version}"
        return read(Look, self._caller.send("PUT", path).json())

    def approve_several(self, items: list[dict[str, Any]], key: str) -> list[ApprovalResult]:
        """Each for exactly the version and hash named."""
        answer = self._caller.create("/thinker/approvals", {"items": items}, key)
        return read_all(ApprovalResult, answer.json())

    def policy(self) -> Policy:
        return read(Policy, self._caller.get("/thinker/policy"))

    def change_policy(self, version: int, rules: dict[str, Any]) -> Policy:
        """Raises: HttpError 412 when somebody changed the rules meanwhile."""
        headers = {"If-Match": f'"v{version}"'}
        return read(Policy, self._caller.send("PUT", "/thinker/policy", json=rules, headers=headers).json())

    def policy_changes(self, cursor: str = "") -> PolicyChanges:
        return read(PolicyChanges, self._caller.get("/thinker/policy-changes", cursor=cursor))
