"""Admin: the rules of approval, and who changed them."""

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue

from portal import policy_words
from portal.access import allow
from portal.clients import api
from portal.forms.review import PolicyForm
from portal.models.reviews import Policy
from portal.navigation import see
from portal.rendering import page
from svckit.auth import Role
from svckit.http import HttpError

bp = Blueprint("policy", __name__, url_prefix="/admin/policy")


@bp.get("")
@allow(Role.ADMIN)
def rules() -> ResponseReturnValue:
    policy = api().reviews.policy()
    return _show(policy, PolicyForm.of(policy))


def _show(
    policy: Policy, form: PolicyForm, *, conflict: bool = False, status: int = 200
) -> ResponseReturnValue:
    log = api().reviews.policy_changes(request.args.get("cursor", ""))
    return page(
        "admin/policy.html",
        policy=policy,
        form=form,
        conflict=conflict,
        choices=policy_words,
        log=[(change, policy_words.lines(change)) for change in log.items],
        older=log.next,
        status=status,
    )


@bp.post("")
@allow(Role.ADMIN)
def change() -> ResponseReturnValue:
    """Save the rules. What was typed stays on the page when it can't be."""
    form = PolicyForm()
    if not form.validate():
        return _show(api().reviews.policy(), form, status=422)
    try:
        policy = api().reviews.change_policy(form.version.data, form.rules())
    except HttpError as error:
        if error.status not in {400, 403, 409, 412, 422}:
            raise
        now = api().reviews.policy()
        if error.status != 412:
            form.take(error)
            return _show(now, form, status=error.status)
        # Saving once more from the page that now comes means: mine, knowing theirs.
        form.version.data, form.version.raw_data = now.version, None
        return _show(now, form, conflict=True, status=412)
    flash(
        "Saved. The rules hold from now on." if policy.version != form.version.data else "Nothing to change."
    )
    return see(url_for("policy.rules"))
