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
from portal.models.reviews import FigureCounts, Seen, SeenBeside
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
class Reason:
    """Why somebody set a figure's mark aside, ``was`` and is ``now``; empty: it counts."""

    said: str
    was: str
    now: str
    by: str


@dataclass(frozen=True)
class Since:
    """What changed since the visitor read it: ``title`` and ``accounts`` as they were, empty where they still
    are; ``time``: whether it goes out at another one, ``publish_at`` is what it was."""

    version: int
    at: datetime
    title: str
    changes: list[tuple[str, list[Change]]]
    images: bool
    time: bool
    publish_at: datetime | None
    accounts: str
    reasons: list[Reason]

    def __bool__(self) -> bool:
        return bool(self.title or self.changes or self.images or self.time or self.accounts or self.reasons)


def since_last_look(draft: Draft, read: "Read") -> Since | None:
    """The difference to what the visitor had read before; None when there is none, or nobody can say."""
    try:
        before = api().reviews.look(draft).before
    except HttpFailure as error:
        # The text is there to be read all the same.
        current_app.logger.warning("no difference is shown: %s", type(error).__name__)
        return None
    return (_since(draft, before, read) or None) if before else None


def _since(draft: Draft, before: Seen, read: "Read") -> Since:
    now = {name: draft.content.on(name) for name in draft.platforms}
    changed = {name: text for name, text in now.items() if before.texts.get(name, "") != text}
    changes: dict[tuple[str, str], list[str]] = {}
    for name, text in changed.items():
        changes.setdefault((before.texts.get(name, ""), text), []).append(reference.platform(name).name)
    title = before.title if before.title != draft.title else ""
    images = [(one.sha256, one.alt) for one in before.images] != [
        (one.sha256, one.alt) for one in draft.images
    ]
    each = [(", ".join(names), diffing.by_word(old, new)) for (old, new), names in changes.items()]
    # What an older release didn't keep is not known to have changed.
    beside = before.beside or SeenBeside(publish_at=draft.publish_at, account_ids=draft.account_ids)
    accounts = set(beside.account_ids) != set(draft.account_ids)
    return Since(
        before.version,
        before.at,
        title,
        each,
        images,
        time=beside.publish_at != draft.publish_at,
        publish_at=beside.publish_at,
        accounts=reference.accounts_named(beside.account_ids) if accounts else "",
        reasons=_reasons(before.beside.reasons, read) if before.beside else [],
    )


def _reasons(before: dict[str, str], read: "Read") -> list[Reason]:
    """Of the figures that are in the texts now; where a sentence changed, the texts' difference says so."""
    rows = {row.claim.mark: row for _, listed in read.figures or [] for row in listed if row.claim.mark}
    found = []
    for mark, row in rows.items():
        aside, was = row.claim.aside, before.get(mark, "")
        now = aside.reason if aside else ""
        if was != now:
            found.append(Reason(row.said, was, now, aside.by if aside else ""))
    return found


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
