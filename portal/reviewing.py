"""What the review pages show of a draft: what changed since it was read, and when it could go out."""

from dataclasses import dataclass
from datetime import datetime

from flask import current_app

from portal import diffing, figure_words, marking, reference, slots, words
from portal.clients import api
from portal.diffing import Change
from portal.figure_words import Row
from portal.marking import Run
from portal.models.drafts import Draft
from portal.models.reviews import FigureCounts, Seen
from portal.models.searches import Snapshot
from svckit.http import HttpFailure

FILTERS = (
    ("", "All"),
    ("for_me", "For you"),
    ("flagged", "Flagged"),
    ("held", "On hold"),
    ("overdue", "Overdue"),
    ("mine", "Yours"),
)


@dataclass(frozen=True)
class Since:
    """What changed since the visitor read it."""

    version: int
    at: datetime
    title: str
    changes: list[tuple[str, list[Change]]]
    images: bool


def since_last_look(draft: Draft) -> Since | None:
    """The difference to what the visitor had read before; None when there is none, or nobody can say."""
    try:
        before = api().reviews.look(draft).before
    except HttpFailure as error:
        # The text is there to be read all the same.
        current_app.logger.warning("no difference is shown: %s", type(error).__name__)
        return None
    return _since(draft, before) if before else None


def _since(draft: Draft, before: Seen) -> Since | None:
    now = {name: draft.content.on(name) for name in draft.platforms}
    changed = {name: text for name, text in now.items() if before.texts.get(name, "") != text}
    changes: dict[tuple[str, str], list[str]] = {}
    for name, text in changed.items():
        changes.setdefault((before.texts.get(name, ""), text), []).append(reference.platform(name).name)
    title = before.title if before.title != draft.title else ""
    images = [(one.sha256, one.alt) for one in before.images] != [
        (one.sha256, one.alt) for one in draft.images
    ]
    if not changes and not title and not images:
        return None
    each = [(", ".join(names), diffing.by_word(old, new)) for (old, new), names in changes.items()]
    return Since(before.version, before.at, title, each, images)


@dataclass(frozen=True)
class Read:
    """The texts as they are to be read: marked, with their figures beside, by the names of the platforms that
    share a text. ``figures`` is None when they can't be checked now."""

    texts: dict[str, list[Run]]
    figures: list[tuple[str, list[Row]]] | None


def marked(draft: Draft, snapshot: Snapshot | None) -> Read:
    """Each platform's text with its marks; a text that several share has its figures listed once."""
    try:
        checked = api().editing.figures(draft.id)
    except HttpFailure:
        checked = None
    texts: dict[str, list[Run]] = {}
    names: dict[str, list[str]] = {}
    listed: dict[str, list[Row]] = {}
    for name in draft.platforms or ["webhook"]:
        text = draft.content.on(name)
        claims = checked.texts[name].claims if checked and name in checked.texts else []
        texts[name] = marking.runs(text, claims, draft.ai_spans(name))
        names.setdefault(text, []).append(reference.platform(name).name)
        listed.setdefault(text, figure_words.rows(text, claims, snapshot))
    each = [(", ".join(names[text]), rows) for text, rows in listed.items() if rows]
    return Read(texts, each if checked else None)


def suggested_slot() -> datetime:
    """The next usual time that is free, as far as is known."""
    try:
        posts = api().tweeter.posts(state="scheduled", limit=100).items
    except HttpFailure:
        posts = []
    taken = [post.when for post in posts if post.when]
    return slots.next_free(taken, words.now(), words.zone())


def is_clean(draft: Draft, visitor_id: str) -> bool:
    """Whether it may be approved among others: somebody else's, not on hold, every figure borne out."""
    return not why_not_clean(draft, visitor_id)


def why_not_clean(draft: Draft, visitor_id: str) -> str:
    """What somebody has to look at by itself, in a few words."""
    if draft.author.id == visitor_id:
        return "yours"
    if draft.held:
        return "on hold"
    if figures := _why_not_plain(draft.figures, draft.unchecked_in):
        return figures
    if not draft.permissions.approve.allowed:
        return "approved by you" if draft.approvals.given else "not yours to approve"
    return ""


def _why_not_plain(figures: FigureCounts | None, unchecked_in: str) -> str:
    """What of its figures somebody has to judge."""
    if figures is None:
        return "not checked yet"
    if unchecked_in:
        return f"figures aren’t checked in {unchecked_in}"
    if figures.flagged:
        return words.count(figures.flagged, "flagged figure")
    return words.count(figures.set_aside, "mark") + " set aside" if figures.set_aside else ""
