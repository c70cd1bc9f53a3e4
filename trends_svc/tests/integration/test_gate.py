"""One way to Google for all workers: spacing, one at a time, a breaker; over a real Redis."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from trends_svc.services import gate as gates
from trends_svc.services.gate import Gate
from trends_svc.services.sources import Busy, RateLimited, SourceUnavailable


def alive(_holder: str) -> bool:
    return True


def make(url: str, *, spacing: float = 0.0, burst: int = 1, base: float = 0.3) -> Gate:
    return Gate(url, "google", spacing=spacing, burst=burst, base=base, call=5)


def test_calls_of_all_workers_keep_their_distance_and_are_never_parallel(redis_url: str) -> None:
    begun: list[float] = []
    under_way = 0
    most = 0

    def call(_number: int) -> None:
        nonlocal under_way, most
        with make(redis_url, spacing=0.05).turn(20):
            begun.append(time.monotonic())
            under_way += 1
            most = max(most, under_way)
            time.sleep(0.01)
            under_way -= 1

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(call, range(8)))
    assert begun[-1] - begun[0] >= 0.05 * 7 - 0.02
    assert most == 1


def test_a_few_calls_may_follow_at_once_after_a_pause(redis_url: str) -> None:
    gate = make(redis_url, spacing=30, burst=3)
    for _ in range(3):
        with gate.turn(0):
            pass
    with pytest.raises(Busy) as caught, gate.turn(1):
        pass
    # Three calls cost 90 to 103.5 s with jitter, of which 69 may be owed: 21 to 34.5 s remain.
    assert 20 < caught.value.seconds <= 35


def test_one_search_is_let_in_at_a_time(redis_url: str) -> None:
    gate = make(redis_url)
    assert gate.enter("a:1", 30, alive).granted
    second = gate.enter("b:1", 30, alive)
    assert not second.granted
    assert not second.paused
    gate.leave("b:1")  # it isn't inside, so nothing happens
    assert not gate.enter("b:1", 30, alive).granted
    gate.leave("a:1")
    assert gate.enter("b:1", 30, alive).granted


def test_a_dead_worker_s_place_is_free_as_soon_as_somebody_knows(redis_url: str) -> None:
    gate = make(redis_url)
    gate.enter("a:1", 30, alive)
    assert gate.enter("a:2", 30, lambda holder: holder != "a:1").granted


def test_a_silent_worker_s_place_is_free_when_its_lease_runs_out(redis_url: str) -> None:
    gate = make(redis_url)
    gate.enter("a:1", 0.05, alive)
    time.sleep(0.08)
    assert gate.enter("b:1", 30, alive).granted


def test_a_refusal_closes_the_gate_for_everybody_and_for_longer_each_time(redis_url: str) -> None:
    gate = make(redis_url, base=20)
    first = gate.refused(RateLimited(""))
    second = gate.refused(RateLimited(""))
    assert 20 <= first <= 25
    assert 40 <= second <= 50
    again = make(redis_url)  # another process, or this one after a restart
    refused = again.enter("b:1", 30, alive)
    assert (refused.granted, refused.paused) == (False, True)
    assert again.state().paused > 35
    with pytest.raises(Busy), again.turn(1):
        pass


def test_when_its_time_is_over_a_probe_is_let_in_and_an_answer_opens_the_gate(redis_url: str) -> None:
    gate = make(redis_url, base=0.05)
    gate.refused(RateLimited(""))
    time.sleep(0.08)
    assert gate.enter("a:1", 30, alive).granted
    assert not gate.enter("b:1", 30, alive).granted
    gate.answered()
    gate.leave("a:1")
    assert gate.refused(RateLimited("")) < 0.1  # counted anew


def test_no_pause_is_endless(redis_url: str) -> None:
    gate = make(redis_url, base=400)
    for _ in range(5):
        assert gate.refused(RateLimited("")) <= gates.LONGEST_OPEN * 1.25


def test_failures_close_it_only_when_they_come_in_a_row(redis_url: str) -> None:
    gate = make(redis_url)
    assert gate.refused(SourceUnavailable("")) == 0
    gate.answered()
    assert gate.refused(SourceUnavailable("")) == 0
    assert gate.refused(SourceUnavailable("")) == 0
    assert gate.refused(SourceUnavailable("")) > 0


def test_without_redis_nobody_calls() -> None:
    gate = make("redis://127.0.0.1:9/0")
    with pytest.raises(SourceUnavailable), gate.turn(1):
        pass
    with pytest.raises(SourceUnavailable):
        gate.enter("a:1", 30, alive)
    assert gate.state().paused == 0
