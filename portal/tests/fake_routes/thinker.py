"""thinker_svc, as the fake API answers it."""

import re
from typing import Any

from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi, Json, Refusal, count, one_of, route

ORDER = ("viewer", "author", "reviewer", "admin")


def permitted(draft: Json, role: str) -> Json:
    """The draft with what its reader may do."""
    own = draft["author"]["id"] == eg.PEOPLE[role]["id"]
    state, rank = draft["state"], ORDER.index(role)
    writes = rank >= 1 and (own or rank >= 2)
    open_ = state in {"draft", "changes_requested"}
    no_own = {"allowed": False, "reason": "You wrote it: somebody else has to approve it."}
    on_hold = {"allowed": False, "reason": "It is on hold."} if draft.get("held") else None
    decide: Any = rank >= 2 and state == "in_review"
    return draft | {
        "permissions": {
            "edit": {
                "allowed": writes and open_,
                "reason": "" if writes and open_ else "Only while it is a draft.",
            },
            "submit": {"allowed": writes and open_, "reason": ""},
            "withdraw": {"allowed": own and state == "in_review", "reason": ""},
            "approve": no_own if decide and own else on_hold or {"allowed": decide, "reason": ""},
            "request_changes": {"allowed": decide, "reason": ""},
            "reject": {"allowed": decide, "reason": ""},
            "hold": {"allowed": decide and not draft.get("held"), "reason": ""},
            "release": {"allowed": rank >= 2 and bool(draft.get("held")), "reason": ""},
            "set_aside": {"allowed": writes and (open_ or state == "in_review"), "reason": ""},
            "stop": {"allowed": writes and state == "generating", "reason": ""},
            "regenerate": {"allowed": writes and (open_ or state == "generation_failed"), "reason": ""},
        }
    }


@route("GET", "/thinker/drafts")
def drafts(api: FakeApi, query: Json, role: str, **_: Any) -> Json:
    found = [permitted(d, role) for d in api.drafts if query.get("state", d["state"]) == d["state"]]
    return {
        "items": found[: int(query.get("limit", 20))],
        "next": None,
        "counts": count(api.drafts),
        "counts_exact": vars(api).get("counts_exact", True),
    }


@route("POST", "/thinker/drafts")
def ask_draft(api: FakeApi, body: Json, **_: Any) -> Any:
    made = eg.draft(20 + len(api.drafts), "", "generating", search_id=body["search_id"])
    api.drafts.insert(0, made)
    return 202, made


@route("GET", "/thinker/drafts/([0-9a-f-]+)")
def one_draft(api: FakeApi, draft_id: str, role: str, **_: Any) -> Json:
    return permitted(one_of(api.drafts, draft_id), role)


@route("PUT", "/thinker/drafts/([0-9a-f-]+)/content")
def save(api: FakeApi, draft_id: str, body: Json, role: str, headers: Any, **_: Any) -> Json:
    draft = one_of(api.drafts, draft_id)
    if headers.get("If-Match") != f'"v{draft["version"]}"':
        raise Refusal(412, "stale-content", "Somebody changed this since you opened it.")
    draft["content"] = {"text": body["text"], "platform_texts": body.get("platform_texts", {})}
    draft["title"] = body.get("title", draft["title"])
    draft["version"] += 1
    draft["generation"]["ai_spans"] = []
    return permitted(draft, role)


@route("POST", "/thinker/drafts/([0-9a-f-]+)/(submit|withdraw|approve|request-changes|reject|regenerate)")
def act(api: FakeApi, draft_id: str, action: str, body: Json, role: str, **_: Any) -> Json:
    draft = one_of(api.drafts, draft_id)
    if action == "approve":
        if draft["author"]["id"] == eg.PEOPLE[role]["id"]:
            raise Refusal(403, "own-draft", "You wrote it: somebody else has to approve it.")
        if body["content_hash"] != draft["content_hash"]:
            raise Refusal(412, "stale-content", "It changed.")
    draft["state"] = {
        "submit": "in_review",
        "withdraw": "draft",
        "approve": "approved",
        "request-changes": "changes_requested",
        "reject": "rejected",
        "regenerate": "generating",
    }[action]
    draft["publish_at"] = body.get("publish_at") or draft["publish_at"]
    return permitted(draft, role)


@route("GET", "/thinker/drafts/([0-9a-f-]+)/snapshot")
def draft_snapshot(api: FakeApi, draft_id: str, **_: Any) -> Json:
    return eg.snapshot(one_of(api.drafts, draft_id)["keywords"])


@route("GET", "/thinker/drafts/([0-9a-f-]+)/stream")
def stream(api: FakeApi, draft_id: str, headers: Any, **_: Any) -> str:
    one_of(api.drafts, draft_id)
    events = [
        ("token", '{"text":"Searches for "}'),
        ("token", '{"text":"pumpkin spice"}'),
        ("done", '{"version":1}'),
    ]
    seen = int(re.sub(r"\D", "", headers.get("Last-Event-ID") or "") or 0)
    return "retry: 1500\n\n" + "".join(
        f"id: {n}\nevent: {kind}\ndata: {data}\n\n" for n, (kind, data) in enumerate(events, 1) if n > seen
    )


@route("GET", "/thinker/drafts/([0-9a-f-]+)/revisions")
def revisions(api: FakeApi, draft_id: str, **_: Any) -> Json:
    new = {
        "version": 3,
        "text": eg.TEXT,
        "title": "",
        "platform_texts": {},
        "kind": "edited",
        "author": eg.TOM,
        "created_at": eg.ago(hours=1),
    }
    old = new | {"version": 2, "text": "Pumpkin spice is through the roof.", "kind": "generated"}
    # `versions` of a draft: what the newer and the older have beyond that.
    newer, older = one_of(api.drafts, draft_id).get("versions", ({}, {}))
    return {"items": [new | newer, old | older]}


@route("GET", "/thinker/drafts/([0-9a-f-]+)/timeline")
def timeline(api: FakeApi, draft_id: str, **_: Any) -> Json:
    entry = {"kind": "submitted", "at": eg.ago(hours=1), "actor": eg.TOM, "comment": "", "version": 3}
    return {"items": [entry, entry | {"kind": "written", "actor": None, "at": eg.ago(hours=2)}]}


@route("GET", "/thinker/drafts/([0-9a-f-]+)/provenance")
def provenance(api: FakeApi, draft_id: str, **_: Any) -> Json:
    refused = {
        "seed": 100,
        "raw": "{}",
        "verdicts": {"question": "holds a number"},
        "thinking": "Bakers bake.",
    }
    asked_again = {"role": "user", "content": "That was no valid JSON."}
    lost = {
        "seed": 101,
        "raw": '{"question": "Do y',
        "repair": True,
        "follow_up": [{"role": "assistant", "content": "{}"}, asked_again],
        "broken_off": {
            "type": "engine-timeout",
            "title": "The model took too long",
            "detail": "It had 150 s.",
        },
    }
    run = {
        "number": 1,
        "status": "done",
        "model": "smollm2:135m",
        "digest": "9077fe9d2ae1",
        "options": {"top_k": 40},
        "messages": [{"role": "system", "content": "You help."}],
        "answers": [refused, lost],
        "written_for": {"platforms": ["bluesky", "x"], "aim": 260},
        "server": {"engine": "ollama", "host": "http://models:11434", "keep_alive": "10m"},
        "seed_of_nothing": None,
    }
    older = {"number": 0, "status": "done", "model": "smollm2:135m", "answers": [{"seed": 1, "raw": "Old."}]}
    return {"draft_id": draft_id, "snapshot": {}, "generations": [run, older]}
