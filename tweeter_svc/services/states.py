"""The states of posts and deliveries, and every rule about how they follow one another.

Pure: values in, values out. What an attempt's outcome means, when it is tried again and when that ends
is decided here and nowhere else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from tweeter_svc.platforms.base import Deferred, Outcome, Refused, Sent, Unsure


class PostState(StrEnum):
    SCHEDULED = "scheduled"
    PUBLISHING = "publishing"
    PUBLISHED = "published"
    PARTIALLY_PUBLISHED = "partially_published"
    FAILED = "failed"
    MISSED = "missed"
    CANCELLED = "cancelled"


class DeliveryState(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    DELIVERED = "delivered"
    FAILED = "failed"
    UNKNOWN = "unknown"


FINAL_DELIVERY: Final = frozenset({DeliveryState.DELIVERED, DeliveryState.FAILED})
NEEDS_SOMEBODY: Final = (PostState.FAILED, PostState.MISSED, PostState.PARTIALLY_PUBLISHED)

FOLLOWS: Final[dict[PostState, frozenset[PostState]]] = {
    PostState.SCHEDULED: frozenset({PostState.PUBLISHING, PostState.FAILED, PostState.CANCELLED}),
    PostState.MISSED: frozenset({PostState.SCHEDULED, PostState.CANCELLED}),
    PostState.PUBLISHING: frozenset(
        {PostState.PUBLISHED, PostState.PARTIALLY_PUBLISHED, PostState.FAILED, PostState.CANCELLED}
    ),
    PostState.FAILED: frozenset({PostState.PUBLISHING, PostState.PUBLISHED, PostState.PARTIALLY_PUBLISHED}),
    PostState.PARTIALLY_PUBLISHED: frozenset({PostState.PUBLISHING, PostState.PUBLISHED}),
    PostState.PUBLISHED: frozenset(),
    PostState.CANCELLED: frozenset(),
}
"""Which state may follow which. Nothing follows published or cancelled."""


def may_follow(old: PostState, new: PostState) -> bool:
    return old == new or new in FOLLOWS[old]


def outcome_of(deliveries: Iterable[DeliveryState]) -> PostState:
    """The state of a post that has begun, from its deliveries."""
    states = list(deliveries)
    if not states:
        return PostState.FAILED
    if any(state not in FINAL_DELIVERY for state in states):
        return PostState.PUBLISHING
    delivered = states.count(DeliveryState.DELIVERED)
    if delivered == len(states):
        return PostState.PUBLISHED
    return PostState.PARTIALLY_PUBLISHED if delivered else PostState.FAILED


def first_state(publish_at: datetime | None, now: datetime, grace: timedelta) -> PostState:
    """The state of a post at its approval: missed when its time passed while it waited for one."""
    if publish_at is not None and publish_at < now - grace:
        return PostState.MISSED
    return PostState.SCHEDULED


@dataclass(frozen=True)
class RetryPolicy:
    """How often and how fast attempts follow one another."""

    max_tries: int = 8
    first_delay: timedelta = timedelta(seconds=5)
    factor: float = 3.0
    max_delay: timedelta = timedelta(hours=1)

    def delay(self, tries: int) -> timedelta:
        """How long to wait after the given number of tries (1 or more)."""
        seconds = self.first_delay.total_seconds() * self.factor ** min(tries - 1, 40)
        return min(timedelta(seconds=min(seconds, self.max_delay.total_seconds())), self.max_delay)


@dataclass(frozen=True)
class Verdict:
    """What becomes of a delivery after an attempt."""

    state: DeliveryState
    next_attempt_at: datetime | None = None
    doubtful: bool = False
    error_type: str | None = None
    error_detail: str | None = None


def verdict(outcome: Outcome, *, tries: int, doubtful: bool, now: datetime, policy: RetryPolicy) -> Verdict:
    """What an outcome means.

    Args:
        tries: how many were made since a person last asked, this one included.
        doubtful: an earlier attempt may have arrived.
    """
    if isinstance(outcome, Sent):
        return Verdict(DeliveryState.DELIVERED)
    if isinstance(outcome, Refused):
        return Verdict(
            DeliveryState.FAILED, None, doubtful, outcome.type, _with_doubt(outcome.detail, doubtful)
        )
    doubtful = doubtful or isinstance(outcome, Unsure)
    if tries >= policy.max_tries:
        return Verdict(DeliveryState.FAILED, None, doubtful, outcome.type, _gave_up(outcome, tries, doubtful))
    # Once an attempt is in doubt the delivery stays so until the platform has confirmed one.
    state = DeliveryState.UNKNOWN if doubtful else DeliveryState.PENDING
    delay = policy.delay(tries)
    if isinstance(outcome, Deferred) and outcome.retry_after is not None:
        delay = max(delay, min(timedelta(seconds=min(outcome.retry_after, 86_400.0)), policy.max_delay))
    return Verdict(state, now + delay, doubtful, outcome.type, outcome.detail)


def _gave_up(outcome: Deferred | Unsure, tries: int, doubtful: bool) -> str:
    often = "once" if tries == 1 else f"{tries} times"
    return _with_doubt(f"{outcome.detail} We tried {often} and stopped.", doubtful)


def _with_doubt(detail: str, doubtful: bool) -> str:
    if not doubtful:
        return detail
    return f"{detail} An attempt may have arrived all the same: look there before you retry."
