"""A text for each platform: asked for, shown, signed, chosen, written again, and left to the people."""

from __future__ import annotations

from typing import Any

import pytest

from thinker_svc.tests.ollama_server import QUESTION, Behaviour
from thinker_svc.tests.team import Team

FOR = ["bluesky", "linkedin"]


def written(team: Team, **wishes: Any) -> dict[str, Any]:
    body = {"platforms": FOR, "length": "long", "each_platform": True} | wishes
    draft = team.author.ask(team.search(), **body)
    team.work()
    return team.author.draft(draft["id"])


def again(team: Team, draft: dict[str, Any], **wishes: Any) -> dict[str, Any]:
    assert team.author.post(f"/drafts/{draft['id']}/regenerate", wishes).status_code == 202
    team.work()
    return team.author.draft(draft["id"])


def own(draft: dict[str, Any]) -> Any:
    return draft["content"]["platform_texts"]


def test_each_platform_gets_its_text_with_the_models_words_marked(team: Team) -> None:
    draft = written(team)
    text = own(draft)["linkedin"]
    assert set(own(draft)) == {"linkedin"}
    assert len(draft["content"]["text"]) < len(text)
    [span] = draft["generation"]["platform_spans"]["linkedin"]
    assert text[span["start"] : span["end"]] == QUESTION
    provenance: Any = team.author.get(f"/drafts/{draft['id']}/provenance").json
    record = provenance["generations"][0]
    assert record["each_platform"] is True
    assert record["own_texts"]["linkedin"]["text"] == text
    assert own(written(team, each_platform=False)) == {}


def test_what_is_signed_is_each_platforms_text(team: Team) -> None:
    draft = written(team)
    assert team.author.post(f"/drafts/{draft['id']}/submit", {}).status_code == 200
    read = team.reviewer.draft(draft["id"])
    assert team.reviewer.approve(read).status_code == 200
    [told] = team.told("thinker.draft.approved")
    assert told["texts"] == {"bluesky": draft["content"]["text"], "linkedin": own(draft)["linkedin"]}


def test_words_of_a_model_are_marked_as_long_as_they_stand(team: Team) -> None:
    draft = written(team)
    text = "So: " + own(draft)["linkedin"]
    assert (
        team.author.save(draft, text=draft["content"]["text"], platform_texts={"linkedin": text}).status_code
        == 200
    )
    edited = team.author.draft(draft["id"])
    [span] = edited["generation"]["platform_spans"]["linkedin"]
    assert text[span["start"] : span["end"]] == QUESTION
    mine = {"linkedin": "Mine alone."}
    assert team.author.save(edited, text=draft["content"]["text"], platform_texts=mine).status_code == 200
    assert team.author.draft(draft["id"])["generation"]["platform_spans"] == {}


def test_a_rewrite_is_for_each_platform_as_the_last_was_unless_told_otherwise(team: Team) -> None:
    draft = written(team)
    shorter = again(team, draft, length="medium")
    assert shorter["generation"]["each_platform"] is True
    assert set(own(shorter)) == {"linkedin"}
    for_all = again(team, draft, each_platform=False)
    assert (for_all["generation"]["each_platform"], own(for_all)) == (False, {})
    assert set(own(again(team, draft, each_platform=True))) == {"linkedin"}


@pytest.mark.parametrize("each", [True, False])
def test_what_people_wrote_for_a_platform_stays_with_the_models_words_in_it_marked(
    team: Team, each: bool
) -> None:
    draft = written(team, platforms=["bluesky", "mastodon", "linkedin"])
    assert set(own(draft)) == {"mastodon", "linkedin"}
    changed = "Changed by hand: " + own(draft)["linkedin"]
    team.author.save(draft, text=draft["content"]["text"], platform_texts=own(draft) | {"linkedin": changed})
    after = again(team, draft, each_platform=each)
    assert own(after)["linkedin"] == changed
    assert set(own(after)) == ({"mastodon", "linkedin"} if each else {"linkedin"})
    if each:
        assert own(after)["mastodon"] != own(draft)["mastodon"]
    [span] = after["generation"]["platform_spans"]["linkedin"]
    assert changed[span["start"] : span["end"]] == QUESTION
    # Shorter, longer and tone say nothing of platforms.
    assert own(again(team, after, length="short"))["linkedin"] == changed


def test_platforms_that_share_a_text_lose_none_that_somebody_wrote(team: Team) -> None:
    draft = written(team, platforms=["bluesky", "x"])
    mine = {"bluesky": "Written by hand."}
    team.author.save(draft, text=draft["content"]["text"], platform_texts=mine)
    assert own(again(team, draft, each_platform=True)) == mine


def test_an_alternative_brings_its_own_texts(team: Team, ollama: Behaviour) -> None:
    draft = written(team, variants=2)
    offers: Any = team.author.get(f"/drafts/{draft['id']}/alternatives").json
    first, second = offers["items"]
    assert [first["in_use"], second["in_use"]] == [True, False]
    assert own(draft) == first["platform_texts"] != second["platform_texts"]
    path = f"/drafts/{draft['id']}/alternatives/2/use"
    used = team.author.post(path, If_Match=f'"v{draft["version"]}"')
    assert used.status_code == 200
    chosen = team.author.draft(draft["id"])
    assert (chosen["content"]["text"], own(chosen)) == (second["text"], second["platform_texts"])
    assert set(chosen["generation"]["platform_spans"]) == {"linkedin"}
    records: Any = team.author.get(f"/drafts/{draft['id']}/provenance").json
    kept = records["generations"][0]["alternatives"]
    assert [one["own_texts"]["linkedin"]["text"] for one in kept] == [
        one["platform_texts"]["linkedin"] for one in offers["items"]
    ]


def test_a_model_that_is_away_leaves_assembled_texts_of_their_own(team: Team, ollama: Behaviour) -> None:
    ollama.status = 400
    draft = written(team)
    assert draft["state"] == "generation_failed"
    assert set(own(draft)) == {"linkedin"}
    assert draft["generation"]["platform_spans"] == {}
