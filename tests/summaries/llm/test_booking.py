"""What is booked before days to come, and put right then."""

from __future__ import annotations

from datetime import date

from storage.memory import MemoryStore
from summaries.llm.budget import Budget, Limits, Spending
from summaries.llm.usage import Usage
from tests.fakes.clock import SettableClock


async def test_what_was_booked_the_day_before_is_put_right() -> None:
    """All days have cost what it took; today, what that was more than its own day has counted."""
    clock = SettableClock("2031-03-07T23:00:00Z")
    budget = Budget(limits=Limits(1.0), notes=MemoryStore(), clock=clock)
    days = [await budget.book(Usage(100, 0.25, 2)) for _ in range(2)]
    clock.advance(hours=2)
    for day, used in zip(days, (Usage(40, 0.125, 2), Usage(150, 0.5, 2)), strict=True):
        assert day is not None
        await budget.settle(day, Usage(100, 0.25, 2), used)
    assert await budget.in_total() == Spending(date(2031, 3, 7), 0.625, 190, 4)
    assert await budget.today() == Spending(date(2031, 3, 8), 0.25, 50, 0)
