"""``python -m tweeter_svc.cli reseal``: seal every account's credentials with the first key.

To replace TWEETER_ENCRYPTION_KEY: put the new key in front of the old one, separated by a comma, restart,
run this, take the old key away, restart.
"""

import argparse
import sys

from flask import Flask
from sqlalchemy import select

from svckit.db import unit_of_work
from tweeter_svc.bootstrap import create_worker_app
from tweeter_svc.models import Account, db
from tweeter_svc.provided import provided
from tweeter_svc.services.vault import Unreadable


def reseal(app: Flask) -> int:
    """How many accounts were sealed anew: all of them, or none.

    Raises:
        Unreadable: no key opens one of them.
    """
    with app.app_context(), unit_of_work(db) as session:
        accounts = session.scalars(select(Account).where(Account.sealed.is_not(None)).with_for_update()).all()
        for account in accounts:
            account.sealed = provided().vault.rotate(account.sealed or b"")
        return len(accounts)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tweeter_svc.cli", description=__doc__)
    parser.add_argument("command", choices=["reseal"])
    parser.parse_args(argv)
    try:
        count = reseal(create_worker_app())
    except Unreadable as error:
        sys.stderr.write(f"Nothing was changed: {error}.\n")
        return 1
    sys.stdout.write(f"{count} accounts are sealed with the first key now. The others can go.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
