"""What the tests over real servers share."""

from collections.abc import Iterator

import pytest
from flask import Flask

from svckit.events import delivery
from svckit.tests.integration.bench import Bench


@pytest.fixture
def bench(
    events_app: Flask, events_url: str, queue_name: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Bench]:
    monkeypatch.setattr(delivery, "FIRST_DELAY", 0.02)
    made = Bench(events_app, events_url, queue_name)
    yield made
    made.stop()
    made.publisher.close()
