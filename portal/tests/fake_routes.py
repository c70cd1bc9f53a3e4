"""What the fake API answers, address by address."""

import re
from typing import Any

from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi, Json, Refusal, count, one_of, route

PASSWORD = "correct horse battery"
ORDER = ("viewer", "author", "reviewer", "admin")


@route("POST", "/auth/token")
def token(api: FakeApi, body: Json, **_: Any) -> Json:
    for role in eg.PEOPLE:
        if eg.user(role)["email"] == body["email"] and body["password"] == PASSWORD:
            return api.tokens(role)
    raise Refusal(401, "invalid-credentials", "That e-mail and password don't go together.")


@route("POST", "/auth/refresh")
def refresh(api: FakeApi, body: Json, **_: Any) -> Json:
    spent = body["refresh_token"]
    with api.lock:
        if spent in api.spent:
            raise Refusal(401, "refresh-reused")
        api.spent.add(spent)
        api.refreshed.append(spent)
    return api.tokens(spent.split("-")[1])


@route("POST", "/auth/(revoke|password-reset/confirm)")
def nothing(api: FakeApi, _what: str, **_: Any) -> Any:
    return 204, None


@route("POST", "/auth/(register|password-reset|verify-email/resend)")
def accepted(api: FakeApi, _what: str, **_: Any) -> Any:
    return 202, {"status": "check-your-mail"}


@route("POST", "/auth/verify-email")
def verify(api: FakeApi, body: Json, **_: Any) -> Json:
    if body["token"] != "good":
        raise Refusal(410, "link-expired", "This link has expired.")
    return eg.user("author")


@route("GET", "/auth/jwks.json")
def jwks(api: FakeApi, **_: Any) -> Json:
    return {"keys": []}


@route("PATCH", "/users/me")
def rename(api: FakeApi, body: Json, role: str, **_: Any) -> Json:
    return eg.user(role, name=body["name"])


@route("POST", "/users/me/password")
def change_password(api: FakeApi, body: Json, role: str, **_: Any) -> Any:
    if body["current"] != PASSWORD:
        errors = [{"field": "current", "message": "That isn't your password."}]
        raise Refusal(422, "wrong-password", "That isn't your password.", errors=errors)
    api.must_change.discard(role)
    return 204, None


@route("GET", "/users/?")
def people(api: FakeApi, **_: Any) -> Json:
    return {"items": [eg.user(role) for role in eg.PEOPLE], "next": None}


@route("PATCH", "/users/([0-9a-f-]+)")
def change_person(api: FakeApi, user_id: str, body: Json, **_: Any) -> Json:
    if user_id == eg.PEOPLE["admin"]["id"]:
        raise Refusal(409, "last-admin", "There would be no admin left.")
    role = next(role for role, person in eg.PEOPLE.items() if person["id"] == user_id)
    return eg.user(role) | body


@route("GET", "/trends/geos")
def geos(api: FakeApi, **_: Any) -> Any:
    return 200, [{"code": "", "name": "Worldwide"}, {"code": "GB", "name": "United Kingdom"}]


@route("GET", "/trends/timeframes")
def timeframes(api: FakeApi, **_: Any) -> Any:
    return 200, [{"value": "today 12-m", "label": "Past 12 months", "resolution": "week"}]


@route("GET", "/trends/searches")
def searches(api: FakeApi, query: Json, **_: Any) -> Json:
    wanted = query.get("q", "")
    return {"items": [s for s in api.searches if wanted in ", ".join(s["keywords"])], "next": None}


@route("POST", "/trends/searches")
def search(api: FakeApi, body: Json, headers: Any, **_: Any) -> Any:
    if not headers.get("Idempotency-Key"):
        raise Refusal(400, "idempotency-key-required")
    made = eg.search(50 + len(api.searches), body["keywords"], "queued")
    api.searches.insert(0, made)
    return 202, made


@route("GET", "/trends/searches/([0-9a-f-]+)")
def one_search(api: FakeApi, search_id: str, **_: Any) -> Json:
    return one_of(api.searches, search_id)


@route("GET", "/trends/searches/([0-9a-f-]+)/result")
def result(api: FakeApi, search_id: str, **_: Any) -> Json:
    return eg.snapshot(one_of(api.searches, search_id)["keywords"])


@route("GET", "/trends/searches/([0-9a-f-]+)/result.csv")
def result_csv(api: FakeApi, search_id: str, **_: Any) -> str:
    return "Week,pumpkin spice\n2025-10-05,69\n"


@route("DELETE", "/trends/searches/([0-9a-f-]+)")
def cancel_search(api: FakeApi, search_id: str, **_: Any) -> Json:
    found = one_of(api.searches, search_id)
    found["status"] = "cancelled"
    return found


def permitted(draft: Json, role: str) -> Json:
    """The draft with what its reader may do."""
    own = draft["author"]["id"] == eg.PEOPLE[role]["id"]
    state, rank = draft["state"], ORDER.index(role)
    writes = rank >= 1 and (own or rank >= 2)
    open_ = state in {"draft", "changes_requested"}
    no_own = {"allowed": False, "reason": "You wrote it: somebody else has to approve it."}
    decide: Any = rank >= 2 and state == "in_review"
    return draft | {
        "permissions": {
            "edit": {
                "allowed": writes and open_,
                "reason": "" if writes and open_ else "Only while it is a draft.",
            },
            "submit": {"allowed": writes and open_, "reason": ""},
            "withdraw": {"allowed": own and state == "in_review", "reason": ""},
            "approve": no_own if decide and own else {"allowed": decide, "reason": ""},
            "request_changes": {"allowed": decide, "reason": ""},
            "reject": {"allowed": decide, "reason": ""},
            "regenerate": {"allowed": writes and (open_ or state == "generation_failed"), "reason": ""},
        }
    }


@route("GET", "/thinker/drafts")
def drafts(api: FakeApi, query: Json, role: str, **_: Any) -> Json:
    found = [permitted(d, role) for d in api.drafts if query.get("state", d["state"]) == d["state"]]
    return {"items": found[: int(query.get("limit", 20))], "next": None, "counts": count(api.drafts)}


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
    return {"items": [new, old]}


@route("GET", "/thinker/drafts/([0-9a-f-]+)/timeline")
def timeline(api: FakeApi, draft_id: str, **_: Any) -> Json:
    entry = {"kind": "submitted", "at": eg.ago(hours=1), "actor": eg.TOM, "comment": "", "version": 3}
    return {"items": [entry, entry | {"kind": "written", "actor": None, "at": eg.ago(hours=2)}]}


@route("GET", "/thinker/drafts/([0-9a-f-]+)/provenance")
def provenance(api: FakeApi, draft_id: str, **_: Any) -> Json:
    return {"model": "smollm2:135m", "prompt": "Write.", "raw_answer": "{}"}


@route("GET", "/tweeter/platforms")
def platforms(api: FakeApi, **_: Any) -> Json:
    return {
        "items": [
            {
                "name": "webhook",
                "label": "Webhook",
                "max_characters": None,
                "posts_per_hour": None,
                "form": [],
            }
        ]
    }


@route("GET", "/tweeter/accounts")
def accounts(api: FakeApi, **_: Any) -> Json:
    return {"items": api.accounts}


@route("POST", "/tweeter/accounts")
def connect(api: FakeApi, body: Json, **_: Any) -> Any:
    if "127.0.0.1" in body["url"]:
        errors = [{"field": "url", "message": "That address is on a private network."}]
        raise Refusal(422, "private-address", "That address is on a private network.", errors=errors)
    made = eg.account(10, body["name"], url=body["url"])
    api.accounts.append(made)
    return 201, made | {"secret": "shown-once-0123456789"}


@route("POST", "/tweeter/accounts/([0-9a-f-]+)/check")
def check(api: FakeApi, account_id: str, **_: Any) -> Json:
    return one_of(api.accounts, account_id)


@route("DELETE", "/tweeter/accounts/([0-9a-f-]+)")
def remove(api: FakeApi, account_id: str, **_: Any) -> Any:
    api.accounts.remove(one_of(api.accounts, account_id))
    return 204, None


@route("GET", "/tweeter/posts")
def posts(api: FakeApi, query: Json, **_: Any) -> Json:
    counts = count(api.posts)
    needing = {"failed", "missed", "partially_published"}
    wanted = query.get("state", "")
    states = needing if wanted == "needs_you" else set(wanted.split(",")) if wanted else set(counts)
    counts |= {"all": len(api.posts), "needs_you": sum(p["state"] in needing for p in api.posts)}
    return {"items": [p for p in api.posts if p["state"] in states], "next": None, "counts": counts}


@route("GET", "/tweeter/posts/([0-9a-f-]+)")
def one_post(api: FakeApi, post_id: str, **_: Any) -> Json:
    return one_of(api.posts, post_id)


@route("POST", "/tweeter/posts/([0-9a-f-]+)/(cancel|retry|publish-now|reschedule|settle)")
def act_post(api: FakeApi, post_id: str, action: str, **_: Any) -> Json:
    post = one_of(api.posts, post_id)
    post["state"] = {"cancel": "cancelled", "reschedule": "scheduled"}.get(action, "publishing")
    return post


@route("GET", "/notify/deliveries")
def mails(api: FakeApi, **_: Any) -> Json:
    mail = {
        "id": eg.uid(600),
        "template": "review-asked",
        "subject": "Review asked: Sourdough starter",
        "recipient": "maya@hartwell.example",
        "recipient_name": "Maya Okafor",
        "event_type": "thinker.draft.submitted",
        "state": "sent",
        "attempts": 1,
        "created_at": eg.ago(hours=1),
        "sent_at": eg.ago(hours=1),
        "error": None,
    }
    return {
        "items": [mail, mail | {"id": eg.uid(601), "state": "failed", "error": "mailbox unavailable (550)"}],
        "next": None,
        "counts": {"sent": 1, "failed": 1},
    }


@route("GET", "/notify/dead-letters")
def letters(api: FakeApi, **_: Any) -> Json:
    letter = {
        "id": eg.uid(700),
        "queue": "notify",
        "event_type": "tweeter.post.published",
        "body": {"id": "x"},
        "error": "mailbox unavailable (550)",
        "tries": 5,
        "died_at": eg.ago(minutes=50),
    }
    return {"items": [letter], "next": None, "counts": {"waiting": 1}}


@route("POST", "/notify/(?:dead-letters|deliveries)/([0-9a-f-]+)/(requeue|discard|resend)")
def decide(api: FakeApi, _letter_id: str, _action: str, **_: Any) -> Json:
    return {}


@route("GET", "/(users|trends|thinker|tweeter|notify)/health")
def health(api: FakeApi, service: str, **_: Any) -> Json:
    ok = service != "thinker"
    return {
        "service": service,
        "version": "0.1.0",
        "checks": [
            {"name": "database", "ok": True, "detail": "postgresql", "latency_ms": 2.1},
            {
                "name": "ollama" if service == "thinker" else "events",
                "ok": ok,
                "detail": "answers" if ok else "model 'llama3' not found",
                "latency_ms": 3.0,
            },
        ],
        "outbox": {"waiting": 0, "oldest_seconds": None},
        "processes": [{"name": f"{service}-serv", "pid": 4711, "host": "box", "seen_seconds_ago": 4.2}],
    }
