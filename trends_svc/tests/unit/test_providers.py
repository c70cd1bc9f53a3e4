"""Sources are found by being there."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from svckit.problems import Unprocessable
from trends_svc import providers
from trends_svc.services import catalogue, questions, searches, snapshot

NOW = datetime(2026, 11, 22, tzinfo=UTC)
FOLDER = """
from trends_svc.providers.base import Provider
from trends_svc.services.catalogue import SourceCard

PROVIDER = Provider(SourceCard("almanac", "The Almanac", ("series", "regions"), "By hand.", most_keywords=2,
                               knows=("geo",), scale="fixed"))
"""


@pytest.fixture
def almanac(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One more folder under providers/, and nothing else."""
    folder = tmp_path / "almanac"
    folder.mkdir()
    (folder / "__init__.py").write_text(FOLDER)
    monkeypatch.setattr(providers, "__path__", [*providers.__path__, str(tmp_path)])
    providers.found.cache_clear()
    yield
    providers.found.cache_clear()
    sys.modules.pop("trends_svc.providers.almanac", None)


@pytest.mark.usefixtures("almanac")
def test_a_folder_is_all_that_a_source_takes() -> None:
    assert "almanac" in catalogue.sources()
    asked = questions.ask(["tea", "milk"], "GB", "today 12-m", 0, "", now=NOW, source="almanac")
    assert searches.count_parts(asked, "almanac") == 2  # the series, and the regions
    series = {"resolution": "week", "as_of": NOW.isoformat(), "series": {"tea": []}, "averages": {}}
    found = snapshot.assemble(
        id=UUID(int=1), keywords=["tea"], geo="GB", timeframe="today 12-m", category=0,
        gprop="", source="almanac", sample=False, parts={"series": series},
    )  # fmt: skip
    assert found.missing == ["regions"]


@pytest.mark.usefixtures("almanac")
def test_what_its_card_does_not_tell_is_not_asked_of_it() -> None:
    with pytest.raises(Unprocessable) as caught:
        questions.ask(["a", "b", "c"], "GB", "today 12-m", 71, "", now=NOW, source="almanac")
    assert [(e["field"], "The Almanac" in e["message"]) for e in caught.value.errors] == [
        ("keywords", True),
        ("category", True),
    ]


def test_google_is_first_and_what_is_only_planned_last() -> None:
    names = list(catalogue.sources())
    assert (names[0], names[-1]) == ("google", "google-official")


def test_every_card_says_what_to_know_and_makes_what_it_promises() -> None:
    for name, provider in providers.found().items():
        card = provider.card
        assert card.name == name
        assert card.note
        assert (provider.source is not None) == card.is_searchable
        assert (provider.trending is not None) == (bool(card.trending) and card.by == "asked")
        assert (provider.reader is not None) == (card.by == "uploaded")
