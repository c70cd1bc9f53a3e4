"""Approving several clean drafts together: choose, read the summary, sign, see what became of each."""

from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import reference, reviewing
from portal.access import allow
from portal.clients import api
from portal.forms.review import SeveralForm
from portal.models.drafts import Draft
from portal.navigation import see
from portal.rendering import page
from portal.views.review import Filter, accounts_of, bp, platform_names
from svckit.auth import Role

__all__ = ["bp"]
MOST = 50
"""As many as can be approved together."""
ALONE = ("flagged", "set_aside", "unchecked")
"""Filters of the inbox for what somebody has to look at by itself; ``for_me`` leaves out the rest of it."""


@bp.get("/several")
@allow(Role.REVIEWER)
def choose_several() -> ResponseReturnValue:
    """The clean ones to choose from, of the platform the inbox shows; with ``id``s, the summary of those."""
    kept = Filter("", Filter.asked().platform)
    # What can't be among several is left out there: it would take the place of what can.
    found = api().reviews.waiting(show="for_me", without=ALONE, platform=kept.platform, limit=MOST)
    clean = [draft for draft in found.items if reviewing.is_clean(draft, current_user.id)]
    asked = set(request.args.getlist("id"))
    if asked:
        chosen = [draft for draft in clean if draft.id in asked]
        if chosen:
            return _summary(chosen, kept, left_out=len(asked) - len(chosen))
        flash("None of them is waiting and clean any more.")
        return see(url_for("review.choose_several", **kept.query()))
    waiting = api().reviews.waiting(platform=kept.platform, limit=MOST)
    alone = [(draft, reviewing.why_not_clean(draft, current_user.id)) for draft in waiting.items]
    return page(
        "review/several.html",
        clean=clean,
        more=found.next is not None,
        others=[(draft, why) for draft, why in alone if why],
        more_wait=waiting.next is not None,
        most=MOST,
        kept=kept,
        names=platform_names({name for draft in clean for name in draft.platforms}),
        only=reference.platform(kept.platform).name if kept.platform else "",
    )


def _summary(chosen: list[Draft], kept: Filter, *, left_out: int) -> ResponseReturnValue:
    return page(
        "review/summary.html",
        chosen=[(draft, accounts_of(draft)) for draft in chosen],
        kept=kept,
        left_out=left_out,
        form=SeveralForm(formdata=None),
    )


@bp.post("/several")
@allow(Role.REVIEWER)
def approve_several() -> ResponseReturnValue:
    """Sign each for exactly the content of the summary. Sent twice it gives the same result again."""
    form, kept = SeveralForm(), Filter("", Filter.asked().platform)
    items = [item for item in map(_item, request.form.getlist("item")[:MOST]) if item]
    if not form.validate() or not items:
        flash("Nothing was chosen.")
        return see(url_for("review.choose_several", **kept.query()))
    results = api().reviews.approve_several(items, form.key.data)
    return page("review/results.html", results=results, kept=kept)


def _item(text: str) -> dict[str, Any] | None:
    """``id:version:hash:time`` as the summary had it."""
    draft_id, _, rest = text.partition(":")
    version, _, rest = rest.partition(":")
    content_hash, told, shown = rest.partition(":")
    if not version.isdigit():
        return None
    item = {"draft_id": draft_id, "version": int(version), "content_hash": content_hash}
    return item | ({"seen_publish_at": shown or None} if told else {})
