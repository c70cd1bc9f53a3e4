"""Takes results of searches, news of posts and of people; sweeps: ``python -m thinker_svc.consumer``."""

from __future__ import annotations

import signal

from sqlalchemy.orm import Session

from svckit import background
from svckit.config import load
from svckit.events.consumer import Consumer
from svckit.events.delivery import Subscription
from svckit.events.envelope import Envelope
from thinker_svc import create_app, names
from thinker_svc.config import Settings
from thinker_svc.events_heard import PEOPLE, POSTS, SearchCompleted, SearchFailed, WatchSpiked
from thinker_svc.models import InboxRow, db
from thinker_svc.provided import provided
from thinker_svc.services import auto_drafts, incoming, tallies, trials
from thinker_svc.services.reminding import EVERY_SECONDS as REMIND_SECONDS
from thinker_svc.services.reminding import remind
from thinker_svc.services.sweeping import EVERY_SECONDS, sweep


def _watch_spiked(session: Session, event: Envelope, data: WatchSpiked) -> None:
    auto_drafts.spiked(session, event, data, provided().models)


SUBSCRIPTIONS = {
    SearchCompleted.type: Subscription(SearchCompleted, incoming.search_completed),
    SearchFailed.type: Subscription(SearchFailed, incoming.search_failed),
    WatchSpiked.type: Subscription(WatchSpiked, _watch_spiked),
    **{model.type: Subscription(model, incoming.user_changed) for model in PEOPLE},
    **{model.type: Subscription(model, incoming.post_changed) for model in POSTS},
}


def main() -> None:
    settings = load(Settings)
    app = create_app(settings, process="thinker-consumer")
    consumer = Consumer(
        app,
        db,
        InboxRow,
        events_url=settings.events_url.get_secret_value(),
        queues=[names.EVENTS_QUEUE],
        subscriptions=SUBSCRIPTIONS,
        ticks=[
            (EVERY_SECONDS, sweep),
            (tallies.EVERY_SECONDS, tallies.fold),
            (REMIND_SECONDS, remind),
            (trials.EVERY_SECONDS, trials.sweep),
        ],
    )
    signal.signal(signal.SIGTERM, consumer.stop)
    signal.signal(signal.SIGINT, consumer.stop)
    background.start(app)
    with app.app_context():
        provided().fetching.start()
    background.heartbeat(app, "thinker-consumer")
    consumer.run()


if __name__ == "__main__":
    main()
