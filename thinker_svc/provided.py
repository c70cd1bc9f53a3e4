"""What the routes of this app work with, put there by bootstrap."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy

from thinker_svc.engines.base import Engine
from thinker_svc.services.fetching import Fetching
from thinker_svc.services.following import Following
from thinker_svc.services.guest_keys import GuestKeys
from thinker_svc.services.models_in_use import Models
from thinker_svc.services.streams import TokenStreams
from thinker_svc.services.trials import Trials
from thinker_svc.services.writing import Writing

_KEY = "thinker_svc"


@dataclass(frozen=True)
class Provided:
    """The services, made once per app."""

    db: SQLAlchemy
    engine: Engine
    models: Models
    streams: TokenStreams
    following: Following
    guest_keys: GuestKeys
    writing: Writing
    fetching: Fetching
    trials: Trials


def provide(app: Flask, provided: Provided) -> None:
    app.extensions[_KEY] = provided


def provided() -> Provided:
    found: Provided = current_app.extensions[_KEY]
    return found
