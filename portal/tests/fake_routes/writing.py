"""thinker_svc's alternatives, models and pulls, as the fake API answers them."""

from typing import Any

from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi, Json, Refusal, one_of, route
from portal.tests.fake_routes.thinker import permitted

TEXTS = (
    eg.TEXT,
    "Pumpkin spice is at its 12-month peak.\n\nWhich bake would you like it in?",
    "Up 4% in a week: pumpkin spice.\n\nDo you take yours with cream?",
)


def alternative(number: int, draft: Json, own_texts: Json) -> Json:
    return {
        "number": number,
        "text": TEXTS[number - 1],
        "title": draft["title"],
        "ai_spans": [],
        "platform_texts": own_texts,
        "seed": 90 + 10 * number,
        "written_at": eg.ago(minutes=2),
        "in_use": draft["content"]["text"] == TEXTS[number - 1],
    }


@route("GET", "/thinker/drafts/([0-9a-f-]+)/alternatives")
def alternatives(api: FakeApi, draft_id: str, **_: Any) -> Json:
    draft = one_of(api.drafts, draft_id)
    written = draft["generation"].get("alternatives", 0)
    items = [alternative(number, draft, api.own_texts) for number in range(1, written + 1)]
    return {"items": items, "wanted": draft["generation"].get("variants", 1)}


@route("POST", "/thinker/drafts/([0-9a-f-]+)/alternatives/([1-3])/use")
def use(api: FakeApi, draft_id: str, number: str, role: str, headers: Any, **_: Any) -> Json:
    draft = one_of(api.drafts, draft_id)
    if headers.get("If-Match") != f'"v{draft["version"]}"':
        raise Refusal(412, "stale-content", "Somebody changed this since you opened it.")
    draft["content"] = {"text": TEXTS[int(number) - 1], "platform_texts": {}}
    draft["state"], draft["version"] = "draft", draft["version"] + 1
    return permitted(draft, role)


@route("POST", "/thinker/drafts/([0-9a-f-]+)/stop")
def stop(api: FakeApi, draft_id: str, role: str, **_: Any) -> Any:
    draft = one_of(api.drafts, draft_id)
    if draft["state"] != "generating":
        raise Refusal(409, "not-being-written", "It was finished before it could be stopped.")
    draft["state"], draft["updated_at"] = "draft", eg.ago(seconds=0)
    draft["content"] = {"text": eg.TEXT, "platform_texts": {}}
    draft["generation"] |= {"status": "stopped", "finished_at": eg.ago(seconds=0)}
    return 202, permitted(draft, role)


def _default(api: FakeApi) -> Json:
    return {
        "model": api.model,
        "basic": True,
        "version": api.model_version,
        "chosen_at": None,
        "chosen_by": None,
    }


@route("GET", "/thinker/models")
def models(api: FakeApi, **_: Any) -> Json:
    sizes = {"smollm2:135m": ("134.52M", 91_739_168), "llama3.2:3b": ("3.2B", 2_019_393_189)}
    items = [
        {
            "name": name,
            "digest": "9077fe9d2ae1" + "0" * 52,
            "size": size,
            "parameters": parameters,
            "basic": name.startswith("smollm2"),
            "default": name == api.model,
        }
        for name, (parameters, size) in sizes.items()
        if name in api.models
    ]
    return {
        "items": items,
        "engine": "ollama",
        "can_fetch": True,
        "default": api.model,
        "default_available": api.model in api.models,
    }


@route("GET", "/thinker/models/default")
def default(api: FakeApi, **_: Any) -> Json:
    return _default(api)


@route("PUT", "/thinker/models/default")
def choose(api: FakeApi, body: Json, headers: Any, **_: Any) -> Json:
    if headers.get("If-Match") != f'"v{api.model_version}"':
        raise Refusal(
            412, "stale-choice", "Somebody chose a model since you looked. Look again, then choose."
        )
    api.model, api.model_version = body["model"], api.model_version + 1
    return _default(api)


def pull(n: int, model: str, status: str = "running", **changes: Any) -> Json:
    return {
        "id": eg.uid(700 + n),
        "model": model,
        "status": status,
        "step": "pulling dde5aa3fc5ff",
        "completed": 840_000_000,
        "total": 2_019_393_189,
        "cancelling": False,
        "requested_by": eg.PEOPLE["admin"],
        "created_at": eg.ago(minutes=n + 1),
        "started_at": eg.ago(minutes=n + 1),
        "finished_at": None,
        "error": None,
    } | changes


@route("GET", "/thinker/models/pulls")
def pulls(api: FakeApi, **_: Any) -> Json:
    return {"items": api.pulls, "next": None}


@route("POST", "/thinker/models/pulls")
def fetch(api: FakeApi, body: Json, **_: Any) -> Any:
    made = pull(len(api.pulls), body["model"], "queued", completed=0, total=0, step="")
    api.pulls.insert(0, made)
    return 202, made


@route("DELETE", "/thinker/models/pulls/([0-9a-f-]+)")
def cancel(api: FakeApi, pull_id: str, **_: Any) -> Json:
    found = one_of(api.pulls, pull_id)
    found["cancelling"] = found["status"] == "running"
    return found
