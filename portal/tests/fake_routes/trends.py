"""trends_svc, as the fake API answers it."""

import json
from typing import Any

from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi, Json, Refusal, one_of, route


@route("GET", "/trends/geos")
def geos(api: FakeApi, **_: Any) -> Any:
    return 200, [{"code": "", "name": "Worldwide"}, {"code": "GB", "name": "United Kingdom"}]


@route("GET", "/trends/timeframes")
def timeframes(api: FakeApi, **_: Any) -> Any:
    return 200, [{"value": "today 12-m", "label": "Past 12 months", "resolution": "week"}]


@route("GET", "/trends/categories")
def categories(api: FakeApi, **_: Any) -> Any:
    return 200, [{"id": 0, "name": "All categories"}, {"id": 71, "name": "Food & Drink"}]


@route("GET", "/trends/sources")
def sources(api: FakeApi, **_: Any) -> Any:
    return 200, [
        {
            "name": "google",
            "title": "Google Trends",
            "answers": ["series", "regions"],
            "trending": "country",
        },
        {"name": "wikimedia", "title": "Wikimedia Pageviews", "answers": ["series"]},
        {"name": "mastodon", "title": "Mastodon", "answers": ["trending"], "trending": "all"},
    ]


@route("GET", "/trends/askers")
def askers(api: FakeApi, **_: Any) -> Json:
    return {"items": [eg.MAYA, eg.TOM]}


@route("GET", "/trends/line")
def line(api: FakeApi, **_: Any) -> Json:
    return api.line


@route("GET", "/trends/suggestions")
def suggestions(api: FakeApi, query: Json, **_: Any) -> Json:
    own = [word for s in api.searches for word in s["keywords"] if query["q"] in word]
    topics = [{"mid": "/m/01", "title": query["q"].title(), "type": "Food"}]
    return {"keywords": own, "topics": topics, "complete": True}


@route("GET", "/trends/searches")
def searches(api: FakeApi, query: Json, **_: Any) -> Json:
    wanted, cursor = query.get("q", ""), int(query.get("cursor") or 0)
    found = [
        s
        for s in api.searches
        if wanted in ", ".join(s["keywords"])
        and query.get("status") in {None, s["status"]}
        and query.get("geo") in {None, s["geo"]}
        and query.get("source") in {None, s["source"]}
        and query.get("by") in {None, s["created_by"]["id"]}
    ]
    until = cursor + api.page_size
    return {"items": found[cursor:until], "next": str(until) if found[until:] else None}


@route("POST", "/trends/searches")
def search(api: FakeApi, body: Json, headers: Any, **_: Any) -> Any:
    if not headers.get("Idempotency-Key"):
        raise Refusal(400, "idempotency-key-required")
    made = eg.search(50 + len(api.searches), body["keywords"], "queued")
    made |= {name: body[name] for name in ("geo", "timeframe") if name in body}
    api.searches.insert(0, made)
    return 202, made


@route("GET", "/trends/searches/([0-9a-f-]+)")
def one_search(api: FakeApi, search_id: str, **_: Any) -> Json:
    return one_of(api.searches, search_id)


@route("GET", "/trends/searches/([0-9a-f-]+)/result")
def result(api: FakeApi, search_id: str, **_: Any) -> Json:
    return eg.snapshot(one_of(api.searches, search_id)["keywords"])


@route("GET", "/trends/searches/([0-9a-f-]+)/spikes")
def spikes(api: FakeApi, search_id: str, **_: Any) -> Json:
    return {"items": api.spikes, "alert": []}


@route("GET", "/trends/searches/([0-9a-f-]+)/chart")
def chart(api: FakeApi, search_id: str, query: Json, **_: Any) -> str:
    return f"a picture as {query['format']}"


@route("GET", "/trends/searches/([0-9a-f-]+)/progress")
def progress(api: FakeApi, search_id: str, **_: Any) -> str:
    found = one_of(api.searches, search_id)
    return f"retry: 3000\nevent: progress\ndata: {json.dumps(found)}\n\n"


@route("GET", "/trends/searches/([0-9a-f-]+)/result.csv")
def result_csv(api: FakeApi, search_id: str, **_: Any) -> str:
    return "Week,pumpkin spice\n2025-10-05,69\n"


@route("DELETE", "/trends/searches/([0-9a-f-]+)")
def cancel_search(api: FakeApi, search_id: str, **_: Any) -> Json:
    found = one_of(api.searches, search_id)
    found["status"] = "cancelled"
    return found
