"""What a figure leads to, on the pages that list figures: times, regions, related queries, averages."""

import re

import pytest

from portal.datapoints import places, tables
from portal.models.editing import Claim
from portal.models.searches import Snapshot
from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi
from portal.tests.fake_routes.editing import claims
from portal.tests.fake_routes.guests import INVITED, SECRET, state
from portal.tests.visitor import Visitor

TEXT = (
    "At its 12-month peak. Scotland is ahead of Wales. “pumpkin spice loaf uk” is a breakout. "
    "It averages 31. And Atlantis, with sales too."
)
ONE = eg.snapshot(["pumpkin spice"])


def led(page: str) -> list[tuple[str, list[str]]]:
    """Of each figure that leads somewhere: what its row shows, and where its links go."""
    items = re.findall(r'<li class="is-[^>]*data-points="([^"]*)">(.*?)</li>', page, re.DOTALL)
    return [(keys, re.findall(r'href="#([^"]+)"', item)) for keys, item in items]


@pytest.mark.parametrize(
    ("role", "address"),
    [("author", f"/drafts/{eg.uid(200)}"), ("reviewer", f"/review/{eg.uid(201)}")],
)
def test_every_figure_leads_to_a_row_that_is_on_the_page(
    visitor: Visitor, fake_api: FakeApi, role: str, address: str
) -> None:
    for draft in fake_api.drafts[:2]:
        draft |= {"keywords": ["pumpkin spice"], "content": {"text": TEXT, "platform_texts": {}}}
    page = visitor.sign_in(role).get(address)
    assert led(page) == [
        ("at-1789862400", ["at-1789862400"]),
        ("region-1 region-3", ["region-1", "region-3"]),
        ("rising-2", ["rising-2"]),
        ("average-1", ["average-1"]),
    ]
    for key in ("at-1789862400", "region-1", "region-3", "rising-2", "average-1"):
        assert page.count(f'id="{key}"') == 1
    assert "<bdi>100, Scotland</bdi></a>;" in page
    assert "<bdi>+400%, pumpkin spice loaf uk</bdi>" in page
    assert 'data-level="31"' in page  # the chart shows it as a line across


def test_what_is_checked_while_somebody_writes_leads_there_too(visitor: Visitor, fake_api: FakeApi) -> None:
    author, address = visitor.sign_in("author"), f"/drafts/{eg.uid(200)}"
    fake_api.drafts[0] |= {"keywords": ["pumpkin spice"]}
    author.get(address)
    token = author.page.form(address)["csrf_token"] if author.page else ""
    answer = author.client.post(f"{address}/check", data={"text": TEXT, "csrf_token": token})
    assert ("region-1 region-3", ["region-1", "region-3"]) in led((answer.json or {})["html"])


def test_a_guest_is_led_to_the_rows_of_the_data(visitor: Visitor, fake_api: FakeApi) -> None:
    draft = next(one for one in fake_api.drafts if one["id"] == INVITED)
    draft |= {"keywords": ["pumpkin spice"], "content": {"text": TEXT, "platform_texts": {}}}
    state(fake_api)["figures"] = {name: {"claims": claims(TEXT, {})} for name in draft["platforms"]}
    visitor.get("/guest")
    visitor.send("/guest", {"link": f"http://127.0.0.1:8080/guest#{SECRET}"})
    page = visitor.get("/guest/post")
    for keys, links in led(page):
        assert keys.split() == links
        assert all(page.count(f'id="{key}"') == 1 for key in links)
    assert len(led(page)) == 4


def test_a_claim_of_an_older_service_leads_to_its_time() -> None:
    claim = Claim.model_validate(
        {"start": 0, "end": 4, "label": "supported", "point": "2026-09-20T00:00:00Z"}
    )
    [place] = places(claim, Snapshot.model_validate(ONE))
    assert place.key == "at-1789862400"
    assert place.words.endswith("week of 20 Sep")


def test_with_several_keywords_a_place_says_whose_it_is() -> None:
    points = [{"kind": "average", "name": "spelt"}, {"kind": "region", "name": "Wales"}]
    claim = Claim.model_validate({"start": 0, "end": 4, "label": "supported", "points": points})
    found = places(claim, Snapshot.model_validate(eg.snapshot(["rye", "spelt"])))
    assert [place.words for place in found] == ["15, average of spelt", "78%, Wales"]


def test_rows_have_ids_of_their_own_whatever_they_are_called() -> None:
    """Related queries of several keywords may hold the same words twice."""
    twice = [
        {"query": "a b", "value": 10, "keyword": "rye"},
        {"query": "a b", "value": 20, "keyword": "spelt"},
    ]
    odd = [
        {"name": '"><x', "code": "", "values": {"rye": 5}},
        {"name": "ويلز", "code": "", "values": {"rye": 4}},
    ]
    snapshot = Snapshot.model_validate(eg.snapshot(["rye", "spelt"], rising=twice, regions=odd))
    keys = [row.key for table in tables(snapshot) for row in table.rows]
    assert len(keys) == len(set(keys))
    assert all(re.fullmatch(r"[a-z]+-\d+", key) for key in keys)
