"""Link tokens, and codes, that two services derive from an id and a shared key.

A one-time link (verify an address, reset a password) needs a secret that the mailing service writes
and the issuing service checks. Derived from the row's id by HMAC, it is stored nowhere and travels in
no event; single use and expiry are the row's.
"""

import base64
import hashlib
import hmac
from uuid import UUID

MIN_KEY_LENGTH = 32


CODE_DIGITS = 6


def _digest(key: str, purpose: str, token_id: UUID) -> bytes:
    if len(key) < MIN_KEY_LENGTH:
        raise ValueError("the link signing key is too short: at least 32 characters")
    return hmac.new(key.encode(), f"{purpose}:{token_id}".encode(), hashlib.sha256).digest()


def _mac(key: str, purpose: str, token_id: UUID) -> str:
    return base64.urlsafe_b64encode(_digest(key, purpose, token_id)).decode().rstrip("=")


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


def make_code(key: str, purpose: str, token_id: UUID) -> str:
    """Six digits to type in. So few can be guessed: whoever checks them counts the attempts."""
    number = int.from_bytes(_digest(key, purpose, token_id)[:8], "big") % 10**CODE_DIGITS
    return f"{number:0{CODE_DIGITS}}"


def is_code(key: str, purpose: str, token_id: UUID, typed: str) -> bool:
    """Whether these are the digits, compared in constant time."""
    return hmac.compare_digest(typed.encode(), make_code(key, purpose, token_id).encode())
