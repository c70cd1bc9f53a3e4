"""Settings of notify_svc."""

from email.utils import parseaddr
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr

from svckit.config import StreamSettings
from svckit.service import ServiceSettings


def _one_address(value: str) -> str:
    address = parseaddr(value)[1]
    if "@" not in address or any(c in value for c in "\r\n") or not value.isascii():
        raise ValueError("give one address in ASCII, such as: Trends <trends@example.org>")
    return value


class Settings(ServiceSettings, StreamSettings):
    """Everything notify_svc reads from the environment."""

    database_url: SecretStr = Field(
        default=SecretStr("sqlite:////var/lib/notify/notify.sqlite3"),
        description="SQLAlchemy URL of this service's own database: an SQLite file, or PostgreSQL.",
    )
    link_signing_key: SecretStr = Field(
        description="Key, shared with users_svc, from which the tokens of one-time links are derived.",
        min_length=32,
    )
    mail_server: str = Field(description="Host of the SMTP server that takes our e-mails.")
    mail_port: int = Field(default=587, ge=1, le=65535, description="Port of the SMTP server.")
    mail_username: str | None = Field(default=None, description="Sign-in at the SMTP server, if it asks.")
    mail_password: SecretStr | None = Field(
        default=None, description="Password at the SMTP server, if it asks."
    )
    mail_use_tls: bool = Field(
        default=True, description="STARTTLS before anything is sent; the certificate is checked."
    )
    mail_sender: Annotated[str, AfterValidator(_one_address)] = Field(
        description="Who the e-mails come from, such as: Trends <trends@example.org>"
    )
    mail_timeout: float = Field(
        default=20.0, gt=0, le=120, description="Seconds the SMTP server has for each answer."
    )
    team_name: str = Field(default="", max_length=80, description="The team's name, shown in e-mails.")
