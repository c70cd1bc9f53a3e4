"""The chart in words: what a person who can't see it is told, from the facts alone."""

from __future__ import annotations

from thinker_svc.services import alt_text
from thinker_svc.tests.factories import snapshot_data


def test_a_chart_is_told_by_its_subject_peak_and_present() -> None:
    values = [*[40] * 40, 100, *[50] * 11, 60]
    said = alt_text.of_chart(snapshot_data(values=values, sample=True))
    assert said.startswith(
        "Line chart of Google searches for pumpkin spice in the United Kingdom over the past 12 months, as"
    )
    assert "It peaks at 100 of 100 in the week of " in said
    assert "It stands at " in said
    assert said.endswith("Sample data.")


def test_several_keywords_are_told_by_their_averages() -> None:
    data = snapshot_data()
    data["keywords"] = ["pumpkin spice", "chai"]
    data["series"]["chai"] = data["series"]["pumpkin spice"]
    data["averages"]["chai"] = 12
    assert "Averages: pumpkin spice 43 and chai 12." in alt_text.of_chart(data)


def test_a_result_that_cant_be_read_is_not_described() -> None:
    assert alt_text.of_chart({"keywords": []}) == ""
