"""The steps of the main job, each as one call that waits until the workers are done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from launcher.client.api import Api, Json, wait_for

SEARCH_SECONDS = 90.0
DRAFT_SECONDS = 180.0


def search(api: Api, keywords: list[str], *, geo: str, timeframe: str) -> Json:
    """Ask for a search and wait until it is completed.

    Raises:
        RuntimeError: it failed; with the reason that the API gives.
    """
    asked = api.post(
        "/trends/searches",
        {"keywords": keywords, "geo": geo, "timeframe": timeframe, "category": 0, "property": ""},
        creates=True,
    )

    def look() -> Json | None:
        found: Json = api.get(f"/trends/searches/{asked['id']}")
        if found["status"] in ("failed", "cancelled"):
            error = found.get("error") or {}
            raise RuntimeError(f"the search {found['status']}: {error.get('detail') or error.get('title')}")
        return found if found["status"] == "completed" else None

    done: Json = wait_for(f"the search for {', '.join(keywords)}", look, SEARCH_SECONDS)
    return done


def ask_for_draft(api: Api, search_id: str, **wishes: object) -> Json:
    draft: Json = api.post(
        "/thinker/drafts", {"search_id": search_id, "platforms": ["webhook"], **wishes}, creates=True
    )
    return draft


def read_stream(api: Api, draft_id: str) -> Iterator[str]:
    """The model's words as they come.

    Raises:
        RuntimeError: the generation failed.
    """
    for name, data in api.events(f"/thinker/drafts/{draft_id}/stream", DRAFT_SECONDS):
        if name == "token":
            yield str(data["text"])
        elif name == "done":
            return
        elif name == "failed":
            raise RuntimeError(f"the draft failed: {data.get('error')}")


def wait_for_draft(api: Api, draft_id: str) -> Json:
    def look() -> Json | None:
        found: Json = api.get(f"/thinker/drafts/{draft_id}")
        if found["state"] == "generation_failed":
            raise RuntimeError(f"the draft failed: {found['generation'].get('error')}")
        return found if found["state"] != "generating" else None

    done: Json = wait_for("the draft", look, DRAFT_SECONDS)
    return done


def edit(api: Api, draft_id: str, change: Callable[[Json], Json]) -> Json:
    draft, etag = api.get_with_etag(f"/thinker/drafts/{draft_id}")
    edited, _ = api.put(f"/thinker/drafts/{draft_id}/content", change(draft), etag=etag)
    result: Json = edited
    return result


def submit(api: Api, draft_id: str) -> Json:
    _, etag = api.get_with_etag(f"/thinker/drafts/{draft_id}")
    submitted: Json = api.post(f"/thinker/drafts/{draft_id}/submit", {}, etag=etag)
    return submitted


def approve(api: Api, draft_id: str) -> Json:
    draft, etag = api.get_with_etag(f"/thinker/drafts/{draft_id}")
    approved: Json = api.post(
        f"/thinker/drafts/{draft_id}/approve", {"content_hash": draft["content_hash"]}, etag=etag
    )
    return approved


def post_of(api: Api, draft_id: str) -> Json | None:
    """The post that the approval made, when it is there."""
    items: list[Json] = api.get("/tweeter/posts", limit=50)["items"]
    return next((post for post in items if post["draft_id"] == draft_id), None)


def connect_sample_network(api: Api, network_url: str, secret: str) -> Json:
    """The webhook account of the sample network; made if nobody has yet."""
    known: list[Json] = _items(api.get("/tweeter/accounts"))
    address = f"{network_url}/inbox"
    for account in known:
        if account["url"] == address and account["status"] == "connected":
            return account
    made: Json = api.post(
        "/tweeter/accounts",
        {"platform": "webhook", "name": "Sample network", "url": address, "secret": secret},
        creates=True,
    )
    return made


def _items(answer: Any) -> list[Json]:
    return list(answer["items"] if isinstance(answer, dict) else answer)
