"""Templates and voices, as the fake API answers them."""

from typing import Any

from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi, Json, Refusal, one_of, route

QUESTION: Json = {
    "system": "You help with a short post.",
    "user": "Topic: {topic}\nInterest: {interest}\nTone: {tone}",
    "interest": {"up": "more", "down": "fewer", "steady": "steady"},
    "options": {"temperature": 0.6, "top_k": 40, "num_predict": None},
    "seeds": 4,
    "wish": "",
    "openings": ["Do you enjoy", "Have you tried"],
    "tail": "[A-Za-z '-]{4,70}[?]",
    "words_beside_topic": 7,
    "examples": {
        way: [{"topic": "tea", "tone": "friendly", "question": "Do you enjoy tea?"}]
        for way in ("up", "down", "steady")
    },
}
POST: Json = QUESTION | {"user": "{data}\nTone: {tone}", "openings": [], "tail": "", "examples": {}}
VOICE: Json = {
    "language": "en",
    "about": "Warm.",
    "do": ["Name the season"],
    "dont": ["Shout"],
    "banned": ["cheap*"],
    "examples": ["Out of the oven at seven."],
}


def head(n: int, name: str, **changes: Any) -> Json:
    return {
        "id": eg.uid(700 + n),
        "name": name,
        "version": 1,
        "built_in": False,
        "default": False,
        "archived_at": None,
        "created_at": eg.ago(days=3),
        "updated_at": eg.ago(hours=2),
        "updated_by": eg.MAYA,
    } | changes


def shelf() -> Json:
    """What every workspace has, and one of each that the team made."""
    own = {"built_in": True, "default": True, "updated_by": None}
    return {
        "templates": [
            head(0, "Closing question", kind="question", usable=True, content=QUESTION, **own),
            head(1, "Full post", kind="post", usable=False, content=POST, **own),
            head(2, "Ours", kind="question", usable=True, content=QUESTION, version=2),
        ],
        "voices": [
            head(5, "Bakery", content=VOICE, language="en", dir="ltr", version=2),
            head(6, "مخبز", content=VOICE | {"language": "ar"}, language="ar", dir="rtl"),
        ],
        "runs": {},
    }


def of(api: FakeApi) -> Json:
    kept: Json = api.__dict__.setdefault("library", shelf())
    return kept


@route("GET", "/thinker/(templates|voices)")
def listing(api: FakeApi, which: str, query: Json, **_: Any) -> Json:
    found = [item for item in of(api)[which] if query.get("archived") or not item["archived_at"]]
    return {"items": found, "next": None}


@route("POST", "/thinker/(templates|voices)")
def make(api: FakeApi, which: str, body: Json, **_: Any) -> Any:
    made = head(20, body["name"], content=body["content"], kind=body.get("kind"), usable=True, dir="ltr")
    made["language"] = body["content"].get("language", "en")
    of(api)[which].append(made)
    return 201, made


@route("GET", "/thinker/(templates|voices)/([0-9a-f-]+)")
def one(api: FakeApi, which: str, item_id: str, **_: Any) -> Json:
    return one_of(of(api)[which], item_id)


@route("PUT", "/thinker/(templates|voices)/([0-9a-f-]+)")
def save(api: FakeApi, which: str, item_id: str, body: Json, headers: Any, **_: Any) -> Json:
    item = one_of(of(api)[which], item_id)
    if headers.get("If-Match") != f'"v{item["version"]}"':
        raise Refusal(412, "stale-content", "Somebody saved version 3 since you opened it.")
    if item["content"] != body["content"] or item["name"] != body["name"]:
        item |= {"version": item["version"] + 1, "content": body["content"], "name": body["name"]}
    return item


@route("GET", "/thinker/(templates|voices)/([0-9a-f-]+)/versions")
def versions(api: FakeApi, which: str, item_id: str, **_: Any) -> Json:
    item = one_of(of(api)[which], item_id)
    rows = [version(item, number) for number in range(item["version"], 0, -1)]
    return {"items": rows, "next": None}


@route("GET", r"/thinker/(templates|voices)/([0-9a-f-]+)/versions/(\d+)")
def one_version(api: FakeApi, which: str, item_id: str, number: str, **_: Any) -> Json:
    item = one_of(of(api)[which], item_id)
    field = "system" if which == "templates" else "about"
    content = item["content"] | ({field: "Old words."} if int(number) < item["version"] else {})
    return version(item, int(number)) | {"content": content}


def version(item: Json, number: int) -> Json:
    return {
        "number": number,
        "name": item["name"],
        "note": f"Note {number}",
        "created_at": eg.ago(hours=9 - number),
        "author": item["updated_by"],
    }


@route("PUT", "/thinker/(templates|voices)/([0-9a-f-]+)/default")
def make_default(api: FakeApi, which: str, item_id: str, body: Json, **_: Any) -> Json:
    item = one_of(of(api)[which], item_id)
    item["default"] = (body or {}).get("default", True)
    return item


@route("POST", "/thinker/(templates|voices)/([0-9a-f-]+)/(archive|restore)")
def put_away(api: FakeApi, which: str, item_id: str, what: str, **_: Any) -> Json:
    item = one_of(of(api)[which], item_id)
    item["archived_at"] = eg.ago(minutes=1) if what == "archive" else None
    return item


@route("POST", "/thinker/templates/([0-9a-f-]+)/preview")
def preview(api: FakeApi, item_id: str, body: Json, **_: Any) -> Json:
    content = body.get("content") or one_of(of(api)["templates"], item_id)["content"]
    return {
        "title": "Pumpkin spice up 50%",
        "text": "ارتفع الاهتمام بالبحث" if body.get("language") == "ar" else eg.TEXT,
        "language": body.get("language", "en"),
        "dir": "rtl" if body.get("language") == "ar" else "ltr",
        "table": [
            {"label": "Change", "value": "+50%", "foreign": False},
            {"label": "Rising queries", "value": "pumpkin spice loaf", "foreign": True},
        ],
        "messages": [{"role": "system", "content": content["system"]}],
        "format": None,
        "options": {},
        "notes": [],
    }


@route("POST", "/thinker/templates/([0-9a-f-]+)/test-runs")
def start_run(api: FakeApi, item_id: str, body: Json, **_: Any) -> Any:
    run = {
        "id": eg.uid(750),
        "template_id": item_id,
        "template_version": None if body.get("content") else 1,
        "search_id": body["search_id"],
        "status": "running",
        "model": "smollm2:135m",
        "text": "Searches for ",
        "dir": "ltr",
        "result": None,
        "error": None,
        "requested_by": eg.TOM,
        "created_at": eg.ago(seconds=3),
        "started_at": eg.ago(seconds=2),
        "finished_at": None,
    }
    of(api)["runs"][run["id"]] = run
    return 202, run


@route("GET", "/thinker/test-runs/([0-9a-f-]+)")
def read_run(api: FakeApi, run_id: str, **_: Any) -> Json:
    if run_id not in of(api)["runs"]:
        raise Refusal(404, "test-run-not-found", "They are kept for a week.")
    found: Json = of(api)["runs"][run_id]
    return found


@route("POST", "/thinker/test-runs/([0-9a-f-]+)/stop")
def stop_run(api: FakeApi, run_id: str, **_: Any) -> Json:
    found: Json = of(api)["runs"][run_id]
    if found["status"] not in {"queued", "running"}:
        raise Refusal(409, "test-run-over", "It was over before it could be stopped.")
    found |= {"status": "stopped", "finished_at": eg.ago()}
    return found


def finish(api: FakeApi, run_id: str, **changes: Any) -> None:
    """The worker is done."""
    answers = [
        {"raw": '{"question": "Best?"}', "verdicts": {"question": "is a stock phrase"}},
        {"raw": '{"question": "Do you?"}', "verdicts": {"question": ""}},
    ]
    result = {"title": "T", "ai_spans": [[9, 16]], "messages": [], "answers": answers}
    of(api)["runs"][run_id] |= {
        "status": "done",
        "text": "It is up. Do you?",
        "result": result,
        "finished_at": eg.ago(),
    } | changes
