"""Digests to many chats while everything goes wrong that can, by a seeded plan.

In short here; in full by ``make chaos``, where these say how much of it:
``CHAOS_CHATS``, ``CHAOS_KILLS``, ``CHAOS_DAYS``, ``CHAOS_SEED``.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any, Final, TypeVar

import pytest

from domain.chats import ChatRef
from domain.deliveries import PartState
from storage import open_store
from tests.corpus.chat_kit import hang_up, kit
from tests.corpus.morning import BEFORE, Morning, wrongs
from tests.corpus.surfaces.told_before import each_notice_once, is_told, tell_before
from tests.corpus.surfaces.trouble import Plan

CHATS: Final = int(os.environ.get("CHAOS_CHATS", "120"))
KILLS: Final = int(os.environ.get("CHAOS_KILLS", "12"))
DAYS: Final = int(os.environ.get("CHAOS_DAYS", "1"))
SEED: Final = int(os.environ.get("CHAOS_SEED", "7"))

ON_THEIR_WAY: Final = 3
"""Messages to Telegram that a kill finds on their way, at most, taken over all kills."""

QUIET: Final = 240.0
"""Seconds in which all that is left is sent, beside those that the number of chats takes."""

_DAY: Final = len("YYYY-MM-DD")
"""Of a slot: behind the day stands which notice it is."""

AnyMorning = TypeVar("AnyMorning", bound=Morning)


@pytest.fixture
def morning(shared: Path) -> Iterator[Morning]:
    """The chats, and nothing running yet."""
    with chats_of(shared, Morning) as morning:
        yield morning


@contextmanager
def chats_of(shared: Path, kind: type[AnyMorning]) -> Iterator[AnyMorning]:
    """A morning's chats on servers that keep to their limits."""
    with kit(shared).Stage(enforce_limits=True) as stage:
        try:
            morning = kind(stage)
            tenth = max(CHATS // 10, 1)
            morning.settle(people=CHATS // 2 - tenth, groups=tenth, channels=CHATS // 2)
            tell_before(morning, BEFORE.date())
            yield morning
        finally:
            hang_up(stage.telegram)
            hang_up(stage.discord)


def test_every_part_once_through_crashes_and_faults(morning: Morning) -> None:
    """Each chat is told each part once and in order; what nobody can know is listed, not doubled.

    Whoever has blocked the bot is left alone, and told again once it is let in.
    """
    everything_goes_wrong(morning, KILLS)


def everything_goes_wrong(morning: Morning, kills: int) -> None:
    """Days of trouble with some kills in all, after which all is as it should be."""
    plan = Plan(morning, chats=CHATS, kills=kills, seed=SEED)
    for person in plan.blocked:
        morning.stage.telegram.set_chat(person, blocked=True)
    for day in range(DAYS):
        if day:
            morning.leap(BEFORE + timedelta(days=day))
        _a_day_of_trouble(morning, plan, kills * (day + 1) // DAYS - kills * day // DAYS)
        _the_end_of_a_day(morning)
    assert all(morning.stage.telegram.messages(one) == [] for one in plan.blocked)
    tries = Counter(call["params"]["chat_id"] for call in morning.stage.telegram.calls(status=403))
    assert all(tries[str(one)] <= 3 for one in plan.blocked)
    planned = morning.planned()
    for one in plan.blocked:
        # Where a kill came before the refusal did, nobody knows what became of the part.
        states = {part.state for part in planned[ChatRef("telegram", str(one))]}
        assert tries[str(one)] or PartState.UNKNOWN in states, (one, states)
    _everybody_is_let_in(morning, plan.blocked)
    _as_it_should_be(morning, plan)


def _a_day_of_trouble(morning: Morning, plan: Plan, kills: int) -> None:
    for number in range(kills):
        if number % 3 == 0:
            # Killed while it sends; the others in the midst of starting, or soon after.
            bot = plan.started()
            time.sleep(plan.life() / 2)
            plan.answer_is_lost()
            time.sleep(0.3)
        else:
            bot = morning.run()
            time.sleep(life := plan.life())
            plan.one_thing()
            time.sleep(min(life, 1.0))
        assert bot.running, bot.logs()[-3000:]
        bot.kill()


def _the_end_of_a_day(morning: Morning) -> None:
    """All that is left is sent, that of groups that were closed for a while too."""
    stage = morning.stage
    stage.telegram.clear_faults()
    stage.discord.clear_faults()
    bot = morning.run(wait_ready=30)
    until = time.monotonic() + QUIET + CHATS / 5
    while not (is_told(morning) and morning.is_over()):
        assert time.monotonic() < until, bot.logs()[-3000:]
        if wait := morning.idle_until():
            assert bot.stop().code == 0
            morning.leap(wait)
            morning.run(wait_ready=30)
        time.sleep(0.5)
    assert bot.stop().code == 0
    assert "Traceback" not in bot.logs()


def _everybody_is_let_in(morning: Morning, blocked: list[int]) -> None:
    telegram = morning.stage.telegram
    for person in blocked:
        telegram.set_chat(person, blocked=False)
        for standing in ("kicked", "member"):
            telegram.set_membership(person, standing, by=person)
    morning.leap(BEFORE + timedelta(days=DAYS))
    _the_end_of_a_day(morning)
    assert all(telegram.messages(one) for one in blocked)


def _as_it_should_be(morning: Morning, plan: Plan) -> None:
    planned, told = morning.planned(), morning.told()
    assert wrongs(planned, told) == []
    # A part that is lost, or one out of its place, would have been noticed.
    some = next(
        ref
        for ref, parts in planned.items()
        if len(told[ref]) > 1 and all(part.state is PartState.SENT for part in parts)
    )
    assert wrongs({some: planned[some]}, {some: told[some][1:]})
    assert wrongs({some: planned[some]}, {some: told[some][::-1]})
    assert wrongs({some: planned[some]}, {some: [*told[some], told[some][-1]]})
    blocked = {ref for one in plan.blocked for ref in (ChatRef("telegram", str(one)),)}
    states = Counter(
        (ref.platform, part.state)
        for ref, parts in planned.items()
        for part in parts
        if ref not in blocked
    )
    told_of = {f"{platform} {state}": count for (platform, state), count in states.items()}
    start = f"a start takes {median(plan.starts):.1f} s, {max(plan.starts):.1f} at most"
    limits = f"limits met: {morning.limits_met()}"
    sys.stdout.write(f"\n{CHATS} chats, {plan.kills} kills: {told_of}; {start}; {limits}\n")
    # Discord tells what was sent before, so that nothing stays unknown there.
    sent = {("telegram", PartState.SENT), ("discord", PartState.SENT)}
    assert sent <= states.keys() <= {*sent, ("telegram", PartState.UNKNOWN)}
    unknown = states["telegram", PartState.UNKNOWN]
    assert unknown <= _unknowable(morning.stage.telegram) + plan.kills * ON_THEIR_WAY
    each_notice_once(morning, planned)
    days = {ref: {part.slot[:_DAY] for part in parts} for ref, parts in planned.items()}
    assert all(len(days[ref]) == DAYS + 1 for ref in told if ref not in blocked)
    assert _listed_as_unknown(morning) == {
        (ref, part.slot[:_DAY], part.part)
        for ref, parts in planned.items()
        for part in parts
        if part.state is PartState.UNKNOWN
    }


def _unknowable(platform: Any) -> int:
    """How many answers were kept from the program by a fault, or told nothing."""
    spent = platform.control.get("faults")["spent"]
    lost = ("drop_before", "drop_after", "hang_after")
    return sum(
        one["kind"] in lost or (one["kind"] == "error" and one["status"] >= 500) for one in spent
    )


def _listed_as_unknown(morning: Morning) -> set[tuple[ChatRef, str, int]]:
    async def listed() -> set[tuple[ChatRef, str, int]]:
        store = open_store(morning.place)
        try:
            found = await store.unknown_parts(100_000)
            return {(ref, slot.isoformat(), part) for ref, slot, part, _ in found}
        finally:
            await store.close()

    return asyncio.run(listed())
