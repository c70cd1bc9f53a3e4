"""Board, kept filters and actions on several drafts, as the fake API answers them."""

from typing import Any

from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi, Json, Refusal, count, one_of, route
from portal.tests.fake_routes.thinker import permitted

STATES = (
    "generating",
    "generation_failed",
    "draft",
    "in_review",
    "changes_requested",
    "approved",
    "rejected",
)
AFTER = {"submit": "in_review", "withdraw": "draft"}


def kept(api: FakeApi) -> Json:
    """Filters and actions of this workspace."""
    found: Json = vars(api).setdefault("lists", {"filters": [], "actions": {}})
    return found


@route("GET", "/thinker/board")
def board(api: FakeApi, role: str, **_: Any) -> Json:
    counts = count(api.drafts)
    columns = [
        {
            "state": state,
            "count": counts.get(state, 0) + (40 if state == "draft" else 0),
            "items": [permitted(draft, role) for draft in api.drafts if draft["state"] == state],
        }
        for state in STATES
    ]
    return {"columns": columns, "counts_exact": True}


@route("GET", "/thinker/saved-filters")
def filters(api: FakeApi, role: str, **_: Any) -> Json:
    mine = eg.PEOPLE[role]["id"]
    shown = [one | {"mine": one["owner"]["id"] == mine} for one in kept(api)["filters"]]
    return {"items": [one for one in shown if one["mine"] or one["shared"]]}


@route("POST", "/thinker/saved-filters")
def keep(api: FakeApi, body: Json, role: str, **_: Any) -> Any:
    if body["name"] in {one["name"] for one in kept(api)["filters"]}:
        raise Refusal(409, "name-taken", f"You have a filter named “{body['name']}”.")
    made = body | {"id": eg.uid(600 + len(kept(api)["filters"])), "owner": eg.PEOPLE[role], "version": 1}
    kept(api)["filters"].append(made)
    return 201, made | {"mine": True}


@route("PUT", "/thinker/saved-filters/([0-9a-f-]+)")
def change(api: FakeApi, filter_id: str, body: Json, **_: Any) -> Json:
    found = one_of(kept(api)["filters"], filter_id)
    found |= body | {"version": found["version"] + 1}
    return found


@route("DELETE", "/thinker/saved-filters/([0-9a-f-]+)")
def forget(api: FakeApi, filter_id: str, **_: Any) -> Any:
    kept(api)["filters"].remove(one_of(kept(api)["filters"], filter_id))
    return 204, None


@route("POST", "/thinker/bulk-actions")
def act(api: FakeApi, body: Json, role: str, **_: Any) -> Json:
    outcomes, before = [], {}
    for draft_id in body["draft_ids"]:
        draft = permitted(one_of(api.drafts, draft_id), role)
        may = draft["permissions"].get(body["action"], {"allowed": True})["allowed"]
        after = AFTER.get(body["action"], draft["state"]) if may else draft["state"]
        before[draft_id] = draft["state"]
        if may and not body["preview"]:
            one_of(api.drafts, draft_id)["state"] = after
        reason = "" if may else "It is in review: withdraw it first."
        told = {"draft_id": draft_id, "title": draft["title"], "done": may, "before": draft["state"]}
        outcomes.append(told | {"after": after, "reason": reason, "undoable": True})
    action_id = eg.uid(650 + len(kept(api)["actions"]))
    if not body["preview"]:
        kept(api)["actions"][action_id] = before
    done = sum(one["done"] for one in outcomes)
    return {
        "id": None if body["preview"] else action_id,
        "action": body["action"],
        "outcomes": outcomes,
        "done": done,
        "refused": len(outcomes) - done,
        "undo_until": None if body["preview"] else eg.ahead(minutes=10),
    }


@route("POST", "/thinker/bulk-actions/([0-9a-f-]+)/undo")
def undo(api: FakeApi, action_id: str, **_: Any) -> Json:
    before = kept(api)["actions"].pop(action_id, None)
    if before is None:
        raise Refusal(410, "undo-over", "It was undone already.")
    outcomes = []
    for draft_id, state in before.items():
        draft = one_of(api.drafts, draft_id)
        draft["state"] = state
        told = {"draft_id": draft_id, "title": draft["title"], "done": True, "before": "", "after": state}
        outcomes.append(told | {"reason": "", "undoable": True})
    return {"id": action_id, "action": "submit", "outcomes": outcomes, "done": len(outcomes), "refused": 0}
