"""trends_svc's watches, trending topics and uploads, as the fake API answers them."""

from typing import Any

from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi, Json, Refusal, one_of, route

ONE = "/trends/watches/([0-9a-f-]{36})"


@route("GET", "/trends/watches")
def watches(api: FakeApi, query: Json, **_: Any) -> Json:
    wanted = {"true": True, "false": False}.get(query.get("active", ""))
    since = query.get("spiked_since")
    found = [
        watch
        for watch in api.watches
        if wanted in {None, watch["active"]} and (not since or (watch["last_spiked_at"] or "") >= since)
    ]
    active = sum(watch["active"] for watch in api.watches)
    return {"items": found, "next": None, "counts": {"active": active, "paused": len(api.watches) - active}}


@route("POST", "/trends/watches")
def make(api: FakeApi, body: Json, headers: Any, **_: Any) -> Any:
    if not headers.get("Idempotency-Key"):
        raise Refusal(400, "idempotency-key-required")
    name = body.get("name") or ", ".join(body["keywords"])
    made = eg.watch(len(api.watches), name, body["keywords"], last_check=None, shape=None)
    api.watches.insert(0, made | {k: v for k, v in body.items() if k != "name"})
    return 201, api.watches[0]


@route("GET", ONE)
def one(api: FakeApi, watch_id: str, **_: Any) -> Json:
    return one_of(api.watches, watch_id)


@route("PUT", ONE)
def change(api: FakeApi, watch_id: str, body: Json, headers: Any, **_: Any) -> Json:
    found = one_of(api.watches, watch_id)
    if headers.get("If-Match") != f'"v{found["version"]}"':
        raise Refusal(412, "stale-content")
    found |= body | {"version": found["version"] + 1}
    return found


@route("DELETE", ONE)
def delete(api: FakeApi, watch_id: str, **_: Any) -> Any:
    api.watches.remove(one_of(api.watches, watch_id))
    return 204, None


@route("POST", ONE + "/(pause|resume)")
def turn(api: FakeApi, watch_id: str, action: str, **_: Any) -> Json:
    found = one_of(api.watches, watch_id)
    found |= {"active": action == "resume", "next_at": None if action == "pause" else eg.ahead(days=1)}
    return found


@route("POST", ONE + "/check")
def check(api: FakeApi, watch_id: str, **_: Any) -> Any:
    api.checks.insert(0, eg.check(len(api.checks), "pending"))
    return 202, api.checks[0]


@route("GET", ONE + "/checks")
def checks(api: FakeApi, watch_id: str, **_: Any) -> Json:
    return {"items": api.checks, "next": None}


@route("GET", ONE + "/back-test")
def back_test(api: FakeApi, watch_id: str, **_: Any) -> Json:
    if one_of(api.watches, watch_id)["last_check"] is None:
        raise Refusal(404, "no-result")
    return trial(api)


@route("POST", "/trends/watches/back-test")
def try_rule(api: FakeApi, body: Json, **_: Any) -> Json:
    if body["question"]["keywords"] == ["never asked"]:
        raise Refusal(404, "no-result", "This question has no answer yet.")
    return trial(api)


def trial(api: FakeApi) -> Json:
    return {
        "search_id": eg.uid(101),
        "keywords": ["pumpkin spice", "apple cider donut"],
        "count": 1,
        "fired": [api.fired],
        "since": "2025-10-05T00:00:00+00:00",
        "until": "2026-10-04T00:00:00+00:00",
        "sample": True,
    }


@route("GET", "/trends/trending")
def trending(api: FakeApi, query: Json, **_: Any) -> Json:
    news = {
        "title": "All about it",
        "url": "https://news.example/1",
        "source": "The Example",
        "picture": None,
    }
    hot = {
        "title": "storm, warning",
        "keyword": "storm, warning",
        "traffic": "2000+",
        "started_at": eg.ago(hours=2),
    }
    tag = {
        "title": "#Caturday",
        "keyword": "Caturday",
        "traffic": "9 posts",
        "shape": [1, 2, 3],
        "started_at": None,
    }
    items = [tag] if query["source"] == "mastodon" else [hot | {"news": [news]}]
    geo = "" if query["source"] == "mastodon" else query["geo"]
    told = {"source": query["source"], "geo": geo, "as_of": eg.ago(minutes=3)}
    return told | {"sample": True, "stale": False, "items": items}


@route("POST", "/trends/uploads")
def upload(api: FakeApi, body: Json, headers: Any, **_: Any) -> Any:
    text = body["bytes"].decode()
    if "multipart/form-data; boundary=" not in headers.get("Content-Type", ""):
        raise Refusal(415, "unsupported-media-type")
    if "<rss" in text:
        told = {"source": "csv", "geo": "GB", "as_of": eg.ago(hours=1), "sample": False, "stale": False}
        return 201, {"search": None, "trending": told | {"items": []}}
    if "Week" not in text:
        error = {"field": "file", "message": "There is no table in this file."}
        raise Refusal(422, "unreadable-file", errors=[error])
    made = eg.search(70 + len(api.searches), ["pizza"], source="csv", sample=False)
    api.searches.insert(0, made)
    return 201, {"search": made, "trending": None}
