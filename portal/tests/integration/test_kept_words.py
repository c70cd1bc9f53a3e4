"""Words that a browser kept when a page was left: whether they were saved."""

import re

import pytest

from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi, Refusal
from portal.tests.visitor import Visitor

ADDRESS = f"/drafts/{eg.uid(200)}"


@pytest.fixture
def author(visitor: Visitor) -> Visitor:
    return visitor.sign_in("author")


def test_words_that_a_version_has_are_known_to_be_saved(author: Visitor, fake_api: FakeApi) -> None:
    token = re.search(r'name="csrf_token" value="([^"]+)"', author.get(ADDRESS))
    assert token is not None
    own = {"platform_texts": {"linkedin": "More.\nFor LinkedIn."}, "title": "Spice"}
    fake_api.drafts[0]["versions"] = ({}, own)

    def saved(**words: str) -> bool:
        answer = author.client.post(f"{ADDRESS}/kept", data=words, headers={"X-CSRFToken": token[1]})
        return bool((answer.json or {})["saved"])

    older = "Pumpkin spice is through the roof."
    assert saved(text=older, title="Spice", **{"own-linkedin": "More.\r\nFor LinkedIn.", "own-x": " "})
    assert saved(text=eg.TEXT.replace("\n", "\r\n"), title="Any: nobody kept the title of this one")
    assert not saved(text=older, title="Another")
    assert not saved(text=older, title="Spice", **{"own-linkedin": "Less."})
    assert not saved(text=f"{older} And more.")
    fake_api.refuse("GET", ".*/revisions", Refusal(503, "unavailable", "Away."))
    assert not saved(text=older)
