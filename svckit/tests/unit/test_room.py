"""Streams never take all threads of a web process."""

import pytest

from svckit import room


@pytest.mark.parametrize(("threads", "streams"), [(128, 107), (64, 54), (16, 8), (4, 2), (1, 1)])
def test_some_threads_stay_for_everything_else(threads: int, streams: int) -> None:
    places = room.for_streams(threads)
    taken = 0
    while places.acquire(blocking=False):
        taken += 1
    assert taken == streams


def test_a_place_is_free_again_when_its_reader_leaves() -> None:
    places = room.for_streams(2)
    assert places.acquire(blocking=False)
    assert not places.acquire(blocking=False)
    places.release()
    assert places.acquire(blocking=False)
