"""What the editor asks of thinker_svc, as the fake API answers it."""

import re
from hashlib import sha256
from typing import Any

from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi, Json, one_of, route
from portal.tests.fake_routes.thinker import permitted

PLATFORMS: list[Json] = [
    {"id": "webhook", "name": "Webhook", "hashtags": 3},
    {"id": "bluesky", "name": "Bluesky", "limit": 300, "byte_limit": 3000, "hashtags": 3},
    {
        "id": "mastodon",
        "name": "Mastodon",
        "limit": 500,
        "link_length": 23,
        "short_mentions": True,
        "hashtags": 3,
    },
    {
        "id": "x",
        "name": "X",
        "unit": "weighted",
        "limit": 280,
        "link_length": 23,
        "bare_links": True,
        "hashtags": 2,
    },
    {"id": "linkedin", "name": "LinkedIn", "unit": "utf16", "limit": 3000, "hashtags": 3},
]
POINT = "2026-09-20T00:00:00+00:00"


@route("GET", "/thinker/platforms")
def platforms(api: FakeApi, **_: Any) -> Json:
    return {"items": PLATFORMS}


@route("GET", "/thinker/drafts/([0-9a-f-]+)/hashtags")
def hashtags(api: FakeApi, draft_id: str, **_: Any) -> Json:
    return {"suggested": one_of(api.drafts, draft_id).get("hashtags", []), "counts": {}}


def mark_of(word: str) -> str:
    return sha256(word.encode()).hexdigest()


WORDS: list[tuple[str, str, list[Json]]] = [
    ("14%", "contradicted", [{"kind": "time", "name": POINT}]),
    ("12-month peak", "supported", [{"kind": "time", "name": POINT}]),
    ("sales", "unsupported", []),
    (
        "Scotland is ahead of Wales",
        "supported",
        [{"kind": "region", "name": "Scotland"}, {"kind": "region", "name": "Wales"}],
    ),
    (
        "“pumpkin spice loaf uk” is a breakout",
        "supported",
        [{"kind": "rising", "name": "pumpkin spice loaf uk"}],
    ),
    ("averages 31", "supported", [{"kind": "average", "name": "pumpkin spice"}]),
    ("Atlantis", "supported", [{"kind": "region", "name": "Atlantis"}]),
]


def claims(text: str, asides: Json) -> list[Json]:
    """14% is contradicted, its peak is supported, sales are unknown; the others lead to regions, queries and
    averages, and one to what the snapshot hasn't."""
    found: list[Json] = []
    for word, label, points in WORDS:
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
                    "point": next((one["name"] for one in points if one["kind"] == "time"), None),
                    "points": points,
                    "why": "sales" if label == "unsupported" else "",
                    "fix": fix,
                    "mark": mark_of(word),
                    "aside": asides.get(mark_of(word)),
                }
            )
    return sorted(found, key=lambda claim: int(claim["start"]))


def counted(found: list[Json]) -> Json:
    standing = ["set_aside" if claim["aside"] else claim["label"] for claim in found]
    return {
        label: standing.count(label) for label in ("supported", "contradicted", "unsupported", "set_aside")
    }


@route("POST", "/thinker/drafts/([0-9a-f-]+)/figures")
def check(api: FakeApi, draft_id: str, body: Json, **_: Any) -> Json:
    found = claims(body["text"], one_of(api.drafts, draft_id).get("asides", {}))
    return {"text_hash": "0" * 64, "claims": found, "counts": counted(found)}


@route("GET", "/thinker/drafts/([0-9a-f-]+)/figures")
def figures(api: FakeApi, draft_id: str, **_: Any) -> Json:
    draft = one_of(api.drafts, draft_id)
    texts = {
        name: claims(
            draft["content"]["platform_texts"].get(name, draft["content"]["text"]), draft.get("asides", {})
        )
        for name in draft["platforms"]
    }
    everything = [claim for found in texts.values() for claim in found]
    return {
        "content_hash": draft["content_hash"],
        "has_snapshot": True,
        "texts": {name: {"text_hash": "0" * 64, "claims": found} for name, found in texts.items()},
        "counts": counted(everything),
    }


@route("PUT", "/thinker/drafts/([0-9a-f-]+)/figures/asides/([0-9a-f]{64})")
def set_aside(api: FakeApi, draft_id: str, mark: str, body: Json, role: str, **_: Any) -> Json:
    draft = one_of(api.drafts, draft_id)
    aside = {"reason": body["reason"], "by": eg.PEOPLE[role]["name"], "at": eg.ago(minutes=1)}
    draft.setdefault("asides", {})[mark] = aside
    return permitted(draft, role)


@route("DELETE", "/thinker/drafts/([0-9a-f-]+)/figures/asides/([0-9a-f]{64})")
def take_back(api: FakeApi, draft_id: str, mark: str, role: str, **_: Any) -> Json:
    draft = one_of(api.drafts, draft_id)
    draft["asides"].pop(mark)
    return permitted(draft, role)
