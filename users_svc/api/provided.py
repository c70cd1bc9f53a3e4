"""What the routes of this app work with, put there by bootstrap."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address

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
    """Where the request in hand came from."""
    address = client_address(request.headers.get("X-Forwarded-For", ""), request.remote_addr or "unknown")
    return Device(address=address, user_agent=request.headers.get("User-Agent", ""))


def client_address(forwarded: str, peer: str) -> str:
    """The address of the person, behind nginx and, for pages, behind the portal.

    Each proxy adds on the right whom it talked to. Ours have private addresses, so the first public one
    from the right is a person's and can't be made up. Where all are private, on a team's own network,
    the left-most is taken.
    """
    chain = [address for part in forwarded.split(",") if (address := _parse(part.strip()))]
    outside = [address for address in chain if address.is_global]
    if outside:
        return str(outside[-1])
    return str(chain[0]) if chain else peer


def _parse(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None
