"""Whatever goes wrong, and in whatever order: no state is ever wrong, and all is made good."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.papers import Batch, BatchState
from intake import calendar
from intake.engine import Intake
from intake.states import is_firm
from storage.memory import MemoryStore
from tests.fakes.clock import SettableClock
from tests.fakes.paper_source import FAULTS, FakeSource

ARCHIVES = ("cs", "hep-ex", "hep-th", "stat")
DATES = [date(2024, 3, day) for day in (6, 7, 8, 11, 12)]
BEGIN = datetime(2024, 3, 6, 12, tzinfo=UTC)
HOURS = 7 * 24

small_archives = st.lists(
    st.sampled_from(["stat.ML", "hep-th", "hep-ex", "stat.ME cs.LG", "hep-ex hep-th"]), max_size=4
)


@dataclass
class World:
    """An arXiv of five dates, with an intake that is run against it."""

    clock: SettableClock = field(default_factory=lambda: SettableClock(BEGIN))

    def __post_init__(self) -> None:
        self.source = FakeSource(self.clock)
        self.store = MemoryStore()
        self.restart()

    def restart(self) -> None:
        """A new process over the same database."""
        self.intake = Intake(source=self.source, store=self.store, clock=self.clock)

    async def batches(self) -> list[Batch]:
        """All that is kept."""
        return await self.store.batches(ARCHIVES, DATES[0], date(2024, 4, 1))

    async def check(self) -> None:
        """No state says more than is true."""
        for batch in await self.batches():
            truth = self.source.announced(batch.archive, batch.date)
            here = {line.paper_id.base: line.kind for line in batch.announcements}
            if batch.state is BatchState.COMPLETE:
                assert here == truth, batch
            elif batch.state is BatchState.QUIET:
                assert not truth, batch
            assert here.items() <= truth.items(), batch


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Dates of which one may be skipped, archives that may be empty, delays of all kinds."""
    world = World()
    number = iter(range(1, 1000))
    skipped = draw(st.sampled_from([None, *DATES[1:-1]]))
    for before, day in zip([None, *DATES[:-1]], DATES, strict=True):
        if day == skipped:
            continue
        papers = ["cs.CV", "cs.CL stat.ML", *draw(small_archives)]
        lines = [f"2403.{next(number):05} {categories}" for categories in papers]
        replaced = draw(st.integers(0, 2))
        lines += [f"2402.{next(number):05}v2 cs.LG" for _ in range(replaced)]
        if before is not None and before == skipped:
            # What came in for a date that was skipped is announced on the next one.
            since = calendar.submission_window(before)[0] + timedelta(hours=1)
            world.source.announces(day, lines.pop(0), submitted=since.isoformat())
        world.source.announces(day, "\n".join(lines))
        world.source.late[day] = timedelta(hours=draw(st.sampled_from([0, 0, 1, 5])))
    world.source.publication = timedelta(minutes=draw(st.sampled_from([0, 40])))
    world.source.api_lag = timedelta(hours=draw(st.sampled_from([0, 4, 30])))
    return world


@settings(max_examples=80, deadline=None)
@given(
    world=worlds(),
    faults=st.lists(st.sampled_from(FAULTS), max_size=150),
    awake=st.lists(st.integers(0, HOURS), max_size=100),
    eager=st.booleans(),
)
async def test_no_sequence_of_faults_leads_to_a_wrong_state(
    world: World, faults: list[str], awake: list[int], eager: bool
) -> None:
    """Requests fail as they like, the process runs when it likes; then arXiv recovers."""
    world.source.plans("*", *faults)
    for hour in sorted({0, *awake}):
        world.clock.set(BEGIN + timedelta(hours=hour))
        world.restart()
        await world.intake.take(ARCHIVES, eager=eager)
        await world.check()

    world.source.heals()
    world.source.announces("2024-03-13", "2403.09999 cs.CV")
    world.source.announces("2024-03-14", "2403.09998 cs.CV")
    for hour in range(HOURS, HOURS + 3 * 24):
        world.clock.set(BEGIN + timedelta(hours=hour))
        await world.intake.take(ARCHIVES, eager=eager)
        await world.check()
    kept = {(batch.archive, batch.date): batch for batch in await world.batches()}
    for archive in ARCHIVES:
        for day in DATES:
            batch = kept[archive, day]
            truth = world.source.announced(archive, day)
            expected = BatchState.COMPLETE if truth else BatchState.QUIET
            assert (batch.state, len(batch.announcements)) == (expected, len(truth)), batch
            assert is_firm(batch)


def test_the_world_covers_a_weekend_and_a_dst_change() -> None:
    """The dates of these tests are well chosen."""
    hours = [calendar.due_at(day).hour for day in DATES]
    assert hours == [1, 1, 1, 0, 0]
