"""Approving several clean drafts together: choose, read the summary, sign, see what became of each."""

from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import reviewing
from portal.access import allow
from portal.clients import api
from portal.forms.review import SeveralForm
from portal.models.drafts import Draft
from portal.navigation import see
from portal.rendering import page
from portal.views.review import accounts_of, bp, platform_names
from svckit.auth import Role

__all__ = ["bp"]
MOST = 50
"""As many as can be approved together."""


@bp.get("/several")
@allow(Role.REVIEWER)
def choose_several() -> ResponseReturnValue:
    """The clean ones to choose from; with ``id``s, the summary of those."""
    waiting = api().reviews.waiting(limit=MOST).items
    clean = [draft for draft in waiting if reviewing.is_clean(draft, current_user.id)]
    asked = set(request.args.getlist("id"))
    if asked:
        chosen = [draft for draft in clean if draft.id in asked]
        if chosen:
            return _summary(chosen, left_out=len(asked) - len(chosen))
        flash("None of them is waiting and clean any more.")
        return see(url_for("review.choose_several"))
    others = [(d, reviewing.why_not_clean(d, current_user.id)) for d in waiting if d not in clean]
    names = platform_names(name for draft in clean for name in draft.platforms)
    return page("review/several.html", clean=clean, others=others, names=names)


def _summary(chosen: list[Draft], *, left_out: int) -> ResponseReturnValue:
    return page(
        "review/summary.html",
        chosen=[(draft, accounts_of(draft)) for draft in chosen],
        left_out=left_out,
        form=SeveralForm(formdata=None),
    )


@bp.post("/several")
@allow(Role.REVIEWER)
def approve_several() -> ResponseReturnValue:
    """Sign each for exactly the content of the summary. Sent twice it gives the same result again."""
    form = SeveralForm()
    items = [item for item in map(_item, request.form.getlist("item")[:MOST]) if item]
    if not form.validate() or not items:
        flash("Nothing was chosen.")
        return see(url_for("review.choose_several"))
    results = api().reviews.approve_several(items, form.key.data)
    return page("review/results.html", results=results)


def _item(text: str) -> dict[str, Any] | None:
    """``id:version:hash:time`` as the summary had it."""
    draft_id, _, rest = text.partition(":")
    version, _, rest = rest.partition(":")
    content_hash, _, shown = rest.partition(":")
    if not version.isdigit():
        return None
    item = {"draft_id": draft_id, "version": int(version), "content_hash": content_hash}
    return item | {"seen_publish_at": shown or None}
