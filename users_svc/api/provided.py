"""What the routes of this app work with, put there by bootstrap."""

from dataclasses import dataclass

from flask import Flask, current_app, request
from flask_sqlalchemy import SQLAlchemy

from users_svc.services.keys import KeyRing, Seal
from users_svc.services.people import Passwords
from users_svc.services.registration import Newcomers
from users_svc.services.sessions import Device, Sessions

_KEY = "users_svc"


@dataclass(frozen=True)
class Provided:
    """The services, made once per app."""

    db: SQLAlchemy
    keys: KeyRing
    seal: Seal
    newcomers: Newcomers
    sessions: Sessions
    passwords: Passwords


def provide(app: Flask, provided: Provided) -> None:
    app.extensions[_KEY] = provided


def provided() -> Provided:
    found: Provided = current_app.extensions[_KEY]
    return found


def device() -> Device:
    """Where the request in hand came from: nginx, the only way in, sends the one address it trusts."""
    forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    address = forwarded or request.remote_addr or "unknown"
    return Device(address=address, user_agent=request.headers.get("User-Agent", ""))
