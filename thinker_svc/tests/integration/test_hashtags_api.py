"""Hashtags over HTTP: how many read well on each platform, how many there are, and which would fit."""

from __future__ import annotations

from typing import Any

from svckit.ids import uuid7
from thinker_svc.tests import library
from thinker_svc.tests.team import Team


def hashtags(team: Team, draft: dict[str, Any]) -> dict[str, Any]:
    answer = team.viewer.get(f"/drafts/{draft['id']}/hashtags")
    assert answer.status_code == 200, answer.json
    return dict(answer.json or {})


def test_platforms_say_how_many_read_well_there(team: Team) -> None:
    items = (team.viewer.get("/platforms").json or {})["items"]
    assert {item["id"]: item["hashtags"] for item in items}["x"] == 2


def test_each_platforms_text_is_counted_and_more_than_read_well_are_saved_all_the_same(team: Team) -> None:
    draft = team.written()
    saved = team.author.save(
        draft,
        text="Up. #one #two #three #four",
        platforms=["bluesky", "x"],
        platform_texts={"x": "In C#, https://example.com/#top #one"},
    )
    assert saved.status_code == 200, saved.json
    assert hashtags(team, draft)["counts"] == {
        "bluesky": {"used": 4, "read_well": 3},
        "x": {"used": 1, "read_well": 2},
    }


def test_a_basic_models_draft_has_none_and_gets_some_suggested(team: Team) -> None:
    draft = team.written()
    found = hashtags(team, draft)
    assert found["counts"]["webhook"]["used"] == 0
    assert found["suggested"] == ["#PumpkinSpice", "#PumpkinSpiceRecipe"]


def test_the_voice_a_draft_was_written_with_keeps_its_banned_words_out(team: Team) -> None:
    voice = library.voice(team, banned=["recipe"])
    asked = team.author.ask(team.search(), voice_id=voice["id"])
    team.work()
    assert hashtags(team, asked)["suggested"] == ["#PumpkinSpice"]


def test_before_its_search_has_ended_nothing_is_suggested(team: Team) -> None:
    assert hashtags(team, team.author.ask(uuid7()))["suggested"] == []
