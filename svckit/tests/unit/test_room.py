"""Streams never take all threads of a web process."""

import pytest

from svckit.room import Room


@pytest.mark.parametrize(("threads", "streams"), [(128, 107), (64, 54), (16, 8), (4, 2), (1, 1)])
def test_some_threads_stay_for_everything_else(threads: int, streams: int) -> None:
    room = Room(threads)
    taken = 0
    while room.enter():
        taken += 1
    assert taken == streams


def test_a_place_is_free_again_when_its_reader_leaves() -> None:
    room = Room(2)
    assert room.enter()
    assert not room.enter()
    room.leave()
    assert room.enter()


def test_a_process_has_as_much_room_as_its_own_threads_also_when_it_was_forked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    room = Room()
    monkeypatch.setenv("WEB_THREADS", "128")
    assert room.places == 107
