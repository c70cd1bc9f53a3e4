"""Signs webhooks as Standard Webhooks describes (symmetric, `v1`)."""

import base64
import binascii
import hashlib
import hmac
import secrets
from datetime import datetime

PREFIX = "whsec_"
MIN_BYTES, MAX_BYTES = 16, 64


def new_secret() -> str:
    """A fresh secret: `whsec_` and the base64 of 32 random bytes."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def key_bytes(secret: str) -> bytes:
    """`whsec_<base64>` stands for the decoded bytes; anything else for its own UTF-8 bytes.

    Raises:
        ValueError: not base64, or not between 16 and 64 bytes long.
    """
    if secret.startswith(PREFIX):
        try:
            key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
        except binascii.Error as error:
            raise ValueError("what follows whsec_ is not base64") from error
    else:
        key = secret.encode()
    if not MIN_BYTES <= len(key) <= MAX_BYTES:
        raise ValueError(f"a secret has {MIN_BYTES} to {MAX_BYTES} bytes, this one {len(key)}")
    return key


def signed_headers(secret: str, message_id: str, body: bytes, at: datetime) -> dict[str, str]:
    """The three webhook-* headers. `at` is the time of this attempt; the id is the same on each."""
    stamp = str(int(at.timestamp()))
    mac = hmac.new(key_bytes(secret), f"{message_id}.{stamp}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": "v1," + base64.b64encode(mac).decode(),
    }
