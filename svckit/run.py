"""``python -m svckit.run worker|beat trends_svc``: Celery with the flags every deployment uses.

``CONCURRENCY`` sets how many tasks a worker runs at once (2 unless set).
"""

import os
import sys
from pathlib import Path

USAGE = "usage: python -m svckit.run worker|beat <package>"


def argv(kind: str, package: str) -> list[str]:
    """The Celery command line of a service's worker or beat."""
    service = package.removesuffix("_svc")
    base = [sys.executable, "-m", "celery", "-A", f"{package}.worker:celery"]
    if kind == "worker":
        return [
            *base,
            "worker",
            f"--queues={service}",
            f"--concurrency={os.environ.get('CONCURRENCY', '2')}",
            f"--hostname={service}@%h",
            "--without-gossip",
            "--without-mingle",
        ]
    # The schedule is fixed; where each entry stands is not worth keeping across restarts.
    folder = Path(os.environ.get("BEAT_DIR") or "/tmp")  # noqa: S108 - only a throw-away file
    return [*base, "beat", f"--schedule={folder / f'{service}-beat'}", "--pidfile="]


def main() -> None:
    if len(sys.argv) != 3 or sys.argv[1] not in {"worker", "beat"}:
        raise SystemExit(USAGE)
    command = argv(sys.argv[1], sys.argv[2])
    os.execv(command[0], command)  # noqa: S606 - no shell wanted: the arguments are ours


if __name__ == "__main__":
    main()
