"""The only wiring: settings and parts become an app."""

from collections.abc import Sequence
from datetime import timedelta

from flask import Flask
from flask_openapi3 import APIBlueprint

from svckit.config import load
from svckit.service import build_app
from tweeter_svc import names
from tweeter_svc.api import accounts, images, platforms, posts
from tweeter_svc.config import Settings
from tweeter_svc.models import db, outbox
from tweeter_svc.platforms.address import AddressGuard
from tweeter_svc.platforms.outbound import Outbound
from tweeter_svc.platforms.registry import discover
from tweeter_svc.provided import Provided, provide
from tweeter_svc.services.accounts import Accounts
from tweeter_svc.services.images import Links
from tweeter_svc.services.intake import Intake
from tweeter_svc.services.publishing import Publishing
from tweeter_svc.services.scheduling import Scheduling
from tweeter_svc.services.states import RetryPolicy
from tweeter_svc.services.vault import Vault

LEASE_MARGIN = timedelta(seconds=5)
"""Beyond the longest call: how old an unfinished attempt must be before its worker counts as dead."""


def create_app(settings: Settings | None = None) -> Flask:
    """The web app."""
    blueprints = (
        platforms.resource,
        accounts.resource,
        posts.resource,
        posts.calendar_resource,
        images.resource,
    )
    return _build(settings or load(Settings), blueprints, "serv")


def create_worker_app(settings: Settings | None = None) -> Flask:
    """The app in whose context tasks run: no routes."""
    return _build(settings or load(Settings), (), "worker")


def create_consumer_app(settings: Settings | None = None) -> Flask:
    """The app in whose context events are handled: no routes."""
    return _build(settings or load(Settings), (), "consumer")


def _build(settings: Settings, blueprints: Sequence[APIBlueprint], process: str) -> Flask:
    app = build_app(
        names.SERVICE,
        title="Posts and accounts",
        settings=settings,
        db=db,
        outbox=outbox,
        blueprints=blueprints,
        process=f"{names.SERVICE}-{process}",
    )
    provide(app, _services(settings))
    return app


def _services(settings: Settings) -> Provided:
    guard = AddressGuard(settings.allowed_private_hosts)
    found = discover(Outbound(guard, deadline=settings.tweeter_call_seconds))
    vault = Vault(settings.encryption_keys)
    policy = RetryPolicy(
        max_tries=settings.tweeter_max_tries,
        first_delay=timedelta(seconds=settings.tweeter_retry_seconds),
    )
    lease = timedelta(seconds=settings.tweeter_call_seconds) + LEASE_MARGIN
    links = Links(settings.encryption_keys, settings.public_url)
    publishing = Publishing(found, vault, policy, links, lease=lease)
    return Provided(
        platforms=found,
        accounts=Accounts(found, vault),
        intake=Intake(timedelta(seconds=settings.tweeter_missed_after_seconds)),
        publishing=publishing,
        scheduling=Scheduling(publishing),
        vault=vault,
        links=links,
    )
