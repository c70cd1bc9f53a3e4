"""users_svc, notify_svc and every health, as the fake API answers them."""

from typing import Any

from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi, Json, Refusal, route

PASSWORD = "correct horse battery"


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
def people(api: FakeApi, role: str, **_: Any) -> Json:
    if role != "admin":
        raise Refusal(403, "forbidden")
    return {"items": [*(eg.user(one) for one in eg.PEOPLE), *api.joined], "next": None}


@route("GET", "/users/directory")
def directory(api: FakeApi, **_: Any) -> list[Json]:
    known = [*(eg.user(one) for one in eg.PEOPLE), *api.joined]
    return [{name: one[name] for name in ("id", "name", "role", "created_at")} for one in known]


@route("PATCH", "/users/([0-9a-f-]+)")
def change_person(api: FakeApi, user_id: str, body: Json, **_: Any) -> Json:
    if user_id == eg.PEOPLE["admin"]["id"]:
        raise Refusal(409, "last-admin", "There would be no admin left.")
    role = next(role for role, person in eg.PEOPLE.items() if person["id"] == user_id)
    return eg.user(role) | body


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
