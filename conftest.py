"""Fixtures for every layer of tests, and how a run is shared out among processes."""

import pytest

pytest_plugins = ["svckit.testing.plugin"]

_WHOLE_STACK = ("tests/e2e/", "tests/faults/")
_LONG = ("tests/architecture/", "tests/contract/")


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of one file stay together (they share what a module sets up), and those of the whole stack do
    (it is started once). The longest go first, so that no process is left with them at the end."""
    for item in items:
        whole = item.nodeid.startswith(_WHOLE_STACK)
        item.add_marker(pytest.mark.xdist_group("stack" if whole else item.nodeid.partition("::")[0]))
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    if item.nodeid.startswith(_WHOLE_STACK):
        return 0
    return 1 if item.nodeid.startswith(_LONG) else 2
