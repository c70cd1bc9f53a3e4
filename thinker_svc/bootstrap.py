"""The only wiring of thinker_svc."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy.orm import Session

from svckit.config import load
from svckit.db import unit_of_work
from svckit.health import Check
from svckit.service import build_app
from thinker_svc.api.alternatives import alternatives
from thinker_svc.api.comments import comments, people
from thinker_svc.api.drafts import drafts
from thinker_svc.api.figures import figures
from thinker_svc.api.guest_links import guest_links
from thinker_svc.api.guest_visits import guest_visits
from thinker_svc.api.hashtags import hashtags
from thinker_svc.api.images import images
from thinker_svc.api.lists import lists
from thinker_svc.api.models import models
from thinker_svc.api.platforms import platforms
from thinker_svc.api.policy import policy
from thinker_svc.api.pulls import pulls
from thinker_svc.api.review import review
from thinker_svc.api.review_inbox import inbox
from thinker_svc.api.stream import stream
from thinker_svc.api.template_trials import template_trials
from thinker_svc.api.templates import templates
from thinker_svc.api.voices import voices
from thinker_svc.config import Settings
from thinker_svc.engines import choose
from thinker_svc.engines.base import Engine, EngineError
from thinker_svc.models import db, outbox
from thinker_svc.provided import Provided, provide
from thinker_svc.services.fetching import Fetching
from thinker_svc.services.following import Following
from thinker_svc.services.guest_keys import GuestKeys
from thinker_svc.services.models_in_use import Models
from thinker_svc.services.streams import TokenStreams
from thinker_svc.services.trials import Trials
from thinker_svc.services.writing import Writing


def create_app(settings: Settings | None = None, *, process: str | None = None) -> Flask:
    """The Flask app of thinker_svc.

    Args:
        settings: read from the environment unless given.
        process: name in logs, for worker and consumer.
    """
    settings = settings or load(Settings)
    engine = choose.engine(settings)
    app = build_app(
        "thinker",
        title="Thinker",
        settings=settings,
        db=db,
        outbox=outbox,
        blueprints=[
            drafts,
            figures,
            hashtags,
            review,
            inbox,
            stream,
            alternatives,
            models,
            pulls,
            platforms,
            policy,
            comments,
            people,
            images,
            guest_links,
            guest_visits,
            lists,
            templates,
            template_trials,
            voices,
        ],
        checks=[_model_server(engine)],
        process=process,
    )

    @contextmanager
    def begin() -> Iterator[Session]:
        # A context of its own gives a session of its own, in any thread.
        with app.app_context(), unit_of_work(db) as session:
            yield session

    streams = TokenStreams(settings.stream_redis_url.get_secret_value())
    provide(
        app,
        Provided(
            db=db,
            engine=engine,
            models=Models(settings.thinker_model, settings.basic_models),
            streams=streams,
            guest_keys=GuestKeys(settings.link_signing_key.get_secret_value(), settings.public_url),
            following=Following(begin, streams),
            writing=Writing(begin, engine, streams),
            fetching=Fetching(begin, engine),
            trials=Trials(begin, engine, streams),
        ),
    )
    return app


def _model_server(engine: Engine) -> Check:
    """Said by name, but never a reason to be not ready: editing and approving need no model."""

    def probe() -> str:
        try:
            return f"{len(engine.models())} models"
        except EngineError as error:
            return f"{error.type}: nothing can be drafted until it is back"

    return Check("model server", probe)
