"""Digests to many chats while everything goes wrong that can, by a seeded plan.

In short here; in full by ``make chaos``, where these say how much of it:
``CHAOS_CHATS``, ``CHAOS_KILLS``, ``CHAOS_DAYS``, ``CHAOS_SEED``.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Final, TypeVar

import pytest

from domain.chats import ChatRef
from domain.deliveries import PartState
from tests.corpus.chat_kit import hang_up, kit
from tests.corpus.morning import BEFORE, Morning
from tests.corpus.surfaces.each_once import each_part_once
from tests.corpus.surfaces.told_before import is_told, tell_before
from tests.corpus.surfaces.trouble import Plan

CHATS: Final = int(os.environ.get("CHAOS_CHATS", "120"))
KILLS: Final = int(os.environ.get("CHAOS_KILLS", "12"))
DAYS: Final = int(os.environ.get("CHAOS_DAYS", "1"))
SEED: Final = int(os.environ.get("CHAOS_SEED", "7"))

QUIET: Final = 240.0
"""Seconds in which all that is left is sent, beside those that the number of chats takes."""

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
    told = each_part_once(morning, days=DAYS + 1, kills=plan.kills, blocked=plan.blocked)
    start = f"a start takes {median(plan.starts):.1f} s, {max(plan.starts):.1f} at most"
    sys.stdout.write(f"\n{CHATS} chats, {plan.kills} kills: {told}; {start}\n")


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
