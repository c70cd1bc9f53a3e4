"""Google's limit on callers: so many calls a minute from a bucket, parallel ones counted dearer.

Whoever goes on asking while the bucket is empty is sent to the robot page, and stays there for a while.
"""

import threading
import time
from dataclasses import dataclass, field

PARALLEL_COST = 3.0
"""A call made while another one is under way takes so much from the bucket."""
PATIENCE = 8
"""Refusals in a row after which the robot page comes."""
QUIET_SECONDS = 60.0
"""How long it then stays."""


@dataclass
class Limiter:
    """One caller's bucket.

    Attributes:
        per_minute: calls that it is filled up by.
        bucket: calls that may come at once after a pause.
        scale: how many times faster time runs than on a clock.
    """

    per_minute: float = 60.0
    bucket: float = 10.0
    scale: float = 1.0
    passed: int = 0
    refused: int = 0
    captchas: int = 0
    parallel: int = 0
    _level: float = field(init=False)
    _at: float = field(default_factory=time.monotonic)
    _under_way: int = 0
    _in_a_row: int = 0
    _quiet_until: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._level = self.bucket

    def begin(self) -> str:
        """Count a call that arrives. Returns how it is to be answered: normal, 429 or captcha."""
        with self._lock:
            now = time.monotonic()
            self._level = min(self.bucket, self._level + (now - self._at) * self.scale * self.per_minute / 60)
            self._at = now
            parallel = self._under_way > 0
            self._under_way += 1
            self.parallel += parallel
            cost = PARALLEL_COST if parallel else 1.0
            if now < self._quiet_until:
                self.captchas += 1
                return "captcha"
            if self._level < cost:
                self.refused += 1
                self._in_a_row += 1
                if self._in_a_row >= PATIENCE:
                    self._quiet_until = now + QUIET_SECONDS / self.scale
                return "429"
            self._level -= cost
            self._in_a_row = 0
            self.passed += 1
            return "normal"

    def end(self) -> None:
        """The call is answered."""
        with self._lock:
            self._under_way -= 1

    def report(self) -> dict[str, int]:
        with self._lock:
            return {
                "passed": self.passed,
                "refused": self.refused,
                "captchas": self.captchas,
                "parallel": self.parallel,
            }
