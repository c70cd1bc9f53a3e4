"""Connecting, checking and removing accounts."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from svckit.auth import Principal
from svckit.db import utcnow
from svckit.problems import Conflict, FieldError, Unprocessable
from tweeter_svc import queries
from tweeter_svc.models.account import CONNECTED, Account
from tweeter_svc.platforms.base import ConnectForm, Credentials, Outcome, Refused
from tweeter_svc.platforms.registry import Platforms
from tweeter_svc.services import standing
from tweeter_svc.services.vault import Unreadable, Vault


class Accounts:
    def __init__(self, platforms: Platforms, vault: Vault) -> None:
        self._platforms = platforms
        self._vault = vault

    def connect(
        self, session: Session, by: Principal, *, platform: str, name: str, values: Mapping[str, str]
    ) -> tuple[Account, Mapping[str, str]]:
        """Connect an account. Returns it and what is to be shown once.

        Raises:
            Unprocessable: an unknown platform, or what the platform finds wrong with a field.
            Conflict: this address is connected already.
        """
        if platform not in self._platforms:
            message = f"We can't publish to {platform[:40]!r}. Choose one of: {', '.join(self._platforms)}."
            raise Unprocessable(
                "unknown-platform", message, errors=[FieldError(field="platform", message=message)]
            )
        connected = self._platforms[platform].connect(ConnectForm(name=name, values=values))
        account = Account(
            platform=platform,
            name=name,
            handle=connected.handle,
            url=connected.url,
            sealed=self._vault.seal(connected.secrets),
            status=CONNECTED,
            created_by_id=by.id,
            created_by_name=by.name,
        )
        try:
            with session.begin_nested():
                session.add(account)
        except IntegrityError as error:
            raise Conflict(
                "account-exists",
                "This address is connected already. A second account there would publish everything twice.",
                errors=[FieldError(field="url", message="This address is connected already.")],
            ) from error
        return account, connected.reveal

    def ask(self, session: Session, account_id: UUID) -> Outcome:
        """Ask the platform whether the account works. Changes nothing; `record` writes it down."""
        account = queries.account(session, account_id)
        try:
            credentials = Credentials(account.url, self._vault.open(account.sealed or b""))
        except Unreadable as error:
            return Refused("credentials-unreadable", f"{error}. Connect the account again.", disconnects=True)
        return self._platforms[account.platform].check(credentials)

    def record(self, session: Session, account_id: UUID, outcome: Outcome) -> Account:
        """Write down what a check found.

        Raises:
            NotFound: the account was removed meanwhile.
        """
        return standing.after_check(session, account_id, outcome) or queries.account(session, account_id)

    def remove(self, session: Session, account_id: UUID) -> None:
        """Remove an account and destroy its secrets; its past stays.

        Raises:
            NotFound
            Conflict: posts still wait for it.
        """
        account = queries.account(session, account_id, lock=True)
        waiting = queries.posts_waiting_for(session, account_id)
        if waiting:
            posts = "One post still waits" if waiting == 1 else f"{waiting} posts still wait"
            raise Conflict(
                "account-in-use", f"{posts} for this account. Cancel or publish first.", posts=waiting
            )
        account.sealed = None
        account.removed_at = utcnow()
