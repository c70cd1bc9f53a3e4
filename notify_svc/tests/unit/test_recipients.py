"""Who is told of what."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from notify_svc.consumer import subscriptions
from notify_svc.models import Delivery, Person, db
from notify_svc.tests import factories
from notify_svc.tests.conftest import Notify, notify_over
from notify_svc.tests.factories import MAYA, PRIYA, TOM, draft, envelope, post, user
from svckit.db import unit_of_work
from svckit.events.delivery import Transient
from svckit.events.envelope import Envelope
from svckit.signing import make_code, make_token

LINK_KEY = "k" * 40


@pytest.fixture
def notify(sqlite_url: str) -> Iterator[Notify]:
    with notify_over(sqlite_url, smtp_port=9) as made:
        yield made


def happen(notify: Notify, event_type: str, data: dict[str, Any], event: Envelope | None = None) -> Envelope:
    event = event or envelope(event_type, data)
    subscription = subscriptions(notify.mailings)[event_type]
    with unit_of_work(db) as session:
        subscription.handler(session, event, subscription.model.model_validate(data))
    return event


def the_team(notify: Notify) -> None:
    happen(notify, "user.updated", user(TOM))
    happen(notify, "user.updated", user(MAYA, role="reviewer"))
    happen(notify, "user.updated", user(PRIYA, role="admin"))


def told(notify: Notify) -> list[tuple[str, str]]:
    return sorted((row.recipient, row.template) for row in notify.rows())


def test_reviewers_and_admins_are_asked_but_never_the_author(notify: Notify) -> None:
    the_team(notify)
    happen(notify, "thinker.draft.submitted", draft())
    assert told(notify) == [("maya@example.org", "review-asked"), ("priya@example.org", "review-asked")]
    happen(notify, "thinker.draft.submitted", draft(author=MAYA))
    assert [r for r, _ in told(notify)].count("maya@example.org") == 1


@pytest.mark.parametrize("changes", [{"active": False}, {"verified": False}, {"role": "author"}])
def test_who_may_not_decide_is_not_asked(notify: Notify, changes: dict[str, Any]) -> None:
    the_team(notify)
    happen(notify, "user.updated", user(PRIYA, **({"role": "admin"} | changes)))
    happen(notify, "thinker.draft.submitted", draft())
    assert told(notify) == [("maya@example.org", "review-asked")]


def test_an_author_hears_when_nobody_may_decide(notify: Notify) -> None:
    happen(notify, "user.updated", user(TOM, role="admin"))
    happen(notify, "thinker.draft.submitted", draft())
    assert told(notify) == [("tom@example.org", "nobody-to-review")]


def test_a_decision_is_told_to_the_author_unless_it_is_their_own(notify: Notify) -> None:
    the_team(notify)
    happen(notify, "thinker.draft.approved", draft(reviewer=MAYA))
    happen(notify, "thinker.draft.approved", draft(reviewer=TOM))
    assert told(notify) == [("tom@example.org", "draft-approved")]


def test_who_is_mentioned_in_a_comment_hears_of_it_but_not_who_wrote_it_or_left(notify: Notify) -> None:
    the_team(notify)
    event_type, data = factories.every_event()["comment-mentioned"]
    happen(notify, event_type, data | {"mentioned": [TOM, PRIYA, MAYA]})
    assert told(notify) == [
        ("priya@example.org", "comment-mentioned"),
        ("tom@example.org", "comment-mentioned"),
    ]
    happen(notify, "user.updated", user(TOM, active=False))
    happen(notify, event_type, data)
    assert len(told(notify)) == 2


def test_a_hold_is_told_to_the_author_unless_it_is_their_own(notify: Notify) -> None:
    the_team(notify)
    happen(notify, "thinker.draft.held", draft(reviewer=MAYA, comment="Legal reads it first."))
    happen(notify, "thinker.draft.held", draft(reviewer=TOM, comment="I doubt it."))
    assert told(notify) == [("tom@example.org", "draft-held")]


def test_a_reminder_goes_to_those_who_may_decide_and_have_not(notify: Notify) -> None:
    the_team(notify)
    waiting = factories.every_event()["review-reminder"][1]
    happen(notify, "thinker.draft.reminder_due", waiting | {"approved_by": [PRIYA]})
    assert told(notify) == [("maya@example.org", "review-reminder")]
    happen(notify, "thinker.draft.reminder_due", waiting | {"approved_by": [PRIYA, MAYA]})
    assert ("tom@example.org", "nobody-to-review") in told(notify)


def test_a_watch_that_goes_on_failing_is_told_once(notify: Notify) -> None:
    the_team(notify)
    failed = factories.every_event()["search-failed"][1]
    happen(notify, "trends.search.failed", failed | {"repeated": True})
    assert told(notify) == []
    happen(notify, "trends.search.failed", failed)
    assert told(notify) == [("tom@example.org", "search-failed")]


def test_a_spike_is_told_to_whoever_watches(notify: Notify) -> None:
    the_team(notify)
    spiked = factories.every_event()["watch-spiked"][1]
    happen(notify, "trends.watch.spiked", spiked)
    assert told(notify) == [("tom@example.org", "watch-spiked")]
    assert [row.subject for row in notify.rows()] == ["“pumpkin spice” is at its highest in 12 months"]


def test_author_and_approver_hear_of_a_post_once_each(notify: Notify) -> None:
    the_team(notify)
    happen(notify, "tweeter.post.published", post())
    happen(notify, "tweeter.post.missed", post(approver=TOM))
    assert told(notify) == [
        ("maya@example.org", "post-published"),
        ("tom@example.org", "post-missed"),
        ("tom@example.org", "post-published"),
    ]


def test_a_guests_decision_is_told_to_the_author_and_all_who_decide(notify: Notify) -> None:
    the_team(notify)
    happen(notify, "thinker.guest.responded", factories.guest())
    assert [to for to, _ in told(notify)] == ["maya@example.org", "priya@example.org", "tom@example.org"]
    assert {row.subject for row in notify.rows()} == {
        "Nadia (guest) approved: Pumpkin spice peaks, loaf at seven"
    }


def test_a_guests_comment_is_told_to_the_author_and_whoever_invited(notify: Notify) -> None:
    the_team(notify)
    happen(notify, "thinker.guest.responded", factories.guest(kind="commented", comment="Nice."))
    assert [to for to, _ in told(notify)] == ["maya@example.org", "tom@example.org"]


def test_a_guests_code_and_link_are_at_rest_nowhere(notify: Notify) -> None:
    for template in ("guest-code", "guest-invited"):
        data = factories.every_event()[template][1]
        happen(notify, factories.every_event()[template][0], data)
        token_id = UUID(data["token_id"])
        stored = str(vars(notify.rows()[-1]))
        assert make_code(LINK_KEY, "guest-code", token_id) not in stored
        assert make_token(LINK_KEY, "guest-link", token_id).partition(".")[2] not in stored


def test_the_same_event_twice_is_one_email(notify: Notify) -> None:
    the_team(notify)
    event = happen(notify, "tweeter.post.published", post())
    happen(notify, "tweeter.post.published", post(), event)
    assert len(notify.rows()) == 2


def test_an_event_about_somebody_unheard_of_waits(notify: Notify) -> None:
    with pytest.raises(Transient):
        happen(notify, "thinker.draft.rejected", draft(reviewer=MAYA, comment="no"))
    assert notify.rows() == []


def test_who_left_gets_no_more_email(notify: Notify) -> None:
    the_team(notify)
    happen(notify, "user.deactivated", user(TOM, active=False))
    happen(notify, "thinker.draft.rejected", draft(reviewer=MAYA, comment="no"))
    assert notify.rows() == []


def test_an_older_event_does_not_undo_a_newer_one(notify: Notify) -> None:
    older = envelope("user.updated", user(TOM, name="Old Name"))
    happen(notify, "user.updated", user(TOM, name="New Name"))
    happen(notify, "user.updated", user(TOM, name="Old Name"), older)
    with unit_of_work(db) as session:
        assert session.query(Person).one().name == "New Name"


def test_only_admins_hear_of_a_lost_account(notify: Notify) -> None:
    the_team(notify)
    happen(notify, *factories.every_event()["account-disconnected"])
    assert told(notify) == [("priya@example.org", "account-disconnected")]


@pytest.mark.parametrize("template", sorted(factories.every_event()))
def test_every_event_becomes_the_email_that_is_meant_for_it(notify: Notify, template: str) -> None:
    happen(notify, "user.updated", user(TOM))
    if template not in ("nobody-to-review", "review-asked"):
        the_team(notify)
    elif template == "review-asked":
        happen(notify, "user.updated", user(MAYA, role="reviewer"))
    happen(notify, *factories.every_event()[template])
    rows: list[Delivery] = notify.rows()
    assert {row.template for row in rows} == {template}
    assert all(row.message_id.endswith("@example.org>") for row in rows)


def test_no_one_time_link_is_at_rest_in_our_database(notify: Notify) -> None:
    data = factories.link(TOM)
    happen(notify, "user.verification_requested", data)
    stored = str(vars(notify.row()))
    assert data["token_id"] in stored
    assert data["token_id"].replace("-", "") + "." not in stored
