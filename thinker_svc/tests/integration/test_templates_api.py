"""Templates and voices over HTTP: versions that stay, defaults, previews, test runs, what drafts record."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from svckit.db import unit_of_work, utcnow
from svckit.ids import uuid7
from thinker_svc.models import OutboxRow, Trial, db
from thinker_svc.names import TEST_TEMPLATE
from thinker_svc.provided import provided
from thinker_svc.services import trials
from thinker_svc.tests.ollama_server import QUESTION, Behaviour
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


def run_tests(team: Team) -> None:
    """What a worker does with the test runs that wait."""
    with team.app.app_context():
        with unit_of_work(db) as session:
            waiting = []
            for row in session.execute(select(OutboxRow).where(OutboxRow.name == TEST_TEMPLATE)).scalars():
                waiting.append(UUID(row.payload["trial_id"]))
        for trial_id in waiting:
            provided().trials.run(trial_id)


def test_the_products_own_templates_are_there_as_version_one_and_cannot_be_changed(team: Team) -> None:
    for kind in ("question", "post"):
        found = built_in(team.viewer, kind)
        assert (found["version"], found["default"], found["updated_by"]) == (1, True, None)
        whole = team.reviewer.get(f"/templates/{found['id']}").json or {}
        refused = save(team.reviewer, "/templates", whole, note="mine")
        assert refused.status_code == 409
        assert refused.json["type"] == "urn:problem:built-in"
    assert built_in(team.viewer, "question")["usable"] is True
    assert built_in(team.viewer, "post")["usable"] is False  # the model in use is a basic one


def test_every_save_is_a_version_and_old_ones_stay_as_they_were(team: Team) -> None:
    made = copy(team)
    changed = made["content"] | {"system": "Another system message."}
    saved = save(team.reviewer, "/templates", made, content=changed, note="Shorter")
    assert saved.status_code == 200
    assert saved.headers["ETag"] == '"v2"'
    again = save(team.reviewer, "/templates", saved.json, content=changed)
    assert again.json["version"] == 2  # nothing changed: no version
    items = (team.viewer.get(f"/templates/{made['id']}/versions").json or {})["items"]
    assert [(item["number"], item["note"]) for item in items] == [(2, "Shorter"), (1, "")]
    first = team.viewer.get(f"/templates/{made['id']}/versions/1").json or {}
    assert first["content"]["system"] == made["content"]["system"]
    assert team.viewer.get(f"/templates/{made['id']}/versions/7").status_code == 404


def test_a_version_cannot_be_changed_even_in_the_database(team: Team) -> None:
    copy(team)
    with team.app.app_context():
        for statement in ("UPDATE template_versions SET note = 'x'", "DELETE FROM template_versions"):
            with pytest.raises(DBAPIError, match="append-only"), unit_of_work(db) as session:
                session.execute(text(statement))


def test_two_people_who_save_at_once_lose_nothing(team: Team) -> None:
    made = copy(team)
    assert save(team.reviewer, "/templates", made, content=made["content"] | {"seeds": 3}).status_code == 200
    late = save(team.admin, "/templates", made, content=made["content"] | {"seeds": 1})
    assert late.status_code == 412
    assert late.json["current_version"] == 2


@pytest.mark.parametrize(
    ("kind", "change", "field"),
    [
        ("question", {"user": "Topic: {topic}\n{secret}"}, "content.user"),
        ("question", {"user": "Tone: {tone}"}, "content.user"),
        ("post", {"user": "Write about {tone}"}, "content.user"),
        ("question", {"openings": []}, "content.openings"),
        ("question", {"examples": {}}, "content.examples"),
        ("post", {"wish": "As asked."}, "content.wish"),
    ],
)
def test_a_template_that_could_not_work_is_refused_with_the_field(
    team: Team, kind: str, change: dict[str, Any], field: str
) -> None:
    content = content_of(team.reviewer, built_in(team.reviewer, kind)["id"]) | change
    answer = team.reviewer.post("/templates", {"name": "Broken", "kind": kind, "content": content})
    assert answer.status_code == 422
    assert field in [error["field"] for error in (answer.json or {})["errors"]]


@pytest.mark.parametrize(
    "change", [{"openings": ["(.*)+"]}, {"tail": "(a+)+$"}, {"options": {"temperature": 9}}, {"seeds": 50}]
)
def test_what_could_harm_the_models_server_is_refused(team: Team, change: dict[str, Any]) -> None:
    content = content_of(team.reviewer, built_in(team.reviewer)["id"]) | change
    answer = team.reviewer.post("/templates", {"name": "Broken", "kind": "question", "content": content})
    assert answer.status_code == 422


def test_names_are_unique_until_one_is_archived(team: Team) -> None:
    made = copy(team, "Ours")
    content = made["content"]
    twice = team.reviewer.post("/templates", {"name": "ours", "kind": "question", "content": content})
    assert twice.status_code == 422
    assert (twice.json or {})["errors"][0]["field"] == "name"
    assert team.reviewer.post(f"/templates/{made['id']}/archive").status_code == 200
    copy(team, "OURS")
    assert team.reviewer.post(f"/templates/{made['id']}/restore").status_code == 422
    names = [item["name"] for item in (team.viewer.get("/templates").json or {})["items"]]
    assert "OURS" in names
    assert "Ours" not in names


def test_there_is_one_default_of_each_kind_and_it_is_not_archived(team: Team) -> None:
    made = copy(team)
    assert team.reviewer.call("PUT", f"/templates/{made['id']}/default").status_code == 403
    assert team.admin.call("PUT", f"/templates/{made['id']}/default").status_code == 200
    items = (team.viewer.get("/templates").json or {})["items"]
    assert sorted(item["name"] for item in items if item["default"]) == ["Full post", "Ours"]
    assert team.reviewer.post(f"/templates/{made['id']}/archive").status_code == 409
    assert team.written()["template"]["name"] == "Ours"


def test_a_draft_keeps_the_very_version_it_was_asked_for_with(team: Team, ollama: Behaviour) -> None:
    made = copy(team, system="First system message.")
    asked = team.author.ask(team.search(), template_id=made["id"])
    save(team.reviewer, "/templates", made, content=made["content"] | {"system": "Second."})
    team.work()
    draft = team.author.draft(asked["id"])
    assert draft["template"] == {"id": made["id"], "name": "Ours", "version": 1}
    assert ollama.requests[0]["messages"][0]["content"] == "First system message."
    record = (team.author.get(f"/drafts/{draft['id']}/provenance").json or {})["generations"][0]
    assert (record["template_id"], record["template_version"]) == (made["id"], 1)
    again = team.author.post(f"/drafts/{draft['id']}/regenerate", {})
    assert (again.json or {})["template"]["version"] == 2  # the same template, as it is now


def test_what_cannot_be_chosen_is_refused_with_the_field(team: Team) -> None:
    search, post = team.search(), built_in(team.viewer, "post")
    archived = copy(team)
    team.reviewer.post(f"/templates/{archived['id']}/archive")
    for body, field in (
        ({"template_id": str(uuid7())}, "template_id"),
        ({"template_id": post["id"]}, "template_id"),
        ({"template_id": archived["id"]}, "template_id"),
        ({"voice_id": str(uuid7())}, "voice_id"),
    ):
        answer = team.author.post("/drafts", {"search_id": str(search), **body})
        assert answer.status_code == 422, body
        assert (answer.json or {})["errors"][0]["field"] == field


def test_a_banned_word_never_gets_through(team: Team, ollama: Behaviour) -> None:
    made = voice(team, banned=["enjoy"])
    asked = team.author.ask(team.search(), voice_id=made["id"])
    team.work()
    draft = team.author.draft(asked["id"])
    assert "enjoy" not in draft["content"]["text"].casefold()
    assert QUESTION not in draft["content"]["text"]
    assert draft["content"]["text"].endswith("?")
    assert draft["voice"] == {"id": made["id"], "name": "Bakery", "version": 1}
    record = (team.author.get(f"/drafts/{draft['id']}/provenance").json or {})["generations"][0]
    assert record["answers"][0]["verdicts"] == {"question": "holds a banned word"}


def test_sentences_by_code_avoid_banned_words_too(team: Team) -> None:
    made = voice(team, banned=["is up", "Breaking out"])
    asked = team.author.ask(team.search(), voice_id=made["id"])
    team.work()
    text_ = team.author.draft(asked["id"])["content"]["text"]
    assert "is up" not in text_
    assert "Breaking out" not in text_
    assert "50%" in text_  # said in other words


def test_a_search_about_a_banned_word_is_refused_in_words(team: Team) -> None:
    made = voice(team, banned=["pumpkin*"])
    asked = team.author.ask(team.search(), voice_id=made["id"])
    team.work()
    draft = team.author.draft(asked["id"])
    assert draft["state"] == "generation_failed"
    assert draft["generation"]["error"]["type"] == "voice-forbids-topic"
    assert "“pumpkin*”" in draft["generation"]["error"]["detail"]
    assert "pumpkin" not in draft["content"]["text"].casefold()


def test_the_voice_says_the_language_and_the_api_its_direction(team: Team, ollama: Behaviour) -> None:
    made = voice(team, "Arabic", language="ar", banned=[])
    asked = team.author.ask(team.search(), voice_id=made["id"])
    assert (asked["language"], asked["dir"]) == ("ar", "rtl")
    team.work()
    draft = team.author.draft(asked["id"])
    assert "ارتفع الاهتمام بالبحث عن «pumpkin spice» بنسبة 50%" in draft["content"]["text"]
    assert draft["content"]["text"].endswith("؟")
    assert ollama.requests == []  # a basic model speaks English only
    german = team.author.post(f"/drafts/{draft['id']}/regenerate", {"language": "de"})
    assert (german.json or {})["dir"] == "ltr"
    team.work()
    assert "um 50\u00a0% gestiegen" in team.author.draft(asked["id"])["content"]["text"]


def test_the_default_voice_is_taken_unless_none_is_wanted(team: Team) -> None:
    made = voice(team)
    assert team.admin.call("PUT", f"/voices/{made['id']}/default", {"default": True}).status_code == 200
    assert team.author.ask(team.search())["voice"]["name"] == "Bakery"
    assert team.author.ask(team.search(), voice_id="none")["voice"] is None
    team.admin.call("PUT", f"/voices/{made['id']}/default", {"default": False})
    assert team.author.ask(team.search())["voice"] is None


def test_voices_are_saved_in_versions_like_templates(team: Team) -> None:
    made = voice(team)
    saved = save(team.reviewer, "/voices", made, name="Bakery UK", content=VOICE | {"dont": ["Boast"]})
    assert (saved.json["name"], saved.json["version"]) == ("Bakery UK", 2)
    assert save(team.reviewer, "/voices", made).status_code == 412
    first = team.viewer.get(f"/voices/{made['id']}/versions/1").json or {}
    assert (first["name"], first["content"]["dont"]) == ("Bakery", ["Shout"])
    assert team.author.post("/voices", {"name": "x", "content": VOICE}).status_code == 403
    everything = team.reviewer.post("/voices", {"name": "All", "content": VOICE | {"banned": ["*"]}})
    assert everything.status_code == 422


def test_a_preview_shows_facts_text_and_the_very_messages_and_asks_nobody(
    team: Team, ollama: Behaviour
) -> None:
    search, template = team.search(), built_in(team.author)
    made = voice(team)
    shown = team.author.post(
        f"/templates/{template['id']}/preview", {"search_id": str(search), "voice_id": made["id"]}
    )
    assert shown.status_code == 200, shown.json
    preview = shown.json or {}
    rows = {row["label"]: row["value"] for row in preview["table"]}
    assert rows["Change"] == "from 40 to 60 in four weeks, +50%"
    assert rows["Rising queries"] == "pumpkin spice recipe (+250%)"
    assert "up 50%" in preview["text"]
    assert preview["messages"][-1]["content"].startswith("Topic: pumpkin spice")
    assert ollama.requests == []
    unsaved = content_of(team.author, template["id"]) | {"system": "Unsaved words."}
    shown = team.author.post(
        f"/templates/{template['id']}/preview", {"search_id": str(search), "content": unsaved}
    )
    assert (shown.json or {})["messages"][0]["content"] == "Unsaved words."
    german = team.author.post(
        f"/templates/{template['id']}/preview", {"search_id": str(search), "language": "de"}
    )
    assert (german.json or {})["messages"] == []
    assert "English alone" in (german.json or {})["notes"][0]


def test_a_preview_of_a_whole_post_holds_the_voice_and_the_fence(team: Team) -> None:
    made, template = voice(team), built_in(team.author, "post")
    body = {"search_id": str(team.search()), "voice_id": made["id"], "platforms": ["webhook"]}
    preview = team.author.post(f"/templates/{template['id']}/preview", body).json or {}
    system, user = (message["content"] for message in preview["messages"])
    for words in (
        "Name the season",
        "Shout",
        "game-changer",
        "Fresh out of the oven",
        "never an instruction",
    ):
        assert words in system
    assert user.count("<data>") == user.count("</data>") == 1
    assert user.index("<data>") < user.index("pumpkin spice recipe") < user.index("</data>")
    assert preview["notes"]  # the model in use is a basic one


@pytest.mark.parametrize("why", ["unknown search", "unknown platform", "unknown voice"])
def test_a_preview_of_nothing_says_what_is_missing(team: Team, why: str) -> None:
    wrong: dict[str, dict[str, Any]] = {
        "unknown search": {"search_id": str(uuid7())},
        "unknown platform": {"platforms": ["geocities"]},
        "unknown voice": {"voice_id": str(uuid7())},
    }
    body = {"search_id": str(team.search())} | wrong[why]
    answer = team.author.post(f"/templates/{built_in(team.author)['id']}/preview", body)
    assert answer.status_code == (404 if why == "unknown search" else 422)


def test_a_test_run_asks_the_model_and_makes_no_draft(team: Team, ollama: Behaviour) -> None:
    template = built_in(team.author)
    before = (team.author.get("/drafts").json or {})["items"]
    started = team.author.post(f"/templates/{template['id']}/test-runs", {"search_id": str(team.search())})
    assert started.status_code == 202
    address = started.headers["Location"].removeprefix("/api/v1/thinker")
    assert (team.author.get(address).json or {})["status"] == "queued"
    run_tests(team)
    done = team.author.get(address).json or {}
    assert done["status"] == "done"
    assert done["text"].endswith(QUESTION)
    assert done["result"]["answers"][0]["raw"] == json.dumps({"question": QUESTION})
    assert (team.author.get("/drafts").json or {})["items"] == before
    assert len(ollama.requests) == 1
    run_tests(team)
    assert len(ollama.requests) == 1  # the task again: it is done


def test_a_test_run_that_fails_says_why(team: Team, ollama: Behaviour) -> None:
    ollama.status = 500
    template = built_in(team.author)
    started = team.author.post(f"/templates/{template['id']}/test-runs", {"search_id": str(team.search())})
    run_tests(team)
    done = team.author.get(f"/test-runs/{(started.json or {})['id']}").json or {}
    assert (done["status"], done["error"]["type"]) == ("failed", "engine-error")


def test_test_runs_are_bounded_swept_and_forgotten(team: Team) -> None:
    template, search = built_in(team.author), str(team.search())
    path = f"/templates/{template['id']}/test-runs"
    answers = [team.author.post(path, {"search_id": search}).status_code for _ in range(4)]
    assert answers == [202, 202, 202, 429]
    with team.app.app_context():
        with unit_of_work(db) as session:
            session.execute(
                update(Trial).values(status="running", attempt=1, lease_until=utcnow() - trials.LEASE)
            )
        with unit_of_work(db) as session:
            trials.sweep(session)
        with unit_of_work(db) as session:
            assert {row.status for row in session.execute(select(Trial)).scalars()} == {"queued"}
            session.execute(update(Trial).values(created_at=utcnow() - 2 * trials.KEEP))
        with unit_of_work(db) as session:
            trials.sweep(session)
        with unit_of_work(db) as session:
            assert session.execute(select(Trial)).first() is None


def test_viewers_read_and_authors_try_but_reviewers_write(team: Team) -> None:
    template, search = built_in(team.viewer), str(team.search())
    assert team.viewer.post(f"/templates/{template['id']}/preview", {"search_id": search}).status_code == 403
    assert team.author.post(f"/templates/{template['id']}/preview", {"search_id": search}).status_code == 200
    body = {"name": "Mine", "kind": "question", "content": content_of(team.viewer, template["id"])}
    assert team.author.post("/templates", body).status_code == 403
    assert team.reviewer.post("/templates", body).status_code == 201
    key = {"Idempotency_Key": "make-once"}
    body["name"] = "Once"
    first, second = (team.reviewer.post("/templates", body, **key) for _ in range(2))
    assert (first.json or {})["id"] == (second.json or {})["id"]
