"""Showing a draft to people outside: links, and what came back through them."""

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue

from portal.access import allow
from portal.clients import api
from portal.forms.guests import InviteForm
from portal.models.guests import GuestResponse
from portal.navigation import see
from portal.rendering import page
from svckit.auth import Role
from svckit.http import HttpError, HttpFailure

bp = Blueprint("guest_links", __name__, url_prefix="/drafts/<uuid:draft_id>/guests")


@bp.app_template_global()
def said_by_guests(draft_id: str) -> list[GuestResponse]:
    """The last word of each guest, the newest two; nothing where it can't be told."""
    try:
        found = api().guests.responses(draft_id, limit=20).items
    except HttpFailure:
        return []
    last: dict[str, GuestResponse] = {}
    for one in found:
        last.setdefault(one.email, one)
    return list(last.values())[:2]


@bp.get("")
@allow(Role.VIEWER)
def listing(draft_id: object) -> ResponseReturnValue:
    return _show(str(draft_id))


@bp.post("")
@allow(Role.AUTHOR)
def invite(draft_id: object) -> ResponseReturnValue:
    key, form = str(draft_id), InviteForm()
    if not form.validate():
        return _show(key, form, status=422)
    wishes = {"label": form.label.data, "email": form.email.data or None, "days": int(form.days.data)}
    try:
        made = api().guests.invite(key, wishes, form.key.data)
    except HttpError as error:
        if error.status not in {403, 409, 422}:
            raise
        form.take(error)
        return _show(key, form, status=error.status)
    flash(f"The link is on its way to {made.email}." if made.email else "The link is there: copy it below.")
    return see(url_for("guest_links.listing", draft_id=key))


@bp.post("/<uuid:link_id>/revoke")
@allow(Role.AUTHOR)
def revoke(draft_id: object, link_id: object) -> ResponseReturnValue:
    link = api().guests.revoke(str(draft_id), str(link_id))
    flash(f"The link for {link.label} opens nothing any more. What they said stays.")
    return see(url_for("guest_links.listing", draft_id=draft_id))


def _show(draft_id: str, form: InviteForm | None = None, status: int = 200) -> ResponseReturnValue:
    return page(
        "guest/links.html",
        draft=api().thinker.get(draft_id),
        links=api().guests.links(draft_id),
        responses=api().guests.responses(draft_id).items,
        form=form or InviteForm(formdata=None),
        status=status,
    )
