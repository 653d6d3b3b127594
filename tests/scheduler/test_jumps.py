"""A clock that jumps, by seconds or years, forward or back, and is put right: all is told, once."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from domain.chats import ChatRef
from domain.papers import BatchState, Paper
from intake import calendar
from tests.scheduler.stage import PLATFORMS, Stage, paper, staged

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
FIRST, LAST = date(2026, 3, 2), date(2026, 3, 13)

SPANS = st.one_of(
    st.integers(-90, 90).map(lambda seconds: timedelta(seconds=seconds)),
    st.integers(-72, 72).map(lambda hours: timedelta(hours=hours)),
    st.integers(-400, 400).map(lambda days: timedelta(days=days)),
    st.sampled_from([30 * DAY, 365 * DAY, 3650 * DAY, -365 * DAY, -3650 * DAY, 2_000_000 * DAY]),
)
JUMPS = st.lists(st.tuples(st.integers(30, 24 * 10), SPANS, st.booleans()), min_size=1, max_size=3)
"""Each: hours from the beginning, by how much, and whether the process starts anew meanwhile."""


class World:
    """Three weeks of announcements, which the intake reads as they come out."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.listed: dict[date, list[Paper]] = {}
        for number, day in enumerate(calendar.listing_dates(FIRST, LAST)):
            one = [] if number % 4 == 3 else [paper(f"2603.{10_001 + number}")]
            self.listed[day] = one

    async def read(self, now: datetime) -> None:
        """What the intake does: what is out and not settled is read, again if need be."""
        newest = calendar.expected(now)
        known = await self.stage.store.batch_states(["cs"], FIRST, LAST)
        settled = {batch.date for batch in known if batch.state.is_settled}
        for day, papers in self.listed.items():
            if day <= newest and day not in settled:
                await self.stage.announce(day, *papers)

    async def run(self, jumps: list[tuple[int, timedelta, bool]]) -> None:
        """From hour to hour, with jumps of some looks each."""
        begins = datetime.combine(FIRST, time(4), UTC)
        at = {hours: (span, anew) for hours, span, anew in jumps}
        for hour in range(24 * (LAST - FIRST).days):
            now = begins + hour * HOUR
            self.stage.clock.set(now)
            await self.read(now)
            await self.stage.look()
            if hour in at:
                await self._jump(now, *at[hour])
        # The weekend, on which those come who were put off.
        for hours in range(6, 72, 6):
            await self.stage.look(datetime.combine(LAST, time(12), UTC) + hours * HOUR)

    async def _jump(self, now: datetime, span: timedelta, anew: bool) -> None:
        for seconds in (0, 20, 45):
            try:
                self.stage.clock.set(now + span + timedelta(seconds=seconds))
            except OverflowError:
                return
            if anew and seconds == 20:
                await self.stage.watch.close()
                self.stage.start()
            await self.stage.look()
        self.stage.clock.set(now + timedelta(minutes=1))
        await self.stage.look()


def chat(number: int) -> ChatRef:
    """One on each platform in turn."""
    return ChatRef(PLATFORMS[number % 2], str(number))


async def the_world(folder: Path, jumps: list[tuple[int, timedelta, bool]]) -> None:
    """Each chat is told of each paper once, whatever the clock does, and none waits long."""
    async with staged(folder, f"{FIRST}T04:00") as stage:
        await stage.chat(chat(1), "cat:cs.CV", time=time(8), quiet_note=False)
        await stage.chat(chat(2), "cat:cs.CV", time=time(18), zone="Asia/Tokyo")
        await stage.chat(chat(3), "cat:cs.CV", as_announced=True)
        await stage.chat(chat(4), "cat:cs.CV", time=time(8), days=frozenset({0, 3}))
        world = World(stage)
        await world.run(jumps)
        # Monday's came before the third began; Friday's comes after the fourth's last digest.
        not_its_own = {1: set(), 2: set(), 3: {"2603.10001"}, 4: {"2603.10010"}}
        papers = {one.id.base for day, listed in world.listed.items() for one in listed}
        for number in range(1, 5):
            digests: dict[date, set[str]] = defaultdict(set)
            for message in stage.sent:
                if message.part.chat == chat(number):
                    digests[message.part.slot] |= message.papers
            told = Counter(base for papers_of_one in digests.values() for base in papers_of_one)
            assert {base for base, times in told.items() if times > 1} == set(), number
            assert papers - set(told) - not_its_own[number] == set(), number


@settings(max_examples=5, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(JUMPS)
def test_all_is_told_once_whatever_the_clock_does(
    jumps: list[tuple[int, timedelta, bool]],
) -> None:
    """By hours, days, years; during a start; several times."""
    import asyncio

    with TemporaryDirectory() as folder:
        asyncio.run(the_world(Path(folder), jumps))


@pytest.mark.parametrize("anew", [False, True])
async def test_half_a_minute_in_the_next_month(tmp_path: Path, *, anew: bool) -> None:
    """The digest of the next day comes as on every day."""
    async with staged(tmp_path, f"{FIRST}T04:00") as stage:
        await stage.chat(chat(1), "cat:cs.CV", time=time(8))
        world = World(stage)
        await world.run([(30, 30 * DAY, anew)])
        days = [message.at.date() for message in stage.sent if message.at.month == 3]
        assert len(set(days)) >= (LAST - FIRST).days - 1


async def test_what_was_read_under_a_wrong_clock_is_read_again(tmp_path: Path) -> None:
    """A listing that seemed to be old enough, and dates that have not come."""
    async with staged(tmp_path, f"{FIRST}T04:00") as stage:
        await stage.look()
        stage.clock.set(f"{FIRST}T04:00")
        stage.clock.advance(days=30)
        await stage.look()
        await stage.announce(FIRST, paper("2603.10001"))
        await stage.announce(FIRST + 20 * DAY, state=BatchState.QUIET)
        await stage.look(f"{FIRST}T05:00")
        known = await stage.store.batch_states(["cs"], FIRST, FIRST + 40 * DAY)
        assert [(batch.date, batch.state) for batch in known] == [(FIRST, BatchState.PARTIAL)]
