"""Asking, reading and editing over HTTP, with real PostgreSQL and Redis."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from svckit.ids import uuid7
from thinker_svc.tests.ollama_server import DIGEST, QUESTION, Behaviour
from thinker_svc.tests.team import Team


def test_a_draft_has_the_facts_by_code_and_the_question_by_the_model(team: Team) -> None:
    draft = team.written()
    assert draft["state"] == "draft"
    assert draft["title"] == "Pumpkin spice at its highest of the past 12 months"
    assert "up 50% in four weeks in the United Kingdom" in draft["content"]["text"]
    [span] = draft["generation"]["ai_spans"]
    assert draft["content"]["text"][span["start"] : span["end"]] == QUESTION
    assert draft["sample"] is True
    assert draft["basic_model"] is True
    assert draft["keywords"] == ["pumpkin spice"]
    [ready] = team.told("thinker.draft.ready")
    assert ready["draft_id"] == draft["id"]


def test_a_draft_asked_for_before_its_search_ended_waits_and_starts_when_it_comes(team: Team) -> None:
    search_id = uuid7()
    draft = team.author.ask(search_id)
    assert draft["generation"]["status"] == "waiting"
    assert team.work() == 0
    team.complete(search_id)
    assert team.work() == 1
    assert team.author.draft(draft["id"])["state"] == "draft"


def test_a_search_that_failed_fails_its_drafts_with_the_searchs_own_reason(team: Team) -> None:
    before = uuid7()
    waiting = team.author.ask(before)
    error = {"type": "rate-limited", "title": "Google asks us to wait", "detail": "Try again in an hour."}
    told = {"search_id": str(before), "keywords": ["oat milk"], "geo": "", "timeframe": "all", "error": error}
    team.hear("trends.search.failed", told)
    asked_later = team.author.ask(before)
    for draft_id in (waiting["id"], asked_later["id"]):
        draft = team.author.draft(draft_id)
        assert draft["state"] == "generation_failed"
        assert draft["title"] == "Oat milk"
        assert draft["generation"]["error"]["detail"] == "Try again in an hour."
    assert len(team.told("thinker.draft.failed")) == 2


def test_a_search_without_data_says_so_instead_of_inventing(team: Team) -> None:
    draft = team.written(values=[0] * 53, rising=[], regions=[], averages={})
    assert draft["state"] == "generation_failed"
    assert draft["generation"]["error"]["type"] == "nothing-to-say"


@pytest.mark.parametrize(
    ("settings", "status", "error"),
    [
        ({"THINKER_MODEL": "no-such", "THINKER_BASIC_MODELS": "no-such"}, 200, "model-missing"),
        ({}, 500, "engine-error"),
    ],
)
def test_a_model_that_cannot_answer_fails_the_draft_with_the_remedy_and_keeps_the_facts(
    team_with: Callable[..., Team], ollama: Behaviour, settings: dict[str, str], status: int, error: str
) -> None:
    ollama.status = status
    team = team_with(**settings)
    draft = team.written()
    assert draft["state"] == "generation_failed"
    assert draft["generation"]["error"]["type"] == error
    assert "up 50%" in draft["content"]["text"]
    assert draft["permissions"]["edit"]["allowed"]
    assert not draft["permissions"]["submit"]["allowed"]
    saved = team.author.save(draft, text="My own words about pumpkin spice.")
    assert saved.status_code == 200
    assert (saved.json or {})["state"] == "draft"


def test_the_same_key_asks_once(team: Team) -> None:
    body = {"search_id": str(team.search())}
    first = team.author.post("/drafts", body, Idempotency_Key="k1")
    again = team.author.post("/drafts", body, Idempotency_Key="k1")
    assert first.json == again.json
    assert first.headers["Location"] == f"/api/v1/thinker/drafts/{(first.json or {})['id']}"
    assert team.work() == 1


def test_a_lost_update_is_refused_with_what_stands_there_now(team: Team) -> None:
    draft = team.written()
    assert team.author.save(draft, text="Mine.").status_code == 200
    late = team.reviewer.save(draft, text="Also mine.")
    assert late.status_code == 412
    problem = late.json or {}
    assert problem["type"] == "urn:problem:stale-content"
    assert problem["current"]["text"] == "Mine."
    assert problem["current_version"] == draft["version"] + 1
    unnamed = team.author.call("PUT", f"/drafts/{draft['id']}/content", {"text": "x"})
    assert unnamed.status_code == 428


def test_quick_saves_of_one_person_are_one_revision_and_a_reviewed_one_never_changes(team: Team) -> None:
    draft = team.written()
    for text in ("One.", "One two.", "One two three."):
        draft = dict(team.author.save(draft, text=text).json or {})
    path = f"/drafts/{draft['id']}"
    revisions = (team.author.get(f"{path}/revisions").json or {})["items"]
    assert [r["kind"] for r in revisions] == ["edited", "generated"]
    assert revisions[0]["text"] == "One two three."
    team.author.post(f"{path}/submit", {})
    team.author.save(draft, text="After submitting.")
    revisions = (team.author.get(f"{path}/revisions").json or {})["items"]
    assert [r["text"] for r in revisions[:2]] == ["After submitting.", "One two three."]
    assert revisions[1]["reviewed"]


def test_what_takes_the_place_of_a_text_leaves_that_a_version_however_quick(team: Team) -> None:
    draft = team.written()
    mine = team.author.save(draft, text="What I wrote for forty seconds.").json or {}
    other = team.author.save(mine, text="Another text altogether.", apart=True).json or {}
    team.author.save(other, text="Another text altogether, written on.")
    texts = [one["text"] for one in (team.viewer.get(f"/drafts/{draft['id']}/revisions").json or {})["items"]]
    assert texts == [
        "Another text altogether, written on.",
        "What I wrote for forty seconds.",
        draft["content"]["text"],
    ]


def test_saving_what_it_says_already_changes_nothing(team: Team) -> None:
    draft = team.written()
    saved = team.author.save(draft, text=draft["content"]["text"], title=draft["title"]).json or {}
    assert saved["version"] == draft["version"]
    assert saved["generation"]["ai_spans"] == draft["generation"]["ai_spans"]


def test_regenerating_gives_another_text_and_keeps_the_old_among_the_revisions(
    team: Team, ollama: Behaviour
) -> None:
    draft = team.written()
    ollama.answer = json.dumps({"question": "Are you a fan of pumpkin spice?"})
    answer = team.author.post(f"/drafts/{draft['id']}/regenerate", {"length": "short"})
    assert answer.status_code == 202, answer.json
    team.work()
    again = team.author.draft(draft["id"])
    assert again["state"] == "draft"
    assert again["content"]["text"].endswith("Are you a fan of pumpkin spice?")
    revisions = (team.author.get(f"/drafts/{draft['id']}/revisions").json or {})["items"]
    assert draft["content"]["text"] in [revision["text"] for revision in revisions]


def test_regenerating_that_fails_leaves_the_draft_as_it_was(team: Team, ollama: Behaviour) -> None:
    draft = team.written()
    ollama.status = 500
    team.author.post(f"/drafts/{draft['id']}/regenerate", {})
    team.work()
    again = team.author.draft(draft["id"])
    assert again["state"] == "draft"
    assert again["content"] == draft["content"]
    assert again["generation"]["error"]["type"] == "engine-error"


def test_lists_filter_count_and_page(team: Team) -> None:
    wanted = [team.written(keyword="oat milk") for _ in range(3)]
    team.written(keyword="100% wool")
    found = team.viewer.get("/drafts?q=OAT&state=draft&limit=2").json or {}
    rest = team.viewer.get(f"/drafts?q=OAT&state=draft&limit=2&cursor={found['next']}").json or {}
    ids = [item["id"] for item in found["items"] + rest["items"]]
    assert ids == [draft["id"] for draft in reversed(wanted)]
    assert rest["next"] is None
    assert found["counts"] == {"draft": 3}
    assert [d["keywords"] for d in (team.viewer.get("/drafts?q=100%25").json or {})["items"]] == [
        ["100% wool"]
    ]
    assert (team.viewer.get("/drafts?q=1%25l").json or {})["items"] == []


def test_provenance_says_where_every_word_comes_from(team: Team, ollama: Behaviour) -> None:
    draft = team.written()
    record = team.viewer.get(f"/drafts/{draft['id']}/provenance").json or {}
    assert record["snapshot"]["keywords"] == ["pumpkin spice"]
    [generation] = record["generations"]
    assert generation["model"] == "smollm2:135m"
    assert generation["digest"] == DIGEST
    assert (generation["template"], generation["template_version"]) == ("Closing question", 1)
    assert generation["messages"] == ollama.requests[0]["messages"]
    assert generation["format"] == ollama.requests[0]["format"]
    assert generation["answers"][0]["raw"] == ollama.answer
    assert generation["answers"][0]["seed"] == ollama.requests[0]["options"]["seed"]
    assert (generation["prompt_tokens"], generation["answer_tokens"]) == (200, 15)
    assert generation["started_at"] <= generation["first_token_at"] <= generation["finished_at"]


def test_a_larger_model_has_only_its_failing_fields_replaced(
    team_with: Callable[..., Team], ollama: Behaviour
) -> None:
    ollama.answer = json.dumps(
        {
            "hook": "Pumpkin spice is back on everyone's mind.",
            "body": "Interest in pumpkin spice is up 75% in four weeks in the United Kingdom.",
            "question": QUESTION,
            "hashtags": ["#pumpkinspice", "#buynow"],
        }
    )
    draft = team_with(THINKER_BASIC_MODELS="other").written()
    text = draft["content"]["text"]
    assert text.startswith(
        "Pumpkin spice is back on everyone's mind. Search interest in pumpkin spice is up 50%"
    )
    assert "75%" not in text
    assert text.endswith(f"{QUESTION}\n\n#PumpkinSpice")
    assert not draft["basic_model"]


def test_a_platform_named_twice_is_meant_once(team: Team) -> None:
    draft = team.author.ask(team.search(), platforms=["webhook", "webhook"])
    assert draft["platforms"] == ["webhook"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"platforms": ["webhook"]}, "search_id"),
        ({"search_id": "not-an-id"}, "search_id"),
        ({"search_id": str(uuid7()), "platforms": ["fax"]}, "platforms"),
        ({"search_id": str(uuid7()), "platforms": []}, "platforms"),
        ({"search_id": str(uuid7()), "tone": "rude"}, "tone"),
    ],
)
def test_bad_input_is_named_by_field(team: Team, body: dict[str, object], field: str) -> None:
    answer = team.author.post("/drafts", body)
    assert answer.status_code == 422
    assert field in [error["field"] for error in (answer.json or {})["errors"]]


def test_models_and_policy_are_told(team: Team) -> None:
    models = team.viewer.get("/models").json or {}
    assert [(m["name"], m["basic"], m["default"]) for m in models["items"]] == [("smollm2:135m", True, True)]
    assert models["default_available"]
    assert (team.viewer.get("/policy").json or {})["approvals_required"] == 1


def test_a_model_server_that_is_down_is_said_with_the_remedy(team_with: Callable[..., Team]) -> None:
    team = team_with(OLLAMA_HOST="http://127.0.0.1:9")
    answer = team.viewer.get("/models")
    assert answer.status_code == 503
    assert (answer.json or {})["type"] == "urn:problem:engine-unavailable"
    assert "OLLAMA_HOST" in (answer.json or {})["detail"]
    assert team.app.test_client().get("/readyz").status_code == 200
