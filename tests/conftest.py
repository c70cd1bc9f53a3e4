"""What the layers across services share."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.stack import Stack, running

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """The whole stack, started by the launcher, once for e2e and faults together."""
    with running() as started:
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Chromium, once for e2e and faults together: Playwright runs once in a process."""
    from tests.e2e.browser import chromium

    with chromium() as started:
        yield started
