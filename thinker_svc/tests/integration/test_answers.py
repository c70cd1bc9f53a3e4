"""What a model says: malformed, with its thinking, too little; and what is kept of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from thinker_svc.tests.ollama_server import Behaviour
from thinker_svc.tests.team import Team

HOOK = "Pumpkin spice is back in the kitchen."
QUESTION = "Do you enjoy pumpkin spice?"


def full(hook: str = HOOK, question: str = QUESTION) -> str:
    body = "Interest in pumpkin spice is up 50% in four weeks."
    return json.dumps({"hook": hook, "body": body, "question": question, "hashtags": []})


def larger(team_with: Callable[..., Team], ollama: Behaviour, *answers: str) -> Team:
    """A team whose model writes everything."""
    ollama.model, ollama.answer, ollama.answers = "writer:8b", full(), list(answers)
    return team_with(THINKER_MODEL="writer:8b")


def record(team: Team, draft: dict[str, Any]) -> dict[str, Any]:
    answer = team.viewer.get(f"/drafts/{draft['id']}/provenance")
    return dict((answer.json or {})["generations"][0])


def test_a_malformed_answer_is_sent_back_once_and_put_right(
    team_with: Callable[..., Team], ollama: Behaviour
) -> None:
    team = larger(team_with, ollama, "Sure! Here is your post: Pumpkin spice!", full())
    draft = team.written()
    assert draft["content"]["text"].startswith(HOOK)
    first, second = record(team, draft)["answers"]
    assert (first["malformed"], first["repair"], second["malformed"], second["repair"]) == (
        True,
        False,
        False,
        True,
    )
    conversation = ollama.requests[1]["messages"]
    assert conversation[-2]["content"] == "Sure! Here is your post: Pumpkin spice!"
    assert "JSON" in conversation[-1]["content"]


def test_an_answer_that_stays_malformed_fails_with_what_was_said_kept(
    team_with: Callable[..., Team], ollama: Behaviour
) -> None:
    team = larger(team_with, ollama)
    ollama.answer = "I am sorry, Dave."
    draft = team.written()
    assert draft["state"] == "generation_failed"
    assert draft["generation"]["error"]["type"] == "answer-malformed"
    assert "up 50% in four weeks" in draft["content"]["text"]
    kept = record(team, draft)
    assert [answer["raw"] for answer in kept["answers"]] == [
        "I am sorry, Dave."
    ] * 3  # two, and one put right
    assert kept["messages"]


def test_a_rewrite_whose_answers_can_not_be_read_claims_nothing_of_the_text_that_stayed(
    team_with: Callable[..., Team], ollama: Behaviour
) -> None:
    team = larger(team_with, ollama)
    draft = team.written()
    ollama.answer = "I am sorry, Dave."
    team.author.post(f"/drafts/{draft['id']}/regenerate", {})
    team.work()
    after = team.author.draft(draft["id"])
    assert (after["state"], after["content"]) == ("draft", draft["content"])
    assert (after["generation"]["status"], after["generation"]["error"]["type"]) == (
        "failed", "answer-malformed",
    )  # fmt: skip
    assert "assembled" not in after["generation"]["error"]["detail"]


def test_an_answer_that_the_limit_of_tokens_ended_is_told_as_that(
    team_with: Callable[..., Team], ollama: Behaviour
) -> None:
    team = larger(team_with, ollama)
    ollama.thinking, ollama.answer, ollama.done_reason = "Hm. The reader bakes.", '{"hook": "Pump', "length"
    draft = team.written()
    error = draft["generation"]["error"]
    assert (draft["state"], error["type"]) == ("generation_failed", "answer-too-long")
    assert "500 tokens" in error["detail"]
    assert "Most tokens" in error["detail"]
    answers = record(team, draft)["answers"]
    assert [(answer["full"], answer["repair"]) for answer in answers] == [(True, False)] * 2


def test_an_answer_that_was_whole_when_the_limit_ended_it_stands(
    team_with: Callable[..., Team], ollama: Behaviour
) -> None:
    team = larger(team_with, ollama)
    ollama.done_reason = "length"
    draft = team.written()
    assert (draft["state"], draft["generation"]["error"]) == ("draft", None)
    assert draft["content"]["text"].startswith(HOOK)


def test_thinking_stays_out_of_the_text_and_in_the_provenance(
    team_with: Callable[..., Team], ollama: Behaviour
) -> None:
    team = larger(team_with, ollama)
    ollama.thinking = "The reader bakes. 99% sure."
    ollama.answers = [f"<think>Tags as well.</think>{full()}"]
    draft = team.written()
    assert "99%" not in draft["content"]["text"]
    assert "Tags" not in draft["content"]["text"]
    assert record(team, draft)["answers"][0]["thinking"] == "The reader bakes. 99% sure.\nTags as well."


def test_fewer_texts_than_asked_for_are_better_than_none(
    team_with: Callable[..., Team], ollama: Behaviour
) -> None:
    team = larger(team_with, ollama)
    ollama.answers = [full()]
    ollama.answer = "nothing"
    asked = team.author.ask(team.search(), variants=3)
    team.work()
    draft = team.author.draft(asked["id"])
    assert (draft["state"], draft["generation"]["alternatives"]) == ("draft", 1)
    assert draft["generation"]["error"]["type"] == "answer-malformed"
    answers = record(team, draft)["answers"]
    assert [(answer["variant"], answer["raw"]) for answer in answers] == [
        (1, full()), (2, "nothing"), (2, "nothing"), (2, "nothing"),
    ]  # fmt: skip


def test_provenance_says_all_that_a_text_was_made_from(team: Team) -> None:
    draft = team.written()
    answer = team.viewer.get(f"/drafts/{draft['id']}/provenance").json or {}
    assert answer["snapshot"]["series"]
    kept = answer["generations"][0]
    assert kept["template"]
    assert kept["template_version"]
    assert (kept["model"], kept["digest"]) == ("smollm2:135m", "d" * 64)
    assert kept["options"]["temperature"] is not None
    assert kept["answers"][0]["seed"] == 100
    assert kept["answers"][0]["raw"]
    assert kept["messages"][0]["role"] == "system"
    assert kept["prompt_tokens"]
    assert kept["answer_tokens"]
    assert kept["queued_at"] <= kept["started_at"] <= kept["first_token_at"] <= kept["finished_at"]
