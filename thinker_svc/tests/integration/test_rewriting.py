"""A draft that is written again: as last time, but for what is said anew; and what stays where that fails."""

from __future__ import annotations

from typing import Any

from svckit.ids import uuid7
from thinker_svc.tests.ollama_server import Behaviour
from thinker_svc.tests.team import Team


def again(team: Team, draft: dict[str, Any], **wishes: Any) -> dict[str, Any]:
    """It is written anew; how that was asked for."""
    answer = team.author.post(f"/drafts/{draft['id']}/regenerate", wishes)
    assert answer.status_code == 202, answer.json
    team.work()
    generation = team.author.draft(draft["id"])["generation"]
    return {name: generation[name] for name in ("tone", "length", "instructions", "variants")}


def test_a_rewrite_is_as_last_time_but_for_what_is_said_anew(team: Team) -> None:
    wishes = {"tone": "playful", "length": "long", "instructions": "Mention Fridays."}
    draft = team.author.ask(team.search(), **wishes, variants=3)
    team.work()
    assert again(team, draft, length="medium") == wishes | {"length": "medium", "variants": 1}
    assert again(team, draft, tone="friendly")["instructions"] == "Mention Fridays."
    assert again(team, draft) == {
        "tone": "friendly", "length": "medium", "instructions": "Mention Fridays.", "variants": 1
    }  # fmt: skip
    assert again(team, draft, instructions="")["instructions"] == ""
    assert again(team, draft, variants=2)["variants"] == 2


def test_trying_again_after_a_failure_is_for_as_many_texts(team: Team, ollama: Behaviour) -> None:
    ollama.status = 400
    wishes = {"tone": "playful", "length": "short", "instructions": "Mention Fridays.", "variants": 3}
    draft = team.author.ask(team.search(), **wishes)
    team.work()
    assert team.author.draft(draft["id"])["state"] == "generation_failed"
    ollama.status = 200
    assert again(team, draft) == wishes
    assert team.author.draft(draft["id"])["generation"]["alternatives"] == 3
    assert again(team, draft)["variants"] == 1
    assert again(team, draft, variants=1)["variants"] == 1


def test_trying_again_after_a_stop_before_the_first_word_is_for_as_many_texts(team: Team) -> None:
    search_id = uuid7()
    draft = team.author.ask(search_id, variants=2)
    team.author.post(f"/drafts/{draft['id']}/stop")
    assert again(team, draft)["variants"] == 2
    team.complete(search_id)
    team.author.post(f"/drafts/{draft['id']}/stop")
    assert again(team, draft)["variants"] == 2
    assert again(team, draft)["variants"] == 1
    # A rewrite, too: what stays is the text from before.
    team.author.post(f"/drafts/{draft['id']}/regenerate", {"variants": 3})
    team.author.post(f"/drafts/{draft['id']}/stop")
    assert again(team, draft)["variants"] == 3
    assert again(team, draft)["variants"] == 1


def test_after_a_rewrite_that_brought_nothing_the_length_of_the_text_that_stands_is_still_known(
    team: Team, ollama: Behaviour
) -> None:
    draft = team.author.ask(team.search(), length="long")
    ollama.status = 400
    team.work()
    assert lengths(team, draft) == ("long", "long")
    again(team, draft, length="medium")
    assert lengths(team, draft) == ("medium", "long")
    ollama.status = 200
    again(team, draft)
    assert lengths(team, draft) == ("medium", "medium")
    team.author.post(f"/drafts/{draft['id']}/regenerate", {"length": "short"})
    team.author.post(f"/drafts/{draft['id']}/stop")
    assert lengths(team, draft) == ("short", "medium")
    written: Any = team.author.draft(draft["id"])
    assert team.author.save(written, text="Edited since.").status_code == 200
    assert lengths(team, draft) == ("short", "medium")


def lengths(team: Team, draft: dict[str, Any]) -> tuple[str, str]:
    """What was asked for last, and what the text that stands was asked for with."""
    generation = team.author.draft(draft["id"])["generation"]
    return generation["length"], generation["standing_length"]


def test_a_text_that_was_stopped_is_one_that_a_failed_rewrite_goes_back_to(
    team: Team, ollama: Behaviour
) -> None:
    draft = team.author.ask(team.search())
    team.author.post(f"/drafts/{draft['id']}/stop")
    stopped = team.author.draft(draft["id"])
    ollama.status = 400
    again(team, draft)
    after = team.author.draft(draft["id"])
    assert (after["state"], after["content"]) == ("draft", stopped["content"])


def test_a_wish_after_a_rewrite_that_was_stopped_is_for_the_text_that_stands(team: Team) -> None:
    draft = team.author.ask(team.search(), instructions="Mention Fridays.", platforms=["x", "linkedin"])
    team.work()
    wishes = {"language": "pt", "instructions": "Mention Mondays.", "each_platform": True}
    team.author.post(f"/drafts/{draft['id']}/regenerate", wishes)
    team.author.post(f"/drafts/{draft['id']}/stop")
    assert team.author.draft(draft["id"])["language"] == "en"
    assert again(team, draft, length="short")["instructions"] == "Mention Fridays."
    now = team.author.draft(draft["id"])
    assert now["language"] == "en"
    assert not now["generation"]["each_platform"]


def test_the_same_rewrite_is_asked_for_again_by_saying_nothing(team: Team) -> None:
    draft = team.author.ask(team.search(), platforms=["x", "linkedin"])
    team.work()
    team.author.post(f"/drafts/{draft['id']}/regenerate", {"language": "pt", "each_platform": True})
    team.author.post(f"/drafts/{draft['id']}/stop")
    again(team, draft)
    now = team.author.draft(draft["id"])
    assert (now["language"], now["generation"]["each_platform"]) == ("pt", True)


def test_a_restored_text_is_made_shorter_in_its_own_language(team: Team) -> None:
    draft = team.author.draft(team.author.ask(team.search())["id"])
    team.work()
    english = team.author.draft(draft["id"])["content"]["text"]
    again(team, draft, language="de")
    team.author.save(team.author.draft(draft["id"]), text=english, apart=True)
    again(team, draft, length="short")
    assert team.author.draft(draft["id"])["language"] == "en"
