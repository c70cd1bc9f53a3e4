"""Talking about a draft over HTTP: threads, words, mentions, endings."""

from __future__ import annotations

from typing import Any

import pytest

from thinker_svc.tests.team import Someone, Team


@pytest.fixture
def draft(team: Team) -> dict[str, Any]:
    """A written draft, on a team whose people are known here."""
    for person in (team.author, team.colleague, team.reviewer, team.admin, team.viewer):
        known(team, person)
    return team.written()


def known(team: Team, person: Someone, **changes: Any) -> None:
    told = {
        "user_id": str(person.id),
        "name": person.name,
        "role": person.role,
        "active": True,
        "verified": True,
    }
    team.hear("user.updated", told | changes, minutes=changes.pop("minutes", 0))


def say(who: Someone, draft: dict[str, Any], text: str, **more: Any) -> dict[str, Any]:
    answer = who.post(f"/drafts/{draft['id']}/comments", {"text": text, **more})
    assert answer.status_code == 201, answer.json
    return dict(answer.json or {})


def threads(who: Someone, draft: dict[str, Any], **query: str) -> list[dict[str, Any]]:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    answer = who.get(f"/drafts/{draft['id']}/comments?{asked}")
    assert answer.status_code == 200, answer.json
    return list((answer.json or {})["items"])


def on(draft: dict[str, Any], words: str) -> dict[str, Any]:
    return {"quote": words, "start": draft["content"]["text"].index(words)}


def test_a_comment_on_words_stays_with_them_through_edits(team: Team, draft: dict[str, Any]) -> None:
    words = "up 50% in four weeks"
    made = say(team.reviewer, draft, "Is that true?", anchor=on(draft, words))
    assert made["anchor"]["quote"] == words
    text = draft["content"]["text"]
    saved = team.author.save(draft, text=f"Fresh from the oven. {text}")
    assert saved.status_code == 200
    [thread] = threads(team.author, draft)
    anchor = thread["anchor"]
    assert (anchor["start"], anchor["changed"]) == (text.index(words) + 21, False)
    team.author.save(team.author.draft(draft["id"]), text=text.replace(words, "higher"))
    [thread] = threads(team.author, draft)
    assert thread["anchor"] == {
        "platform": None, "quote": words, "start": None, "end": None, "changed": True,
    }  # fmt: skip


def test_words_that_are_not_there_are_told_at_once(team: Team, draft: dict[str, Any]) -> None:
    body = {"text": "This?", "anchor": {"quote": "nobody wrote this", "start": 3}}
    answer = team.author.post(f"/drafts/{draft['id']}/comments", body)
    assert answer.status_code == 422
    assert (answer.json or {})["type"] == "urn:problem:text-changed"


def test_replies_stand_under_the_first_comment_in_their_order(team: Team, draft: dict[str, Any]) -> None:
    first = say(team.reviewer, draft, "Is it true?")
    say(team.author, draft, "The model's words.", thread_id=first["id"])
    whole = say(team.colleague, draft, "I'd drop it.", thread_id=first["id"])
    assert [comment["text"] for comment in whole["comments"]] == [
        "Is it true?",
        "The model's words.",
        "I'd drop it.",
    ]
    reply_of_reply = team.author.post(
        f"/drafts/{draft['id']}/comments", {"text": "Hm", "thread_id": whole["comments"][1]["id"]}
    )
    assert reply_of_reply.status_code == 409


def test_who_is_mentioned_is_told_once_with_the_words_and_the_thread(
    team: Team, draft: dict[str, Any]
) -> None:
    made = say(
        team.reviewer,
        draft,
        "@Priya, do we have shop numbers? @tom lindqvist?",
        anchor=on(draft, "four weeks"),
    )
    [told] = team.told("thinker.comment.mentioned")
    assert {person["name"] for person in told["mentioned"]} == {"Priya Nair", "Tom Lindqvist"}
    assert told["quote"] == "four weeks"
    assert told["thread_id"] == told["comment_id"] == made["id"]
    assert told["author"]["name"] == "Maya Okafor"
    comment = made["comments"][0]
    edited = team.reviewer.call(
        "PATCH",
        f"/drafts/{draft['id']}/comments/{comment['id']}",
        {"text": "@Priya and @Ada, do we have shop numbers?"},
        If_Match=f'"v{comment["version"]}"',
    )
    assert edited.status_code == 200
    told_again = team.told("thinker.comment.mentioned")[1]
    assert [person["name"] for person in told_again["mentioned"]] == ["Ada Admin"]


def test_a_mention_of_oneself_an_address_or_a_stranger_tells_nobody(
    team: Team, draft: dict[str, Any]
) -> None:
    for text in ("@Maya to do", "write to priya@priya.example", "@hartwell.example posted this", "a @ b"):
        made = say(team.reviewer, draft, text)
        assert "Priya Nair" not in [person["name"] for person in made["comments"][0]["mentions"]]
    assert team.told("thinker.comment.mentioned") == []


def test_only_active_people_can_be_mentioned(team: Team, draft: dict[str, Any]) -> None:
    known(team, team.colleague, active=False, minutes=1)
    say(team.reviewer, draft, "@Priya, are you there?")
    assert team.told("thinker.comment.mentioned") == []
    chosen = {"text": "Hello", "mentions": [str(team.colleague.id)]}
    answer = team.reviewer.post(f"/drafts/{draft['id']}/comments", chosen)
    assert (answer.status_code, (answer.json or {})["type"]) == (422, "urn:problem:unknown-person")
    offered = (team.reviewer.get("/people?q=pri").json or {})["items"]
    assert offered == []


def test_namesakes_have_to_be_told_apart(team: Team, issuer: Any, draft: dict[str, Any]) -> None:
    other = Someone(team.app, issuer, "author", "Priya Shah")
    known(team, other)
    answer = team.reviewer.post(f"/drafts/{draft['id']}/comments", {"text": "@Priya, see?"})
    assert answer.status_code == 422
    assert "Priya Nair or Priya Shah" in (answer.json or {})["detail"]
    made = say(team.reviewer, draft, "@Priya, see?", mentions=[str(other.id)])
    assert [person["name"] for person in made["comments"][0]["mentions"]] == ["Priya Shah"]
    say(team.reviewer, draft, "@Priya Nair, see?")
    assert len(team.told("thinker.comment.mentioned")) == 2


def test_a_mended_word_leaves_a_namesake_who_was_meant(
    team: Team, issuer: Any, draft: dict[str, Any]
) -> None:
    other = Someone(team.app, issuer, "author", "Priya Nair")
    known(team, other)
    first = say(team.reviewer, draft, "@Priya Nair, is ths true?", mentions=[str(other.id)])
    address = f"/drafts/{draft['id']}/comments/{first['id']}"
    for text, mentions in (("@Priya Nair, is this true?", [str(other.id)]), ("@Priya Nair, is it?", [])):
        version = threads(team.reviewer, draft)[0]["comments"][0]["version"]
        body = {"text": text, "mentions": mentions}
        answer = team.reviewer.call("PATCH", address, body, If_Match=f'"v{version}"')
        assert answer.status_code == 200, answer.json
        assert [one["id"] for one in (answer.json or {})["comments"][0]["mentions"]] == [str(other.id)]
    assert len(team.told("thinker.comment.mentioned")) == 1
    # The other one after all: the words are the same, who is meant isn't.
    body = {"text": "@Priya Nair, is it?", "mentions": [str(other.id), str(team.colleague.id)]}
    answer = team.reviewer.call("PATCH", address, body, If_Match='"v3"')
    [now] = (answer.json or {})["comments"]
    assert [one["id"] for one in now["mentions"]] == [str(team.colleague.id)]
    assert len(team.told("thinker.comment.mentioned")) == 2


def test_a_comment_that_mentions_somebody_who_left_can_still_be_mended(
    team: Team, draft: dict[str, Any]
) -> None:
    first = say(team.reviewer, draft, "@Priya Nair and @Tom, is ths true?")
    address = f"/drafts/{draft['id']}/comments/{first['id']}"
    both = [one["id"] for one in first["comments"][0]["mentions"]]
    assert len(both) == 2
    known(team, team.colleague, active=False, minutes=1)
    body = {"text": "@Priya Nair and @Tom, is this true?", "mentions": both}
    answer = team.reviewer.call("PATCH", address, body, If_Match='"v1"')
    assert answer.status_code == 200, answer.json
    assert [one["name"] for one in (answer.json or {})["comments"][0]["mentions"]] == [team.author.name]
    # Nor is somebody mentioned whose name was taken out.
    again = {"text": "Is this true?", "mentions": [str(team.author.id)]}
    answer = team.reviewer.call("PATCH", address, again, If_Match='"v2"')
    assert (answer.json or {})["comments"][0]["mentions"] == []


def test_the_team_is_offered_by_the_beginning_of_any_name(team: Team, draft: dict[str, Any]) -> None:
    found = (team.viewer.get("/people?q=nai").json or {})["items"]
    assert [person["name"] for person in found] == ["Priya Nair"]
    assert (team.viewer.get("/people?q=%25").json or {})["items"] == []
    assert len((team.viewer.get("/people").json or {})["items"]) == 5


def test_a_thread_is_closed_and_a_reply_opens_it_again(team: Team, draft: dict[str, Any]) -> None:
    first = say(team.reviewer, draft, "Is it true?")
    address = f"/drafts/{draft['id']}/comments/{first['id']}"
    assert team.author.draft(draft["id"])["comments"] == {"open": 1, "all": 1}
    closed = team.author.post(f"{address}/resolve").json or {}
    assert closed["resolved_by"]["name"] == "Tom Lindqvist"
    team.author.post(f"{address}/resolve")
    assert team.author.draft(draft["id"])["comments"] == {"open": 0, "all": 1}
    assert threads(team.author, draft, status="open") == []
    assert len(threads(team.author, draft, status="resolved")) == 1
    say(team.reviewer, draft, "It is not.", thread_id=first["id"])
    assert team.author.draft(draft["id"])["comments"]["open"] == 1
    team.author.post(f"{address}/resolve")
    team.author.post(f"{address}/reopen")
    assert len(threads(team.author, draft, status="open")) == 1
    kinds = [
        entry["kind"] for entry in (team.author.get(f"/drafts/{draft['id']}/timeline").json or {})["items"]
    ]
    assert kinds[:5] == ["comment_reopened", "comment_resolved", "replied", "comment_resolved", "commented"]


def test_only_ones_own_words_can_be_changed(team: Team, draft: dict[str, Any]) -> None:
    first = say(team.reviewer, draft, "Is it true?")
    address = f"/drafts/{draft['id']}/comments/{first['id']}"
    assert team.author.call("PATCH", address, {"text": "No."}, If_Match='"v1"').status_code == 403
    assert team.author.call("DELETE", address).status_code == 403
    assert team.reviewer.call("PATCH", address, {"text": "Is it so?"}).status_code == 428
    assert team.reviewer.call("PATCH", address, {"text": "Is it so?"}, If_Match='"v1"').status_code == 200
    assert team.reviewer.call("PATCH", address, {"text": "Or so?"}, If_Match='"v1"').status_code == 412
    [thread] = threads(team.author, draft)
    assert thread["comments"][0]["text"] == "Is it so?"
    assert thread["comments"][0]["edited_at"] is not None
    assert (thread["comments"][0]["mine"], threads(team.reviewer, draft)[0]["comments"][0]["mine"]) == (
        False,
        True,
    )


def test_a_deleted_comment_leaves_a_gap_only_while_others_replied(team: Team, draft: dict[str, Any]) -> None:
    first = say(team.reviewer, draft, "A secret")
    reply = say(team.author, draft, "What?", thread_id=first["id"])["comments"][1]
    base = f"/drafts/{draft['id']}/comments"
    assert team.reviewer.call("DELETE", f"{base}/{first['id']}").status_code == 204
    [thread] = threads(team.author, draft)
    assert (thread["comments"][0]["deleted"], thread["comments"][0]["text"]) == (True, "")
    assert team.admin.call("DELETE", f"{base}/{reply['id']}").status_code == 204
    assert threads(team.author, draft) == []


def test_viewers_read_and_authors_of_any_draft_talk(team: Team, draft: dict[str, Any]) -> None:
    assert team.viewer.post(f"/drafts/{draft['id']}/comments", {"text": "Hi"}).status_code == 403
    say(team.colleague, draft, "Mine isn't this one, but look at it.")
    assert len(threads(team.viewer, draft)) == 1


def test_talk_voids_no_approval_and_changes_no_version(team: Team) -> None:
    draft = team.approved()
    say(team.reviewer, draft, "Well done")
    now = team.author.draft(draft["id"])
    assert (now["state"], now["version"]) == ("approved", draft["version"])


def test_a_comment_sent_twice_is_made_once(team: Team, draft: dict[str, Any]) -> None:
    for _ in range(2):
        answer = team.author.post(f"/drafts/{draft['id']}/comments", {"text": "Once"}, Idempotency_Key="k1")
        assert answer.status_code == 201
    assert len(threads(team.author, draft)) == 1


def test_many_threads_come_in_pages(team: Team, draft: dict[str, Any]) -> None:
    for number in range(5):
        say(team.author, draft, f"Number {number}")
    page = team.author.get(f"/drafts/{draft['id']}/comments?limit=3").json or {}
    rest = team.author.get(f"/drafts/{draft['id']}/comments?limit=3&cursor={page['next']}").json or {}
    texts = [thread["comments"][0]["text"] for thread in page["items"] + rest["items"]]
    assert texts == [f"Number {number}" for number in range(5)]
    assert rest["next"] is None


@pytest.mark.parametrize("text", ["", "   \n ", "\x00\x07"])
def test_an_empty_comment_is_refused_in_words(team: Team, draft: dict[str, Any], text: str) -> None:
    answer = team.author.post(f"/drafts/{draft['id']}/comments", {"text": text})
    assert answer.status_code == 422
    assert (answer.json or {})["errors"][0]["message"] == "Write what you want to say."
