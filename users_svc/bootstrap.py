"""The only wiring of users_svc."""

from contextlib import AbstractContextManager

from flask import Flask
from sqlalchemy.orm import Session

from svckit.config import load
from svckit.db import unit_of_work
from svckit.service import build_app
from users_svc.api.auth import auth
from users_svc.api.provided import Provided, provide
from users_svc.api.users import users
from users_svc.config import Settings
from users_svc.models import db, outbox
from users_svc.services.keys import KeyRing, Seal
from users_svc.services.passwords import Hasher
from users_svc.services.people import Passwords
from users_svc.services.registration import Newcomers
from users_svc.services.sessions import Sessions


def create_app(settings: Settings | None = None, *, process: str | None = None) -> Flask:
    """The Flask app of users_svc.

    Args:
        settings: read from the environment unless given.
        process: name in logs, for the command line.
    """
    settings = settings or load(Settings)
    provided = _services(settings)
    app = build_app(
        "users",
        title="Users",
        settings=settings,
        db=db,
        outbox=outbox,
        blueprints=[auth, users],
        process=process,
        keys=provided.keys,
    )
    provide(app, provided)
    return app


def _begin() -> AbstractContextManager[Session]:
    return unit_of_work(db)


def _services(settings: Settings) -> Provided:
    limits = settings.limits
    at_once = settings.password_hashes_at_once
    # Threads that wait for a hash leave a quarter of them to everybody else.
    hasher = Hasher(at_once=at_once, waiting=max(1, settings.web_threads * 3 // 4 - at_once))
    seal = Seal(settings.users_secret_key.get_secret_value())
    keys = KeyRing(_begin, seal)
    return Provided(
        db=db,
        keys=keys,
        seal=seal,
        newcomers=Newcomers(
            begin=_begin,
            hasher=hasher,
            limits=limits,
            registration=settings.registration,
            role=settings.newcomer_role,
            link_key=settings.link_signing_key.get_secret_value(),
        ),
        sessions=Sessions(begin=_begin, hasher=hasher, limits=limits, keys=keys),
        passwords=Passwords(begin=_begin, hasher=hasher, limits=limits),
    )
