"""Drafts that nobody had to ask for: a watch saw a spike."""

from __future__ import annotations

from typing import Any

from svckit.ids import uuid7
from thinker_svc.tests.team import Team


def spiked(team: Team, **wish: Any) -> dict[str, Any]:
    """What trends_svc says; the watch is the author's."""
    return {
        "watch_id": str(uuid7()),
        "name": "Autumn bakes",
        "search_id": str(team.search()),
        "watched_by": {"id": str(team.author.id), "name": team.author.name},
        "keywords": ["pumpkin spice"],
        "draft": wish or None,
    }


def drafts(team: Team) -> list[dict[str, Any]]:
    return list((team.author.get("/drafts").json or {})["items"])


def person(team: Team, **changes: Any) -> None:
    about = {"name": team.author.name, "role": "author", "active": True, "verified": True}
    team.hear("user.updated", {"user_id": str(team.author.id), **about, **changes})


def test_a_watch_that_wants_a_draft_gets_one_in_its_owners_name(team: Team) -> None:
    team.hear("trends.watch.spiked", spiked(team, platforms=["bluesky"], tone="playful", length="short"))
    team.work()
    [draft] = drafts(team)
    assert draft["author"] == {"id": str(team.author.id), "name": team.author.name}
    assert (draft["platforms"], draft["state"]) == (["bluesky"], "draft")
    assert draft["permissions"]["edit"]["allowed"] is True
    timeline = team.author.get(f"/drafts/{draft['id']}/timeline").json or {}
    [asked] = [entry for entry in timeline["items"] if entry["kind"] == "asked_by_watch"]
    assert asked["detail"] == "Autumn bakes"
    records = (team.author.get(f"/drafts/{draft['id']}/provenance").json or {})["generations"]
    assert (records[0]["tone"], records[0]["length"]) == ("playful", "short")


def test_a_watch_that_wants_none_gets_none(team: Team) -> None:
    team.hear("trends.watch.spiked", spiked(team))
    assert drafts(team) == []


def test_nothing_is_drafted_for_somebody_who_may_write_no_more(team: Team) -> None:
    person(team, active=False)
    team.hear("trends.watch.spiked", spiked(team, platforms=["webhook"]))
    person(team, role="viewer")
    team.hear("trends.watch.spiked", spiked(team, platforms=["webhook"]))
    assert drafts(team) == []


def test_a_wish_this_version_does_not_know_costs_no_draft(team: Team) -> None:
    wish: dict[str, Any] = {"platforms": ["myspace", "webhook"], "tone": "shakespearean", "length": "endless"}
    wish |= {"template_id": str(uuid7()), "language": "tlh"}
    team.hear("trends.watch.spiked", spiked(team, **wish))
    [draft] = drafts(team)
    assert draft["platforms"] == ["webhook"]
