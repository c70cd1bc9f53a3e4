"""What of a draft's story belongs together, for those who look for one kind of thing in it. Pure."""

from __future__ import annotations

from typing import Any, Literal

from sqlalchemy import ColumnElement, not_, or_

from thinker_svc.models.timeline_entry import TimelineEntry

Category = Literal["text", "images", "comments", "review", "post"]

_BEGINNINGS: dict[Category, tuple[str, ...]] = {
    "images": ("image",),
    "comments": ("comment", "replied"),
    "review": (
        "submitted",
        "withdrawn",
        "changes_",
        "approv",
        "rejected",
        "held",
        "released",
        "remind",
        "mark_",
        "guest",
    ),
    "post": ("post_",),
}
"""How the names of the kinds begin; whatever begins otherwise made or changed the text."""


def of(category: Category) -> ColumnElement[bool]:
    """The condition on the kind of an entry."""
    if category == "text":
        return not_(or_(*(_begins(name) for names in _BEGINNINGS.values() for name in names)))
    return or_(*(_begins(name) for name in _BEGINNINGS[category]))


def _begins(name: str) -> Any:
    return TimelineEntry.kind.startswith(name, autoescape=True)
