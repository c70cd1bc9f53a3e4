"""Takes approvals: ``python -m tweeter_svc.consumer``."""

import signal

from sqlalchemy.orm import Session

from svckit import background
from svckit.config import load
from svckit.events.consumer import Consumer
from svckit.events.delivery import Permanent, Subscription, Transient
from svckit.events.envelope import Envelope
from tweeter_svc import names
from tweeter_svc.bootstrap import create_consumer_app
from tweeter_svc.config import Settings
from tweeter_svc.events import DraftApproved, DraftWithdrawn, ImageApproved
from tweeter_svc.models import InboxRow, db
from tweeter_svc.provided import provided
from tweeter_svc.services import images
from tweeter_svc.services.intake import ContentChanged, ImagesMissing
from tweeter_svc.services.plan import TextMissing


def on_approved(session: Session, event: Envelope, data: DraftApproved) -> None:
    try:
        provided().intake.approved(session, data, event.time)
    except (ContentChanged, TextMissing) as error:
        raise Permanent(str(error)) from error
    except ImagesMissing as error:
        raise Transient(str(error)) from error


def on_image(session: Session, _event: Envelope, data: ImageApproved) -> None:
    try:
        images.keep(session, data)
    except images.WrongImage as error:
        raise Permanent(str(error)) from error


def on_withdrawn(session: Session, event: Envelope, data: DraftWithdrawn) -> None:
    provided().intake.withdrawn(session, data, event.time)


SUBSCRIPTIONS = {
    DraftApproved.type: Subscription(DraftApproved, on_approved),
    DraftWithdrawn.type: Subscription(DraftWithdrawn, on_withdrawn),
    ImageApproved.type: Subscription(ImageApproved, on_image),
}


def main() -> None:
    settings = load(Settings)
    app = create_consumer_app(settings)
    consumer = Consumer(
        app,
        db,
        InboxRow,
        events_url=settings.events_url.get_secret_value(),
        queues=[names.EVENT_QUEUE],
        subscriptions=SUBSCRIPTIONS,
    )
    signal.signal(signal.SIGTERM, consumer.stop)
    signal.signal(signal.SIGINT, consumer.stop)
    background.start(app)
    background.heartbeat(app, f"{names.SERVICE}-consumer")
    consumer.run()


if __name__ == "__main__":
    main()
