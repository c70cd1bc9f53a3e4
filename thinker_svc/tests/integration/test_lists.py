"""Lists of drafts: what is found, how many there are, the board, and filters that people keep."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text, update

from svckit.db import unit_of_work
from svckit.ids import uuid7
from thinker_svc.models import Draft, Generation, db
from thinker_svc.services import tallies
from thinker_svc.tests.team import Someone, Team

LANGUAGES = {
    "en": ("Sourdough at seven: don't miss it", "sourdough", "SOUR", "dont"),
    "de": ("Straßenfest mit Brötchen aus Köln", "strassenfest", "broetchen", "koln"),
    "fr": ("Crème brûlée et cœur coulant", "creme", "coeur", "BRÛLÉE"),
    "es": ("Mañana, piñata y corazón", "manana", "corazón", "pinat"),
    "pt": ("Pão de queijo e coração", "pao", "coraçao", "queij"),
    "ar": ("الخُبز الأبيض في الصّباح", "الخبز", "الابيض", "الصباح"),
}


def written(team: Team, by: Someone | None = None, **values: Any) -> str:
    """A draft with this text, title or state, written without a model: lists don't ask how."""
    who = by or team.author
    usual: dict[str, Any] = {
        "title": "Pumpkin spice is back",
        "state": "draft",
        "platforms": ["webhook"],
        "text": "Pumpkin spice rose.",
        "platform_texts": {},
        "keywords": ["pumpkin spice"],
    }
    draft = Draft(
        id=uuid7(), search_id=uuid7(), account_ids=[], content_hash="a" * 64, author_id=who.id,
        author_name=who.name, ai_spans=[], images=[], **usual | values,
    )  # fmt: skip
    generation = Generation(
        id=uuid7(), draft_id=draft.id, search_id=draft.search_id, number=1, status="done", model="none",
        requested_by_id=who.id, requested_by_name=who.name, tone="neutral", length="medium",
        basic_model=False,
    )  # fmt: skip
    draft.generation_id = generation.id
    with team.app.app_context(), unit_of_work(db) as session:
        session.add(draft)
        session.flush()
        session.add(generation)
        return str(draft.id)


def listed(team: Team, query: str = "", by: Someone | None = None) -> dict[str, Any]:
    answer = (by or team.author).get(f"/drafts?{query}")
    assert answer.status_code == 200, answer.json
    return dict(answer.json or {})


def ids(found: dict[str, Any]) -> list[str]:
    return [item["id"] for item in found["items"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_found_whatever_their_accents_capitals_and_endings(team: Team, language: str) -> None:
    said, *words = LANGUAGES[language]
    here, _other = written(team, text=said), written(team, text="Nothing of the kind")
    found = [word for word in words if ids(listed(team, f"q={word}")) == [here]]
    # An umlaut written as two letters is another word.
    assert found == [word for word in words if word not in ("broetchen", "dont")]


def test_all_words_have_to_be_there_in_any_of_title_text_and_keywords(team: Team) -> None:
    here = written(team, title="Loaf of the week", text="Rye & honey.\nNew!", keywords=["pumpkin spice"])
    for q in ("loaf rye", "pump rye", "new", "honey, rye", "spice"):
        assert ids(listed(team, f"q={q.replace(' ', '%20')}")) == [here], q
    assert ids(listed(team, "q=loaf%20wheat")) == []
    assert ids(listed(team, "q=%26%20%7C%20!")) == []


def test_a_platforms_own_text_is_searched_too(team: Team) -> None:
    here = written(team, platform_texts={"webhook": 'First line.\nBrioche "today".'})
    assert ids(listed(team, "q=brioche")) == [here]
    assert ids(listed(team, "q=today")) == [here]


def test_owner_platform_and_state_narrow_the_list_and_its_counts(team: Team) -> None:
    mine, theirs = written(team), written(team, by=team.colleague)
    written(team, state="rejected", platforms=["webhook", "mastodon"])
    assert ids(listed(team, "owner=me&state=draft")) == [mine]
    assert ids(listed(team, f"owner={team.colleague.id}")) == [theirs]
    assert listed(team, "owner=me")["counts"] == {"draft": 1, "rejected": 1}
    assert listed(team, "platform=mastodon")["counts"] == {"rejected": 1}
    assert listed(team, "platform=webhook&owner=me")["counts"] == {"draft": 1, "rejected": 1}
    assert listed(team)["counts"] == {"draft": 2, "rejected": 1}
    assert listed(team, "q=pumpkin&owner=me")["counts"] == {"draft": 1, "rejected": 1}


@pytest.mark.parametrize("sort", ["changed", "oldest", "created", "title"])
@pytest.mark.parametrize("q", ["", "&q=pumpkin"])
def test_every_order_is_paged_without_gaps_or_repeats(team: Team, sort: str, q: str) -> None:
    made = {written(team, title=f"{letter} loaf") for letter in "bcadc"}
    pages, cursor = [], ""
    while True:
        page = listed(team, f"sort={sort}&limit=2{q}" + (f"&cursor={cursor}" if cursor else ""))
        pages += page["items"]
        cursor = page["next"]
        if not cursor:
            break
    assert {item["id"] for item in pages} == made
    assert len(pages) == len(made)
    titles = [item["title"] for item in pages]
    if sort == "title":
        assert titles == sorted(titles)


def test_counts_follow_every_change_and_folding_changes_none(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tallies, "WORTH_FOLDING", 1)
    drafts = [written(team) for _ in range(3)]
    with team.app.app_context(), unit_of_work(db) as session:
        session.execute(update(Draft).where(Draft.id == UUID(drafts[0])).values(state="in_review"))
    expected = {"draft": 2, "in_review": 1}
    assert listed(team)["counts"] == expected
    with team.app.app_context(), unit_of_work(db) as session:
        before = session.execute(text("SELECT count(*) FROM draft_tallies")).scalar_one()
        tallies.fold(session)
        after = session.execute(text("SELECT count(*) FROM draft_tallies")).scalar_one()
        real = session.execute(select(Draft.state, text("count(*)")).group_by(Draft.state)).all()
    assert after < before
    assert listed(team)["counts"] == expected == dict(map(tuple, real))


def test_words_that_are_everywhere_are_counted_up_to_a_limit_and_say_so(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("thinker_svc.queries_lists.FEW", 2)
    for _ in range(4):
        written(team)
    found = listed(team, "q=pumpkin&limit=3")
    assert (found["counts_exact"], found["counts"], len(found["items"])) == (False, {"draft": 3}, 3)
    assert listed(team, "q=pumpkin&state=rejected")["items"] == []
    assert listed(team)["counts_exact"] is True


def test_the_board_has_a_column_for_each_state_with_its_first_cards(team: Team) -> None:
    for _ in range(3):
        written(team)
    board = team.viewer.get("/board?limit=2").json or {}
    columns = {column["state"]: column for column in board["columns"]}
    assert (columns["draft"]["count"], len(columns["draft"]["items"])) == (3, 2)
    assert (columns["approved"]["count"], columns["approved"]["items"]) == (0, [])
    assert columns["draft"]["items"][0]["permissions"]["submit"]["allowed"] is False
    mine = team.colleague.get("/board?owner=me").json or {}
    assert sum(column["count"] for column in mine["columns"]) == 0


def test_a_filter_is_kept_for_oneself_or_shared_with_the_team(team: Team) -> None:
    body = {"name": "Mine, due", "query": {"owner": "me", "state": "draft", "view": "board"}}
    made = team.author.post("/saved-filters", body)
    assert made.status_code == 201, made.json
    team.author.post("/saved-filters", {"name": "Ours", "shared": True, "query": {"q": "rye"}})
    names = [item["name"] for item in (team.author.get("/saved-filters").json or {})["items"]]
    assert names == ["Mine, due", "Ours"]
    [seen] = (team.viewer.get("/saved-filters").json or {})["items"]
    assert (seen["name"], seen["mine"], seen["owner"]["name"]) == ("Ours", False, "Tom Lindqvist")


def test_a_filter_changes_for_its_owner_only_and_never_over_another_change(team: Team) -> None:
    body = {"name": "Ours", "shared": True, "query": {"q": "rye"}}
    made = team.author.post("/saved-filters", body).json or {}
    path = f"/saved-filters/{made['id']}"
    assert team.colleague.call("PUT", path, body, If_Match='"v1"').status_code == 403
    assert team.colleague.call("DELETE", path).status_code == 403
    changed = team.author.call("PUT", path, body | {"name": "Rye"}, If_Match='"v1"')
    assert ((changed.json or {})["name"], changed.headers["ETag"]) == ("Rye", '"v2"')
    assert team.author.call("PUT", path, body, If_Match='"v1"').status_code == 412
    assert team.author.post("/saved-filters", body | {"name": "Rye"}).status_code == 409
    assert team.viewer.post("/saved-filters", body).status_code == 403
    assert team.admin.call("DELETE", path).status_code == 204
    assert team.author.call("DELETE", path).status_code == 404


def test_a_filter_that_is_nobodys_is_not_seen(team: Team) -> None:
    made = team.author.post("/saved-filters", {"name": "Mine", "query": {}}).json or {}
    assert team.colleague.call("DELETE", f"/saved-filters/{made['id']}").status_code == 404
