"""What a search takes along of what was trending: which trends are its keywords', and which are not."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from trends_svc.services import news
from trends_svc.services.news import KeptNews
from trends_svc.services.questions import Question
from trends_svc.services.snapshot import Headline, Snapshot
from trends_svc.services.trending import NewsItem, Trend, Trending

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def article(n: int = 1, **changes: str) -> NewsItem:
    told = {"title": f"Headline {n}", "url": f"https://paper.example/{n}", "source": "The Paper"} | changes
    return NewsItem(picture=None, **told)


def trend(title: str, *articles: NewsItem, keyword: str = "") -> Trend:
    return Trend(title=title, keyword=keyword, traffic="200+", started_at=None, news=list(articles))


def feed(
    *trends: Trend, source: str = "google", geo: str = "PT", age_hours: float = 1.0, sample: bool = False
) -> Trending:
    as_of = NOW - timedelta(hours=age_hours)
    return Trending(source=source, geo=geo, as_of=as_of, sample=sample, stale=False, items=list(trends))


class Shelf:
    """Redis, as far as it is read."""

    def __init__(self, *feeds: Trending) -> None:
        self.kept = {f"trends:trending:{f.source}:{f.geo}": f.model_dump_json().encode() for f in feeds}

    def mget(self, keys: list[str]) -> list[bytes | None]:
        return [self.kept.get(key) for key in keys]


def about(
    *keywords: str,
    feeds: tuple[Trending, ...],
    geo: str = "PT",
    timeframe: str = "now 7-d",
    source: str = "google",
    sample: bool = False,
) -> list[Headline]:
    found = KeptNews("redis://127.0.0.1:1/0", clock=lambda: NOW)
    found._store = Shelf(*feeds)  # type: ignore[assignment] # what is kept is the test's
    return found.about(Question(keywords, geo, timeframe), source=source, sample=sample)


@pytest.mark.parametrize("asked", ["power outage", "Power Outage", "POWER  OUTAGE"])
def test_a_keyword_that_is_trending_has_its_articles_however_it_is_written(asked: str) -> None:
    (found,) = about(asked, feeds=(feed(trend("power outage", article()), trend("chess", article(2))),))
    assert found == Headline(
        title="Headline 1",
        url="https://paper.example/1",
        source="The Paper",
        keyword=asked,
        as_of=NOW - timedelta(hours=1),
    )


def test_a_trend_is_met_by_its_keyword_its_title_and_without_its_comma() -> None:
    told = feed(trend("#Solar", article(), keyword="solar eclipse"), trend("mac, cheese", article(2)))
    assert [item.title for item in about("solar eclipse", feeds=(told,))] == ["Headline 1"]
    assert [item.title for item in about("#solar", feeds=(told,))] == ["Headline 1"]
    assert [item.title for item in about("mac cheese", feeds=(told,))] == ["Headline 2"]


@pytest.mark.parametrize("asked", ["power", "power outage today", "outage power"])
def test_a_trend_that_only_resembles_a_keyword_is_not_its_news(asked: str) -> None:
    assert about(asked, feeds=(feed(trend("power outage", article())),)) == []


def test_news_are_of_the_country_a_region_has_the_country_s_and_the_world_has_none() -> None:
    told = feed(trend("storm", article()), geo="US")
    assert about("storm", feeds=(told,), geo="US-AL") != []
    assert about("storm", feeds=(told,), geo="PT") == []
    assert about("storm", feeds=(told, feed(trend("storm", article()), geo="")), geo="") == []


def test_made_up_news_stay_beside_made_up_numbers_and_real_ones_beside_real_ones() -> None:
    real, made_up = feed(trend("storm", article())), feed(trend("storm", article()), sample=True)
    assert about("storm", feeds=(made_up,), sample=True) != []
    assert about("storm", feeds=(made_up,)) == []
    assert about("storm", feeds=(real,), sample=True) == []


def test_a_feed_that_somebody_uploaded_serves_searches_of_where_it_is_from() -> None:
    uploaded = feed(trend("storm", article(1)), trend("flood", article(2)), source="csv")
    own = feed(trend("storm", article(3)))
    assert [item.title for item in about("storm", "flood", feeds=(uploaded, own))] == [
        "Headline 3",
        "Headline 2",
    ]
    assert [item.title for item in about("storm", feeds=(uploaded, own), source="csv")] == ["Headline 1"]
    assert [item.title for item in about("storm", feeds=(own,), source="csv")] == ["Headline 3"]
    assert about("storm", feeds=(uploaded, own), source="wikimedia") == []


def test_a_feed_from_before_yesterday_is_no_news() -> None:
    old = feed(trend("storm", article()), source="csv", age_hours=25)
    assert about("storm", feeds=(old,)) == []


@pytest.mark.parametrize(
    ("timeframe", "has_news"),
    [
        ("now 7-d", True),
        ("all", True),
        ("2026-10-01 2026-11-23", True),
        ("2026-10-01 2026-11-22", True),
        ("2026-10-01 2026-11-21", False),
        ("2026-11-20T09 2026-11-23T11", True),
        ("2020-01-01 2020-12-31", False),
    ],
)
def test_a_time_that_was_over_the_day_before_has_no_news(timeframe: str, *, has_news: bool) -> None:
    told = feed(trend("storm", article()))
    assert bool(about("storm", feeds=(told,), timeframe=timeframe)) is has_news


def test_only_web_addresses_with_a_title_are_taken_and_one_report_once() -> None:
    told = trend(
        "storm",
        article(1, url="javascript:alert(1)"),
        article(2, url="data:text/html,x"),
        article(3, url="//paper.example/3"),
        article(4, url="https://paper.example/" + "x" * 2000),
        article(5, title=" "),
        article(6, title="From the wire"),
        article(7, title="From  the Wire", source="Another"),
        article(8, url="http://paper.example/8"),
    )
    found = about("storm", feeds=(feed(told),))
    assert [item.url for item in found] == ["https://paper.example/6", "http://paper.example/8"]


def test_there_are_three_of_a_keyword_at_most_and_ten_in_all() -> None:
    words = [f"word {n}" for n in range(6)]
    told = feed(*(trend(w, *(article(10 * n + i) for i in range(5))) for n, w in enumerate(words)))
    assert len(about(words[0], feeds=(told,))) == 3
    assert [item.keyword for item in about(*words, feeds=(told,))] == [
        *[words[0]] * 3, *[words[1]] * 3, *[words[2]] * 3, words[3],
    ]  # fmt: skip


def test_long_titles_and_names_are_cut() -> None:
    told = feed(trend("storm", article(title="a\n" + "b" * 500, source="s" * 500)))
    (found,) = about("storm", feeds=(told,))
    assert (len(found.title), len(found.source)) == (news.LONGEST_TITLE, news.LONGEST_SOURCE)
    assert found.title.startswith("a bbb")
    assert found.title.endswith("…")


def test_what_another_version_kept_and_a_redis_that_is_away_are_no_news() -> None:
    broken = KeptNews("redis://127.0.0.1:1/0", clock=lambda: NOW)  # nobody listens there
    asked = Question(("storm",), "PT", "now 7-d")
    assert broken.about(asked, source="google", sample=False) == []
    shelf = Shelf()
    shelf.kept["trends:trending:google:PT"] = b'{"items": "other"}'
    broken._store = shelf  # type: ignore[assignment] # what is kept is the test's
    assert broken.about(asked, source="google", sample=False) == []


def test_a_result_from_before_there_was_news_is_read_as_without_any() -> None:
    before = Snapshot(
        id=UUID(int=1), keywords=["a"], geo="", timeframe="all", resolution="month", as_of=NOW, series={},
        averages={}, rising=[], top=[], regions=[], source="google", sample=False, missing=[],
    ).model_dump(mode="json")  # fmt: skip
    del before["news"]
    assert Snapshot.model_validate(before).news == []
