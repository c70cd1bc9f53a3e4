"""Takes results of searches, news of posts and of people; sweeps: ``python -m thinker_svc.consumer``."""

from __future__ import annotations

import signal

from svckit import background
from svckit.config import load
from svckit.events.consumer import Consumer, Subscription
from thinker_svc import create_app, names
from thinker_svc.config import Settings
from thinker_svc.events import PEOPLE, POSTS, SearchCompleted, SearchFailed
from thinker_svc.models import InboxRow, db
from thinker_svc.services import incoming
from thinker_svc.services.sweeping import EVERY_SECONDS, sweep

SUBSCRIPTIONS = {
    SearchCompleted.type: Subscription(SearchCompleted, incoming.search_completed),
    SearchFailed.type: Subscription(SearchFailed, incoming.search_failed),
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
        ticks=[(EVERY_SECONDS, sweep)],
    )
    signal.signal(signal.SIGTERM, consumer.stop)
    signal.signal(signal.SIGINT, consumer.stop)
    background.start(app)
    background.heartbeat(app, "thinker-consumer")
    consumer.run()


if __name__ == "__main__":
    main()
