"""The circuit breaker."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from papers.transport.breaker import Breaker

FRESH = Breaker(threshold=3, cool_down=60.0)

moments = st.lists(st.floats(min_value=0, max_value=1e6), min_size=1, max_size=12).map(sorted)


def test_it_allows_everything_at_first() -> None:
    """Who has not failed is asked."""
    assert FRESH.allows(0.0)


def test_it_opens_at_the_threshold_and_tells_since_when() -> None:
    """Failures in a row open it; the first of them is remembered."""
    breaker = FRESH.failed(1.0).failed(2.0)
    assert breaker.allows(2.0)
    breaker = breaker.failed(3.0)
    assert not breaker.allows(3.0)
    assert not breaker.allows(62.9)
    assert breaker.since == 1.0


def test_one_trial_after_the_cool_down_decides_anew() -> None:
    """A trial that fails shuts it for as long again; one that succeeds lets all through."""
    breaker = FRESH.failed(1.0).failed(2.0).failed(3.0)
    assert breaker.allows(63.0)
    assert not breaker.failed(63.0).allows(122.0)
    assert breaker.failed(63.0).since == 1.0
    assert breaker.succeeded() == FRESH


def test_a_demand_for_peace_is_obeyed_at_once() -> None:
    """One refusal with a long Retry-After is enough."""
    breaker = FRESH.failed(10.0, ask_again_after=3600.0)
    assert not breaker.allows(3609.0)
    assert breaker.allows(3610.0)


@given(moments)
def test_it_is_open_exactly_for_the_cool_down_after_enough_failures(times: list[float]) -> None:
    """Whatever the moments of failure: below the threshold all is allowed, from there on none."""
    breaker = FRESH
    for count, now in enumerate(times, start=1):
        breaker = breaker.failed(now)
        assert breaker.since == times[0]
        assert breaker.allows(now) == (count < FRESH.threshold)
        assert breaker.allows(now + FRESH.cool_down)


@given(moments, st.data())
def test_any_success_wipes_the_slate(times: list[float], data: st.DataObject) -> None:
    """After a success as many failures are borne as at the start."""
    breaker = FRESH
    for now in times:
        breaker = breaker.failed(now)
    breaker = breaker.succeeded()
    bearable = data.draw(st.integers(0, FRESH.threshold - 1))
    for _ in range(bearable):
        breaker = breaker.failed(times[-1])
    assert breaker.allows(times[-1])
