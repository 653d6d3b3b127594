"""What a process that stood still finds waiting is not done after all that came later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.discord.server_clock import LATEST, ServerClock

NOON = datetime(2031, 3, 7, 12, tzinfo=UTC)


@given(
    wrong=st.floats(-1e6, 1e6),
    ways=st.lists(st.floats(0, 30), min_size=1, max_size=40),
    age=st.floats(0, 60),
)
def test_how_old_something_is(wrong: float, ways: list[float], age: float) -> None:
    """However wrong this machine's clock is; what may still be answered is never called late."""
    local = 0.0
    clock = ServerClock(lambda: local)
    moment = NOON
    for way in ways:
        told, moment = moment, moment + timedelta(seconds=way + 1.3)
        local = (told + timedelta(seconds=way)).timestamp() + wrong
        clock.heard(format_datetime(told, usegmt=True))
    local = moment.timestamp() + wrong
    late = clock.is_late(moment - timedelta(seconds=age))
    assert late <= (age > LATEST)
    if age > LATEST + 1.001 + min(ways[-20:]):
        assert late


def test_nothing_is_late_before_anything_was_heard() -> None:
    """Nor after what is no date."""
    clock = ServerClock()
    for date in (None, "", "yesterday"):
        clock.heard(date)
    assert not clock.is_late(NOON - timedelta(days=1))
