"""How the server misbehaves, settable at any time: what a client must survive."""

import threading
import time
from dataclasses import dataclass, field

from launcher.google.limits import Limiter

MODES = (
    "normal",
    "429",
    "429-first",
    "500",
    "slow",
    "malformed",
    "captcha",
    "drop",
    "empty",
    "empty-related",
    "token-refused",
)
ENDPOINTS = ("cookie", "explore", "multiline", "comparedgeo", "relatedsearches", "autocomplete", "rss")


@dataclass
class Control:
    """The mode in force, and a count of what was asked.

    Attributes:
        mode: one of ``MODES``.
        left: how many more calls the mode applies to; None for all.
        only: the endpoints that the mode applies to; empty for all of the API.
        seconds: how long "slow" keeps a caller waiting.
        limiter: refuses whoever asks too much, in whatever mode; None lets everybody ask.
    """

    mode: str = "normal"
    left: int | None = None
    only: tuple[str, ...] = ()
    seconds: float = 30.0
    calls: dict[str, int] = field(default_factory=dict)
    refused: int = 0
    times: list[float] = field(default_factory=list)
    limiter: Limiter | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def set(self, mode: str, *, n: int | None, only: tuple[str, ...], seconds: float) -> None:
        """Change the mode. ``n`` limits it to the next n calls; after that the server is normal again.

        Raises:
            ValueError: an unknown mode or endpoint.
        """
        if mode not in MODES:
            raise ValueError(f"unknown mode {mode!r}: use one of {', '.join(MODES)}")
        unknown = [name for name in only if name not in ENDPOINTS]
        if unknown:
            raise ValueError(f"unknown endpoint {unknown[0]!r}: use one of {', '.join(ENDPOINTS)}")
        with self._lock:
            self.mode, self.left, self.only, self.seconds = mode, n, only, seconds
            if mode == "429-first":
                self.mode, self.left = "429", 1 if n is None else n

    def next(self, endpoint: str) -> str:
        """Count a call and say how it is to be answered."""
        with self._lock:
            self.calls[endpoint] = self.calls.get(endpoint, 0) + 1
            if endpoint != "cookie":
                self.times.append(time.time())
                del self.times[:-1000]
            applies = (
                endpoint in self.only if self.only else endpoint != "cookie" or self.mode in ("drop", "slow")
            )
            if self.mode == "normal" or not applies:
                return "normal"
            if self.left is not None:
                if self.left <= 0:
                    self.mode = "normal"
                    return "normal"
                self.left -= 1
            self.refused += self.mode in ("429", "captcha")
            return self.mode

    def report(self) -> dict[str, object]:
        """The state, for whoever asks the control endpoint."""
        with self._lock:
            return {
                "mode": self.mode,
                "left": self.left,
                "only": list(self.only),
                "seconds": self.seconds,
                "calls": dict(self.calls),
                "refused": self.refused,
                "times": list(self.times),
                "limit": self.limiter.report() if self.limiter else None,
            }

    def forget(self) -> None:
        """Start counting anew."""
        with self._lock:
            self.calls.clear()
            self.times.clear()
            self.refused = 0
