"""Searching: the form, what is asked, and the history."""

import pytest

from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi, Refusal
from portal.tests.visitor import Visitor


@pytest.fixture
def author(visitor: Visitor) -> Visitor:
    return visitor.sign_in("author")


def test_a_search_is_sent_as_typed_and_opens_its_page(author: Visitor, fake_api: FakeApi) -> None:
    author.get("/trends")
    answer = author.send(
        "/trends", {"keywords": "rye bread,  sourdough ", "geo": "GB", "timeframe": "today 12-m"}
    )
    assert answer.status_code == 303
    [question] = fake_api.asked("POST", "/trends/searches")
    assert question == {"keywords": ["rye bread", "sourdough"], "geo": "GB", "timeframe": "today 12-m"}
    assert "Nothing is lost if you close this page" in author.get(answer.headers["Location"])


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ({"source": "google:youtube"}, {"property": "youtube"}),
        ({"source": "wikimedia"}, {"source": "wikimedia"}),
        ({"category": "71"}, {"category": 71}),
        (
            {"timeframe": "dates", "first": "2026-01-01", "last": "2026-03-31"},
            {"timeframe": "2026-01-01 2026-03-31"},
        ),
        (
            {"keywords": "\n".join(f"word {n}" for n in range(25))},
            {"keywords": [f"word {n}" for n in range(25)]},
        ),
    ],
    ids=["property", "source", "category", "own dates", "25 keywords"],
)
def test_every_part_of_a_question_can_be_chosen(
    author: Visitor, fake_api: FakeApi, typed: dict[str, str], asked: dict[str, object]
) -> None:
    author.get("/trends")
    assert author.send("/trends", {"keywords": "rye", "geo": "GB"} | typed).status_code == 303
    [question] = fake_api.asked("POST", "/trends/searches")
    assert question == {"keywords": ["rye"], "geo": "GB", "timeframe": "today 12-m"} | asked


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"first": "2026-01-01"}, "Choose the first and the last day."),
        ({"first": "2026-03-31", "last": "2026-01-01"}, "The first day must come before the last."),
        ({"first": "soon", "last": "2026-01-01"}, "This isn’t a day."),
    ],
)
def test_own_dates_are_checked_before_anybody_is_asked(
    author: Visitor, fake_api: FakeApi, typed: dict[str, str], said: str
) -> None:
    author.get("/trends")
    answer = author.send("/trends", {"keywords": "rye", "timeframe": "dates"} | typed)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    assert fake_api.asked("POST", "/trends/searches") == []


def test_a_link_carries_a_whole_question_into_the_form(author: Visitor) -> None:
    author.get(
        "/trends?keywords=rye,+spelt&geo=GB&timeframe=2026-01-01+2026-03-31&category=71&source=google:news"
    )
    assert author.page is not None
    form = author.page.form("/trends")
    assert (form["keywords"], form["geo"], form["timeframe"]) == ("rye, spelt", "GB", "dates")
    assert (form["first"], form["last"]) == ("2026-01-01", "2026-03-31")
    assert (form["category"], form["source"]) == ("71", "google:news")


def test_what_somebody_asked_lately_is_a_click_away_and_each_once(author: Visitor, fake_api: FakeApi) -> None:
    fake_api.searches += [eg.search(60, ["hot cross buns"]), eg.search(61, ["stollen"], geo="")]
    page = author.get("/trends").split("You asked lately:")[1].split("</p>")[0]
    assert page.count(">hot cross buns</a>") == 1
    assert "keywords=stollen&amp;timeframe=today+12-m&amp;source=google" in page


def test_suggestions_are_the_team_s_words_and_google_s(author: Visitor, fake_api: FakeApi) -> None:
    found = author.client.get("/trends/suggestions?q=pumpkin").get_json()
    assert found == {"keywords": ["pumpkin spice"], "topics": [{"title": "Pumpkin", "type": "Food"}]}
    fake_api.refuse("GET", "/trends/suggestions", Refusal(503, "down"))
    assert author.client.get("/trends/suggestions?q=pumpkin").get_json() == {"keywords": [], "topics": []}


@pytest.mark.parametrize(
    ("refusal", "status", "said"),
    [
        (
            Refusal(429, "too-many-requests", "Too many searches at once.", retry_after=9),
            429,
            "It works again in 9 s.",
        ),
        (Refusal(503, "down", "Down."), 503, "The search service doesn’t answer."),
    ],
)
def test_when_a_search_can_t_be_asked_all_that_was_typed_stays(
    author: Visitor, fake_api: FakeApi, refusal: Refusal, status: int, said: str
) -> None:
    author.get("/trends")
    fake_api.refuse("POST", "/trends/searches", refusal)
    answer = author.send("/trends", {"keywords": "rye, spelt", "geo": "GB", "source": "google:news"})
    assert answer.status_code == status
    assert said in answer.get_data(as_text=True)
    assert author.page is not None
    form = author.page.form("/trends")
    assert (form["keywords"], form["geo"], form["source"]) == ("rye, spelt", "GB", "google:news")


def test_what_is_typed_stays_even_if_nothing_answers_any_more(author: Visitor, fake_api: FakeApi) -> None:
    author.get("/trends")
    fake_api.away = True
    answer = author.send("/trends", {"keywords": "rye, spelt"})
    assert answer.status_code == 503
    assert "The history can’t be read right now." in answer.get_data(as_text=True)
    assert author.page is not None
    assert author.page.form("/trends")["keywords"] == "rye, spelt"


def keys_of(fake_api: FakeApi) -> list[str]:
    return [
        headers["Idempotency-Key"]
        for verb, path, _, headers in fake_api.calls
        if (verb, path) == ("POST", "/trends/searches")
    ]


def test_the_same_form_sent_twice_carries_the_same_key(author: Visitor, fake_api: FakeApi) -> None:
    author.get("/trends")
    for _ in range(2):
        author.send("/trends", {"keywords": "rye bread"})
    assert len(keys_of(fake_api)) == 2
    assert len(set(keys_of(fake_api))) == 1


def test_a_form_changed_after_the_back_button_carries_another_key(author: Visitor, fake_api: FakeApi) -> None:
    author.get("/trends")
    for keywords in ("rye bread", "spelt bread"):
        author.send("/trends", {"keywords": keywords})
    assert len(set(keys_of(fake_api))) == 2
    assert max(map(len, keys_of(fake_api))) <= 128


def test_an_address_that_a_service_can_not_read_is_no_outage(author: Visitor, fake_api: FakeApi) -> None:
    fake_api.refuse(
        "GET", "/trends/searches", Refusal(400, "invalid-cursor", "This cursor isn't one of ours.")
    )
    page = author.get("/trends?cursor=zzz", status=400)
    assert "isn&#39;t one of ours" in page
    assert "does not answer" not in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter at least one keyword"),
        (", ".join(f"w{n}" for n in range(26)), "Up to 25 keywords can be compared; these are 26"),
        ("x" * 101, "has 101 characters; Google takes 100"),
    ],
)
def test_bad_keywords_are_told_beside_the_field_and_stay_typed(
    author: Visitor, fake_api: FakeApi, typed: str, said: str
) -> None:
    author.get("/trends")
    answer = author.send("/trends", {"keywords": typed})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert said in html.split('id="keywords-error"')[1][:300]
    assert f'value="{typed}"' in html
    assert fake_api.asked("POST", "/trends/searches") == []


def test_what_the_service_objects_to_stands_beside_the_field(author: Visitor, fake_api: FakeApi) -> None:
    errors = [{"field": "keywords.0", "message": "Google knows no such keyword."}]
    fake_api.refuse("POST", "/trends/searches", Refusal(422, "invalid-question", errors=errors))
    author.get("/trends")
    answer = author.send("/trends", {"keywords": "rye"})
    assert (
        "Google knows no such keyword." in answer.get_data(as_text=True).split('id="keywords-error"')[1][:300]
    )


def test_a_viewer_sees_no_way_to_search(visitor: Visitor) -> None:
    visitor.sign_in("viewer")
    assert "Draft posts" not in visitor.get(f"/trends/{eg.uid(101)}")
    assert 'name="keywords"' not in visitor.get("/trends")


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ("status=failed", ["gluten free bread"]),
        ("q=hot", ["hot cross buns"]),
        (
            "place=united+kingdom",
            ["pumpkin spice", "hot cross buns", "gluten free bread", "pretzel croissant"],
        ),
        ("place=worldwide", []),
        (f"by={eg.MAYA['id']}", []),
        ("via=wikimedia", []),
    ],
)
def test_the_history_is_narrowed(visitor: Visitor, filters: str, found: list[str]) -> None:
    visitor.sign_in("viewer")
    page = visitor.get(f"/trends?{filters}").split("<h2>History</h2>")[1]
    words = ["pumpkin spice", "hot cross buns", "gluten free bread", "pretzel croissant"]
    assert [word for word in words if word in page] == found
    assert ("No search is like this" in page) is (not found)


def test_a_region_that_is_none_is_told(author: Visitor) -> None:
    assert "No region called “Atlantis”" in author.get("/trends?place=Atlantis")


def test_pages_of_the_history_keep_the_filter(author: Visitor, fake_api: FakeApi) -> None:
    fake_api.page_size = 2
    page = author.get("/trends?place=GB")
    assert 'rel="next" href="/trends?cursor=2&amp;place=GB"' in page
    older = author.get("/trends?cursor=2&place=GB")
    assert 'href="/trends?place=GB">Newest searches' in older
    assert "pumpkin spice" not in older.split("<h2>History</h2>")[1]


def test_filtering_brings_the_history_alone(author: Visitor) -> None:
    part = author.client.get("/trends?q=hot", headers={"HX-Request": "true", "HX-Target": "history"})
    assert "<form" not in part.get_data(as_text=True)
    assert "hot cross buns" in part.get_data(as_text=True)
