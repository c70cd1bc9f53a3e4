"""What the wiring gives to the routes."""

from flask import Flask, current_app

from trends_svc.providers.google.live import LiveGoogle
from trends_svc.services.gate import Gate

_GATE = "trends.gate"
_LIVE = "trends.live"


def provide(app: Flask, *, gate: Gate, live: LiveGoogle, sample: bool) -> None:
    app.extensions[_GATE] = gate
    app.extensions[_LIVE] = live
    app.config["TRENDS_SAMPLE"] = sample


def gate() -> Gate:
    """The gate in front of Google: how it stands, and a turn for a call of our own."""
    found: Gate = current_app.extensions[_GATE]
    return found


def live() -> LiveGoogle:
    """Google's quick answers."""
    found: LiveGoogle = current_app.extensions[_LIVE]
    return found


def is_sample() -> bool:
    return bool(current_app.config["TRENDS_SAMPLE"])
