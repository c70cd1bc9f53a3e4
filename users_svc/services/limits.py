"""What is limited, and to how much."""

from dataclasses import dataclass
from datetime import timedelta

from users_svc.services.attempts import Limit

_QUARTER = timedelta(minutes=15)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Limits:
    """Limits of a deployment; the numbers are settings, the words are ours."""

    sign_in_account: Limit
    sign_in_address: Limit
    mail_account: Limit
    mail_address: Limit

    @classmethod
    def of(
        cls,
        *,
        failures_per_account: int,
        failures_per_address: int,
        mails_per_account: int,
        mails_per_address: int,
    ) -> "Limits":
        """Failed sign-ins per quarter of an hour, mails per hour."""
        failed = "There were too many failed sign-ins. Wait a while, or reset the password."
        mails = "That was asked for many times. Look into your mailbox, or try again later."
        return cls(
            Limit("sign-in-account", failures_per_account, _QUARTER, failed),
            Limit("sign-in-address", failures_per_address, _QUARTER, failed),
            Limit("mail-account", mails_per_account, _HOUR, mails),
            Limit("mail-address", mails_per_address, _HOUR, mails),
        )
