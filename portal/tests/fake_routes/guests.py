"""Guests of thinker_svc, as the fake API answers them."""

from typing import Any

from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi, Json, Refusal, one_of, route
from portal.tests.fake_routes.thinker import ORDER

SECRET, VISIT, CODE = "open-sesame", "visit-1", "123456"
INVITED = eg.uid(201)


def state(api: FakeApi) -> Json:
    """What this workspace knows of guests."""
    kept: Json = vars(api).setdefault(
        "guests",
        {
            "links": [],
            "responses": [],
            "self": {"name": "", "email": "", "confirmed": False, "code_sent": False, "only_email": None},
            "counts": False,
            "closed": "",
            "figures": {},
        },
    )
    return kept


def link(n: int, **changes: Any) -> Json:
    return {
        "id": eg.uid(700 + n),
        "draft_id": INVITED,
        "label": "Nadia at Berg & Co",
        "email": None,
        "state": "open",
        "url": f"http://127.0.0.1:8080/guest#{SECRET}",
        "created_at": eg.ago(hours=1),
        "created_by": eg.TOM,
        "expires_at": eg.ahead(days=7),
        "revoked_at": None,
        "revoked_by": None,
        "last_used_at": None,
        "responses": 0,
    } | changes


@route("GET", "/thinker/drafts/([0-9a-f-]+)/guest-links")
def links(api: FakeApi, draft_id: str, role: str, **_: Any) -> Json:
    one_of(api.drafts, draft_id)
    may = ORDER.index(role) >= 1
    shown = [one if may else one | {"url": None} for one in state(api)["links"]]
    return {"items": shown, "next": None, "may_invite": may, "counts": False}


@route("POST", "/thinker/drafts/([0-9a-f-]+)/guest-links")
def invite(api: FakeApi, draft_id: str, body: Json, **_: Any) -> Any:
    if body.get("email") and "@" not in body["email"]:
        errors = [{"field": "email", "message": "Enter an address as in name@company.example."}]
        raise Refusal(422, "invalid-address", "That is no e-mail address.", errors=errors)
    made = link(len(state(api)["links"]), draft_id=draft_id, label=body["label"], email=body["email"])
    state(api)["links"].insert(0, made)
    return 201, made


@route("POST", "/thinker/drafts/[0-9a-f-]+/guest-links/([0-9a-f-]+)/revoke")
def revoke(api: FakeApi, link_id: str, **_: Any) -> Json:
    found = one_of(state(api)["links"], link_id)
    found |= {"state": "revoked", "url": None, "revoked_by": eg.TOM, "revoked_at": eg.ago(minutes=1)}
    return found


@route("GET", "/thinker/drafts/[0-9a-f-]+/guest-responses")
def responses(api: FakeApi, **_: Any) -> Json:
    return {"items": state(api)["responses"], "next": None}


@route("POST", "/thinker/guest-visits")
def enter(api: FakeApi, body: Json, **_: Any) -> Any:
    if body["token"] != SECRET:
        raise Refusal(400, "link-invalid", "This link isn't complete.")
    return 201, {"visit": VISIT, "expires_at": eg.ahead(hours=24)}


def _in(headers: Any) -> None:
    if headers.get("Guest-Visit") != VISIT:
        raise Refusal(410, "visit-over", "Open the link you were sent once more.")


@route("GET", "/thinker/guest-visits/current")
def view(api: FakeApi, headers: Any, **_: Any) -> Json:
    _in(headers)
    draft, known = one_of(api.drafts, INVITED), state(api)
    return {
        "draft": {
            "title": draft["title"],
            "state": draft["state"],
            "platforms": draft["platforms"],
            "texts": dict.fromkeys(draft["platforms"], draft["content"]["text"]),
            "images": draft.get("images", []),
            "content_hash": draft["content_hash"],
            "version": draft["version"],
            "publish_at": draft["publish_at"],
            "keywords": draft["keywords"],
            "sample": draft["sample"],
            "language": draft.get("language", "en"),
        },
        "snapshot": eg.snapshot(draft["keywords"]),
        "figures": known["figures"],
        "figures_checked": draft.get("language", "en") == "en",
        "guest": known["self"],
        "inviter": "Tom Lindqvist",
        "expires_at": eg.ahead(days=7),
        "counts": known["counts"],
        "closed": known["closed"],
        "responses": known["responses"],
    }


@route("GET", "/thinker/guest-visits/current/images/[0-9a-f]+")
def image(headers: Any, **_: Any) -> str:
    _in(headers)
    return "bytes"


@route("POST", "/thinker/guest-visits/current/codes")
def ask_code(api: FakeApi, body: Json, headers: Any, **_: Any) -> Any:
    _in(headers)
    state(api)["self"] |= body | {"code_sent": True}
    return 202, state(api)["self"]


@route("POST", "/thinker/guest-visits/current/confirm")
def confirm(api: FakeApi, body: Json, headers: Any, **_: Any) -> Json:
    _in(headers)
    if body["code"] != CODE:
        errors = [{"field": "code", "message": "That isn't the code we sent. 4 tries left."}]
        raise Refusal(422, "wrong-code", "That isn't the code.", errors=errors, attempts_left=4)
    found: Json = state(api)["self"]
    found |= {"confirmed": True, "code_sent": False}
    return found


@route("POST", "/thinker/guest-visits/current/responses")
def respond(api: FakeApi, body: Json, headers: Any, **_: Any) -> Any:
    _in(headers)
    draft = one_of(api.drafts, INVITED)
    if body["kind"] == "approved" and body["content_hash"] != draft["content_hash"]:
        raise Refusal(412, "stale-content", "The post changed since you read it. Read it again, then decide.")
    said = {
        "id": eg.uid(800 + len(state(api)["responses"])),
        "kind": body["kind"],
        "comment": body["comment"],
        "name": state(api)["self"]["name"],
        "email": state(api)["self"]["email"],
        "at": eg.ago(minutes=1),
        "version": 3,
        "content_hash": body["content_hash"],
        "counted": False,
        "current": True,
    }
    state(api)["responses"].insert(0, said)
    return 201, said
