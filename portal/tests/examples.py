"""Resources as the services send them: what the fake API answers with."""

import datetime as dt
import math
from typing import Any

NOW = dt.datetime.now(dt.UTC)
Json = dict[str, Any]


def ago(**span: float) -> str:
    return (NOW - dt.timedelta(**span)).isoformat()


def ahead(**span: float) -> str:
    return (NOW + dt.timedelta(**span)).isoformat()


def uid(n: int) -> str:
    return f"01890000-0000-7000-8000-{n:012d}"


MAYA = {"id": uid(1), "name": "Maya Okafor"}
TOM = {"id": uid(2), "name": "Tom Lindqvist"}
PEOPLE = {
    "viewer": {"id": uid(4), "name": "Vera Moss"},
    "author": TOM,
    "reviewer": MAYA,
    "admin": {"id": uid(3), "name": "Jonas Weber"},
}


def user(role: str, **changes: Any) -> Json:
    person = PEOPLE[role]
    first = person["name"].split()[0].lower()
    return {
        **person,
        "email": f"{first}@hartwell.example",
        "role": role,
        "active": True,
        "verified": True,
        "created_at": ago(days=40),
        "must_change_password": False,
    } | changes


def search(n: int, keywords: list[str], status: str = "completed", **changes: Any) -> Json:
    done = status == "completed"
    return {
        "id": uid(100 + n),
        "keywords": keywords,
        "geo": "GB",
        "timeframe": "today 12-m",
        "category": 0,
        "property": "",
        "status": status,
        "created_at": ago(hours=n, minutes=6),
        "started_at": ago(hours=n, minutes=5),
        "finished_at": ago(hours=n, minutes=4) if done else None,
        "created_by": TOM,
        "error": None,
        "source": "google",
        "sample": True,
        "cached": False,
        "as_of": ago(hours=n, minutes=4) if done else None,
        "progress": {"step": "done", "done": 4, "total": 4, "message": "", "next_at": None},
        "shape": [69, 52, 33, 21, 7, 5, 4, 3, 3, 3, 4, 5, 8, 19, 64, 88, 100, 92] if done else None,
    } | changes


def line(*items: Json, **changes: Any) -> Json:
    """Google's line; nobody waits."""
    today = {"answered": 61, "refused": 7, "failed": 0, "last_answer_at": ago(minutes=2)}
    return {
        "waiting": sum(item["place"] > 0 for item in items),
        "paused_seconds": 0,
        "next_seconds": min((item["eta_seconds"] for item in items), default=None),
        "items": list(items),
        "today": today | {"last_refusal_at": ago(minutes=11)},
    } | changes


def place(search_id: str, keywords: list[str], place: int, **changes: Any) -> Json:
    return {
        "search_id": search_id,
        "keywords": keywords,
        "by": "Maya Okafor",
        "watch": False,
        "state": "line" if place else "asking",
        "place": place,
        "eta_seconds": 8 * place,
    } | changes


def series(top: float, phase: float) -> list[Json]:
    """A year of weeks with a high season, its last week not over."""
    start = dt.datetime(2025, 10, 5, tzinfo=dt.UTC)
    points = []
    for week in range(53):
        share = 0.5 + 0.5 * math.cos((week - 50 - phase) / 52 * 2 * math.pi)
        value: int | str = round(top * share**3)
        points.append(
            {
                "time": (start + dt.timedelta(weeks=week)).isoformat(),
                "value": value or "<1",
                "partial": week == 52,
            }
        )
    return points


def spike(keyword: str, value: int = 90) -> Json:
    """A point that spikes, of the third week before the last."""
    time = dt.datetime(2025, 10, 5, tzinfo=dt.UTC) + dt.timedelta(weeks=49)
    return {
        "keyword": keyword,
        "index": 49,
        "time": time.isoformat(),
        "value": value,
        "expected": 21.4,
        "z": 5.2,
    }


def check(n: int, outcome: str, **changes: Any) -> Json:
    return {
        "id": uid(650 + n),
        "watch_id": uid(600),
        "search_id": uid(101),
        "created_at": ago(hours=n + 1),
        "finished_at": None if outcome == "pending" else ago(hours=n + 1),
        "outcome": outcome,
        "findings": [spike("pumpkin spice")] if outcome in {"spiked", "cooling"} else [],
        "error": None,
    } | changes


def watch(n: int, name: str, keywords: list[str], **changes: Any) -> Json:
    return {
        "id": uid(600 + n),
        "name": name,
        "keywords": keywords,
        "geo": "GB",
        "timeframe": "today 12-m",
        "category": 0,
        "property": "",
        "source": "google",
        "schedule": {"every": "weekly", "at": "08:00", "weekday": 2, "timezone": "Europe/London"},
        "rule": {"sensitivity": "normal", "least_rise": 8.0, "least_percent": 35.0, "early": False},
        "cooldown_hours": 24,
        "draft": None,
        "active": True,
        "version": 3,
        "created_by": TOM,
        "created_at": ago(days=20),
        "updated_at": ago(days=2),
        "next_at": ahead(days=2),
        "last_checked_at": ago(hours=1),
        "last_spiked_at": None,
        "last_check": check(0, "quiet"),
        "shape": [3, 4, 5, 8, 19, 64, 88, 100, 92],
    } | changes


def snapshot(keywords: list[str], **changes: Any) -> Json:
    several = len(keywords) > 1
    return {
        "id": uid(900),
        "keywords": keywords,
        "geo": "GB",
        "timeframe": "today 12-m",
        "resolution": "week",
        "as_of": ago(minutes=30),
        "series": {word: series(100 / (n + 1), n * 2) for n, word in enumerate(keywords)},
        "averages": {word: 31 // (n + 1) for n, word in enumerate(keywords)},
        "rising": [
            {"query": "pumpkin spice sourdough", "value": "Breakout"},
            {"query": "pumpkin spice loaf uk", "value": 400},
        ],
        "top": [{"query": "pumpkin spice latte", "value": 100}, {"query": "pumpkin spice uk", "value": 17}],
        "regions": [
            {
                "name": name,
                "code": code,
                "values": {w: (v // (n + 1) if several else v) for n, w in enumerate(keywords)},
            }
            for name, code, v in (
                ("Scotland", "GB-SCT", 100),
                ("England", "GB-ENG", 81),
                ("Wales", "GB-WLS", 78),
            )
        ],
        "sample": True,
        "source": "google",
        "missing": [],
    } | changes


TEXT = (
    "Pumpkin spice reached its 12-month peak at the end of September, up 4% in a week.\n\n"
    "We took the hint: pumpkin spice sourdough, out of the oven at seven.\n\n"
    "What would you like on yours?"
)


def draft(n: int, title: str, state: str = "draft", author: Json = TOM, **changes: Any) -> Json:
    question = TEXT.rindex("What")
    return {
        "id": uid(200 + n),
        "search_id": uid(101),
        "title": title,
        "state": state,
        "platforms": ["webhook"],
        "account_ids": [],
        "content": {"text": TEXT if state != "generating" else "", "platform_texts": {}},
        "content_hash": "c21e09b4" + "0" * 56,
        "version": 3,
        "author": author,
        "created_at": ago(hours=n + 1),
        "updated_at": ago(hours=n),
        "submitted_at": ago(hours=n) if state == "in_review" else None,
        "publish_at": None,
        "keywords": ["pumpkin spice", "apple cider donut"],
        "geo": "GB",
        "sample": True,
        "basic_model": True,
        "generation": {
            "status": "done",
            "model": "smollm2:135m",
            "tone": "neutral",
            "length": "medium",
            "standing_length": "medium",
            "instructions": "",
            "started_at": ago(hours=n, seconds=12),
            "finished_at": ago(hours=n),
            "first_token_at": ago(hours=n, seconds=11),
            "error": None,
            "ai_spans": [{"start": question, "end": len(TEXT)}] if state != "generating" else [],
        },
        "review": None,
        "approvals": {"needed": 1, "given": []},
        "held": None,
        "figures": {"supported": 2, "contradicted": 0, "unsupported": 0},
        "permissions": {},
    } | changes


def delivery(state: str, **changes: Any) -> Json:
    return {
        "id": uid(500),
        "account": {"id": uid(400), "name": "Shop screens", "platform": "webhook"},
        "state": state,
        "attempts": 1,
        "next_attempt_at": None,
        "sent_at": ago(hours=2) if state == "delivered" else None,
        "remote_url": None,
        "remote_id": None,
        "doubtful": False,
        "error": None,
    } | changes


def post(n: int, title: str, state: str, delivered: Json, **changes: Any) -> Json:
    may = {"cancel": False, "reschedule": False, "publish_now": False, "retry": False, "settle": False}
    return {
        "id": uid(300 + n),
        "draft_id": uid(200),
        "title": title,
        "state": state,
        "texts": {"webhook": TEXT},
        "content_hash": "7f3ac21e" + "0" * 56,
        "sample": True,
        "scheduled_at": ago(hours=n),
        "published_at": ago(hours=n) if state == "published" else None,
        "created_at": ago(hours=n + 1),
        "author": TOM,
        "approver": MAYA,
        "reason": None,
        "deliveries": [delivered],
        "permissions": may,
    } | changes


def account(n: int, name: str, status: str = "connected", **changes: Any) -> Json:
    return {
        "id": uid(400 + n),
        "platform": "webhook",
        "name": name,
        "handle": "",
        "url": "https://screens.hartwell.example/posts",
        "status": status,
        "created_at": ago(days=20),
        "created_by": PEOPLE["admin"],
        "last_checked_at": ago(minutes=3),
        "last_error": None,
    } | changes
