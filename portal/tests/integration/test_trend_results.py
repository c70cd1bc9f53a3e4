"""One search: what it found and what can be done with it."""

import re

import pytest

from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi
from portal.tests.visitor import Visitor


@pytest.fixture
def author(visitor: Visitor) -> Visitor:
    return visitor.sign_in("author")


def test_a_result_shows_the_same_numbers_as_lines_and_as_a_table(author: Visitor) -> None:
    page = author.get(f"/trends/{eg.uid(101)}")
    assert page.count("<tr data-partial") == 1
    assert '<td class="num">&lt;1</td>' in page
    assert "Breakout" in page
    assert "Sample data" in page
    assert "As of" in page
    assert 'data-from="series"' in page


def test_an_empty_answer_is_not_drawn(
    author: Visitor, fake_api: FakeApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = eg.snapshot(["pumpkin spice"], series={}, averages={}, rising=[], top=[], regions=[])
    monkeypatch.setattr(eg, "snapshot", lambda *_: empty)
    page = author.get(f"/trends/{eg.uid(101)}")
    assert "Not enough data" in page
    assert 'class="plot"' not in page


def test_missing_parts_are_named(author: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    partly = eg.snapshot(["pumpkin spice"], missing=["regions", "related"], rising=[], top=[], regions=[])
    monkeypatch.setattr(eg, "snapshot", lambda *_: partly)
    page = author.get(f"/trends/{eg.uid(101)}")
    assert "Some of it is missing:</b> the regions and the related queries" in page
    assert page.count("Google didn’t give them this time.") == 3
    assert "Ask for what is missing" in page


def test_what_spikes_is_ringed_on_the_chart(author: Visitor, fake_api: FakeApi) -> None:
    point = eg.snapshot(["pumpkin spice"])["series"]["pumpkin spice"][49]
    fake_api.spikes = [{"keyword": "pumpkin spice", "index": 49, "z": 4.0, "expected": 60.0} | point]
    page = author.get(f"/trends/{eg.uid(101)}")
    assert page.count('data-mark="spike"') == 1
    assert "Ringed: higher than its past lets expect" in page


def test_a_related_query_is_searched_for_by_one_click(author: Visitor, fake_api: FakeApi) -> None:
    address = f"/trends/{eg.uid(101)}"
    author.get(address)
    author.send(f"{address}/again", {"query": "pumpkin spice loaf uk", "fresh": ""})
    [question] = fake_api.asked("POST", "/trends/searches")
    assert question["keywords"] == ["pumpkin spice loaf uk"]
    assert (question["geo"], question["timeframe"]) == ("GB", "today 12-m")


def test_search_again_asks_anew(author: Visitor, fake_api: FakeApi) -> None:
    address = f"/trends/{eg.uid(101)}"
    author.get(address)
    author.send(f"{address}/again")
    assert fake_api.asked("POST", "/trends/searches")[0]["refresh"] is True


def test_several_keywords_have_their_averages_and_share_the_regions_bars(author: Visitor) -> None:
    page = author.get(f"/trends/{eg.uid(101)}")
    assert "<h2>Average</h2>" in page
    assert page.split("<h2>Regions</h2>")[1].count('<rect class="k2"') == 3


def test_a_comparison_of_more_than_five_says_that_it_is_rescaled(
    author: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = [f"word {n}" for n in range(7)]
    scaled = {"anchor": "word 1", "precision": dict.fromkeys(words, 0.5), "unscaled": ["word 6"]}
    found = eg.snapshot(words, rescaled=scaled, rising=[], top=[], regions=[])
    del found["series"]["word 6"]
    monkeypatch.setattr(eg, "snapshot", lambda *_: found)
    page = author.get(f"/trends/{eg.uid(101)}")
    assert "Rescaled." in page
    assert "through <b>word 1</b>" in page
    assert "too small beside the others to be compared" in page
    assert 'stroke-dasharray="8 4"' in page
    assert "Rising queries" not in page


def news(**changes: str) -> dict[str, str]:
    told = {"title": "All about it", "url": "https://news.example/1", "source": "The Example"}
    return told | {"keyword": "pumpkin spice", "as_of": eg.ago(hours=2)} | changes


def test_the_news_of_a_search_lead_out_of_the_page_and_say_of_when_they_are(
    author: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = [news(as_of=eg.ago(hours=20)), news(title="More of it", source="", as_of=eg.ago(hours=2))]
    found = eg.snapshot(["pumpkin spice", "rye"], news=told)
    monkeypatch.setattr(eg, "snapshot", lambda *_: found)
    section = author.get(f"/trends/{eg.uid(101)}").split("<h2>In the news</h2>")[1].split("</section>")[0]
    link = (
        '<a href="https://news.example/1" rel="noopener noreferrer nofollow" target="_blank">All about it</a>'
    )
    assert link in section
    assert "The Example" in section
    assert section.count('<td class="lab">pumpkin spice</td>') == 2
    assert f'datetime="{eg.ago(hours=20)}"' in section
    assert "Sample data" in section


def test_without_news_there_is_no_section_for_it(author: Visitor) -> None:
    assert "In the news" not in author.get(f"/trends/{eg.uid(101)}")


def test_markup_in_a_headline_is_text(author: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = news(
        title="<script>alert(1)</script>",
        url='https://news.example/"onmouseover="alert(1)',
        source="<b>x</b>",
    )
    found = eg.snapshot(["<i>rye</i>", "spelt"], news=[bad | {"keyword": "<i>rye</i>"}])
    monkeypatch.setattr(eg, "snapshot", lambda *_: found)
    section = author.get(f"/trends/{eg.uid(101)}").split("<h2>In the news</h2>")[1].split("</section>")[0]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in section
    assert "<script" not in section
    assert "<b>x" not in section
    assert "<i>rye" not in section
    assert '"onmouseover' not in section


def test_the_exact_question_is_told(author: Visitor) -> None:
    page = author.get(f"/trends/{eg.uid(101)}").split("The exact question")[1]
    assert "today 12-m" in page
    assert "“pumpkin spice”, “apple cider donut”" in page


def test_the_result_comes_as_a_file(author: Visitor) -> None:
    for path in ("chart.png", "chart.svg"):
        answer = author.client.get(f"/trends/{eg.uid(101)}/{path}")
        assert answer.get_data(as_text=True) == f"a picture as {path[-3:]}"
    for kind in ("csv", "json"):
        answer = author.client.get(f"/trends/{eg.uid(101)}/result.{kind}")
        assert answer.status_code == 200
        assert re.search(rf'filename="trend-[0-9a-f]+\.{kind}"', answer.headers["Content-Disposition"])


def test_a_draft_is_asked_for_with_its_wishes(author: Visitor, fake_api: FakeApi) -> None:
    address = f"/trends/{eg.uid(101)}"
    author.get(f"{address}?do=draft")
    answer = author.send(
        f"{address}/drafts", {"platforms": "webhook", "tone": "playful", "instructions": "Free tea."}
    )
    assert answer.status_code == 303
    [wishes] = fake_api.asked("POST", "/thinker/drafts")
    assert wishes["search_id"] == eg.uid(101)
    assert (wishes["platforms"], wishes["tone"], wishes["instructions"]) == (
        ["webhook"],
        "playful",
        "Free tea.",
    )
    assert "each_platform" not in wishes


def test_a_draft_may_be_asked_for_with_a_text_for_each_platform(author: Visitor, fake_api: FakeApi) -> None:
    address = f"/trends/{eg.uid(101)}"
    author.get(f"{address}?do=draft")
    author.send(f"{address}/drafts", {"platforms": ["bluesky", "linkedin"], "each_platform": "y"})
    [wishes] = fake_api.asked("POST", "/thinker/drafts")
    assert wishes["each_platform"] is True
