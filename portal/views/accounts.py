"""Accounts: where approved posts go out."""

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import allow
from portal.clients import api
from portal.forms.work import WebhookForm
from portal.models.posts import Account
from portal.navigation import see
from portal.rendering import page
from svckit.auth import Role
from svckit.http import HttpError

bp = Blueprint("accounts", __name__, url_prefix="/accounts")


@bp.get("")
@allow(Role.VIEWER)
def listing() -> ResponseReturnValue:
    return _show(do=request.args.get("do", ""))


def _show(
    *, form: WebhookForm | None = None, do: str = "", made: Account | None = None, status: int = 200
) -> ResponseReturnValue:
    accounts = api().tweeter.accounts()
    return page(
        "accounts/list.html",
        accounts=accounts,
        troubled=[account for account in accounts if account.status != "connected"],
        form=form or WebhookForm(formdata=None),
        do=do,
        made=made,
        status=status,
    )


@bp.post("")
@allow(Role.ADMIN)
def connect() -> ResponseReturnValue:
    """Connect a webhook. The answer to this POST is the only place its secret is ever shown."""
    form = WebhookForm()
    if not form.validate():
        return _show(form=form, do="add", status=422)
    details = {"platform": "webhook", "name": form.name.data, "url": form.url.data}
    if form.secret.data:
        details["secret"] = form.secret.data
    try:
        made = api().tweeter.connect(details, form.key.data or "")
    except HttpError as error:
        if error.status not in {400, 403, 409, 422}:
            raise
        form.take(error)
        return _show(form=form, do="add", status=error.status)
    if made.secret:
        return _show(made=made)
    flash(f"{made.name} is connected.")
    return see(url_for("accounts.listing"))


@bp.post("/<uuid:account_id>/check")
@allow(Role.REVIEWER)
def check(account_id: object) -> ResponseReturnValue:
    account = api().tweeter.check(str(account_id))
    flash(
        f"{account.name} answers."
        if account.status == "connected"
        else f"{account.name} does not answer as it should."
    )
    return see(url_for("accounts.listing"))


@bp.post("/<uuid:account_id>/remove")
@allow(Role.ADMIN)
def remove(account_id: object) -> ResponseReturnValue:
    try:
        api().tweeter.remove(str(account_id))
        flash("The account is disconnected. What was published stays where it is.")
    except HttpError as error:
        if error.status != 409:
            raise
        flash(error.detail)
    return see(url_for("accounts.listing"))
