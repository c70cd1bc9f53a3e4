"""Settings of users_svc."""

import os

from pydantic import Field, SecretStr

from svckit.auth import Role
from svckit.service import ServiceSettings
from svckit.signing import MIN_KEY_LENGTH
from users_svc.services.limits import Limits
from users_svc.services.registration import Registration


def half_the_cores() -> int:
    """At least one. The other half answers everybody who isn't signing in."""
    return max(1, (os.cpu_count() or 1) // 2)


class Settings(ServiceSettings):
    """Read from the environment by ``svckit.config.load``."""

    users_secret_key: SecretStr = Field(
        min_length=32, description="Encrypts the token-signing keys at rest; at least 32 characters."
    )
    link_signing_key: SecretStr = Field(
        min_length=MIN_KEY_LENGTH,
        description="Derives the tokens in mailed links; the same for notify_svc, at least 32 characters.",
    )
    registration: Registration = Field(
        description="Who may register: open (anybody), invite (whoever was invited) or closed (nobody)."
    )
    registration_role: str = Field(
        default="author",
        pattern="^(viewer|author)$",
        description="Role of people who register themselves: viewer or author. The first is an admin.",
    )
    web_threads: int = Field(
        default=16,
        ge=4,
        description="Threads of the web process; at most three quarters wait for a password hash.",
    )
    password_hashes_at_once: int = Field(
        default_factory=half_the_cores,
        ge=1,
        description="Password hashes computed at the same time per process. Default: half the cores.",
    )
    sign_in_failures_per_account: int = Field(
        default=10, ge=1, description="Failed sign-ins an account takes in 15 minutes before it is refused."
    )
    sign_in_failures_per_address: int = Field(
        default=100, ge=1, description="Failed sign-ins a network address may make in 15 minutes."
    )
    mails_per_account: int = Field(
        default=6, ge=1, description="Verification and reset mails asked for one e-mail address in an hour."
    )
    mails_per_address: int = Field(
        default=200,
        ge=1,
        description="Verification and reset mails asked for from a network address in an hour.",
    )

    @property
    def newcomer_role(self) -> Role:
        return Role.parse(self.registration_role)

    @property
    def limits(self) -> Limits:
        return Limits.of(
            failures_per_account=self.sign_in_failures_per_account,
            failures_per_address=self.sign_in_failures_per_address,
            mails_per_account=self.mails_per_account,
            mails_per_address=self.mails_per_address,
        )
