"""The only wiring: settings and parts become an app."""

from datetime import timedelta
from functools import partial

from flask import Flask

from svckit.config import load
from svckit.db import unit_of_work, utcnow
from svckit.service import build_app
from trends_svc.api import catalogue, progress, searches, trending, uploads, watches
from trends_svc.api import line as line_routes
from trends_svc.api import live as live_routes
from trends_svc.api.provided import provide
from trends_svc.config import Settings
from trends_svc.models import db, outbox
from trends_svc.providers.google.live import LiveGoogle
from trends_svc.services.gate import Gate
from trends_svc.services.running import Policy, Runner
from trends_svc.services.sources import Source

SERVICE = "trends"
_RUNNER = "trends.runner"
CONNECT_SECONDS = 4.0
"""Time that a connection may take, beside the answer."""


def create_app(settings: Settings | None = None) -> Flask:
    """The web app."""
    settings = settings or load(Settings)
    app = build_app(
        SERVICE,
        title="Trends",
        settings=settings,
        db=db,
        outbox=outbox,
        blueprints=[
            searches.resource,
            progress.resource,
            watches.resource,
            live_routes.resource,
            catalogue.resource,
        ],
            trending.resource,
            uploads.resource,
            line_routes.resource,
    )
    gate = make_gate(settings)
    live = LiveGoogle(
        settings.google_url,
        gate,
        store=settings.stream_redis_url.get_secret_value(),
        seconds=settings.trends_timeout_seconds,
        sample=settings.trends_sample,
        clock=utcnow,
    )
    provide(app, gate=gate, live=live, sample=settings.trends_sample)
    return app


def create_worker_app(settings: Settings) -> Flask:
    """The app in whose context tasks run: no routes, but somebody who asks Google."""
    app = build_app(
        SERVICE, title="Trends", settings=settings, db=db, outbox=outbox, process=f"{SERVICE}-worker"
    )
    app.extensions[_RUNNER] = partial(make_runner, settings)
    return app


def runner_of(app: Flask) -> Runner:
    """The app's runner, made when first needed: after the fork, with connections of its own."""
    found = app.extensions[_RUNNER]
    if isinstance(found, Runner):
        return found
    made: Runner = found()
    app.extensions[_RUNNER] = made
    return made


def make_gate(settings: Settings) -> Gate:
    """The gate in front of Google: one for the whole deployment, whoever holds this object."""
    return Gate(
        settings.stream_redis_url.get_secret_value(),
        "google",
        spacing=settings.spacing,
        burst=settings.trends_burst,
        base=settings.trends_retry_seconds,
        call=settings.trends_timeout_seconds + CONNECT_SECONDS,
    )


def make_runner(settings: Settings) -> Runner:
    """Google Trends behind its gate; imports pandas."""
    from trends_svc.providers.google.source import PATIENCE, GoogleTrends
    from trends_svc.providers.hackernews import URL as HACKERNEWS_URL
    from trends_svc.providers.hackernews import HackerNews
    from trends_svc.providers.wikimedia import URL as WIKIMEDIA_URL
    from trends_svc.providers.wikimedia import Wikimedia

    gate = make_gate(settings)
    google = GoogleTrends(settings.google_url, gate, seconds=settings.trends_timeout_seconds, clock=utcnow)
    # A worker is silent for two calls at most: the cookie's and the first of a question.
    call = PATIENCE + CONNECT_SECONDS + settings.trends_timeout_seconds
    policy = Policy(
        attempts=settings.trends_attempts,
        retry_seconds=settings.trends_retry_seconds,
        lease=timedelta(seconds=2 * call),
        sample=settings.trends_sample,
    )
    seconds = settings.trends_timeout_seconds
    sources: dict[str, Source] = {
        "google": google,
        "wikimedia": Wikimedia(WIKIMEDIA_URL, seconds=seconds, clock=utcnow),
        "hackernews": HackerNews(HACKERNEWS_URL, seconds=seconds, clock=utcnow),
    }
    return Runner(partial(unit_of_work, db), outbox, sources, {"google": gate}, policy=policy, clock=utcnow)
