"""The review inbox, holds and the policy, as the fake API answers them."""

from datetime import UTC, datetime
from typing import Any

from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi, Json, Refusal, one_of, route
from portal.tests.fake_routes.thinker import permitted

RULES: Json = {
    "approvals_required": 1,
    "own_approval": "one-person-team",
    "flagged_figures": "warn",
    "edit_approved": "author",
    "guest_approval_counts": False,
    "reminder_after_hours": 24,
    "utm": {"enabled": False, "source": "", "medium": "", "campaign": ""},
}


def policy_of(api: FakeApi) -> Json:
    """The policy as it stands; a test may change it."""
    more = {"version": 1, "updated_at": None, "updated_by": None, "i_may_approve_my_own": False}
    api.__dict__.setdefault("policy", {**RULES, **more, "reviewers": 2})
    api.__dict__.setdefault("policy_log", [])
    found: Json = api.__dict__["policy"]
    return found


def _overdue(draft: Json) -> bool:
    due = draft["publish_at"]
    return bool(due) and datetime.fromisoformat(due) <= datetime.now(UTC)


@route("GET", "/thinker/reviews")
def reviews(api: FakeApi, query: Json, role: str, **_: Any) -> Json:
    me = eg.PEOPLE[role]["id"]
    waiting = [permitted(draft, role) for draft in api.drafts if draft["state"] == "in_review"]
    tests = {
        "mine": lambda d: d["author"]["id"] == me,
        "for_me": lambda d: d["author"]["id"] != me and not d.get("held"),
        "flagged": lambda d: bool(_flagged(d)),
        "set_aside": lambda d: bool((d.get("figures") or {}).get("set_aside")),
        "unchecked": lambda d: not (d.get("figures") or {}).get("checked", True),
        "held": lambda d: bool(d.get("held")),
        "overdue": _overdue,
    }
    found = [d for d in waiting if query.get("platform", d["platforms"][0]) in d["platforms"]]
    for name, fits in tests.items():
        if name in query:
            found = [draft for draft in found if fits(draft) == (query[name] == "true")]
    far = "9999"
    found.sort(key=lambda d: (d["publish_at"] or far, d["submitted_at"]))
    counts = {"all": len(waiting)} | {name: sum(map(fits, waiting)) for name, fits in tests.items()}
    platforms: dict[str, int] = {}
    for draft in waiting:
        for name in draft["platforms"]:
            platforms[name] = platforms.get(name, 0) + 1
    limit = int(query["limit"])
    following = "more" if len(found) > limit else None
    return {"items": found[:limit], "next": following, "counts": counts, "platforms": platforms}


def _flagged(draft: Json) -> int:
    figures = draft.get("figures") or {}
    return int(figures.get("contradicted", 0) + figures.get("unsupported", 0))


@route("POST", "/thinker/drafts/([0-9a-f-]+)/hold")
def hold(api: FakeApi, draft_id: str, body: Json, role: str, **_: Any) -> Json:
    draft = one_of(api.drafts, draft_id)
    draft["held"] = {"by": eg.PEOPLE[role], "at": eg.ago(minutes=1), "reason": body["reason"]}
    return permitted(draft, role)


@route("POST", "/thinker/drafts/([0-9a-f-]+)/release")
def release(api: FakeApi, draft_id: str, role: str, **_: Any) -> Json:
    draft = one_of(api.drafts, draft_id)
    draft["held"] = None
    return permitted(draft, role)


@route("PUT", "/thinker/drafts/([0-9a-f-]+)/looks/([0-9]+)")
def look(api: FakeApi, draft_id: str, version: str, **_: Any) -> Json:
    """Remembers as the service does: what was seen before stays until another version comes."""
    draft = one_of(api.drafts, draft_id)
    if draft["version"] != int(version):
        raise Refusal(412, "stale-content", "It changed.")
    looks = api.__dict__.setdefault("looks", {})
    known = looks.get(draft_id)
    if known is None or known["seen"]["version"] != draft["version"]:
        content = draft["content"]
        texts = {name: content["platform_texts"].get(name) or content["text"] for name in draft["platforms"]}
        seen = {"version": draft["version"], "title": draft["title"], "texts": texts, "images": []}
        seen["beside"] = {
            "publish_at": draft["publish_at"],
            "account_ids": draft["account_ids"],
            "reasons": {mark: aside["reason"] for mark, aside in draft.get("asides", {}).items()},
        }
        before = known["seen"] if known else None
        known = looks[draft_id] = {"seen": seen | {"at": eg.ago(minutes=5)}, "before": before}
    return {"version": draft["version"], "at": eg.ago(minutes=5), "before": known["before"]}


@route("POST", "/thinker/approvals")
def approvals(api: FakeApi, body: Json, **_: Any) -> Json:
    return {"items": [_approved(one_of(api.drafts, item["draft_id"]), item) for item in body["items"]]}


def _approved(draft: Json, item: Json) -> Json:
    result = {
        "draft_id": draft["id"],
        "title": draft["title"],
        "outcome": "approved",
        "type": "",
        "detail": "",
    }
    if (draft["version"], draft["content_hash"]) != (item["version"], item["content_hash"]):
        changed = "Somebody changed this draft since you opened it."
        return result | {"outcome": "refused", "type": "stale-content", "detail": changed}
    draft["state"] = "approved"
    return result


@route("GET", "/thinker/policy")
def policy(api: FakeApi, **_: Any) -> Json:
    return policy_of(api)


@route("PUT", "/thinker/policy")
def change_policy(api: FakeApi, body: Json, role: str, headers: Any, **_: Any) -> Json:
    now = policy_of(api)
    if headers.get("If-Match") != f'"v{now["version"]}"':
        raise Refusal(412, "stale-content", "Somebody changed the policy since you opened it.")
    was, wanted = _flat(now), _flat(body)
    changes = {name: [was[name], value] for name, value in wanted.items() if was[name] != value}
    if changes:
        actor = eg.PEOPLE[role]
        api.__dict__["policy_log"].insert(0, {"at": eg.ago(minutes=1), "actor": actor, "changes": changes})
        now |= body | {"version": now["version"] + 1, "updated_by": actor, "updated_at": eg.ago(minutes=1)}
    return now


def _flat(rules: Json) -> Json:
    """The rules with those of links by their own names, as the log has them."""
    utm = {f"utm.{name}": value for name, value in rules["utm"].items()}
    return {name: value for name, value in rules.items() if name != "utm"} | utm


@route("GET", "/thinker/policy-changes")
def policy_changes(api: FakeApi, **_: Any) -> Json:
    policy_of(api)
    return {"items": api.__dict__["policy_log"], "next": None}
