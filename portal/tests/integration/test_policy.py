"""The rules of approval: changed by admins, in plain words, with a log."""

import re

import pytest

from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi
from portal.tests.fake_routes.reviews import policy_of
from portal.tests.visitor import Visitor

HERE = "/admin/policy"


@pytest.fixture
def admin(visitor: Visitor) -> Visitor:
    return visitor.sign_in("admin")


def _texts(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_rules_are_changed_and_the_log_says_who_changed_what(admin: Visitor, fake_api: FakeApi) -> None:
    assert "these are the rules it came with" in admin.get(HERE)
    changed = {"approvals_required": "2", "flagged_figures": "block", "reminder_after_hours": "4"}
    assert admin.send(HERE, changed | {"utm_enabled": "y", "utm_source": "trends"}).status_code == 303
    [sent] = fake_api.asked("PUT", "/thinker/policy")
    assert (sent["approvals_required"], sent["reminder_after_hours"]) == (2, 4)
    assert sent["utm"] == {"enabled": True, "source": "trends", "medium": "", "campaign": ""}
    said = _texts(admin.get(HERE))
    assert "Jonas Weber Approvals needed: 1 → to 2" in said
    assert "Figures the data doesn’t bear out: point out → to stop the draft" in said
    assert "Reminder: after 24 hours → to after 4 hours" in said


def test_rules_that_make_no_sense_are_refused_beside_the_field_and_kept(
    admin: Visitor, fake_api: FakeApi
) -> None:
    admin.get(HERE)
    answer = admin.send(HERE, {"reminder_after_hours": "-3", "utm_source": "newsletter"})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'value="-3"' in html
    assert 'value="newsletter"' in html
    assert 'id="reminder_after_hours-error"' in html
    assert fake_api.asked("PUT", "/thinker/policy") == []


def test_of_two_admins_the_second_is_told_and_decides(admin: Visitor, fake_api: FakeApi) -> None:
    admin.get(HERE)
    theirs = {"own_approval": "never", "version": 2, "updated_by": eg.MAYA, "updated_at": eg.ago(minutes=1)}
    policy_of(fake_api).update(theirs)
    answer = admin.send(HERE, {"approvals_required": "3"})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 412
    assert "Maya Okafor changed the rules" in html
    assert re.search(r'name="approvals_required" value="3" checked', html)
    assert admin.send(HERE, {"approvals_required": "3"}).status_code == 303


def test_too_few_reviewers_for_the_rules_are_pointed_out(admin: Visitor, fake_api: FakeApi) -> None:
    policy_of(fake_api).update({"approvals_required": 3, "reviewers": 1})
    assert "Only one on the team may approve, and three are needed." in _texts(admin.get(HERE))


@pytest.mark.parametrize("role", ["author", "reviewer"])
def test_only_admins_open_the_rules(visitor: Visitor, role: str) -> None:
    visitor.sign_in(role).get(HERE, 403)
