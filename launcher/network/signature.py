"""Checks a webhook's signature the way any receiver would (Standard Webhooks, symmetric `v1`).

Written on its own, not shared with the sender: if both sides made the same mistake in one common
function, no test would see it.
"""

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Mapping

TOLERANCE_SECONDS = 300


class BadSignature(Exception):
    """Who sent this can't be established: answer 401."""


class BadTimestamp(Exception):
    """Too old or too new to be trusted, or not a time at all: answer 400."""


def key_bytes(secret: str) -> bytes:
    """`whsec_<base64>` stands for the decoded bytes; anything else for its own UTF-8 bytes."""
    if secret.startswith("whsec_"):
        try:
            return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        except binascii.Error as error:
            raise ValueError("the part after whsec_ is not base64") from error
    return secret.encode()


def verify(secret: str, headers: Mapping[str, str], body: bytes, *, now: float | None = None) -> str:
    """Return the message id, or raise BadSignature / BadTimestamp.

    `headers`: webhook-id, webhook-timestamp (Unix seconds), webhook-signature (space-separated
    `v1,<base64 of HMAC-SHA256 over "id.timestamp.body">`; any one of them may match).
    """
    message_id = headers.get("webhook-id", "")
    stamp = headers.get("webhook-timestamp", "")
    if not message_id or len(message_id) > 200 or "." in message_id:
        raise BadSignature("webhook-id is missing or not usable")
    expected = hmac.new(key_bytes(secret), f"{message_id}.{stamp}.".encode() + body, hashlib.sha256).digest()
    candidates = [part[3:] for part in headers.get("webhook-signature", "").split() if part.startswith("v1,")]
    if not any(_matches(candidate, expected) for candidate in candidates):
        raise BadSignature("webhook-signature does not match the id, timestamp and body")
    if not stamp.isascii() or not stamp.isdigit() or len(stamp) > 12:
        raise BadTimestamp("webhook-timestamp is not a Unix time in seconds")
    if abs((time.time() if now is None else now) - int(stamp)) > TOLERANCE_SECONDS:
        raise BadTimestamp(f"webhook-timestamp is more than {TOLERANCE_SECONDS} s away from this clock")
    return message_id


def _matches(candidate: str, expected: bytes) -> bool:
    try:
        return hmac.compare_digest(base64.b64decode(candidate, validate=True), expected)
    except (binascii.Error, ValueError):
        return False
