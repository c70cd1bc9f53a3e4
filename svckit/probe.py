"""Container health checks: ``python -m svckit.probe web`` or ``… heartbeat``; ends with code 1 when not well.

``web`` asks this container's own web process (``BIND``) whether it is ready. ``heartbeat`` looks at the file
that workers, beats and consumers touch (``HEARTBEAT_FILE``). Standard library only: it runs often.
"""

import http.client
import os
import sys
import time
from pathlib import Path

USAGE = "usage: python -m svckit.probe web|heartbeat"
TIMEOUT_SECONDS = 8
LIFETIME_SECONDS = 45
"""Processes touch their file every 10 seconds."""


def web(bind: str) -> str | None:
    """What is wrong with the web process, or None."""
    port = int(bind.rpartition(":")[2])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("GET", "/readyz")
        response = connection.getresponse()
        body = response.read(2000).decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        return f"no answer on port {port}: {error!r}"
    return None if response.status == http.HTTPStatus.OK else f"{response.status} {body}"


def heartbeat(file: Path) -> str | None:
    """What is wrong with the background process that touches this file, or None."""
    try:
        age = time.time() - file.stat().st_mtime
    except FileNotFoundError:
        return f"no heartbeat yet: {file} is missing"
    return None if age <= LIFETIME_SECONDS else f"the last heartbeat is {age:.0f} s old"


def main(argv: list[str]) -> int:
    if argv == ["web"]:
        fault = web(os.environ.get("BIND", "127.0.0.1:8000"))
    elif argv == ["heartbeat"]:
        fault = heartbeat(Path(os.environ["HEARTBEAT_FILE"]))
    else:
        raise SystemExit(USAGE)
    if fault:
        sys.stderr.write(fault + "\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
