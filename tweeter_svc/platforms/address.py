"""Which addresses this service may be told to call (the guard against server-side request forgery).

People type webhook addresses; the service that calls them stands inside the team's network. So an
address is looked at twice: when it is typed, and again at every call, where the connection goes to
exactly the numeric address that was looked at (`outbound`), whatever the name says a moment later.
"""

import ipaddress
import socket
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from typing import Final
from urllib.parse import urlsplit

import idna

Address = IPv4Address | IPv6Address
Resolver = Callable[[str, int], list[str]]

MAX_URL: Final = 2000
# Ranges that carry an IPv4 address inside an IPv6 one, and how far it is from the right end.
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
_NAT64_LOCAL: Final = ipaddress.IPv6Network("64:ff9b:1::/48")
_COMPATIBLE: Final = ipaddress.IPv6Network("::/96")
_SITE_LOCAL: Final = ipaddress.IPv6Network("fec0::/10")


class AddressNotAllowed(Exception):
    """The address may not be called. The message says why, for the person who typed it."""


class NameNotFound(Exception):
    """The host name has no address at the moment. Nothing was sent."""


@dataclass(frozen=True)
class Target:
    """An address taken apart once, so that no second parser can read it differently."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def host_header(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _default_port(self.scheme) else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.host_header}{self.path}"


def parse(url: str) -> Target:
    """Take a typed address apart.

    Raises:
        AddressNotAllowed: it isn't a plain http(s) address.
    """
    if len(url) > MAX_URL:
        raise AddressNotAllowed(f"The address is longer than {MAX_URL} characters.")
    if any(character <= " " or character in "\\\x7f" for character in url):
        raise AddressNotAllowed("The address has a space, a backslash or a control character in it.")
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname or ""
    except ValueError as error:
        raise AddressNotAllowed("This isn't an address. It reads like https://example.com/hook.") from error
    if parts.scheme not in ("http", "https"):
        raise AddressNotAllowed("The address must start with https:// or http://.")
    if parts.username is not None or parts.password is not None:
        raise AddressNotAllowed("The address has a user name or password in it. Leave that part out.")
    if not host or port == 0:
        raise AddressNotAllowed("The address names no host. It reads like https://example.com/hook.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not path.isascii():
        raise AddressNotAllowed("The part after the host may hold only ASCII characters; escape the others.")
    return Target(parts.scheme, _ascii_host(host), port or _default_port(parts.scheme), path)


def _default_port(scheme: str) -> int:
    return 443 if scheme == "https" else 80


def _ascii_host(host: str) -> str:
    if "%" in host:
        raise AddressNotAllowed("The host has a % in it. Leave out zones and escapes.")
    if host.isascii():
        return host.lower()
    try:
        return idna.encode(host, uts46=True).decode()
    except idna.IDNAError as error:
        raise AddressNotAllowed("The host is not a valid name.") from error


def forbidden_because(address: Address) -> str | None:
    """Why a numeric address may not be called, or None when it is public."""
    inner = _embedded_ipv4(address)
    if inner is not None:
        return forbidden_because(inner)
    local_v6 = isinstance(address, IPv6Address) and (address in _SITE_LOCAL or address in _NAT64_LOCAL)
    kinds = {
        "this machine itself": address.is_loopback,
        "a link-local address": address.is_link_local,
        "a multicast address": address.is_multicast,
        "a reserved address": address.is_unspecified or address.is_reserved,
        "a private network": local_v6 or not address.is_global,
    }
    return next((kind for kind, applies in kinds.items() if applies), None)


def _embedded_ipv4(address: Address) -> IPv4Address | None:
    if isinstance(address, IPv4Address):
        return None
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if address in _NAT64 or (address in _COMPATIBLE and int(address) > 1):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def resolve(host: str, port: int) -> list[str]:
    """Numeric addresses of a host, as the system's resolver gives them.

    Raises:
        OSError: it has none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class AddressGuard:
    """Answers which numeric addresses may be connected to for a host and port.

    `allowed`: "host:port" entries that may be private, exactly as they stand in the address.
    `resolver` can be given by tests; `timeout` bounds it in seconds.
    """

    def __init__(
        self, allowed: Iterable[str] = (), *, resolver: Resolver = resolve, timeout: float = 5.0
    ) -> None:
        self._allowed = {entry.strip().lower() for entry in allowed if entry.strip()}
        self._resolver = resolver
        self._timeout = timeout

    def check(self, url: str) -> Target:
        """Look at a typed address; return it taken apart.

        Raises:
            AddressNotAllowed: it may not be called.
            NameNotFound: its host has no address right now.
        """
        target = parse(url)
        self.addresses(target.host, target.port)
        return target

    def addresses(self, host: str, port: int) -> list[str]:
        """The numeric addresses to connect to, every one of them looked at.

        One forbidden address among several refuses them all: which one a name gives first is up to
        whoever owns the name.

        Raises:
            AddressNotAllowed, NameNotFound
        """
        bracketed = f"[{host}]" if ":" in host else host
        numeric = self._resolve(host, port)
        if f"{bracketed}:{port}" in self._allowed:
            return numeric
        for text in numeric:
            reason = forbidden_because(ipaddress.ip_address(text.partition("%")[0]))
            if reason is not None:
                raise AddressNotAllowed(
                    f"{bracketed}:{port} is {reason}. Webhooks go to public addresses only; an operator can "
                    "name exceptions in TWEETER_ALLOWED_PRIVATE_HOSTS."
                )
        return numeric

    def _resolve(self, host: str, port: int) -> list[str]:
        # getaddrinfo knows no time-out of its own, so it runs where it can be left behind.
        answer: list[list[str] | OSError | UnicodeError] = []

        def ask() -> None:
            try:
                answer.append(self._resolver(host, port))
            except (OSError, UnicodeError) as error:
                answer.append(error)

        thread = threading.Thread(target=ask, name="resolve", daemon=True)
        thread.start()
        thread.join(self._timeout)
        result = answer[0] if answer else TimeoutError("the resolver did not answer")
        if isinstance(result, Exception) or not result:
            raise NameNotFound(f"The host {host} has no address: {result or 'nothing found'}.")
        return result
