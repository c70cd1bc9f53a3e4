"""Fixtures for every layer of tests, and how a run is shared out among processes."""

import pytest
from xdist.remote import Producer  # type: ignore[import-untyped] # it has no types
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped] # it has no types

pytest_plugins = ["svckit.testing.plugin"]

_WHOLE_STACK = ("tests/e2e/", "tests/faults/")
_LONG = ("tests/architecture/", "tests/contract/")


class _ByFile(LoadScopeScheduling):  # type: ignore[misc] # its base has no types
    """Tests of one file stay together (they share what a module sets up), and those of the whole stack do: it
    is started once. xdist's own groups (3.8.0) are without effect under pytest 9.2."""

    def _split_scope(self, nodeid: str) -> str:
        return "stack" if nodeid.startswith(_WHOLE_STACK) else nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    return _ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest go first, so that no process is left with them at the end."""
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    if item.nodeid.startswith(_WHOLE_STACK):
        return 0
    return 1 if item.nodeid.startswith(_LONG) else 2
