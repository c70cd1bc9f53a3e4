"""The .env file: random secrets, written once, read at every start."""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from launcher.errors import LauncherError


def _password() -> str:
    return secrets.token_urlsafe(24)


def _key() -> str:
    """32 random bytes in URL-safe base64: what Fernet wants, and good for any HMAC."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def _webhook_secret() -> str:
    """As Standard Webhooks writes them."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


SECRETS: dict[str, Callable[[], str]] = {
    "POSTGRES_PASSWORD": _password,
    "USERS_DB_PASSWORD": _password,
    "TRENDS_DB_PASSWORD": _password,
    "THINKER_DB_PASSWORD": _password,
    "TWEETER_DB_PASSWORD": _password,
    "REDIS_PASSWORD": _password,
    "RABBITMQ_PASSWORD": _password,
    "FLOWER_PASSWORD": _password,
    "PORTAL_SECRET_KEY": _key,
    "USERS_SECRET_KEY": _key,
    "LINK_SIGNING_KEY": _key,
    "TWEETER_ENCRYPTION_KEY": _key,
    "SAMPLE_NETWORK_SECRET": _webhook_secret,
}

HEADER = """\
# Secrets and settings of this installation. Written once by the launcher; never commit it.
# Settings of docs/env.md may be added here, for example OLLAMA_HOST=http://gpu-host:11434
"""


def read(path: Path) -> dict[str, str]:
    """NAME=value lines; comments and blank lines ignored, one pair of quotes around a value removed."""
    values: dict[str, str] = {}
    if not path.exists():
        return values
    try:
        lines = path.read_text().splitlines()
    except PermissionError as error:
        raise LauncherError(f"{path} can't be read.", "Run as the user who owns it.") from error
    for number, raw in enumerate(lines, 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        name, separator, value = line.partition("=")
        if not separator or not name.strip().isidentifier():
            raise LauncherError(f"{path}:{number} is not NAME=value.", "Put it right or remove the line.")
        value = value.strip()
        if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        values[name.strip()] = value
    return values


def ensure(path: Path) -> tuple[dict[str, str], list[str]]:
    """Add every secret that is missing. Returns all values and the names that were added."""
    values = read(path)
    missing = [name for name in SECRETS if not values.get(name)]
    if not missing:
        return values, []
    text = path.read_text() if path.exists() else HEADER
    if not text.endswith("\n"):
        text += "\n"
    for name in missing:
        values[name] = SECRETS[name]()
        text += f"{name}={values[name]}\n"
    _write_private(path, text)
    return values, missing


def _write_private(path: Path, text: str) -> None:
    temporary = path.with_name(path.name + ".new")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
        temporary.chmod(0o600)
        temporary.replace(path)
    except OSError as error:
        raise LauncherError(
            f"{path} can't be written ({error.strerror}).", "Use a checkout that you own."
        ) from error
