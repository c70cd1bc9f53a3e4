"""Comments and images of thinker_svc, as the fake API answers them."""

import hashlib
from typing import Any

from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi, Json, Refusal, one_of, route
from portal.tests.fake_routes.thinker import permitted

DRAFT = "/thinker/drafts/([0-9a-f-]+)"
PICTURE = b"\x89PNG\r\n\x1a\n picture"


def threads_of(draft: Json) -> list[Json]:
    """The draft's own, to begin with the one of the example."""
    if "threads" not in draft:
        first = {
            "id": eg.uid(901),
            "author": eg.MAYA,
            "text": "@Tom, is that <true>?",
            "mentions": [eg.TOM],
            "version": 1,
            "created_at": eg.ago(hours=2),
            "edited_at": None,
            "deleted": False,
            "mine": False,
        }
        anchor = {"platform": None, "quote": "Pumpkin spice", "start": 0, "end": 13, "changed": False}
        draft["threads"] = [
            {
                "id": eg.uid(901),
                "draft_id": draft["id"],
                "anchor": anchor,
                "resolved_at": None,
                "resolved_by": None,
                "comments": [first],
            }
        ]
    found: list[Json] = draft["threads"]
    return found


def _mine(thread: Json, role: str) -> Json:
    me = eg.PEOPLE[role]["id"]
    return thread | {"comments": [c | {"mine": c["author"]["id"] == me} for c in thread["comments"]]}


@route("GET", f"{DRAFT}/comments")
def read_threads(api: FakeApi, draft_id: str, query: Json, role: str, **_: Any) -> Json:
    every = threads_of(one_of(api.drafts, draft_id))
    opened = [t for t in every if not t["resolved_at"]]
    status = query.get("status", "all")
    shown = {"open": opened, "resolved": [t for t in every if t["resolved_at"]]}.get(status, every)
    counts = {"open": len(opened), "all": len(every)}
    return {"items": [_mine(t, role) for t in shown], "next": None, "counts": counts}


@route("POST", f"{DRAFT}/comments")
def say(api: FakeApi, draft_id: str, body: Json, role: str, **_: Any) -> Any:
    threads = threads_of(one_of(api.drafts, draft_id))
    if not body["text"].strip():
        errors = [{"field": "text", "message": "Write what you want to say."}]
        raise Refusal(422, "comment-required", "Write what you want to say.", errors=errors)
    comment = {
        "id": eg.uid(910 + sum(len(t["comments"]) for t in threads)),
        "author": eg.PEOPLE[role],
        "text": body["text"],
        "mentions": [p for p in eg.PEOPLE.values() if p["id"] in body["mentions"]],
        "version": 1,
        "created_at": eg.ago(seconds=1),
    }
    if body["thread_id"]:
        thread = one_of(threads, body["thread_id"])
        thread["comments"].append(comment)
    else:
        anchor = {**body["anchor"], "end": None, "changed": True} if body["anchor"] else None
        thread = {"id": comment["id"], "draft_id": draft_id, "anchor": anchor, "comments": [comment]}
        thread |= {"resolved_at": None, "resolved_by": None}
        threads.append(thread)
    return 201, _mine(thread, role)


def _found(api: FakeApi, draft_id: str, comment_id: str) -> tuple[Json, Json]:
    for thread in threads_of(one_of(api.drafts, draft_id)):
        for comment in thread["comments"]:
            if comment["id"] == comment_id:
                return thread, comment
    raise Refusal(404, "comment-not-found", "There is no such comment. It may have been deleted.")


@route("PATCH", f"{DRAFT}/comments/([0-9a-f-]+)")
def change(api: FakeApi, draft_id: str, comment_id: str, *, body: Json, role: str, **asked: Any) -> Json:
    thread, comment = _found(api, draft_id, comment_id)
    if asked["headers"].get("If-Match") != f'"v{comment["version"]}"':
        raise Refusal(412, "stale-content", "You changed this comment elsewhere since.")
    comment |= {"text": body["text"], "version": comment["version"] + 1, "edited_at": eg.ago(seconds=1)}
    return _mine(thread, role)


@route("DELETE", f"{DRAFT}/comments/([0-9a-f-]+)")
def take_back(api: FakeApi, draft_id: str, comment_id: str, **_: Any) -> Any:
    thread, comment = _found(api, draft_id, comment_id)
    thread["comments"].remove(comment)
    if not thread["comments"]:
        threads_of(one_of(api.drafts, draft_id)).remove(thread)
    return 204, None


@route("POST", f"{DRAFT}/comments/([0-9a-f-]+)/(resolve|reopen)")
def settle(api: FakeApi, draft_id: str, comment_id: str, action: str, role: str, **_: Any) -> Json:
    thread, _comment = _found(api, draft_id, comment_id)
    closed = action == "resolve"
    thread |= {
        "resolved_at": eg.ago(seconds=1) if closed else None,
        "resolved_by": eg.PEOPLE[role] if closed else None,
    }
    return _mine(thread, role)


@route("GET", "/thinker/people")
def people(api: FakeApi, query: Json, **_: Any) -> Json:
    begins = query.get("q", "").casefold()
    team = [*(eg.user(role) for role in eg.PEOPLE), *api.joined]
    found = [p for p in team if any(w.casefold().startswith(begins) for w in p["name"].split())]
    items = [{name: p[name] for name in ("id", "name", "role")} for p in sorted(found, key=_by_name)]
    return {"items": items[: int(query["limit"])], "next": None}


def _by_name(person: Json) -> tuple[str, str]:
    return person["name"], person["id"]


def image(n: int, alt: str) -> Json:
    sha256 = hashlib.sha256(PICTURE + bytes([n])).hexdigest()
    shown = {"mime": "image/png", "width": 400, "height": 200, "url": f"/api/v1/thinker/x/{sha256}"}
    return {"id": eg.uid(950 + n), "sha256": sha256, "alt": alt} | shown


@route("POST", f"{DRAFT}/images")
def add_image(api: FakeApi, draft_id: str, body: Json, query: Json, role: str, **_: Any) -> Any:
    draft = one_of(api.drafts, draft_id)
    if not query.get("chart") and not body["bytes"].startswith(b"\x89PNG"):
        message = "This is no PNG, JPEG or WebP picture, or it is damaged. Save it anew as one of these."
        raise Refusal(422, "not-an-image", message, errors=[{"field": "file", "message": message}])
    alt = "Line chart of Google searches" if query.get("chart") else query.get("alt", "")
    draft.setdefault("images", []).append(image(len(draft.get("images", [])), alt))
    draft["version"] += 1
    return 201, permitted(draft, role)


@route("PUT", f"{DRAFT}/images")
def arrange(api: FakeApi, draft_id: str, body: Json, role: str, **_: Any) -> Json:
    draft = one_of(api.drafts, draft_id)
    known = {i["sha256"]: i for i in [*draft.get("ever", []), *draft["images"]]}
    draft["ever"] = list(known.values())
    draft["images"] = [known[want["sha256"]] | {"alt": want["alt"]} for want in body["images"]]
    draft["version"] += 1
    return permitted(draft, role)


@route("GET", f"{DRAFT}/images/([0-9a-f]+)")
def read_image(api: FakeApi, draft_id: str, sha256: str, **_: Any) -> bytes:
    return PICTURE
