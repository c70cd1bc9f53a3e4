"""The line in front of a source: who is next, how many are ahead, and about how long it takes.

It is read from the searches themselves, so that it outlives Redis, workers and restarts.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy.orm import Session

from trends_svc import queries
from trends_svc.services.gate import GateState

Reason = Literal["line", "paused", "retry", "shared"]
BESIDE_SECONDS = 0.1
"""What one call takes beside itself and its spacing, about."""
LONGEST = 1000
"""Places that are counted; whoever stands further back is told this one."""


@dataclass(frozen=True)
class Waiting:
    """Why a search waits.

    Attributes:
        reason: ``line`` (others are before it), ``paused`` (the source asked us to slow down),
            ``retry`` (its own next try is set), ``shared`` (an equal search is being answered).
        place: 1 is next.
        eta_seconds: until it is likely to begin.
    """

    reason: Reason
    place: int
    eta_seconds: int

    @property
    def message(self) -> str:
        """“Waiting for Google, about 40 s, 3rd in line.”"""
        about = f"about {in_words(self.eta_seconds)}"
        if self.reason == "shared":
            return "The same question is being asked already; its answer serves both."
        if self.reason == "retry":
            return f"Google didn't answer. The next try follows by itself in {about}."
        place = "next" if self.place == 1 else f"{_ordinal(self.place)}"
        if self.reason == "paused":
            return f"Google asked us to slow down. Waiting {about}, {place} in line."
        return f"Waiting for Google, {about}, {place} in line."


def waiting(
    session: Session, gate: GateState, spacing: float, *, now: datetime, source: str = "google"
) -> dict[UUID, Waiting]:
    """By id, every search that waits for the source. One that nothing keeps from beginning doesn't wait."""
    per_call = max(spacing, gate.call_seconds) + BESIDE_SECONDS
    ahead = gate.paused
    place = 0
    found: dict[UUID, Waiting] = {}
    for row in queries.line(session, source, LONGEST):
        left = max(1, row.steps_total - row.steps_done) * per_call
        if row.lease_until is not None and row.lease_until > now:  # it is being answered
            ahead += left
            continue
        if row.step == "queued" and not ahead and not gate.occupied:  # its worker is on the way
            ahead += left
            continue
        if row.follows is not None:
            leader = found.get(row.follows)
            eta = leader.eta_seconds if leader else round(ahead)
            found[row.id] = Waiting("shared", leader.place if leader else 1, max(1, eta))
            continue
        place += 1
        if row.not_before is not None and row.not_before > now:
            own = (row.not_before - now).total_seconds()
            found[row.id] = Waiting("retry", place, max(1, round(max(own, gate.paused))))
            continue
        found[row.id] = Waiting("paused" if gate.paused > 0 else "line", place, max(1, round(ahead)))
        ahead += left
    return found


def in_words(seconds: int) -> str:
    """ "40 s", "3 min", "2 h"."""
    if seconds < 90:
        return f"{seconds} s"
    if seconds < 90 * 60:
        return f"{round(seconds / 60)} min"
    return f"{round(seconds / 3600)} h"


def _ordinal(number: int) -> str:
    if 10 <= number % 100 <= 20:
        return f"{number}th"
    return f"{number}{_ENDINGS.get(number % 10, 'th')}"


_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
