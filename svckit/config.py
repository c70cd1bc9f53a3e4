"""Typed settings that fail at boot.

A service's ``config.py`` has one class that inherits from the mixins it needs::

    class Settings(WebSettings, DatabaseSettings, EventsSettings): ...

and its ``bootstrap.py`` calls ``load(Settings)``. A field's variable is its name in upper case.
A secret never has a default. ``docs/env.md`` is made from these classes.
"""

import sys
from typing import Annotated, TypeVar

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

EX_CONFIG = 78
"""sysexits.h: something was found in an unconfigured or misconfigured state."""


class Settings(BaseSettings):
    """What every process has."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    log_level: Annotated[str, Field(pattern="^(DEBUG|INFO|WARNING|ERROR)$")] = Field(
        default="INFO", description="Least severe level that is written: DEBUG, INFO, WARNING or ERROR."
    )
    public_url: str = Field(
        description="Address people open, without a slash at the end: links in pages and e-mails.",
        pattern="^https?://[^/]+$",
    )


class AuthSettings(Settings):
    """For processes that verify access tokens."""

    jwks_url: str = Field(description="Where the public keys of users_svc are served (jwks.json).")


class DatabaseSettings(Settings):
    """For processes that have a database of their own."""

    database_url: SecretStr = Field(description="SQLAlchemy URL of this service's own database.")


class EventsSettings(Settings):
    """For processes that send or receive events."""

    events_url: SecretStr = Field(
        description="Broker for events: amqp://… (RabbitMQ) or redis://… (kombu's Redis transport)."
    )


class CelerySettings(Settings):
    """For processes that queue or run background work."""

    redis_url: SecretStr = Field(description="Celery's broker, redis://…")


class StreamSettings(Settings):
    """For processes that share short-lived state: limits, heartbeats, token streams."""

    stream_redis_url: SecretStr = Field(
        description="Redis for limits, heartbeats and token streams; may be wiped at any time."
    )


S = TypeVar("S", bound=Settings)


def load(cls: type[S]) -> S:
    """Read the settings from the environment, or end the process with one line per fault.

    Raises:
        SystemExit: code 78 (EX_CONFIG) after printing which variables are missing or wrong.
    """
    try:
        return cls()
    except ValidationError as error:
        lines = [explain(fault["loc"], fault["type"], fault["msg"], cls) for fault in error.errors()]
        sys.stderr.write("\n".join(["The settings are not complete:", *lines, ""]))
        raise SystemExit(EX_CONFIG) from None


def explain(loc: tuple[int | str, ...], kind: str, message: str, cls: type[Settings]) -> str:
    """One line about one fault: the variable, what is wrong, what it is for. Never the value."""
    field = str(loc[0]) if loc else ""
    described = cls.model_fields.get(field)
    purpose = f" ({described.description})" if described and described.description else ""
    fault = "is missing" if kind == "missing" else f"is not valid: {message}"
    return f"  {field.upper() or 'SETTINGS'} {fault}{purpose}"


__all__ = [
    "AuthSettings",
    "CelerySettings",
    "DatabaseSettings",
    "EventsSettings",
    "Settings",
    "StreamSettings",
    "load",
]
