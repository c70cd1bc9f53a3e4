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
from trends_svc.providers import Surroundings, found
from trends_svc.providers.google import make_live
from trends_svc.services.gate import Gate
from trends_svc.services.news import KeptNews
from trends_svc.services.running import Policy, Runner
from trends_svc.services.sources import Source
from trends_svc.services.trending_desk import TrendingDesk

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
            trending.resource,
            uploads.resource,
            line_routes.resource,
            catalogue.resource,
        ],
    )
    gate = make_gate(settings)
    live = make_live(_surroundings(settings, "google", gate))
    others = {
        name: provider.trending(_surroundings(settings, name, None))
        for name, provider in found().items()
        if provider.trending is not None and name != "google"
    }
    desk = TrendingDesk(
        {"google": live, **others},
        store=settings.stream_redis_url.get_secret_value(),
        sample={"google"} if settings.trends_sample else (),
        clock=utcnow,
    )
    readers = {name: provider.reader() for name, provider in found().items() if provider.reader is not None}
    provide(
        app,
        gate=gate,
        live=live,
        desk=desk,
        news=make_news(settings),
        readers=readers,
        sample=settings.trends_sample,
    )
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


def make_news(settings: Settings) -> KeptNews:
    """What is known to be in the news, for searches that end."""
    return KeptNews(settings.stream_redis_url.get_secret_value(), clock=utcnow)


def make_runner(settings: Settings) -> Runner:
    """Every source that can be asked, Google behind its gate; imports pandas."""
    from trends_svc.providers.google.source import PATIENCE

    gate = make_gate(settings)
    # A worker is silent for two calls at most: the cookie's and the first of a question.
    call = PATIENCE + CONNECT_SECONDS + settings.trends_timeout_seconds
    policy = Policy(
        attempts=settings.trends_attempts,
        retry_seconds=settings.trends_retry_seconds,
        lease=timedelta(seconds=2 * call),
        sample=settings.trends_sample,
    )
    gates = {"google": gate}
    sources: dict[str, Source] = {
        name: provider.source(_surroundings(settings, name, gates.get(name)))
        for name, provider in found().items()
        if provider.source is not None
    }
    return Runner(
        partial(unit_of_work, db),
        outbox,
        sources,
        gates,
        news=make_news(settings),
        policy=policy,
        clock=utcnow,
    )


def _surroundings(settings: Settings, name: str, gate: Gate | None) -> Surroundings:
    return Surroundings(
        url=settings.google_url if name == "google" else settings.url_of(name),
        gate=gate,
        seconds=settings.trends_timeout_seconds,
        store=settings.stream_redis_url.get_secret_value(),
        clock=utcnow,
    )
