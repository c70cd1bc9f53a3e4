"""The only wiring."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import Flask
from redis import Redis
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import (
    access,
    assets,
    errors,
    identity,
    observing,
    offering,
    pictures,
    rendering,
    security,
    shell,
    words,
)
from portal.config import Settings
from portal.sessions import RedisSessions
from portal.tokens import TokenStore
from portal.views import BLUEPRINTS
from svckit import logging
from svckit.config import load
from svckit.http import HttpClient

MAX_BODY = 8 * 1024 * 1024


def create_app(settings: Settings | None = None, overrides: Mapping[str, Any] | None = None) -> Flask:
    """The portal's Flask application; settings come from the environment where none are given."""
    settings = settings or load(Settings)
    logging.configure("portal", "web", settings.log_level)
    app = Flask(__name__, static_folder=str(assets.STATIC), static_url_path="/static")
    app.config.update(
        SECRET_KEY=settings.portal_secret_key.get_secret_value(),
        SESSION_COOKIE_NAME="__Host-session" if settings.is_https else "session",
        SESSION_COOKIE_SECURE=settings.is_https,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=settings.session_hours),
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=MAX_BODY,
        TEAM_NAME=settings.team_name,
        PUBLIC_URL=settings.public_url,
        DEFAULT_TIMEZONE=settings.default_timezone,
        SAMPLE_NETWORK_URL=settings.sample_network_url,
        MAIL_CATCHER_URL=settings.mail_catcher_url,
        **(overrides or {}),
    )
    # nginx is the one hop in front.
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign] # Flask's documented way
    _connect(app, settings)
    observing.set_up(app)
    security.set_up(app, is_https=settings.is_https)
    identity.set_up(app)
    access.guard(app)
    assets.register(app)
    words.register(app)
    shell.register(app)
    offering.register(app)
    pictures.register(app)
    errors.register(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    rendering.register(app)
    access.check_all_state(app)
    return app


def _connect(app: Flask, settings: Settings) -> None:
    """The two things the portal talks to."""
    redis = Redis.from_url(
        settings.session_redis_url.get_secret_value(),
        socket_timeout=3,
        socket_connect_timeout=2,
        health_check_interval=30,
    )
    http = HttpClient(settings.api_url)
    idle = settings.session_hours * 3600
    app.session_interface = RedisSessions(redis, idle_seconds=idle)
    app.extensions["portal_redis"] = redis
    app.extensions["portal_http"] = http
    app.extensions["portal_tokens"] = TokenStore(redis, http, idle_seconds=idle)
