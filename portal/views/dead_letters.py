"""Admin: events that could not be handled."""

from collections.abc import Callable

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue

from portal.access import allow
from portal.clients import api
from portal.navigation import see
from portal.rendering import page
from svckit.auth import Role
from svckit.http import HttpError

bp = Blueprint("dead_letters", __name__, url_prefix="/admin/dead-letters")


@bp.get("")
@allow(Role.ADMIN)
def listing() -> ResponseReturnValue:
    return page("admin/dead_letters.html", letters=api().notify.dead_letters())


@bp.post("/<uuid:letter_id>/requeue")
@allow(Role.ADMIN)
def requeue(letter_id: object) -> ResponseReturnValue:
    return _decide(lambda: api().notify.requeue(str(letter_id)), "It is tried again now.")


@bp.post("/<uuid:letter_id>/discard")
@allow(Role.ADMIN)
def discard(letter_id: object) -> ResponseReturnValue:
    return _decide(lambda: api().notify.discard(str(letter_id)), "Given up. It stays on record.")


def _decide(act: Callable[[], None], done: str) -> ResponseReturnValue:
    try:
        act()
        flash(done)
    except HttpError as error:
        if error.status not in {404, 409, 503}:
            raise
        flash(error.detail)
    return see(url_for("dead_letters.listing"))
