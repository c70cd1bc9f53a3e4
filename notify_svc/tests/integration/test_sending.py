"""How an e-mail leaves, over real SMTP and both stores: once, or somebody can see why not."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import update

from notify_svc.models import Delivery, db
from notify_svc.services import log
from notify_svc.tests.conftest import Catcher, Notify, notify_over
from notify_svc.tests.factories import MAYA, TOM, draft, envelope, user
from notify_svc.tests.unit.test_recipients import happen
from svckit.db import unit_of_work, utcnow
from svckit.ids import uuid7
from svckit.problems import Conflict


@pytest.fixture
def notify(database_url: str, catcher: Catcher) -> Iterator[Notify]:
    with notify_over(database_url, catcher.smtp_port) as made:
        yield made


@pytest.fixture
def address(notify: Notify) -> str:
    """A welcome waits to be sent to this address."""
    made = f"{uuid7().hex}@example.org"
    happen(notify, "user.verified", user(TOM, email=made))
    return made


def test_an_email_arrives_with_text_html_and_the_headers_of_a_machine(
    notify: Notify, catcher: Catcher, address: str
) -> None:
    notify.sender.send_due()
    row = notify.row()
    assert (row.state, row.attempts, row.error) == ("sent", 1, None)
    [message] = catcher.messages(address)
    headers = dict(message["headers"])
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["Message-ID"] == row.message_id
    assert "Reply-To" not in headers
    assert headers["From"] == "Trends <trends@example.org>"
    assert message["subject"] == "Your account at Hartwell Bakeries is ready"
    assert "Open Trends" in message["html"]
    assert message["links"] == ["https://trends.example.org/"]


def test_words_of_all_kinds_arrive_as_they_were_written(notify: Notify, catcher: Catcher) -> None:
    reviewer = f"{uuid7().hex}@example.org"
    happen(notify, "user.updated", user(TOM))
    happen(notify, "user.updated", user(MAYA, role="reviewer", email=reviewer))
    text = "Ein Brötchen 🥐 für zwölf\n.\n.leading dot\nFrom here\n" + "long " * 600
    title = "Kürbis 🎃 “Latte” " * 6
    happen(notify, "thinker.draft.submitted", draft(texts={"webhook": text}, title=title))
    notify.sender.send_due()
    [message] = catcher.messages(reviewer)
    assert message["subject"].startswith("Tom asks you to review: Kürbis 🎃 “Latte”")
    assert "Ein Brötchen 🥐 für zwölf\n.\n.leading dot\nFrom here\n" in message["text"]


def test_a_refusal_is_final_and_says_what_the_server_said(
    notify: Notify, catcher: Catcher, address: str
) -> None:
    catcher.mode("refuse")
    notify.sender.send_due()
    row = notify.row()
    assert row.state == "failed"
    assert "550 5.1.1 no such person here" in str(row.error)


@pytest.mark.parametrize("mode", ["tempfail", "hangup", "hold"])
def test_what_failed_before_the_text_is_tried_again_with_growing_delay(
    notify: Notify, catcher: Catcher, address: str, mode: str
) -> None:
    catcher.mode(mode)
    notify.sender.send_due()
    first = notify.row()
    assert first.state == "pending"
    assert first.next_attempt_at > utcnow() + timedelta(seconds=3)
    notify.hurry()
    notify.sender.send_due()
    second = notify.row()
    assert second.attempts == 2
    assert second.next_attempt_at > first.next_attempt_at + timedelta(seconds=3)
    catcher.mode("normal")
    notify.hurry()
    notify.sender.send_due()
    assert notify.row().state == "sent"
    [message] = catcher.messages(address)
    assert dict(message["headers"])["Message-ID"] == first.message_id


@pytest.mark.parametrize("mode", ["drop", "hold-answer"])
def test_what_broke_after_the_text_is_never_sent_again_by_itself(
    notify: Notify, catcher: Catcher, address: str, mode: str
) -> None:
    catcher.mode(mode)
    notify.sender.send_due()
    catcher.mode("normal")
    assert notify.row().state == "unknown"
    notify.hurry()
    notify.sender.send_due()
    assert len(catcher.messages(address)) == 1


def test_an_admin_may_send_an_unsure_one_again_and_it_keeps_its_message_id(
    notify: Notify, catcher: Catcher, address: str
) -> None:
    catcher.mode("drop")
    notify.sender.send_due()
    catcher.mode("normal")
    with unit_of_work(db) as session:
        log.resend(session, notify.row().id)
    notify.sender.send_due()
    assert notify.row().state == "sent"
    ids = {message["message_id"] for message in catcher.messages(address)}
    assert len(ids) == 1
    with unit_of_work(db) as session, pytest.raises(Conflict):
        log.resend(session, notify.row().id)


def test_while_the_server_is_down_everything_waits_and_then_leaves_once(
    notify: Notify, catcher: Catcher, address: str
) -> None:
    other = f"{uuid7().hex}@example.org"
    happen(notify, "user.verified", user(MAYA, email=other))
    catcher.stop()
    try:
        notify.sender.send_due()
    finally:
        catcher.back()
    for row in notify.rows():
        assert (row.state, row.attempts) == ("pending", 1)
        assert "can't be reached" in str(row.error)
    with unit_of_work(db) as session:
        session.execute(
            update(Delivery).where(Delivery.recipient == address).values(next_attempt_at=utcnow())
        )
    notify.sender.send_due()  # the one that is due finds the server back; the other needn't wait its delay
    notify.sender.send_due()
    assert [row.state for row in notify.rows()] == ["sent", "sent"]
    assert len(catcher.messages(address)) == len(catcher.messages(other)) == 1


def test_a_sender_that_died_with_the_text_on_the_line_leaves_doubt_and_one_that_died_before_does_not(
    notify: Notify, catcher: Catcher, address: str
) -> None:
    long_ago = utcnow() - timedelta(minutes=5)
    with unit_of_work(db) as session:
        session.execute(update(Delivery).values(state="sending", sending_at=long_ago, claim=1))
    notify.sender.send_due()
    assert notify.row().state == "unknown"
    with unit_of_work(db) as session:
        in_hand = {"state": "pending", "claim": 1, "attempts": 1, "next_attempt_at": long_ago}
        session.execute(update(Delivery).values(**in_hand))
    notify.sender.send_due()
    assert notify.row().state == "sent"
    assert len(catcher.messages(address)) == 1


def test_whoever_loses_the_claim_hangs_up_before_the_text(
    notify: Notify, catcher: Catcher, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = notify.sender._letter

    def meanwhile(row: Delivery) -> object:
        written = letter(row)
        row.claim += 2
        return written

    monkeypatch.setattr(notify.sender, "_letter", meanwhile)
    notify.sender.send_due()
    assert catcher.messages(address) == []
    assert notify.row().state == "pending"


def test_it_gives_up_after_a_day_and_says_so(notify: Notify, catcher: Catcher, address: str) -> None:
    catcher.mode("tempfail")
    with unit_of_work(db) as session:
        session.execute(update(Delivery).values(give_up_at=utcnow()))
    notify.sender.send_due()
    row = notify.row()
    assert row.state == "failed"
    assert str(row.error).startswith("given up: the mail server said 451")


def test_a_refused_one_does_not_hold_up_the_next(notify: Notify, catcher: Catcher, address: str) -> None:
    good = f"{uuid7().hex}@example.org"
    happen(notify, "user.verified", user(MAYA, email="zoë@example.org"), envelope("user.verified", {}))
    happen(notify, "user.verified", user(MAYA, email=good))
    notify.sender.send_due()
    states = {row.recipient: row.state for row in notify.rows()}
    assert states == {address: "sent", "zoë@example.org": "failed", good: "sent"}
