"""Templates and voices as tests of the API make and save them."""

from __future__ import annotations

from typing import Any

from thinker_svc.tests.team import Someone, Team

VOICE: dict[str, Any] = {
    "language": "en",
    "about": "Warm, short, a baker's.",
    "do": ["Name the season"],
    "dont": ["Shout"],
    "banned": ["cheap*", "game-changer"],
    "examples": ["Fresh out of the oven at seven."],
}


def built_in(who: Someone, kind: str = "question") -> dict[str, Any]:
    items = (who.get("/templates").json or {})["items"]
    return dict(next(item for item in items if item["built_in"] and item["kind"] == kind))


def content_of(who: Someone, template_id: str) -> dict[str, Any]:
    return dict((who.get(f"/templates/{template_id}").json or {})["content"])


def copy(team: Team, name: str = "Ours", kind: str = "question", **changes: Any) -> dict[str, Any]:
    content = content_of(team.reviewer, built_in(team.reviewer, kind)["id"]) | changes
    made = team.reviewer.post("/templates", {"name": name, "kind": kind, "content": content})
    assert made.status_code == 201, made.json
    return dict(made.json or {})


def save(who: Someone, path: str, item: dict[str, Any], **body: Any) -> Any:
    content = {"name": item["name"], "content": item["content"], **body}
    return who.call("PUT", f"{path}/{item['id']}", content, If_Match=f'"v{item["version"]}"')


def voice(team: Team, name: str = "Bakery", **changes: Any) -> dict[str, Any]:
    made = team.reviewer.post("/voices", {"name": name, "content": VOICE | changes})
    assert made.status_code == 201, made.json
    return dict(made.json or {})
