"""What the routes of this app work with, put there by bootstrap."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy

from thinker_svc.engines.base import Engine
from thinker_svc.services.following import Following
from thinker_svc.services.generation import Model
from thinker_svc.services.writing import Writing

_KEY = "thinker_svc"


@dataclass(frozen=True)
class Provided:
    """The services, made once per app."""

    db: SQLAlchemy
    engine: Engine
    model: Model
    basic_models: frozenset[str]
    following: Following
    writing: Writing


def provide(app: Flask, provided: Provided) -> None:
    app.extensions[_KEY] = provided


def provided() -> Provided:
    found: Provided = current_app.extensions[_KEY]
    return found
