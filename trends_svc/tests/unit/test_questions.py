"""What may be asked, and what is said about the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svckit.problems import FieldError, Unprocessable
from trends_svc.services import questions
from trends_svc.services.questions import Question
from trends_svc.tests.factories import NOW


def ask(
    keywords: list[str], geo: str = "", timeframe: str = "today 12-m", category: int = 0, gprop: str = ""
) -> Question:
    return questions.ask(keywords, geo, timeframe, category, gprop, now=NOW)


def faults(*args: object, **kwargs: object) -> dict[str, str]:
    with pytest.raises(Unprocessable) as caught:
        ask(*args, **kwargs)  # type: ignore[arg-type] # wrong on purpose
    assert caught.value.type == "invalid-question"
    return {error["field"]: error["message"] for error in caught.value.errors}


def test_white_space_and_case_of_codes_are_put_right() -> None:
    found = ask(["  oat \t milk "], " gb-eng ", "NOW 1-h")
    assert found == Question(("oat milk",), "GB-ENG", "now 1-H")


def test_five_keywords_of_a_hundred_characters_are_fine() -> None:
    assert len(ask([letter * 100 for letter in "abcde"]).keywords) == 5


@pytest.mark.parametrize(
    ("keywords", "words"),
    [
        ([], "at least one"),
        (["", " "], "at least one"),
        (["pizza", ""], "is empty"),
        ([f"word {n}" for n in range(26)], "these are 26"),
        (["x" * 101], "has 101"),
        (["Pizza", "pizza"], "twice"),
        (["a\x00b"], "can't be searched"),
    ],
)
def test_wrong_keywords_are_told_with_what_to_do(keywords: list[str], words: str) -> None:
    assert words in faults(keywords)["keywords"]


@pytest.mark.parametrize("geo", ["XX", "US-ZZ", "england", "U", "US-AL-1", "🇬🇧"])
def test_an_unknown_region_is_refused(geo: str) -> None:
    assert "list" in faults(["pizza"], geo)["geo"]


def test_a_region_of_a_country_whose_regions_we_do_not_list_is_left_to_google() -> None:
    assert ask(["pizza"], "PT-11").geo == "PT-11"


@pytest.mark.parametrize(
    ("timeframe", "words"),
    [
        ("yesterday", "today 12-m"),
        ("2026-02-30 2026-03-01", "no 2026-02-30"),
        ("2026-03-02 2026-03-01", "before the last"),
        ("2003-12-31 2026-01-01", "begins on 2004"),
        ("2026-11-01 2027-01-01", "future"),
        ("2026-11-01T00 2026-11-20T00", "7 days"),
        ("2026-11-01T25 2026-11-02T00", "no 2026-11-01T25"),
    ],
)
def test_a_wrong_timeframe_is_told_with_what_to_write(timeframe: str, words: str) -> None:
    assert words in faults(["pizza"], "", timeframe)["timeframe"]


@pytest.mark.parametrize(
    "timeframe", ["2026-11-23 2026-11-23", "2004-01-01 2026-11-23", "2026-11-20T00 2026-11-22T05", "all"]
)
def test_spans_up_to_today_are_fine(timeframe: str) -> None:
    assert ask(["pizza"], "", timeframe).timeframe == timeframe


def test_all_faults_are_told_at_once() -> None:
    found = faults([], "XX", "never", -1, "maps")
    assert found.keys() == {"keywords", "geo", "timeframe", "category", "property"}


@given(st.lists(st.text(max_size=120), max_size=7), st.text(max_size=12), st.text(max_size=30))
def test_whatever_is_typed_is_accepted_clean_or_refused_in_words(
    keywords: list[str], geo: str, timeframe: str
) -> None:
    refused: list[FieldError] = []
    try:
        found = ask(keywords, geo, timeframe)
    except Unprocessable as problem:
        refused = problem.errors
        found = Question(("refused",), "", "all")
    assert all(error["message"] for error in refused)
    assert 1 <= len(found.keywords) <= 5
    assert all(1 <= len(keyword) <= 100 and keyword == keyword.strip() for keyword in found.keywords)
