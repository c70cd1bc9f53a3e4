"""The address of a model server, and what of it people may read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

PLAIN = re.compile(r"(?:\[[^\]@]*\]|[^@:]*)(?::\d*)?")
"""Host and port, nobody's name before them."""


@dataclass(frozen=True, slots=True)
class Address:
    """`url` is for asking, with `auth` beside it; `shown` is for messages and logs: it names no user and no
    password, whatever was set."""

    shown: str
    url: str = field(repr=False)
    auth: tuple[str, str] | None = field(repr=False)


def address(given: str) -> Address:
    """Of `scheme://user:password@host:port/path`; all but the host may be left out."""
    scheme, mark, rest = given.rstrip("/").rpartition("://")
    shown = f"{scheme}{mark}{rest.rpartition('@')[2]}"
    person, host = _parted(rest)
    user, _, password = person.partition(":")
    auth = (unquote(user), unquote(password)) if person else None
    return Address(shown, f"{scheme}{mark}{host}", auth)


def _parted(rest: str) -> tuple[str, str]:
    """(user and password, the rest). A password may hold a slash that nobody escaped."""
    authority, slash, path = rest.partition("/")
    if PLAIN.fullmatch(authority):
        return "", rest
    if "@" in authority:
        person, _, host = authority.rpartition("@")
        return person, f"{host}{slash}{path}"
    person, _, host = rest.rpartition("@")
    return person, host
