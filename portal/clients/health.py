"""Each service's own account of its health."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

from portal.clients.base import Caller, read
from portal.models.admin import Health
from svckit.http import HttpError, HttpFailure

SERVICES = ("users", "trends", "thinker", "tweeter", "notify")


class HealthClient:
    """``/<service>/health``; admins only."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def all(self) -> list[Health]:
        """Every service, asked side by side: one that hangs costs its time-out once."""
        with ThreadPoolExecutor(len(SERVICES)) as pool:
            asked = [pool.submit(copy_context().run, self._of, service) for service in SERVICES]
            return [answer.result() for answer in asked]

    def _of(self, service: str) -> Health:
        began = time.monotonic()
        try:
            answer = self._caller.send("GET", f"/{service}/health", timeout=4.0)
        except HttpError as error:
            return Health(service=service, reached=False, fault=f"answered {error.status}")
        except HttpFailure as error:
            return Health(service=service, reached=False, fault=f"did not answer ({type(error).__name__})")
        health = read(Health, answer.json())
        return health.model_copy(update={"latency_ms": (time.monotonic() - began) * 1000})
