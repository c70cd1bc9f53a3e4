"""The least time between two calls to Google, over all workers."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from trends_svc.providers.google.pacing import LONGEST_WAIT, Pacer
from trends_svc.services.sources import Busy, SourceUnavailable


def test_calls_of_all_workers_together_keep_their_distance(redis_url: str) -> None:
    moments: list[float] = []

    def call(_number: int) -> None:
        Pacer(redis_url, 0.05).wait_turn()
        moments.append(time.monotonic())

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(call, range(8)))
    moments.sort()
    assert moments[-1] - moments[0] >= 0.05 * 7 - 0.02


def test_a_long_wait_is_not_waited_but_told(redis_url: str) -> None:
    slept: list[float] = []
    pacer = Pacer(redis_url, LONGEST_WAIT, sleep=slept.append)
    pacer.wait_turn()
    pacer.wait_turn()
    with pytest.raises(Busy) as caught:
        pacer.wait_turn()
    assert caught.value.seconds > LONGEST_WAIT
    assert len(slept) == 1


def test_a_refusal_makes_everybody_wait(redis_url: str) -> None:
    Pacer(redis_url, 0.0).hold_off(60)
    with pytest.raises(Busy):
        Pacer(redis_url, 0.0).wait_turn()


def test_without_redis_nobody_calls() -> None:
    with pytest.raises(SourceUnavailable):
        Pacer("redis://127.0.0.1:9/0", 0.0).wait_turn()
