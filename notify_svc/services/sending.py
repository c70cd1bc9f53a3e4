"""How a delivery leaves: at most once after its text was on the line, at least tried before.

    pending ──claim──▶ pending (in hand) ──DATA accepted──▶ sending ──250──▶ sent
       ▲                    │                                  ├──no answer──▶ unknown
       └── 4xx, line broke, ┴──────────── 4xx to the text ─────┤
           nobody answers        failed ◀──5xx, 24 h passed────┘

``sending`` is committed between the server's "354 go ahead" and the first byte of the text. Up to
there nothing can have been delivered, so a delivery that was in hand when its process died is simply
due again when its claim runs out. From there on only the server's answer settles it. When none comes
(the line broke, the process was killed) it is ``unknown``, and nothing resends it but an admin:
a second "approved" is worse than a missing one that is listed. A server's explicit refusal of the text
(4xx, 5xx) is an answer: it was not taken. The Message-ID is the delivery's own, the same on each try,
so that a mailbox that folds repeats folds an admin's resend too.

Two senders may run against one database: the claim is a compare-and-set, and so is the step to
``sending``; whoever loses it hangs up before the text.
"""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from jinja2 import TemplateError
from prometheus_client import Counter, Histogram
from sqlalchemy import event, or_, select, update
from sqlalchemy.orm import Session

from notify_svc.channels.base import Channel, InDoubt, Letter, Line, Postponed, Refused, Unreachable
from notify_svc.models import Delivery
from notify_svc.models.delivery import DeliveryState
from notify_svc.services.mailing import POSTED
from notify_svc.services.rendering import Renderer
from svckit import logging
from svckit.db import utcnow

log = logging.get(__name__)

UnitOfWork = Callable[[], AbstractContextManager[Session]]

BATCH = 20
IDLE_SECONDS = 1.0
FIRST_DELAY, LONGEST_DELAY = 5.0, 3600.0
SERVER_DOWN_LONGEST = 60.0  # a server that is back should not wait an hour for us
SERVER_DOWN = "the mail server can't be reached"
OUTCOMES = Counter("emails_total", "E-mails by outcome", ["template", "outcome"])
LATENCY = Histogram(
    "email_latency_seconds",
    "From the event to the server's answer, first tries only",
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15, 60),
)


class ClaimLost(Exception):
    """Somebody else has the delivery in hand now."""


class Sender:
    """Sends what is due.

    Args:
        unit_of_work: opens a session that commits at its end.
        channel: where letters go.
        renderer: writes them.
        timeout: seconds the server has for each answer; claims outlive several of them.
    """

    def __init__(
        self, unit_of_work: UnitOfWork, channel: Channel, renderer: Renderer, *, timeout: float
    ) -> None:
        self._unit_of_work, self._channel, self._renderer = unit_of_work, channel, renderer
        self._lease = timedelta(seconds=timeout * 6)
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._down = False

    # The loop

    def run(self) -> None:
        """Send until `stop`. Woken by a commit that added deliveries, and each second."""
        event.listen(Session, "after_commit", self._woken)
        while not self._stop.is_set():
            self._wake.wait(IDLE_SECONDS)
            self._wake.clear()
            try:
                while self.send_due():
                    pass
            except Exception as error:  # noqa: BLE001 - the thread must outlive any failure of its store
                log.warning("sender.failed", error=repr(error)[:300])
                self._stop.wait(IDLE_SECONDS)

    def stop(self) -> None:
        self._stop.set()
        self._wake.set()

    def _woken(self, session: Session) -> None:
        if session.info.pop(POSTED, False):
            self._wake.set()

    def send_due(self) -> bool:
        """Send one batch; True when more may be due at once."""
        with self._unit_of_work() as session:
            self._doubt_the_stale(session)
            due = self._due(session)
        with ExitStack() as lines:
            line: Line | None = None
            for delivery_id in due:
                if self._stop.is_set():
                    return False
                letter = self._take(delivery_id)
                if letter is None:
                    continue
                try:
                    line = line or lines.enter_context(self._channel.open())
                    settled = self._send(line, delivery_id, letter)
                except Unreachable as error:
                    self._server_down(delivery_id, str(error))
                    return False
                if not settled:
                    lines.close()
                    line = None
        return len(due) == BATCH

    # Steps of one delivery

    def _take(self, delivery_id: UUID) -> tuple[Letter, int] | None:
        """Claim a delivery and write its letter; None when it isn't ours or can't be written."""
        with self._unit_of_work() as session:
            row = session.get(Delivery, delivery_id, populate_existing=True)
            if row is None or row.next_attempt_at > utcnow():
                return None
            claim = row.claim + 1
            taken = {"attempts": row.attempts + 1, "next_attempt_at": utcnow() + self._lease}
            if not _move(session, delivery_id, held=row.claim, claim=claim, **taken):
                return None
            try:
                return self._letter(row), claim
            except (TemplateError, ValueError, KeyError, TypeError) as error:
                log.exception("email.not_written", template=row.template, error=repr(error)[:300])
                _settle(
                    session, delivery_id, claim, DeliveryState.FAILED, f"it could not be written: {error}"
                )
                return None

    def _letter(self, row: Delivery) -> Letter:
        written = self._renderer.write(
            row.template,
            address=row.recipient,
            name=row.recipient_name,
            is_author=row.is_author,
            context=row.context,
        )
        return Letter(
            row.recipient, written.subject, written.text, written.html, row.message_id, written.pictures
        )

    def _send(self, line: Line, delivery_id: UUID, taken: tuple[Letter, int]) -> bool:
        """Send one; False when the line is no longer good."""
        letter, claim = taken

        def about_to() -> None:
            with self._unit_of_work() as session:
                now_sending = {"state": DeliveryState.SENDING, "sending_at": utcnow()}
                if not _move(session, delivery_id, held=claim, **now_sending):
                    raise ClaimLost

        try:
            line.send(letter, about_to)
        except ClaimLost:
            return False
        except InDoubt as error:
            self._record(delivery_id, claim, DeliveryState.UNKNOWN, str(error))
            return False
        except Refused as error:
            self._record(delivery_id, claim, DeliveryState.FAILED, str(error))
            return True
        except Postponed as error:
            self._record(delivery_id, claim, DeliveryState.PENDING, str(error))
            return False
        self._record(delivery_id, claim, DeliveryState.SENT, None)
        return True

    def _record(self, delivery_id: UUID, claim: int, state: DeliveryState, error: str | None) -> None:
        with self._unit_of_work() as session:
            row = _settle(session, delivery_id, claim, state, error)
            if row is None:
                return
            if state == DeliveryState.SENT:
                if row.attempts == 1:
                    LATENCY.observe((utcnow() - row.event_time).total_seconds())
                if self._down:
                    self._down = False
                    _hurry(session)
            log.info(
                "email.settled",
                delivery=str(delivery_id),
                template=row.template,
                state=row.state,
                request_id=row.request_id,
                error=error,
            )

    # What concerns many

    def _due(self, session: Session) -> list[UUID]:
        statement = select(Delivery.id).where(
            Delivery.state == DeliveryState.PENDING, Delivery.next_attempt_at <= utcnow()
        )
        return list(session.scalars(statement.order_by(Delivery.next_attempt_at, Delivery.id).limit(BATCH)))

    def _doubt_the_stale(self, session: Session) -> None:
        """Whoever was sending these died: nobody can know whether the text arrived."""
        stale = update(Delivery).where(
            Delivery.state == DeliveryState.SENDING, Delivery.sending_at < utcnow() - self._lease
        )
        session.execute(
            stale.values(
                state=DeliveryState.UNKNOWN,
                updated_at=utcnow(),
                error="our process ended while the text was on the line; it may have arrived",
            )
        )

    def _server_down(self, in_hand: UUID, error: str) -> None:
        """Nobody answers: everything that is due waits, each with its own growing delay."""
        if not self._down:
            log.warning("mail_server.unreachable", error=error)
        self._down = True
        with self._unit_of_work() as session:
            due = or_(Delivery.id == in_hand, Delivery.next_attempt_at <= utcnow())
            waiting = select(Delivery).where(Delivery.state == DeliveryState.PENDING, due).limit(500)
            for row in session.scalars(waiting.execution_options(populate_existing=True)):
                row.attempts += row.id != in_hand
                row.error = f"{SERVER_DOWN} ({error})"
                _wait_or_give_up(row, longest=SERVER_DOWN_LONGEST)


def _move(session: Session, delivery_id: UUID, *, held: int, **values: Any) -> bool:
    """Compare-and-set on a pending delivery: False when somebody else moved it meanwhile."""
    changed: Any = session.execute(
        update(Delivery)
        .where(Delivery.id == delivery_id, Delivery.state == DeliveryState.PENDING, Delivery.claim == held)
        .values(updated_at=utcnow(), **values)
        .execution_options(synchronize_session=False)
    )
    return bool(changed.rowcount)


def _settle(
    session: Session, delivery_id: UUID, claim: int, state: DeliveryState, error: str | None
) -> Delivery | None:
    """Write down how a try ended, if it is still ours to say."""
    row = session.get(Delivery, delivery_id, populate_existing=True)
    if row is None or row.claim != claim or row.state not in (DeliveryState.PENDING, DeliveryState.SENDING):
        return None
    row.state, row.error, row.sending_at = state, error, None
    if state == DeliveryState.SENT:
        row.sent_at = utcnow()
    elif state == DeliveryState.PENDING:
        _wait_or_give_up(row, longest=LONGEST_DELAY)
    OUTCOMES.labels(row.template, row.state).inc()
    return row


def _wait_or_give_up(row: Delivery, *, longest: float) -> None:
    now: datetime = utcnow()
    if now > row.give_up_at:
        row.state = DeliveryState.FAILED
        row.error = f"given up: {row.error}"
        return
    delay = min(longest, FIRST_DELAY * 2 ** min(max(row.attempts, 1) - 1, 12))
    row.next_attempt_at = now + timedelta(seconds=delay)


def _hurry(session: Session) -> None:
    """The server is back: what waited for it is due."""
    session.execute(
        update(Delivery)
        .where(
            Delivery.state == DeliveryState.PENDING, Delivery.error.startswith(SERVER_DOWN, autoescape=True)
        )
        .values(next_attempt_at=utcnow())
    )
