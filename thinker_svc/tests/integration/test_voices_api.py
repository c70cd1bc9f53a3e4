"""Voices over HTTP, and what they keep out of drafts."""

from __future__ import annotations

from thinker_svc.tests.library import VOICE, save, voice
from thinker_svc.tests.ollama_server import QUESTION, Behaviour
from thinker_svc.tests.team import Team


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
