"""tweeter_svc, as the fake API answers it."""

from typing import Any

from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi, Json, Refusal, count, one_of, route


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
