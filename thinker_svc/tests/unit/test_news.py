"""Headlines beside a trend's figures: whose words are whose, and that a figure in one is no data."""

from __future__ import annotations

import pytest

from thinker_svc.figures import check
from thinker_svc.services import facts, trust
from thinker_svc.services.languages import Code
from thinker_svc.tests.factories import snapshot, snapshot_data

HEADLINES = (
    "What to know about the power outage in London",
    "Power outage: ministers race to calm the United Kingdom",
    "So lief der Abend mit dem power outage in der Stadt",
)


def fault(text: str, code: Code = "en", *headlines: str) -> str | None:
    news = [{"title": title, "source": "The Paper", "url": "https://paper.example/1"} for title in headlines]
    sheet = facts.read(snapshot("power outage", news=news))
    return trust.fault(text, sheet, asked_by=None, voice=None, code=code, free=["power outage"])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Interest in the power outage is up 50% in four weeks in the United Kingdom.", "en"),
        ("What have you heard about the power outage in your street?", "en"),
        ("Das Interesse an dem power outage in der Schweiz ist nicht neu.", "de"),
    ],
)
def test_topic_place_and_small_words_stay_ours_though_a_headline_has_them_too(text: str, code: Code) -> None:
    assert fault(text, code) is None
    assert fault(text, code, *HEADLINES) is None


@pytest.mark.parametrize(
    "text",
    [
        "Power outage: ministers race to calm the United Kingdom, and interest is up 50%.",
        "Interest in the power outage is up while ministers race to find out why.",
        "What to know about the power outage in London, where it is dark.",
    ],
)
def test_what_a_headline_tells_is_not_told_as_ours(text: str) -> None:
    assert fault(text) is None
    assert fault(text, "en", *HEADLINES) == "repeats a stranger's words"


@pytest.mark.parametrize(
    "text", ["Interest is at 87 now.", "Interest is up 87%.", "Interest is up 50% in four weeks."]
)
def test_a_figure_of_a_headline_bears_nothing_out(text: str) -> None:
    told = {"title": "Interest at 87, up 87%, with 5 more", "url": "https://paper.example/87", "source": "x"}
    without, beside = snapshot_data(), snapshot_data(news=[told])
    assert check(text, beside) == check(text, without)
