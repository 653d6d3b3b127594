"""What a server asks for, brought within reason."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.concurrency.waits import LONGEST, wait_of

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_whatever_is_asked_is_within_reason(asked: object) -> None:
    """It never raises, and never silences anybody for longer."""
    waits = wait_of(asked)
    assert waits is None or 0 <= waits <= LONGEST


@given(st.floats(0, LONGEST))
def test_what_is_within_reason_is_granted(asked: float) -> None:
    """As a number, or as a header's text."""
    assert wait_of(asked) == asked
    assert wait_of(str(asked)) == asked


@pytest.mark.parametrize(
    ("asked", "waits"),
    [
        *((longer, LONGEST) for longer in (86_400, 1e12, math.inf, 10**400, "1e12", "inf")),
        *((past, 0.0) for past in (-5, -math.inf, -(10**400), "-1")),
        *((no_time, None) for no_time in (math.nan, "nan", "soon", "", None, True)),
    ],
)
def test_examples(asked: object, waits: float | None) -> None:
    """A day, the year 33658, for ever; the past; no time at all."""
    assert wait_of(asked) == waits
