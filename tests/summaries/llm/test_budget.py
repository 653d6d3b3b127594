"""The daily budget: what it lets through, what it holds back, what it remembers."""

from __future__ import annotations

import asyncio
from copy import deepcopy
from datetime import date

import pytest

from domain.errors import StoreError
from domain.messages import as_is
from storage.memory import MemoryStore
from summaries.llm.budget import DEFAULT_TOKENS, Budget, Limits, Spending, spending
from summaries.llm.usage import Usage
from tests.fakes.clock import SettableClock

OLD = "model spend"
"""Name of the note that older versions kept."""


def a_budget(
    limits: Limits, notes: MemoryStore | None = None, clock: SettableClock | None = None
) -> Budget:
    """A budget on a day in March."""
    return Budget(
        limits=limits,
        notes=notes or MemoryStore(),
        clock=clock or SettableClock("2031-03-07T12:00:00Z"),
    )


async def allowed(budget: Budget, usage: Usage, *, on_demand: bool = True) -> bool:
    """Whether a call would be let through now."""
    async with budget.holding(usage, on_demand=on_demand) as yes:
        return yes


async def test_money_and_tokens_both_bind() -> None:
    """Whichever runs out first."""
    assert await allowed(a_budget(Limits(1.0, 100)), Usage(100, 1.0, 1))
    assert not await allowed(a_budget(Limits(1.0, 100)), Usage(101, 0.5, 1))
    assert not await allowed(a_budget(Limits(1.0, 100)), Usage(50, 1.01, 1))
    assert await allowed(a_budget(Limits(1.0, 100)), Usage(50, None, 1))


async def test_a_fifth_is_left_for_those_who_ask() -> None:
    """What is made ahead of digests stops sooner."""
    budget = a_budget(Limits(1.0))
    await budget.spend(Usage(10, 0.75, 1))
    coming = Usage(10, 0.1, 1)
    assert not await allowed(budget, coming, on_demand=False)
    assert await allowed(budget, coming, on_demand=True)


async def test_calls_under_way_are_held_against_the_budget() -> None:
    """A hundred at once spend no more than one after the other."""
    budget = a_budget(Limits(1.0))
    through = 0

    async def call() -> None:
        nonlocal through
        async with budget.holding(Usage(10, 0.3, 1), on_demand=True) as yes:
            await asyncio.sleep(0)
            if yes:
                through += 1
                await budget.spend(Usage(10, 0.3, 1))

    await asyncio.gather(*(call() for _ in range(100)))
    assert through == 3
    assert (await budget.today()).money == pytest.approx(0.9)


async def test_what_was_spent_outlives_the_process_but_not_the_day() -> None:
    """It is kept in notes; the next day begins with nothing spent."""
    notes, clock = MemoryStore(), SettableClock("2031-03-07T12:00:00Z")
    await a_budget(Limits(1.0), notes, clock).spend(Usage(500, 0.9, 2))
    again = a_budget(Limits(1.0), notes, clock)
    assert not await allowed(again, Usage(10, 0.2, 1))
    spent = await again.today()
    assert (spent.tokens, spent.calls) == (500, 2)
    clock.advance(hours=13)
    assert await allowed(again, Usage(10, 0.2, 1))
    assert (await again.today()).tokens == 0


async def test_all_days_together_are_counted_too() -> None:
    """Since the first one, over days and starts of the process."""
    notes, clock = MemoryStore(), SettableClock("2031-03-07T12:00:00Z")
    assert (await a_budget(Limits(), notes, clock).in_total()).calls == 0
    for _ in range(3):
        await a_budget(Limits(), notes, clock).spend(Usage(500, 0.25, 2))
        clock.advance(hours=13)
    again = a_budget(Limits(), notes, clock)
    total = await again.in_total()
    assert (total.day.isoformat(), total.money, total.tokens, total.calls) == (
        "2031-03-07",
        0.75,
        1_500,
        6,
    )
    assert await again.today() == Spending(clock.now().date())


async def test_a_process_killed_in_a_call_has_paid_for_it() -> None:
    """As was expected of it; so a loop of crashes ends where the budget does."""
    notes = MemoryStore()
    starts = 0
    while True:
        async with a_budget(Limits(1.0), notes).holding(Usage(10, 0.3, 1), on_demand=True) as yes:
            if not yes:
                break
            starts += 1
            # What is in the notes now is all that is left where the process ends here.
            kept = deepcopy(notes)
        notes = kept
    assert starts == 3
    assert (await a_budget(Limits(1.0), notes).today()).calls == 3


async def test_what_is_over_is_counted_once() -> None:
    """As it was, and no longer as was expected."""
    notes = MemoryStore()
    budget = a_budget(Limits(1.0), notes)
    async with budget.holding(Usage(10_000, 0.9, 1), on_demand=True):
        await budget.spend(Usage(500, 0.1, 1))
    spent = await a_budget(Limits(1.0), notes).today()
    assert (spent.money, spent.tokens, spent.calls) == (0.1, 500, 1)


async def test_a_day_ends_at_midnight_of_utc() -> None:
    """By the clock, to the second, also for a process that runs through it."""
    clock = SettableClock("2031-03-07T23:59:59Z")
    budget = a_budget(Limits(1.0), clock=clock)
    await budget.spend(Usage(500, 0.9, 1))
    assert not await allowed(budget, Usage(10, 0.2, 1))
    clock.advance(seconds=1)
    assert await allowed(budget, Usage(10, 0.2, 1))
    assert (await budget.today()).calls == 0


async def test_a_note_of_one_day_alone_is_read() -> None:
    """Which is what was kept before all days were; calls were not, at first."""
    notes, today = MemoryStore(), date(2031, 3, 7)
    await notes.save_note(OLD, '{"day": "2031-03-07", "money": 0.5, "tokens": 10}')
    budget = a_budget(Limits(1.0), notes)
    assert await budget.in_total() == await budget.today() == Spending(today, 0.5, 10, 0)
    assert await notes.note(OLD) is None


@pytest.mark.parametrize(("day", "money"), [("2031-03-06", 0.0), ("2031-03-07", 0.25)])
async def test_a_note_of_a_day_and_all_days_is_taken_over(day: str, money: float) -> None:
    """Once; what was spent on another day is nothing of today's."""
    notes = MemoryStore()
    total = '{"day": "2031-01-02", "money": 7.5, "tokens": 900, "calls": 40}'
    await notes.save_note(
        OLD, f'{{"day": "{day}", "money": 0.25, "tokens": 30, "calls": 2, "total": {total}}}'
    )
    for _ in range(2):
        budget = a_budget(Limits(1.0), notes)
        assert (await budget.today()).money == money
        assert await budget.in_total() == Spending(date(2031, 1, 2), 7.5, 900, 40)


async def test_a_call_that_fails_is_no_longer_held() -> None:
    """Nor is one that was never let through."""
    budget = a_budget(Limits(1.0))
    for usage in (Usage(0, 0.9, 1), Usage(0, 5.0, 1)):
        with pytest.raises(RuntimeError, match="trouble"):
            async with budget.holding(usage, on_demand=True):
                raise RuntimeError("trouble")
    assert await allowed(budget, Usage(0, 1.0, 1))


async def test_a_clock_set_back_makes_no_day_new() -> None:
    """What was spent under a clock that was ahead counts for the day that it truly is."""
    clock = SettableClock("2031-04-07T12:00:00Z")
    budget = a_budget(Limits(1.0, DEFAULT_TOKENS), clock=clock)
    await budget.spend(Usage(100, 0.9, 1))
    clock.set("2031-03-07T12:00:00Z")
    assert not await allowed(budget, Usage(100, 0.2, 1))
    clock.set("2031-03-08T00:00:00Z")
    assert await allowed(budget, Usage(100, 0.2, 1))


@pytest.mark.parametrize(
    ("limits", "ahead", "asked"),
    [
        (Limits(None, 100), Usage(80, 9.0, 1), Usage(100, 9.0, 1)),
        (Limits(1.0, None), Usage(9_000, 0.8, 1), Usage(9_000, 1.0, 1)),
        (Limits(1.0, 100), Usage(80, 0.8, 1), Usage(100, 1.0, 1)),
    ],
)
async def test_the_reserve_is_kept_to_the_last_token(
    limits: Limits, ahead: Usage, asked: Usage
) -> None:
    """What is made ahead of digests may take four fifths, of money and of tokens."""
    budget = a_budget(limits)
    assert budget.limits == limits
    for usage, on_demand in ((ahead, False), (asked, True)):
        assert await allowed(budget, usage, on_demand=on_demand)
        for more in (Usage(1 if limits.tokens else 0), Usage(0, 0.01 if limits.money else 0.0)):
            if more != Usage():
                assert not await allowed(budget, usage + more, on_demand=on_demand)


async def test_what_is_kept_reads_as_it_was_spent() -> None:
    """Of the day, and of all days; money to a millionth of a dollar."""
    notes = MemoryStore()
    budget = a_budget(Limits(), notes)
    await budget.spend(Usage(5, 0.123_456_789, 1))
    await budget.spend(Usage(5, None, 1))
    today = date(2031, 3, 7)
    assert await spending(notes, today) == Spending(today, 0.123457, 10, 2)
    assert await spending(notes, date(2031, 3, 8)) == Spending(date(2031, 3, 8))
    assert await spending(MemoryStore(), today) == Spending(today)
    assert await budget.in_total() == Spending(today, 0.123457, 10, 2)


async def test_two_processes_spend_out_of_one_budget() -> None:
    """Whatever each has seen of the other; nothing that is counted is lost."""
    notes = MemoryStore()
    one, other = a_budget(Limits(1.0), notes), a_budget(Limits(1.0), notes)
    await one.spend(Usage(10, 0.3, 1))
    await other.spend(Usage(10, 0.3, 1))
    async with other.holding(Usage(10, 0.3, 1), on_demand=True) as yes:
        assert yes
        assert not await allowed(one, Usage(10, 0.2, 1))
    await one.spend(Usage(10, 0.3, 1))
    assert await one.today() == await other.today() == Spending(date(2031, 3, 7), 0.9, 30, 3)


async def test_counts_of_other_days_go() -> None:
    """But for what all days have cost."""
    notes, clock = MemoryStore(), SettableClock("2031-03-07T12:00:00Z")
    budget = a_budget(Limits(), notes, clock)
    await budget.spend(Usage(5, 0.25, 1))
    clock.advance(hours=13)
    await budget.spend(Usage(5, 0.25, 1))
    assert await spending(notes, date(2031, 3, 7)) == Spending(date(2031, 3, 7))
    assert (await budget.in_total()).money == 0.5


async def test_what_is_held_is_kept_until_it_is_over() -> None:
    """Of several calls each by itself; what was not let through is never held."""
    notes = MemoryStore()
    budget, today = a_budget(Limits(1.0), notes), date(2031, 3, 7)
    await budget.spend(Usage(1, 0.125, 1))
    async with budget.holding(Usage(10, 0.25, 1), on_demand=True):
        async with budget.holding(Usage(10, 0.25, 1), on_demand=True):
            async with budget.holding(Usage(10, 5.0, 1), on_demand=True) as yes:
                assert not yes
            assert await spending(notes, today) == Spending(today, 0.625, 21, 3)
            assert (await a_budget(Limits(), notes).in_total()).calls == 3
        assert await spending(notes, today) == Spending(today, 0.375, 11, 2)
    assert await spending(notes, today) == Spending(today, 0.125, 1, 1)


async def test_a_clock_set_back_keeps_what_was_spent() -> None:
    """As of the day that it truly is; all days together are as they were."""
    clock, notes = SettableClock("2031-04-07T12:00:00Z"), MemoryStore()
    budget = a_budget(Limits(1.0), notes, clock)
    await budget.spend(Usage(100, 0.5, 1))
    clock.set("2031-03-07T12:00:00Z")
    assert await budget.today() == Spending(date(2031, 3, 7), 0.5, 100, 1)
    assert await budget.in_total() == Spending(date(2031, 4, 7), 0.5, 100, 1)
    await budget.spend(Usage(100, 0.25, 1))
    assert await spending(notes, date(2031, 3, 7)) == Spending(date(2031, 3, 7), 0.75, 200, 2)


class _KilledOnce(MemoryStore):
    """Keeps no more than the counts, once."""

    is_killed = False

    async def save_note(self, name: str, value: str) -> None:
        if self.is_killed:
            self.is_killed = False
            raise StoreError(as_is("Killed."))
        await super().save_note(name, value)


async def test_a_clock_set_back_counts_once() -> None:
    """Also where the process ended before it had kept which day it is."""
    clock, notes = SettableClock("2031-04-07T12:00:00Z"), _KilledOnce()
    await a_budget(Limits(1.0), notes, clock).spend(Usage(100, 0.5, 1))
    clock.set("2031-03-07T12:00:00Z")
    notes.is_killed = True
    with pytest.raises(StoreError):
        await a_budget(Limits(1.0), notes, clock).today()
    spent = await a_budget(Limits(1.0), notes, clock).today()
    assert spent == Spending(date(2031, 3, 7), 0.5, 100, 1)
