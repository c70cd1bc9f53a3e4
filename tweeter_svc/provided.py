"""What routes, tasks and handlers of this app work with, put there by bootstrap."""

from dataclasses import dataclass

from flask import Flask, current_app

from tweeter_svc.platforms.registry import Platforms
from tweeter_svc.services.accounts import Accounts
from tweeter_svc.services.images import Links
from tweeter_svc.services.intake import Intake
from tweeter_svc.services.publishing import Publishing
from tweeter_svc.services.scheduling import Scheduling
from tweeter_svc.services.vault import Vault

_KEY = "tweeter_svc"


@dataclass(frozen=True)
class Provided:
    """The services, made once per app."""

    platforms: Platforms
    accounts: Accounts
    intake: Intake
    publishing: Publishing
    scheduling: Scheduling
    vault: Vault
    links: Links


def provide(app: Flask, provided: Provided) -> None:
    app.extensions[_KEY] = provided


def provided() -> Provided:
    found: Provided = current_app.extensions[_KEY]
    return found
