"""The keys that sign access tokens: made, sealed, rotated, published."""

import base64
import secrets
import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from jwt import PyJWK
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from svckit.db import utcnow
from svckit.problems import Unavailable
from users_svc import queries
from users_svc.models.signing_key import SigningKey
from users_svc.services.transactions import Begin

SIGNS_FOR = timedelta(days=30)
ANNOUNCED_BEFORE = timedelta(days=1)
PUBLISHED_AFTER = timedelta(hours=1)
"""Longer than any access token lives."""

_LOCK = 0x7573_6572_0001
_NONCE = 12
_CACHED_FOR = 30.0


class Seal:
    """Encrypts private keys at rest: AES-256-GCM under a key derived from ``USERS_SECRET_KEY``."""

    def __init__(self, secret: str) -> None:
        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"users_svc signing keys v1")
        self._cipher = AESGCM(derived.derive(secret.encode()))

    def close(self, kid: str, private_key: bytes) -> bytes:
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._cipher.encrypt(nonce, private_key, kid.encode())

    def open(self, kid: str, sealed: bytes) -> bytes:
        """The private key.

        Raises:
            Unavailable: ``signing-key-sealed``; it was sealed with another secret.
        """
        try:
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], kid.encode())
        except InvalidTag as error:
            raise Unavailable(
                "signing-key-sealed",
                "USERS_SECRET_KEY is not the one the signing keys were sealed with. Restore it, or make new "
                "keys with: python -m users_svc.cli rotate-keys --revoke-old",
            ) from error


@dataclass(frozen=True)
class Signer:
    """A key ready to sign."""

    kid: str
    key: Ed25519PrivateKey
    signs_until: datetime


def make_key(session: Session, seal: Seal, *, signs_from: datetime, now: datetime) -> SigningKey:
    """Add a new key that signs from the given moment on."""
    private = Ed25519PrivateKey.generate()
    kid = secrets.token_hex(8)
    until = signs_from + SIGNS_FOR
    row = SigningKey(
        kid=kid,
        public_key=private.public_key().public_bytes_raw(),
        private_key=seal.close(kid, private.private_bytes_raw()),
        created_at=now,
        signs_from=signs_from,
        signs_until=until,
        published_until=until + PUBLISHED_AFTER,
    )
    session.add(row)
    session.flush()
    return row


def tend(session: Session, seal: Seal, now: datetime) -> SigningKey:
    """The key that signs now. Makes the first one, and the successor of one whose time is running out.

    Whoever comes first makes it: the lock keeps processes that start together from making two.
    """
    current = queries.signing_key(session, now)
    if current is not None and current.signs_until - now > ANNOUNCED_BEFORE:
        return current
    session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    newest = queries.newest_key(session)
    if newest is None or newest.signs_until <= now:
        return make_key(session, seal, signs_from=now, now=now)
    if newest.signs_until - now <= ANNOUNCED_BEFORE:
        make_key(session, seal, signs_from=newest.signs_until, now=now)
    return queries.signing_key(session, now) or newest


def rotate(session: Session, seal: Seal, now: datetime, *, revoke_old: bool) -> SigningKey:
    """Sign with a new key from now on.

    Args:
        revoke_old: stop publishing the old keys too (a private key leaked); verifiers that remember
            them go on until they restart.
    """
    session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    for key in queries.published_keys(session, now):
        key.signs_from = min(key.signs_from, now)
        key.signs_until = min(key.signs_until, now)
        key.published_until = now if revoke_old else min(key.published_until, now + PUBLISHED_AFTER)
    return make_key(session, seal, signs_from=now, now=now)


def as_jwk(key: SigningKey) -> dict[str, str]:
    """The public half as RFC 8037 has it."""
    x = base64.urlsafe_b64encode(key.public_key).decode().rstrip("=")
    return {"kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": key.kid, "x": x}


class KeyRing:
    """The keys as this process sees them, read from the database at most every 30 seconds."""

    def __init__(self, begin: Begin, seal: Seal) -> None:
        self._begin = begin
        self._seal = seal
        self._lock = threading.Lock()
        self._signer: Signer | None = None
        self._jwks: list[dict[str, str]] = []
        self._read_at = float("-inf")

    def signer(self) -> Signer:
        """The key to sign with now."""
        self._refresh()
        if self._signer is None:
            raise RuntimeError("a refresh leaves a signer or raises")
        return self._signer

    def jwks(self) -> dict[str, list[dict[str, str]]]:
        """What verifiers read: every key whose tokens may still be about, and the coming one."""
        self._refresh()
        return {"keys": self._jwks}

    def get(self, kid: str) -> PyJWK | None:
        """The public key of that id, so that this service verifies with its own keys."""
        self._refresh()
        return next((PyJWK(key) for key in self._jwks if key["kid"] == kid), None)

    def _refresh(self) -> None:
        with self._lock:
            stale = time.monotonic() - self._read_at > _CACHED_FOR
            if not stale and self._signer is not None and self._signer.signs_until > utcnow():
                return
            now = utcnow()
            with self._begin() as session:
                current = tend(session, self._seal, now)
                published = queries.published_keys(session, now)
            if self._signer is None or self._signer.kid != current.kid:
                private = Ed25519PrivateKey.from_private_bytes(
                    self._seal.open(current.kid, current.private_key)
                )
                self._signer = Signer(current.kid, private, current.signs_until)
            self._jwks = [as_jwk(key) for key in published]
            self._read_at = time.monotonic()
