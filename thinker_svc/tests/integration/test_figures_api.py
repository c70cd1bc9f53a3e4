"""The figures check of drafts over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from svckit.db import unit_of_work
from svckit.ids import uuid7
from thinker_svc.figures import check
from thinker_svc.models import db
from thinker_svc.models.draft import Draft
from thinker_svc.services import figure_marks, flags
from thinker_svc.services.figure_marks import Counts
from thinker_svc.tests.guests import kind_of
from thinker_svc.tests.rules import set_rules
from thinker_svc.tests.team import Team

TRUE = "Pumpkin spice is up 50% in four weeks."
WRONG = "Pumpkin spice is up 70% in four weeks."
UNKNOWN = "Sales of pumpkin spice rose by 12%."


def test_a_written_drafts_figures_are_supported_and_lead_to_their_point(team: Team) -> None:
    draft = team.written()
    seen = team.viewer.get(f"/drafts/{draft['id']}/figures").json or {}
    assert seen["content_hash"] == draft["content_hash"]
    assert seen["has_snapshot"] is True
    assert seen["counts"]["supported"] >= 1
    assert seen["counts"]["contradicted"] == seen["counts"]["unsupported"] == 0
    claims = seen["texts"]["webhook"]["claims"]
    text = draft["content"]["text"]
    assert all(text[claim["start"] : claim["end"]].strip() for claim in claims)
    points = team.snapshot_of(draft)["series"]["pumpkin spice"]
    times = {datetime.fromisoformat(point["time"]) for point in points}
    assert {datetime.fromisoformat(claim["point"]) for claim in claims if claim["point"]} <= times
    assert all(
        claim["points"][0] == {"kind": "time", "name": claim["point"]} for claim in claims if claim["point"]
    )


def test_claims_about_regions_and_queries_lead_to_them_by_the_names_the_snapshot_has(team: Team) -> None:
    draft = team.written()
    snapshot = team.snapshot_of(draft)
    region, query = snapshot["regions"][0]["name"], snapshot["rising"][0]["query"]
    text = f"Interest in pumpkin spice is highest in {region}. “{query}” is up 7%."
    answer = team.author.post(f"/drafts/{draft['id']}/figures", {"text": text}).json or {}
    assert [claim["points"] for claim in answer["claims"]] == [
        [{"kind": "region", "name": region}],
        [{"kind": "rising", "name": query}],
    ]


def test_unsaved_text_is_checked_and_nothing_is_saved(team: Team) -> None:
    draft = team.written()
    for text, label in ((TRUE, "supported"), (WRONG, "contradicted"), (UNKNOWN, "unsupported")):
        answer = team.author.post(f"/drafts/{draft['id']}/figures", {"text": text})
        assert answer.status_code == 200
        [claim] = (answer.json or {})["claims"]
        assert claim["label"] == label
        assert (answer.json or {})["counts"][label] == 1
    assert (
        "50%"
        in (team.author.post(f"/drafts/{draft['id']}/figures", {"text": WRONG}).json or {})["claims"][0][
            "expected"
        ]
    )
    assert team.author.draft(draft["id"]) == draft


def test_a_contradicted_figure_comes_with_what_would_be_true_and_an_unsupported_one_with_why(
    team: Team,
) -> None:
    draft = team.written()
    [wrong] = (team.author.post(f"/drafts/{draft['id']}/figures", {"text": WRONG}).json or {})["claims"]
    fixed = WRONG[: wrong["fix"]["start"]] + wrong["fix"]["text"] + WRONG[wrong["fix"]["end"] :]
    assert fixed == TRUE
    [unknown] = (team.author.post(f"/drafts/{draft['id']}/figures", {"text": UNKNOWN}).json or {})["claims"]
    assert (unknown["why"], unknown["fix"]) == ("sales", None)


def test_the_counts_are_those_of_the_content_as_it_was_saved(team: Team) -> None:
    draft = team.written()
    assert team.author.save(draft, text=WRONG).status_code == 200
    counts = (team.viewer.get(f"/drafts/{draft['id']}/figures").json or {})["counts"]
    assert counts == {"supported": 0, "contradicted": 1, "unsupported": 0, "set_aside": 0, "checked": True}


def test_without_a_snapshot_no_figure_is_supported(team: Team) -> None:
    draft = team.author.ask(uuid7())
    answer = team.author.post(f"/drafts/{draft['id']}/figures", {"text": TRUE})
    assert [claim["label"] for claim in (answer.json or {})["claims"]] == ["unsupported"]
    assert (team.viewer.get(f"/drafts/{draft['id']}/figures").json or {})["has_snapshot"] is False


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pt", "O interesse em pumpkin spice subiu 300% desde 4 de janeiro."),
        ("pt", "Pumpkin spice: 2.000% a mais esta semana."),
        ("ar", "pumpkin spice: 2,000% up"),
    ],
)
def test_a_draft_in_a_language_that_is_not_read_says_so_and_is_not_blocked(
    team: Team, language: str, text: str
) -> None:
    set_rules(team, flagged_figures="block")
    search = team.search()
    english = team.author.ask(search)
    asked = team.author.ask(search, language=language)
    team.work()
    draft = team.author.draft(asked["id"])
    assert team.author.save(draft, text=text).status_code == 200
    assert marks_of(team, english, text)["claims"]  # the same text: what is kept for it is not taken
    nothing = {"supported": 0, "contradicted": 0, "unsupported": 0, "set_aside": 0, "checked": False}
    assert marks_of(team, draft, text) == {**marks_of(team, english, text), "claims": [], "counts": nothing}
    seen = team.viewer.get(f"/drafts/{draft['id']}/figures").json or {}
    assert (seen["has_snapshot"], seen["counts"]) == (True, nothing)
    assert team.author.post(f"/drafts/{draft['id']}/submit", {}).status_code == 200
    assert marks_of(team, english, text)["claims"]


def rewritten(
    team: Team, draft: dict[str, Any], language: str, *, finished: bool = True, variants: int = 1
) -> dict[str, Any]:
    wishes = {"language": language, "variants": variants}
    answer = team.author.post(f"/drafts/{draft['id']}/regenerate", wishes)
    assert answer.status_code == 202, answer.json
    if not finished:
        team.author.post(f"/drafts/{draft['id']}/stop")
    team.work()
    return team.author.draft(draft["id"])


def test_a_rewrite_that_came_to_nothing_leaves_the_text_its_language(team: Team) -> None:
    draft = team.author.save(team.written(), text=WRONG).json or {}
    stopped = rewritten(team, draft, "pt", finished=False)
    assert (stopped["content"]["text"], stopped["language"]) == (WRONG, "en")
    assert stopped["figures"]["contradicted"] == 1


@pytest.mark.parametrize("state", ["draft", "in_review"])
def test_a_text_that_comes_back_is_in_the_language_it_had(team: Team, state: str) -> None:
    set_rules(
        team,
        flagged_figures="block",
        utm={"enabled": True, "source": "team", "medium": "social", "campaign": ""},
    )
    said = WRONG.replace(".", ", see https://shop.example/spice.")
    draft = team.author.save(team.written(), text=said).json or {}
    other = rewritten(team, draft, "pt")
    assert other["language"] == "pt"
    if state == "in_review":
        assert team.author.post(f"/drafts/{draft['id']}/submit", {}).status_code == 200
        other = team.author.draft(draft["id"])
    back = team.author.save(other, text=said, apart=True).json or {}
    assert (back["language"], back["figures"]["contradicted"]) == ("en", 1)
    refused = team.reviewer.approve(back) if state == "in_review" else None
    refused = refused or team.author.post(f"/drafts/{draft['id']}/submit", {})
    assert kind_of(refused) == (409, "figures-flagged")
    again = team.author.save(back, text=other["content"]["text"], apart=True).json or {}
    assert again["language"] == "pt"


def test_an_emptied_text_says_nothing_of_its_language(team: Team) -> None:
    draft = team.author.save(team.written(), text="").json or {}
    other = rewritten(team, draft, "pt")
    emptied = team.author.save(other, text="", apart=True).json or {}
    assert emptied["language"] == "pt"


def test_a_text_that_is_chosen_brings_its_language(team: Team) -> None:
    draft = team.author.save(team.written(), text=WRONG).json or {}
    other = rewritten(team, draft, "pt", variants=2)
    back = team.author.save(other, text=WRONG, apart=True).json or {}
    path, seen = f"/drafts/{draft['id']}/alternatives/2/use", f'"v{back["version"]}"'
    chosen = team.author.post(path, {}, If_Match=seen)
    assert (chosen.status_code, (chosen.json or {})["language"]) == (200, "pt")


def test_counts_that_were_kept_of_a_language_that_is_not_read_count_no_more(team: Team) -> None:
    asked = team.author.ask(team.search(), language="pt")
    team.work()
    flagged = {"supported": 0, "contradicted": 1, "unsupported": 0, "content_hash": None}
    with team.app.app_context(), unit_of_work(db) as session:
        draft = session.get_one(Draft, UUID(asked["id"]))
        draft.figures = flagged | {"content_hash": draft.content_hash}
        assert flags.known(draft) == Counts(checked=False)
        draft.language = "en"
        assert flags.known(draft) == Counts(contradicted=1)
        flags.keep(session, draft)
        draft.language = "de"
        assert flags.known(draft) is None


def marks_of(team: Team, draft: dict[str, Any], text: str) -> dict[str, Any]:
    answer = team.author.post(f"/drafts/{draft['id']}/figures", {"text": text})
    assert answer.status_code == 200, answer.json
    return dict(answer.json or {})


@pytest.mark.parametrize("body", [{}, {"text": 5}, {"text": "x" * 10_001}])
def test_a_text_that_cannot_be_checked_is_refused_with_the_field(team: Team, body: dict[str, object]) -> None:
    draft = team.written()
    answer = team.author.post(f"/drafts/{draft['id']}/figures", body)
    assert answer.status_code == 422
    assert (answer.json or {})["errors"][0]["field"] == "text"


def test_an_answer_is_kept_but_never_for_another_trend(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = team.written(), team.written(values=[*[40] * 50, 60, 100, 100])
    asked: list[str] = []
    real = check

    def counted(text: str, snapshot: object) -> object:
        asked.append(text)
        return real(text, snapshot)  # type: ignore[arg-type] # the wrapper hands on what it was given

    monkeypatch.setattr(figure_marks, "claims_of", counted)
    text = "Kept, and asked for again: pumpkin spice peaked at 60."
    answers = [
        team.author.post(f"/drafts/{one['id']}/figures", {"text": text}).json
        for one in (first, first, second)
    ]
    assert asked == [text, text]
    assert answers[0] == answers[1] != answers[2]
