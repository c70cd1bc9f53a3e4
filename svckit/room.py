"""Room for streams: each holds a thread for as long as somebody reads, and some stay for everything else."""

import os
import threading
from typing import Final

KEPT_SHARE: Final = 6
"""One thread in so many is never a stream's; at least eight of them where there are that many."""
FULL: Final = "retry: 3000\n\n"
"""All that a reader without room is sent: a browser comes again by itself, from where it was."""


class Room:
    """Places for streams in this web process.

    Args:
        threads: of the process; from ``WEB_THREADS`` when the first reader comes, unless given: a process
            that was forked from one with everything imported has its own.
    """

    def __init__(self, threads: int | None = None) -> None:
        self._threads = threads
        self._lock = threading.Lock()
        self._taken = 0

    @property
    def places(self) -> int:
        have = self._threads or int(os.environ.get("WEB_THREADS", "16"))
        kept = min(have // 2, max(8, have // KEPT_SHARE))
        return max(1, have - kept)

    def enter(self) -> bool:
        """Take a place; False when all are taken."""
        with self._lock:
            if self._taken >= self.places:
                return False
            self._taken += 1
            return True

    def leave(self) -> None:
        """Give the place back."""
        with self._lock:
            self._taken -= 1
