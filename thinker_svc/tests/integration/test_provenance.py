"""What is kept of how a text came about: messages sent later, answers that broke off, server, platforms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from svckit.db import unit_of_work
from thinker_svc.models import db
from thinker_svc.models.generation import Generation
from thinker_svc.services import alternatives
from thinker_svc.services.asking import REPAIR
from thinker_svc.tests import openai_server
from thinker_svc.tests.integration.test_answers import full, larger, record
from thinker_svc.tests.ollama_server import Behaviour
from thinker_svc.tests.openai_server import Endpoint
from thinker_svc.tests.team import Team


def test_the_messages_of_a_repair_are_kept_as_they_were_sent(
    team_with: Callable[..., Team], ollama: Behaviour
) -> None:
    team = larger(team_with, ollama, "Sure! A post.", full())
    kept = record(team, team.written())
    first, second = kept["answers"]
    assert first["follow_up"] == []
    assert second["follow_up"] == [
        {"role": "assistant", "content": "Sure! A post."},
        {"role": "user", "content": REPAIR},
    ]
    assert kept["messages"] + second["follow_up"] == ollama.requests[1]["messages"]


def test_what_a_broken_stream_left_is_kept_beside_the_answer_that_came_then(
    team_with: Callable[..., Team], ollama: Behaviour
) -> None:
    team = larger(team_with, ollama)
    ollama.breaks = 1
    draft = team.written()
    assert draft["state"] == "draft"
    lost, whole = record(team, draft)["answers"]
    assert (lost["raw"], lost["verdicts"], lost["cut"]) == (full()[:8], {}, False)
    assert lost["broken_off"]["type"] == "engine-unavailable"
    assert (whole["raw"], whole["broken_off"]) == (full(), None)


def test_what_a_time_out_left_is_kept_with_the_reason(
    team_with: Callable[..., Team], ollama: Behaviour
) -> None:
    ollama.thinking, ollama.between = "Hm.", 0.4
    team = team_with(THINKER_ANSWER_SECONDS="1.5")
    draft = team.written()
    assert draft["generation"]["error"]["type"] == "engine-timeout"
    [lost] = record(team, draft)["answers"]
    assert lost["thinking"] == "Hm."
    assert lost["raw"]
    assert ollama.answer.startswith(lost["raw"])
    assert lost["raw"] != ollama.answer
    assert lost["broken_off"] == draft["generation"]["error"]


def test_malformed_answers_are_told_as_that_though_another_broke_off(
    team_with: Callable[..., Team], ollama: Behaviour
) -> None:
    team = larger(team_with, ollama)
    ollama.answer, ollama.breaks = "I am sorry, Dave.", 1
    draft = team.written()
    assert draft["generation"]["error"]["type"] == "answer-malformed"
    assert [bool(answer["broken_off"]) for answer in record(team, draft)["answers"]] == [True, *[False] * 3]


def test_server_platforms_and_aim_are_kept_without_the_servers_password(
    team_with: Callable[..., Team], ollama: Behaviour
) -> None:
    host = ollama.url.replace("://", "://tom:s3cret@")
    team = team_with(OLLAMA_HOST=host, THINKER_KEEP_ALIVE="30m")
    asked = team.author.ask(team.search(), platforms=["linkedin", "x"], variants=2)
    team.work()
    kept = record(team, asked)
    told = {"engine": "ollama", "host": ollama.url, "keep_alive": "30m"}
    for one in (kept, *kept["alternatives"]):
        assert one["written_for"] == {"platforms": ["linkedin", "x"], "aim": 260}
        assert one["server"] == told
        assert "made" not in one["options"]
        assert one["options"]["temperature"] is not None
    assert "s3cret" not in str(kept)


def test_of_chat_completions_no_time_in_memory_is_told(team_with: Callable[..., Team]) -> None:
    with openai_server.serve(Endpoint()) as endpoint:
        team = team_with(
            THINKER_ENGINE="openai", OPENAI_BASE_URL=endpoint.url, THINKER_MODEL=openai_server.MODEL
        )
        server = record(team, team.written())["server"]
    assert server == {"engine": "openai", "host": endpoint.url, "keep_alive": None}


def test_a_text_without_a_model_names_no_server(team: Team) -> None:
    asked = team.author.ask(team.search(), language="de")
    team.work()
    kept = record(team, asked)
    assert (kept["server"], kept["written_for"]["platforms"]) == (None, ["webhook"])


def test_what_older_and_newer_versions_wrote_is_shown_and_put_together(team: Team) -> None:
    asked = team.author.ask(team.search(), variants=2)
    team.work()

    def strange(answers: list[Any] | None) -> list[Any]:
        gone = ("follow_up", "broken_off", "full")
        return [{k: v for k, v in one.items() if k not in gone} | {"later": 1} for one in answers or ()]

    generation_id = UUID(record(team, asked)["id"])
    with team.app.app_context(), unit_of_work(db) as session:
        generation = session.get_one(Generation, generation_id)
        generation.options = {"temperature": 0.6}
        generation.answers = strange(generation.answers)
        for row in alternatives.of(session, generation_id):
            row.answers = strange(row.answers)
        session.flush()
        made = alternatives.together(session, generation)
        assert made is not None
        assert [answer.variant for answer in made.answers] == [1, 2]
    kept = record(team, asked)
    assert (kept["options"], kept["written_for"], kept["server"]) == ({"temperature": 0.6}, None, None)
    assert kept["answers"][0]["raw"]
