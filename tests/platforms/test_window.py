"""A window over time, to the moment: what it lets go, and how long it has one wait."""

from __future__ import annotations

import pytest

from bot.platforms.window import STEP, Window


def came(*moments: float, most: int = 3, seconds: float = 3.0) -> Window:
    """A window to which messages have come at these moments."""
    window = Window(most, seconds)
    for moment in moments:
        window.leave(1)
        window.arrive(moment, 1)
    return window


@pytest.mark.parametrize(
    ("moments", "now", "wait"),
    [
        ((), 0.0, 0.0),
        ((0.0, 0.0), 0.0, 0.0),
        ((0.0, 1.0, 2.0), 2.0, 1.0),
        ((0.0, 1.0, 2.0), 2.9995, 0.001),
        ((0.0, 1.0, 2.0), 3.0, 0.0),
        ((0.0, 0.5, 1.0, 2.0), 2.0, 1.5),
    ],
)
def test_one_more_waits_until_there_is_room(
    moments: tuple[float, ...], now: float, wait: float
) -> None:
    """Until the first of those too many is as old as the span, never less than a thousandth."""
    assert came(*moments).wait(now) == pytest.approx(wait)


def test_several_wait_until_there_is_room_for_all() -> None:
    """With as many places to spare as asked for."""
    window = came(0.0, 1.0, 2.0, most=5)
    assert window.wait(2.0, 2) == 0.0
    assert window.wait(2.0, 3) == 1.0
    assert window.wait(2.0, 4) == 2.0
    assert window.wait(2.0, 5) == 3.0
    assert window.wait(2.0, 2, 1) == 1.0
    assert window.wait(2.0, 1, 3) == 2.0


def test_what_is_on_its_way_counts_and_nobody_knows_until_when() -> None:
    """Then it is looked at again in a short while."""
    window = came(0.0, most=2)
    window.leave(1)
    assert window.wait(1.0) == 2.0
    window.leave(1)
    assert window.wait(1.0) == STEP
    window.stay(1)
    assert window.wait(1.0) == 2.0
    window.stay(1)
    assert window.wait(1.0) == 0.0


def test_places_given_back_are_those_and_no_others() -> None:
    """Some of many that were said to be on their way."""
    window = Window(5, 1.0)
    window.leave(5)
    window.stay(2)
    assert window.wait(0.0, 2) == 0.0
    assert window.wait(0.0, 3) == STEP
    window.arrive(0.0, 3)
    assert window.wait(0.5, 3) == pytest.approx(0.5)
    assert window.wait(1.0, 5) == 0.0


def test_empty_is_where_nothing_is_counted() -> None:
    """Neither on its way nor come within the span."""
    window = Window(5, 1.0)
    assert window.is_empty(0.0)
    window.leave(1)
    assert not window.is_empty(0.0)
    assert window.is_nearly_empty
    window.arrive(0.0, 1)
    assert not window.is_empty(0.9)
    assert window.is_nearly_empty
    assert window.is_empty(1.0)
    window.leave(1)
    window.arrive(2.0, 1)
    window.leave(1)
    assert not window.is_nearly_empty
