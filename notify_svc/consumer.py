"""What runs beside the web app of notify-serv: two consumers and the sender, each a thread.

The service is one process, because its store may be one SQLite file: gunicorn's worker starts these
after its fork.
"""

import atexit
import threading

from flask import Flask
from sqlalchemy.orm import Session

from notify_svc import events
from notify_svc.models import Inbox, db
from notify_svc.services import log
from notify_svc.services.mailing import Mailings
from notify_svc.services.people import UnknownPerson
from notify_svc.services.sending import Sender
from svckit.events import topology
from svckit.events.consumer import Consumer
from svckit.events.delivery import Handler, Subscription, Transient
from svckit.events.envelope import Envelope, EventData

QUEUE = "notify.events"
FINISH_SECONDS = 5.0


def subscriptions(mailings: Mailings) -> dict[str, Subscription]:
    """What notify_svc does about each event type."""
    handlers: dict[str, Handler] = {
        "user.registered": mailings.user_changed,
        "user.verified": mailings.user_changed,
        "user.updated": mailings.user_changed,
        "user.deactivated": mailings.user_changed,
        "user.verification_requested": mailings.verification_requested,
        "user.password_reset_requested": mailings.reset_requested,
        "user.registration_repeated": mailings.registration_repeated,
        "trends.search.failed": mailings.search_failed,
        "trends.watch.spiked": mailings.watch_spiked,
        "thinker.draft.submitted": mailings.draft_submitted,
        "thinker.draft.changes_requested": mailings.changes_requested,
        "thinker.draft.rejected": mailings.draft_rejected,
        "thinker.draft.approved": mailings.draft_approved,
        "thinker.draft.held": mailings.draft_held,
        "thinker.draft.reminder_due": mailings.reminder_due,
        "thinker.draft.failed": mailings.draft_failed,
        "thinker.comment.mentioned": mailings.comment_mentioned,
        "thinker.guest.invited": mailings.guest_invited,
        "thinker.guest.code_requested": mailings.guest_code_requested,
        "thinker.guest.responded": mailings.guest_responded,
        "tweeter.post.published": mailings.post_news("post-published"),
        "tweeter.post.failed": mailings.post_news("post-failed"),
        "tweeter.post.missed": mailings.post_news("post-missed"),
        "tweeter.post.cancelled": mailings.post_news("post-cancelled"),
        "tweeter.account.disconnected": mailings.account_disconnected,
    }
    return {name: Subscription(events.HANDLED[name], _patient(handler)) for name, handler in handlers.items()}


def _patient(handler: Handler) -> Handler:
    """Events of different services may overtake one another: wait for the person's own."""

    def handle(session: Session, event: Envelope, data: EventData) -> None:
        try:
            handler(session, event, data)
        except UnknownPerson as error:
            raise Transient(str(error)) from error

    return handle


def make_consumers(app: Flask, mailings: Mailings, events_url: str) -> list[Consumer]:
    """One for our own queue, one for the dead letters of everybody."""
    ours = Consumer(
        app, db, Inbox, events_url=events_url, queues=[QUEUE], subscriptions=subscriptions(mailings)
    )
    dead = Consumer(
        app,
        db,
        Inbox,
        events_url=events_url,
        queues=[name + topology.DEAD_SUFFIX for name in topology.routing()],
        any_handler=log.keep_dead,
    )
    return [ours, dead]


def start(app: Flask, mailings: Mailings, sender: Sender, events_url: str) -> None:
    """Start the threads; after a fork, never before one."""

    def send() -> None:
        with app.app_context():
            sender.run()

    consumers = make_consumers(app, mailings, events_url)
    parts = [("sender", send, sender.stop)]
    parts += [(f"consumer-{n}", each.run, each.stop) for n, each in enumerate(consumers)]
    threads = [threading.Thread(target=run, name=name, daemon=True) for name, run, _ in parts]
    for thread in threads:
        thread.start()

    def finish() -> None:
        # A restart must not leave a letter on the line, whose fate nobody would know.
        for _, _, stop in parts:
            stop()
        for thread in threads:
            thread.join(FINISH_SECONDS)

    atexit.register(finish)
