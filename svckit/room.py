"""Room for streams: each holds a thread for as long as somebody reads, and some stay for everything else."""

import os
import threading
from typing import Final

KEPT_SHARE: Final = 6
"""One thread in so many is never a stream's; at least eight of them where there are that many."""
FULL: Final = "retry: 3000\n\n"
"""All that a reader without room is sent: a browser comes again by itself, from where it was."""


def for_streams(threads: int | None = None) -> threading.BoundedSemaphore:
    """Places for streams in this web process.

    Args:
        threads: of the process; from ``WEB_THREADS`` unless given.
    """
    have = threads or int(os.environ.get("WEB_THREADS", "16"))
    kept = min(have // 2, max(8, have // KEPT_SHARE))
    return threading.BoundedSemaphore(max(1, have - kept))
