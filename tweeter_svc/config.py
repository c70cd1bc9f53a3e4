"""Settings of tweeter_svc. What is missing or wrong ends the process at boot."""

import re
from typing import Annotated

from cryptography.fernet import Fernet
from pydantic import Field, SecretStr, field_validator

from svckit.config import CelerySettings, StreamSettings
from svckit.service import ServiceSettings

_HOST_PORT = re.compile(r"^(\[[0-9a-f:]+\]|[a-z0-9._-]+):[0-9]{1,5}$", re.IGNORECASE)


class Settings(ServiceSettings, CelerySettings, StreamSettings):
    """Everything this service reads from its environment."""

    tweeter_encryption_key: SecretStr = Field(
        description="Fernet key that seals the credentials of accounts; several separated by commas while "
        "one is being replaced, the new one first."
    )
    tweeter_allowed_private_hosts: str = Field(
        default="",
        description="host:port entries, separated by commas, that webhooks may go to although they are "
        "private addresses.",
    )
    tweeter_call_seconds: Annotated[float, Field(gt=0, le=30)] = Field(
        default=10.0, description="Longest time one call to a platform may take, in seconds."
    )
    tweeter_missed_after_seconds: Annotated[int, Field(ge=0)] = Field(
        default=300,
        description="A post approved more than so many seconds after its time is missed, not published late.",
    )
    tweeter_max_tries: Annotated[int, Field(ge=1, le=50)] = Field(
        default=8, description="How often a delivery is tried before it counts as failed."
    )
    tweeter_retry_seconds: Annotated[float, Field(gt=0)] = Field(
        default=5.0, description="Wait before the second try; each further wait is three times as long."
    )
    tweeter_tick_seconds: Annotated[float, Field(gt=0)] = Field(
        default=3.0, description="How often the scheduler looks for what is due, in seconds."
    )

    @field_validator("tweeter_encryption_key")
    @classmethod
    def _fernet_keys(cls, value: SecretStr) -> SecretStr:
        keys = value.get_secret_value().split(",")
        for key in keys:
            try:
                Fernet(key.strip())
            except ValueError as error:
                raise ValueError("each key is 32 bytes in URL-safe base64 (44 characters)") from error
        return value

    @field_validator("tweeter_allowed_private_hosts")
    @classmethod
    def _host_ports(cls, value: str) -> str:
        for entry in filter(None, (part.strip() for part in value.split(","))):
            if not _HOST_PORT.match(entry):
                raise ValueError(f"{entry!r} is not host:port")
        return value

    @property
    def encryption_keys(self) -> list[str]:
        return [key.strip() for key in self.tweeter_encryption_key.get_secret_value().split(",")]

    @property
    def allowed_private_hosts(self) -> list[str]:
        return [entry.strip() for entry in self.tweeter_allowed_private_hosts.split(",") if entry.strip()]
