"""The rules about states, for every history that hypothesis can think of."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tweeter_svc.platforms.base import Deferred, Outcome, Refused, Sent, Unsure
from tweeter_svc.services.states import (
    FOLLOWS,
    DeliveryState,
    PostState,
    RetryPolicy,
    first_state,
    may_follow,
    outcome_of,
    verdict,
)

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
OUTCOMES: st.SearchStrategy[Outcome] = st.one_of(
    st.just(Sent("1", "https://x.example/1")),
    st.builds(Refused, st.just("no"), st.just("No."), st.booleans()),
    st.builds(Deferred, st.just("later"), st.just("Later."), st.none() | st.floats(0, 1e9)),
    st.just(Unsure("silence", "No answer.")),
)
POLICIES = st.builds(
    RetryPolicy,
    max_tries=st.integers(1, 12),
    first_delay=st.timedeltas(timedelta(milliseconds=1), timedelta(minutes=10)),
)
STATES = st.lists(st.sampled_from(list(DeliveryState)), max_size=6)


@given(st.lists(OUTCOMES, min_size=1, max_size=15), POLICIES)
def test_whatever_happens_a_delivery_ends_is_never_sent_again_and_never_forgets_a_doubt(
    outcomes: list[Outcome], policy: RetryPolicy
) -> None:
    doubtful, unsure_seen = False, False
    for tries, outcome in enumerate(outcomes, start=1):
        unsure_seen = unsure_seen or isinstance(outcome, Unsure)
        ruling = verdict(outcome, tries=tries, doubtful=doubtful, now=NOW, policy=policy)
        doubtful = ruling.doubtful
        if isinstance(outcome, Sent):
            assert ruling.state == DeliveryState.DELIVERED
            assert not ruling.doubtful
        else:
            # A doubt stays until the platform has confirmed one, and whoever reads of it is told.
            assert ruling.doubtful == unsure_seen
            assert ruling.error_type is not None
            assert ruling.error_detail
        if ruling.state in (DeliveryState.DELIVERED, DeliveryState.FAILED):
            assert ruling.next_attempt_at is None
            if ruling.state == DeliveryState.FAILED and unsure_seen:
                assert "may have arrived" in (ruling.error_detail or "")
            break
        assert ruling.next_attempt_at is not None
        assert NOW < ruling.next_attempt_at <= NOW + policy.max_delay
        assert ruling.state == (DeliveryState.UNKNOWN if unsure_seen else DeliveryState.PENDING)
        assert tries < policy.max_tries


@given(POLICIES)
def test_waits_grow_up_to_the_longest(policy: RetryPolicy) -> None:
    waits = [policy.delay(tries) for tries in range(1, 60)]
    assert waits == sorted(waits)
    assert waits[-1] == policy.max_delay


def test_the_default_waits_are_what_the_documentation_says() -> None:
    seconds = [RetryPolicy().delay(tries).total_seconds() for tries in range(1, 8)]
    assert seconds == [5, 15, 45, 135, 405, 1215, 3600]


def test_what_the_platform_asks_for_is_honoured_up_to_an_hour() -> None:
    def wait(retry_after: float) -> timedelta:
        ruling = verdict(
            Deferred("x", "X.", retry_after), tries=1, doubtful=False, now=NOW, policy=RetryPolicy()
        )
        assert ruling.next_attempt_at is not None
        return ruling.next_attempt_at - NOW

    assert wait(120) == timedelta(seconds=120)
    assert wait(1) == timedelta(seconds=5)
    assert wait(1e12) == timedelta(hours=1)


@given(STATES)
def test_a_post_says_published_only_when_all_of_it_is(states: list[DeliveryState]) -> None:
    result = outcome_of(states)
    finished = bool(states) and set(states) <= {DeliveryState.DELIVERED, DeliveryState.FAILED}
    assert (result == PostState.PUBLISHED) == (bool(states) and set(states) == {DeliveryState.DELIVERED})
    assert (result == PostState.PUBLISHING) == (bool(states) and not finished)
    assert (result == PostState.PARTIALLY_PUBLISHED) == (finished and len(set(states)) == 2)
    assert (result == PostState.FAILED) == (not states or set(states) == {DeliveryState.FAILED})


@given(st.lists(st.sampled_from(list(PostState)), max_size=20), st.sampled_from(list(PostState)))
def test_nothing_follows_published_or_cancelled(path: list[PostState], start: PostState) -> None:
    state, over = start, start in (PostState.PUBLISHED, PostState.CANCELLED)
    for wanted in path:
        if may_follow(state, wanted):
            assert not over or wanted == state
            state = wanted
            over = over or state in (PostState.PUBLISHED, PostState.CANCELLED)


def test_every_state_has_its_rule() -> None:
    assert set(FOLLOWS) == set(PostState)


@given(st.integers(-10_000, 10_000), st.integers(0, 5_000))
def test_a_post_is_missed_only_when_its_time_passed_by_more_than_the_grace(offset: int, grace: int) -> None:
    state = first_state(NOW + timedelta(seconds=offset), NOW, timedelta(seconds=grace))
    assert (state == PostState.MISSED) == (offset < -grace)
    assert first_state(None, NOW, timedelta(seconds=grace)) == PostState.SCHEDULED
