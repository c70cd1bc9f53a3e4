"""Threads of a process: started after the fork, by whoever runs the process.

``create_app`` registers what should run (the relay, a consumer, the heartbeat); gunicorn's and
Celery's hooks start it. An app that is only imported, in a test or a shell, starts nothing.
"""

import os
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import redis
from flask import Flask

from svckit import logging

log = logging.get(__name__)

_KEY = "svckit.background"
_HEART = "svckit.heartbeat_url"
BEAT_SECONDS = 10
LIFETIME_SECONDS = 35
PREFIX = "heartbeat:"


def register(app: Flask, start: Callable[[], None]) -> None:
    """Have ``start`` called once in each process that serves this app."""
    app.extensions.setdefault(_KEY, []).append(start)


def start(app: Flask) -> None:
    """Start everything that is registered."""
    for begin in app.extensions.get(_KEY, []):
        begin()


def set_heartbeat_url(app: Flask, url: str) -> None:
    app.extensions[_HEART] = url


def heartbeat(app: Flask, process: str) -> None:
    """Say every few seconds in Redis that this process lives, until it ends.

    ``HEARTBEAT_FILE`` is touched as well where it is set: a container's health check reads it for next to
    nothing, and does not depend on Redis.
    """
    url = app.extensions.get(_HEART)
    if not url:
        return
    file = os.environ.get("HEARTBEAT_FILE")

    def beat() -> None:
        key = f"{PREFIX}{app.name}:{process}:{socket.gethostname()}:{os.getpid()}"
        client = redis.Redis.from_url(url, socket_timeout=3, socket_connect_timeout=3)
        while True:
            if file:
                Path(file).touch()
            try:
                client.set(key, str(time.time()), ex=LIFETIME_SECONDS)
            except redis.RedisError as error:
                log.warning("heartbeat.failed", error=repr(error))
            time.sleep(BEAT_SECONDS)

    threading.Thread(target=beat, name="heartbeat", daemon=True).start()


def living(url: str, service: str) -> list[dict[str, object]]:
    """``[{"name", "host", "pid", "seen_seconds_ago"}]`` of a service's processes."""
    client = redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2, decode_responses=True)
    now = time.time()
    found: list[dict[str, object]] = []
    for key in client.scan_iter(match=f"{PREFIX}{service}:*", count=200):
        _, _, name, host, pid = key.split(":", 4)
        seen = client.get(key)
        if seen is not None:
            age = round(now - float(seen), 1)
            found.append({"name": name, "host": host, "pid": int(pid), "seen_seconds_ago": age})
    return sorted(found, key=lambda item: str(item["name"]))
