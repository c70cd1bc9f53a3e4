"""What the comments' panel shows: the threads, and what was typed where it could not be sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import request

from portal.clients import api
from portal.models.drafts import Draft
from portal.models.talk import Thread

STATUSES = ("open", "resolved")


@dataclass(frozen=True)
class Typed:
    """What could not be sent, in the form it was typed into: a thread's, a comment's, or the last."""

    text: str = ""
    error: str = ""
    quote: str = ""
    start: str = ""
    platform: str = ""
    thread_id: str = ""
    comment_id: str = ""
    mentions: Mapping[str, str] = field(default_factory=dict)
    """Names, by id, of the people that were chosen for it."""


@dataclass(frozen=True)
class Panel:
    """``status``: which threads are asked for. ``opened``: the thread a link came for."""

    threads: list[Thread]
    open: int
    resolved: int
    status: str
    opened: str = ""
    more: str | None = None
    typed: Typed = field(default_factory=Typed)


def panel(draft: Draft, typed: Typed | None = None) -> Panel:
    """The threads the address asks for: those that are open, unless it names a thread or says otherwise."""
    asked, thread = request.args.get("status", ""), request.args.get("thread", "")
    status = asked if asked in STATUSES else "open"
    found = api().talk.threads(draft.id, status, request.args.get("cursor", ""))
    if thread and not asked and all(one.id != thread for one in found.items):
        # A link from an e-mail may come after the thread was resolved.
        elsewhere = api().talk.threads(draft.id, "resolved")
        if any(one.id == thread for one in elsewhere.items):
            status, found = "resolved", elsewhere
    opened, every = found.counts.get("open", 0), found.counts.get("all", 0)
    return Panel(found.items, opened, every - opened, status, thread, found.next, typed or Typed())


def anchor_typed() -> dict[str, Any] | None:
    """The words a comment is about, as the form sent them."""
    quote, start = request.form.get("quote", ""), request.form.get("start", "")
    if not quote.strip():
        return None
    found: dict[str, Any] = {
        "quote": quote.replace("\r\n", "\n"),
        "start": int(start) if start.isdigit() else 0,
    }
    platform = request.form.get("platform", "")
    return found | ({"platform": platform} if platform else {})
