"""How an account stands, from what its platform says."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from svckit.db import utcnow
from tweeter_svc.models.account import CONNECTED, DISCONNECTED, FAILING, Account
from tweeter_svc.platforms.base import Outcome, Refused, Sent, Unsure
from tweeter_svc.services.announce import account_disconnected


def after_publishing(session: Session, account_id: UUID, outcome: Outcome) -> None:
    """What an attempt to publish says about the account.

    A post that is refused for its content says nothing about it, and trouble that passes never
    disconnects it.
    """
    if isinstance(outcome, Sent | Unsure) or (isinstance(outcome, Refused) and outcome.disconnects):
        _apply(session, account_id, outcome, checked=False)


def after_check(session: Session, account_id: UUID, outcome: Outcome) -> Account | None:
    """What a check says. Returns the account, or None when it was removed meanwhile."""
    return _apply(session, account_id, outcome, checked=True)


def _apply(session: Session, account_id: UUID, outcome: Outcome, *, checked: bool) -> Account | None:
    statement = select(Account).where(Account.id == account_id, Account.removed_at.is_(None))
    account = session.scalars(
        statement.with_for_update(), execution_options={"populate_existing": True}
    ).one_or_none()
    if account is None:
        return None
    if checked:
        account.last_checked_at = utcnow()
    if isinstance(outcome, Sent):
        account.status, account.last_error = CONNECTED, None
    elif isinstance(outcome, Refused) and outcome.disconnects:
        if account.status != DISCONNECTED:
            account_disconnected(session, account, outcome.type, outcome.detail)
        account.status, account.last_error = DISCONNECTED, outcome.detail
    elif account.status != DISCONNECTED:
        account.status, account.last_error = FAILING, outcome.detail
    else:
        account.last_error = outcome.detail
    return account
