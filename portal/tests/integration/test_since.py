"""What a reviewer is told to have changed since they read a draft."""

import re

import pytest

from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi
from portal.tests.fake_routes.editing import mark_of
from portal.tests.visitor import Visitor

ONE = f"/review/{eg.uid(201)}"


@pytest.fixture
def reviewer(visitor: Visitor) -> Visitor:
    return visitor.sign_in("reviewer")


def _texts(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_what_changed_since_one_read_it_is_marked_by_word(reviewer: Visitor, fake_api: FakeApi) -> None:
    assert "Changed since you read it" not in reviewer.get(ONE)
    draft = fake_api.drafts[1]
    draft["content"] = {"text": eg.TEXT.replace("at seven", "at eight"), "platform_texts": {}}
    draft["version"] += 1
    for _ in range(2):
        page = reviewer.get(ONE)
        assert "Changed since you read it" in page
        assert "<del>seven</del><ins>eight</ins>" in page


def test_another_time_other_accounts_and_what_was_said_of_a_figure_are_told_too(
    reviewer: Visitor, fake_api: FakeApi
) -> None:
    draft, accounts = fake_api.drafts[1], [one["id"] for one in fake_api.accounts]
    draft["content"] = {"text": "Up 14% in a week, and sales too.", "platform_texts": {}}
    draft |= {"account_ids": accounts[:1], "publish_at": None}
    aside = {"by": "Rafael Silva", "at": eg.ago(minutes=1)}
    draft["asides"] = {mark_of("sales"): aside | {"reason": "Our own till."}}
    reviewer.get(ONE)
    draft |= {"version": draft["version"] + 1, "account_ids": [], "publish_at": eg.NOW.isoformat()}
    draft["asides"] = {mark_of("14%"): aside | {"reason": "Rounded by hand."}}
    said = _texts(reviewer.get(ONE).split("Changed since you read it")[1].split("</section>")[0])
    assert "It goes out at another time now : today" in said
    assert "It was as soon as it is approved." in said
    assert f"It goes to other accounts now. It was {fake_api.accounts[0]['name']} ." in said
    assert "“ 14% ” was set aside by Rafael Silva: Rounded by hand." in said
    assert "“ sales ” counts again . It had been set aside: Our own till." in said


def test_what_an_older_release_did_not_keep_is_not_told_as_changed(
    reviewer: Visitor, fake_api: FakeApi
) -> None:
    draft = fake_api.drafts[1]
    reviewer.get(ONE)
    fake_api.__dict__["looks"][draft["id"]]["seen"]["beside"] = None
    draft |= {"version": draft["version"] + 1, "publish_at": eg.NOW.isoformat()}
    assert "Changed since you read it" not in reviewer.get(ONE)


def test_an_approval_of_an_older_text_is_refused_with_the_difference(
    reviewer: Visitor, fake_api: FakeApi
) -> None:
    reviewer.get(ONE)
    draft = fake_api.drafts[1]
    draft["content"] = {"text": eg.TEXT.replace("at seven", "at eight"), "platform_texts": {}}
    draft |= {"version": 8, "content_hash": "f" * 64}
    answer = reviewer.send(f"{ONE}/approve")
    html = answer.get_data(as_text=True)
    assert answer.status_code == 412
    assert "<del>seven</del><ins>eight</ins>" in html
    assert "What is new since you read it is marked above." in html
    assert reviewer.send(f"{ONE}/approve").status_code == 303
