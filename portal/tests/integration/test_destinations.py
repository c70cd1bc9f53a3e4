"""Which accounts a draft goes out to: none chosen means all of them, so a choice must not get lost."""

import re

import pytest

from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi, Refusal
from portal.tests.visitor import Visitor

ADDRESS = f"/drafts/{eg.uid(200)}"
A, B = eg.uid(400), eg.uid(401)


@pytest.fixture
def author(visitor: Visitor) -> Visitor:
    return visitor.sign_in("author")


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "both"),
    [
        # Nothing is left of it: that would be all accounts.
        ([A, B], [A], [B], [A]),
        # Both made fewer of all of them.
        ([], [A], [B], [A]),
        ([A], [], [B], []),
        ([], [], [A], [A]),
        ([A], [A], [], []),
        ([A], [A, B], [A], [A, B]),
    ],
)
def test_accounts_put_together_never_mean_more_than_either_chose(  # noqa: PLR0917 - cases and fixtures
    author: Visitor, fake_api: FakeApi, base: list[str], theirs: list[str], mine: list[str], both: list[str]
) -> None:
    fake_api.drafts[0] |= {"account_ids": base, "versions": ({"account_ids": base}, {})}
    author.get(ADDRESS)
    fake_api.drafts[0] |= {"version": 4, "account_ids": theirs}
    html = author.send(ADDRESS, {"account_ids": mine, "text": "Mine.", "do": "save"}).get_data(as_text=True)
    merge = html.split("data-merge", 1)[1].split("</form>", 1)[0]
    assert re.findall(r'name="account_ids" value="([\w-]+)"', merge) == both
    assert 'name="accounts_shown"' in merge


def test_no_account_chosen_is_called_what_it_means(author: Visitor, fake_api: FakeApi) -> None:
    fake_api.drafts[0] |= {"versions": ({"account_ids": [A]}, {})}
    author.get(ADDRESS)
    fake_api.drafts[0] |= {"version": 4, "account_ids": [A]}
    html = author.send(ADDRESS, {"account_ids": [], "do": "save"}).get_data(as_text=True)
    assert "yours: every connected account; theirs: Shop screens; both together: every" in html


def test_accounts_that_could_not_be_offered_stay_chosen(author: Visitor, fake_api: FakeApi) -> None:
    fake_api.drafts[0]["account_ids"] = [A]
    fake_api.refuse("GET", "/tweeter/accounts", Refusal(503, "unavailable"))
    assert "can’t be told right now" in author.get(ADDRESS)
    author.send(ADDRESS, {"text": "Mine.", "do": "save"})
    assert "account_ids" not in fake_api.asked("PUT", ".*/content")[-1]
    # Nor does a page that comes back say that all were meant.
    fake_api.refuse("GET", "/tweeter/accounts", Refusal(503, "unavailable"))
    author.get(ADDRESS)
    fake_api.refuse("PUT", ".*/content", Refusal(422, "too-long", "Too long."))
    answer = author.send(ADDRESS, {"text": "Mine.", "do": "save"})
    assert f'name="account_ids" value="{A}" checked' in answer.get_data(as_text=True)


def test_a_chosen_account_that_was_removed_is_not_taken_for_all_of_them(
    author: Visitor, fake_api: FakeApi
) -> None:
    gone = eg.uid(499)
    fake_api.drafts[0]["account_ids"] = [gone]
    assert "An account that was removed" in author.get(ADDRESS)
    author.send(ADDRESS, {"text": "Mine.", "do": "save"})
    assert fake_api.asked("PUT", ".*/content")[-1]["account_ids"] == [gone]
    author.get(ADDRESS)
    author.send(ADDRESS, {"account_ids": [], "do": "save"})
    assert fake_api.asked("PUT", ".*/content")[-1]["account_ids"] == []
