"""Approving a draft: the time that was shown, the time that is chosen, and what came of it."""

from datetime import datetime
from types import EllipsisType

from portal import words
from portal.forms.work import ApproveForm
from portal.models.drafts import Draft


def chosen(form: ApproveForm) -> datetime | None:
    """The time asked for; None for that of the draft, or for now.

    Raises:
        ValueError: not a time.
    """
    if form.when.data == "slot":
        slot = datetime.fromisoformat(form.slot.data or "")
        if slot.tzinfo is None:
            raise ValueError("no zone")
        return slot
    if form.when.data == "time" and not form.publish_at.data:
        raise ValueError("none was chosen")
    return words.from_input(form.publish_at.data) if form.when.data in {"", "time", None} else None


def shown(form: ApproveForm) -> datetime | EllipsisType | None:
    """When it went out by the page it was approved on; None: at once. `...` where the page didn't tell.

    Raises:
        ValueError: not a time.
    """
    if not form.shown.raw_data:
        return ...
    return datetime.fromisoformat(form.shown.data) if form.shown.data else None


def stale(draft: Draft, content_hash: str, shown: datetime | EllipsisType | None) -> str:
    """What is another than on the page it was approved on, as far as that page showed it."""
    changed = []
    if draft.content_hash != content_hash:
        changed.append("its words or images are others")
    if shown is not ... and draft.publish_at != shown:
        changed.append(
            f"it goes out {words.when(draft.publish_at) if draft.publish_at else 'once it is approved'}"
        )
    if not changed:
        changed.append(
            "words, images and time are the same, but not its title, where it goes out, or what somebody "
            "says of its figures"
        )
    return f"It changed while you read it: {', and '.join(changed)}. Read it once more, then decide again."


def said(draft: Draft) -> str:
    """What came of an approval."""
    if draft.state != "approved":
        missing = draft.approvals.missing
        more = "one more approval" if missing == 1 else f"{words.spelled(missing)} more approvals"
        return f"Your approval is noted. It needs {more}, from somebody else."
    if draft.publish_at and words.is_future(draft.publish_at):
        return f"Approved. Goes out {words.when(draft.publish_at)}."
    if draft.publish_at:
        return "Approved, after its time: it doesn’t go out by itself. Choose a new time under Posts."
    return "Approved. It goes out now."
