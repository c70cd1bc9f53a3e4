"""The only wiring of notify_svc."""

from contextlib import AbstractContextManager
from email.utils import parseaddr
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from notify_svc import consumer
from notify_svc.api.dead_letters import dead_letters
from notify_svc.api.deliveries import deliveries
from notify_svc.api.provided import Provided, provide
from notify_svc.channels.email import EmailChannel
from notify_svc.config import Settings
from notify_svc.models import db
from notify_svc.services.mailing import Mailings
from notify_svc.services.rendering import Renderer
from notify_svc.services.sending import Sender
from svckit import background, context
from svckit.config import load
from svckit.db import unit_of_work
from svckit.events.publisher import Publisher
from svckit.problems import Unavailable
from svckit.service import build_app


def create_app(settings: Settings | None = None) -> Flask:
    """The Flask app of notify_svc; its threads start with the process that serves it."""
    settings = settings or load(Settings)
    app = build_app(
        "notify",
        title="Notify",
        settings=settings,
        db=db,
        outbox=None,
        blueprints=[deliveries, dead_letters],
    )
    provide(app, Provided(put_back=_putter_back(settings.events_url.get_secret_value())))
    mailings, sender = make_parts(app, settings)
    background.register(
        app, lambda: consumer.start(app, mailings, sender, settings.events_url.get_secret_value())
    )
    return app


def make_parts(app: Flask, settings: Settings) -> tuple[Mailings, Sender]:
    """What turns events into deliveries, and what sends them."""
    renderer = Renderer(
        public_url=settings.public_url,
        team=settings.team_name,
        link_key=settings.link_signing_key.get_secret_value(),
    )
    domain = parseaddr(settings.mail_sender)[1].rpartition("@")[2]
    sender = Sender(_begin, EmailChannel(app, settings), renderer, timeout=settings.mail_timeout)
    return Mailings(renderer, domain), sender


def _begin() -> AbstractContextManager[Session]:
    return unit_of_work(db)


def _putter_back(events_url: str) -> Any:
    def put_back(queue: str, body: dict[str, Any]) -> None:
        # Rare, and asked for by a person: a connection of its own costs nothing that matters.
        publisher = Publisher(events_url)
        try:
            publisher.publish_to_queue(queue, body, context.outgoing())
        except Exception as error:
            raise Unavailable(
                "events-unavailable",
                "The broker for events doesn't answer. Nothing changed; try again in a moment.",
                retry_after=5,
            ) from error
        finally:
            publisher.close()

    return put_back


__all__ = ["create_app", "make_parts"]
