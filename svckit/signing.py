"""Link tokens that two services derive from an id and a shared key.

A one-time link (verify an address, reset a password) needs a secret that the mailing service writes
and the issuing service checks. Derived from the row's id by HMAC, it is stored nowhere and travels in
no event; single use and expiry are the row's.
"""

import base64
import hashlib
import hmac
from uuid import UUID

MIN_KEY_LENGTH = 32


def _mac(key: str, purpose: str, token_id: UUID) -> str:
    if len(key) < MIN_KEY_LENGTH:
        raise ValueError("the link signing key is too short: at least 32 characters")
    digest = hmac.new(key.encode(), f"{purpose}:{token_id}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def make_token(key: str, purpose: str, token_id: UUID) -> str:
    """``<id>.<mac>``: safe in a URL's query."""
    return f"{token_id.hex}.{_mac(key, purpose, token_id)}"


def read_token(key: str, purpose: str, token: str) -> UUID | None:
    """The id, or None when the token wasn't made with this key for this purpose."""
    head, _, mac = token.partition(".")
    try:
        token_id = UUID(hex=head)
    except ValueError:
        return None
    good = hmac.compare_digest(mac.encode(), _mac(key, purpose, token_id).encode())
    return token_id if good else None
