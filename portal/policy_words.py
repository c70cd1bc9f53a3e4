"""The rules of approval in plain words: on the page that changes them, and in the log of who did."""

from dataclasses import dataclass
from typing import Any

from portal import words
from portal.models.reviews import PolicyChange


@dataclass(frozen=True)
class Choice:
    """One way a rule can be. ``brief`` is how the log says it."""

    value: str
    text: str
    hint: str
    brief: str


OWN = (
    Choice("never", "Never", "Somebody else always has to sign.", "never"),
    Choice(
        "one-person-team",
        "Only while the team has one person",
        "As soon as there are two, the other one signs.",
        "only in a team of one",
    ),
    Choice("always", "Always", "A reviewer may sign what they wrote.", "always"),
)
FIGURES = (
    Choice(
        "warn",
        "They are pointed out",
        "Author and reviewer see what the data says, and decide.",
        "point out",
    ),
    Choice(
        "block",
        "They stop the draft",
        "It is neither submitted nor approved until each is corrected, gone, or answered for by somebody.",
        "stop the draft",
    ),
)
EDITING = (
    Choice(
        "author",
        "Its author and reviewers",
        "The first change makes it a draft again.",
        "author and reviewers",
    ),
    Choice("reviewer", "Reviewers", "Authors ask one.", "reviewers"),
    Choice("nobody", "Nobody", "A reviewer has to take it back first.", "nobody"),
)
APPROVALS = (
    Choice("1", "One", "The first signature sends it out.", "1"),
    Choice("2", "Two", "Two different people sign the same text.", "2"),
    Choice("3", "Three", "Three different people sign the same text.", "3"),
)
_NAMES = {
    "approvals_required": "Approvals needed",
    "own_approval": "Approving one’s own drafts",
    "flagged_figures": "Figures the data doesn’t bear out",
    "edit_approved": "Editing what is approved",
    "guest_approval_counts": "A guest’s approval counts",
    "reminder_after_hours": "Reminder",
    "utm.enabled": "Marking links",
    "utm.source": "Links: source",
    "utm.medium": "Links: medium",
    "utm.campaign": "Links: campaign",
}
_BRIEF = {
    "own_approval": {choice.value: choice.brief for choice in OWN},
    "flagged_figures": {choice.value: choice.brief for choice in FIGURES},
    "edit_approved": {choice.value: choice.brief for choice in EDITING},
}


@dataclass(frozen=True)
class Line:
    """One rule that was changed."""

    name: str
    before: str
    after: str


def lines(change: PolicyChange) -> list[Line]:
    """What was changed, in the order of the page."""
    order = [*_NAMES, *(name for name in change.changes if name not in _NAMES)]
    return [
        Line(_NAMES.get(name, name), *(_value(name, value) for value in change.changes[name]))
        for name in order
        if name in change.changes
    ]


def _value(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name == "reminder_after_hours":
        return f"after {words.count(value, 'hour')}" if value else "never"
    return _BRIEF.get(name, {}).get(value, str(value)) or "nothing"
