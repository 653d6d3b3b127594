"""The throttle and the guard of requests to Discord."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.discord.sending.pace import InvalidRequestGuard, Throttle


@given(
    st.lists(st.floats(0, 3), min_size=1, max_size=200),
    st.integers(1, 50),
    st.sampled_from([0.5, 1.0, 2.0]),
)
def test_no_span_has_more_requests_than_allowed(pauses: list[float], most: int, per: float) -> None:
    """Whenever requests are wanted, any `most` + 1 in a row spread over at least the span."""
    throttle = Throttle(most, per)
    now = 0.0
    moments = []
    for pause in pauses:
        now += pause
        moments.append(now + throttle.reserve(now))
    assert moments == sorted(moments)
    spans = [later - first for first, later in zip(moments, moments[most:], strict=False)]
    assert all(span >= per - 1e-9 for span in spans)


def test_a_throttle_holds_nobody_back_without_need() -> None:
    """As many as are allowed go at once; the next one waits until the first is a second old."""
    throttle = Throttle(45)
    assert [throttle.reserve(10.0) for _ in range(45)] == [0.0] * 45
    assert throttle.reserve(10.25) == 0.75
    assert throttle.reserve(12.0) == 0.0


def test_the_brake_is_on_after_too_many_invalid_requests() -> None:
    """It stays on until the oldest of them is ten minutes old."""
    guard = InvalidRequestGuard(most=3, window=600)
    for moment, status in ((0, 401), (10, 403), (20, 429)):
        assert guard.wait(moment) == 0
        guard.note(status, "", moment)
    assert guard.wait(20) == 580
    assert guard.wait(600) == 0


def test_the_brake_counts_only_what_discord_counts() -> None:
    """Other errors are not invalid requests, nor are limits shared with others."""
    guard = InvalidRequestGuard(most=1)
    for status, scope in ((404, ""), (500, ""), (200, ""), (429, "shared")):
        guard.note(status, scope, 1)
    assert guard.wait(1) == 0
    guard.note(429, "user", 1)
    assert guard.wait(1) > 0


def test_the_brake_is_on_at_half_of_what_gets_an_address_banned() -> None:
    """Discord bans at 10,000 invalid requests in ten minutes; we stop at 5,000, not before."""
    guard = InvalidRequestGuard()
    for number in range(4_999):
        guard.note(401, "", number / 100)
    assert guard.wait(50) == 0
    guard.note(403, "", 50)
    assert guard.wait(50) == 550
    assert guard.wait(600) == 0
    slow = InvalidRequestGuard()
    for number in range(6_000):
        slow.note(429, "user", number / 5)
        assert slow.wait(number / 5) == 0, "spread over twenty minutes they are no danger"


def test_a_throttle_of_nothing_said_is_discords() -> None:
    """45 in a second, of the 50 that a bot has."""
    throttle = Throttle()
    waits = [throttle.reserve(0.0) for _ in range(91)]
    assert waits.count(0.0) == 45
    assert waits[45:90] == [1.0] * 45
    assert waits[90] == 2.0
