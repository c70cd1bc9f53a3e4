"""Container health checks: ``python -m svckit.probe web`` or ``… heartbeat``; ends with code 1 when not well.

``web`` asks this container's own web process (``BIND``) whether it is ready. ``heartbeat`` looks for the
sign of life that workers, beats and consumers leave in Redis (``STREAM_REDIS_URL``).
"""

import http.client
import os
import socket
import sys

USAGE = "usage: python -m svckit.probe web|heartbeat"
TIMEOUT_SECONDS = 4


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


def heartbeat(url: str, host: str) -> str | None:
    """What is wrong with this host's background process, or None."""
    import redis

    from svckit.background import PREFIX

    try:
        client = redis.Redis.from_url(
            url, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS
        )
        found = next(iter(client.scan_iter(match=f"{PREFIX}*:{host}:*", count=1000)), None)
    except redis.RedisError as error:
        return f"Redis, which holds the heartbeats, doesn't answer: {error!r}"
    return None if found else f"no heartbeat of {host} within its lifetime"


def main(argv: list[str]) -> int:
    if argv == ["web"]:
        fault = web(os.environ.get("BIND", "127.0.0.1:8000"))
    elif argv == ["heartbeat"]:
        fault = heartbeat(os.environ["STREAM_REDIS_URL"], socket.gethostname())
    else:
        raise SystemExit(USAGE)
    if fault:
        sys.stderr.write(fault + "\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
