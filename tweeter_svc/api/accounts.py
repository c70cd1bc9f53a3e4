"""``/api/v1/tweeter/accounts``"""

from collections.abc import Mapping

from flask import Response, url_for
from sqlalchemy.orm import Session

from svckit.auth import ADMIN, REVIEWER, VIEWER
from svckit.db import unit_of_work
from svckit.idempotency import once
from svckit.schemas import IdPath
from svckit.web import Resource, current
from tweeter_svc import queries
from tweeter_svc.api.answers import answer
from tweeter_svc.api.schemas import AccountCreated, AccountIn, AccountList, AccountOut
from tweeter_svc.models import IdempotencyKey, db
from tweeter_svc.provided import provided

resource = Resource("accounts", __name__, url_prefix="/api/v1/tweeter/accounts", tag="Accounts")


@resource.get("", permission=VIEWER, summary="The team's accounts", responses={200: AccountList})
def list_accounts() -> Response:
    return answer(AccountList(items=[AccountOut.of(row) for row in queries.accounts(db.session())]))


@resource.post("", permission=REVIEWER, summary="Connect an account", responses={201: AccountCreated})
def connect_account(body: AccountIn) -> Response:
    """A secret that we made is in this answer and never shown again, not even to a repeat with the same
    Idempotency-Key.
    """
    shown: dict[str, Mapping[str, str]] = {}

    def create(session: Session) -> Response:
        account, shown["once"] = provided().accounts.connect(
            session,
            current(),
            platform=body.platform,
            name=body.name,
            values={"url": body.url, "secret": body.secret},
        )
        response = answer(AccountCreated.model_validate(AccountOut.of(account).model_dump()), 201)
        response.headers["Location"] = url_for("accounts.read_account", id=account.id)
        return response

    response = once(db, IdempotencyKey, create)
    secret = shown.get("once", {}).get("secret")
    if secret is not None:
        # Added only now: the idempotency table keeps the answer in clear.
        created = AccountCreated.model_validate_json(response.get_data())
        response.set_data(created.model_copy(update={"secret": secret}).model_dump_json())
    return response


@resource.get("/<uuid:id>", permission=VIEWER, summary="One account", responses={200: AccountOut})
def read_account(path: IdPath) -> Response:
    return answer(AccountOut.of(queries.account(db.session(), path.id)))


@resource.post(
    "/<uuid:id>/check",
    permission=REVIEWER,
    summary="Prove that it can be reached",
    responses={200: AccountOut},
)
def check_account(path: IdPath) -> Response:
    """Sends a signed test message, which publishes nothing. ``status`` and ``last_error`` say how it went."""
    accounts = provided().accounts
    with unit_of_work(db) as session:
        outcome = accounts.ask(session, path.id)
    with unit_of_work(db) as session:
        return answer(AccountOut.of(accounts.record(session, path.id, outcome)))


@resource.delete("/<uuid:id>", permission=ADMIN, summary="Remove an account", responses={204: None})
def remove_account(path: IdPath) -> Response:
    """Refused (409) while posts wait for it. What was published there keeps its name."""
    with unit_of_work(db) as session:
        provided().accounts.remove(session, path.id)
    return Response(status=204)
