"""What the editor asks of thinker_svc, as the fake API answers it."""

import re
from typing import Any

from portal.tests.fake_api import FakeApi, Json, one_of, route

PLATFORMS: list[Json] = [
    {"id": "webhook", "name": "Webhook"},
    {"id": "bluesky", "name": "Bluesky", "limit": 300, "byte_limit": 3000},
    {"id": "mastodon", "name": "Mastodon", "limit": 500, "link_length": 23, "short_mentions": True},
    {"id": "x", "name": "X", "unit": "weighted", "limit": 280, "link_length": 23, "bare_links": True},
    {"id": "linkedin", "name": "LinkedIn", "unit": "utf16", "limit": 3000},
]
POINT = "2026-09-20T00:00:00+00:00"


@route("GET", "/thinker/platforms")
def platforms(api: FakeApi, **_: Any) -> Json:
    return {"items": PLATFORMS}


def claims(text: str) -> list[Json]:
    """14% is contradicted, its peak is supported, sales are unknown."""
    found: list[Json] = []
    for word, label in (("14%", "contradicted"), ("12-month peak", "supported"), ("sales", "unsupported")):
        for match in re.finditer(word, text):
            fix = (
                {"start": match.start(), "end": match.end(), "text": "4%"}
                if label == "contradicted"
                else None
            )
            found.append(
                {
                    "start": match.start(),
                    "end": match.end(),
                    "kind": "percent_change",
                    "label": label,
                    "expected": "+4%" if fix else "",
                    "point": None if label == "unsupported" else POINT,
                    "why": "sales" if label == "unsupported" else "",
                    "fix": fix,
                }
            )
    return sorted(found, key=lambda claim: int(claim["start"]))


def counted(found: list[Json]) -> Json:
    return {
        label: sum(claim["label"] == label for claim in found)
        for label in ("supported", "contradicted", "unsupported")
    }


@route("POST", "/thinker/drafts/([0-9a-f-]+)/figures")
def check(api: FakeApi, draft_id: str, body: Json, **_: Any) -> Json:
    one_of(api.drafts, draft_id)
    found = claims(body["text"])
    return {"text_hash": "0" * 64, "claims": found, "counts": counted(found)}


@route("GET", "/thinker/drafts/([0-9a-f-]+)/figures")
def figures(api: FakeApi, draft_id: str, **_: Any) -> Json:
    draft = one_of(api.drafts, draft_id)
    texts = {
        name: claims(draft["content"]["platform_texts"].get(name, draft["content"]["text"]))
        for name in draft["platforms"]
    }
    everything = [claim for found in texts.values() for claim in found]
    return {
        "content_hash": draft["content_hash"],
        "has_snapshot": True,
        "texts": {name: {"text_hash": "0" * 64, "claims": found} for name, found in texts.items()},
        "counts": counted(everything),
    }
