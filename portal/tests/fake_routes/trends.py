"""trends_svc, as the fake API answers it."""

from typing import Any

from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi, Json, Refusal, one_of, route


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
