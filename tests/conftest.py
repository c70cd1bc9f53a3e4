"""What the layers across services share."""

from collections.abc import Iterator

import pytest

from tests.stack import Stack, running


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """The whole stack, started by the launcher, once for e2e and faults together."""
    with running() as started:
        yield started
