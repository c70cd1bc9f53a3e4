"""What the routes of this app work with, put there by bootstrap."""

from dataclasses import dataclass

from flask import Flask, current_app

from notify_svc.services.log import PutBack

_KEY = "notify_svc"


@dataclass(frozen=True)
class Provided:
    """Made once per app."""

    put_back: PutBack


def provide(app: Flask, provided: Provided) -> None:
    app.extensions[_KEY] = provided


def provided() -> Provided:
    found: Provided = current_app.extensions[_KEY]
    return found
