"""The intake over the stand-in's weeks, hour by hour, with every fault that it knows.

In the end what is stored is what was announced, id for id and kind for kind; on the way no state
says more than is true. With PAPERCRIER_FULL_CORPUS=1 it is all weeks of the records, with and
without faults, which takes some minutes.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from domain.identifiers import PaperId
from domain.papers import Batch, BatchState
from domain.taxonomy import ARCHIVES
from intake import calendar
from intake.engine import Intake
from papers.source import ArxivSource, open_source
from papers.transport.availability import Persistence
from papers.transport.exchange import Limits
from storage import open_store
from tests.corpus.conftest import StandIn
from tests.fakes.clock import SettableClock

FULL: Final = bool(os.environ.get("PAPERCRIER_FULL_CORPUS"))
KILLS: Final = 50
KILLS_A_NIGHT: Final = 5
WEEKS: Final = (
    [(date(2024, 2, 26), date(2024, 3, 16)), (date(2025, 5, 1), date(2025, 6, 3))]
    if FULL
    else [(date(2024, 3, 4), date(2024, 3, 13)), (date(2025, 5, 22), date(2025, 5, 29))]
)
FAULTY_WEEKS: Final = WEEKS if FULL else [(date(2024, 3, 6), date(2024, 3, 12))]
BUSY: Final = ("cs", "eess", "stat", "math", "physics", "quant-ph", "astro-ph", "q-bio")
"""Archives with papers on most of these dates, and some with few."""

# A hanging arXiv is told from a slow one in a third of a second here.
BRIEF: Final = Limits(connect=1.0, silence=0.3, total=3.0, size=50_000_000)
QUICK: Final = Persistence(first_pause=0.001, longest_pause=0.01, jitter=0.001, cool_down=0.0)

FAULTS: Final[dict[str, list[str]]] = {
    "api": ["429", "503", "html", "empty", "zero", "error-entry", "partial-entry", "truncate"],
    "list": ["429", "503", "html", "empty", "partial", "stale", "truncate", "drop", "reset"],
    "feed": ["503", "html", "empty", "stale", "stale-copy", "truncate", "reset"],
    "slow": ["hang:1", "slow:0.5", "drop", "500", "404"],
}
FAULTS["any"] = sorted({*FAULTS["api"], *FAULTS["list"], *FAULTS["feed"], "429:0", "500"})
PATHS: Final = {
    "api": ["/api/query"],
    "list": ["/list", "/catchup"],
    "feed": ["/atom", "/rss"],
    "slow": ["/api/query", "/list", "/catchup", "/atom"],
    "any": ["/"],
}


@dataclass
class World:
    """A stand-in, an intake over a database of its own, and one clock for both."""

    arxiv: StandIn
    folder: Path
    archives: tuple[str, ...]
    first: date

    def __post_init__(self) -> None:
        self.clock = SettableClock(datetime.combine(self.first, datetime.min.time(), UTC))
        self.until = self.first
        self.restart()

    def restart(self) -> None:
        """Begin with a new process's memory over the same database."""
        self.store = open_store(self.folder / "p.db")
        self.source = source_of(self.arxiv, self.clock, self.folder / "gate")
        self.intake = Intake(
            source=self.source,
            store=self.store,
            clock=self.clock,
            evidence_dir=self.folder / "evidence",
        )

    async def end(self) -> None:
        """Let go of everything."""
        await self.source.close()
        await self.store.close()

    async def at(self, moment: datetime) -> None:
        """Let it be that time, take in what is due, and see that nothing wrong is said."""
        self.clock.set(moment)
        self.arxiv.stop_clock_at(f"{moment:%Y-%m-%dT%H:%M:%SZ}")
        await self.intake.take(self.archives)
        await self.check()

    async def batches(self) -> dict[tuple[str, date], Batch]:
        """All that is kept."""
        found = await self.store.batches(self.archives, self.first, self.clock.now().date())
        return {(batch.archive, batch.date): batch for batch in found}

    async def check(self) -> None:
        """Complete is all of it, quiet is none of it, and nothing is there that was not said."""
        for (archive, day), batch in (await self.batches()).items():
            truth = announced(self.arxiv, archive, day)
            here = {a.paper_id.base: a.kind.value for a in batch.announcements}
            assert here.items() <= truth.items(), (archive, day, batch.state)
            if batch.state is BatchState.COMPLETE:
                assert here == truth, (archive, day)
            elif batch.state is BatchState.QUIET:
                assert not truth, (archive, day, batch.reason)

    async def check_whole(self, days: list[date]) -> None:
        """Every archive and date is settled, and every paper has its metadata."""
        kept = await self.batches()
        for day in days:
            for archive in self.archives:
                truth = announced(self.arxiv, archive, day)
                batch = kept[archive, day]
                expected = BatchState.COMPLETE if truth else BatchState.QUIET
                assert batch.state is expected, (archive, day, batch.state, batch.reason)
                papers = await self.store.papers(batch.news)
                assert set(papers) == {paper.base for paper in batch.news}
                assert all(p.title and p.authors and p.abstract for p in papers.values())


def source_of(
    arxiv: StandIn, clock: SettableClock, stamp: Path, interval: float = 0.0
) -> ArxivSource:
    """A source that takes the stand-in for arXiv."""
    return open_source(
        api_url=f"{arxiv.url}/api/query",
        site_url=arxiv.url,
        rss_url=arxiv.url,
        interval=interval,
        stamp=stamp,
        user_agent="papercrier/corpus",
        clock=clock,
        limits=BRIEF,
        persistence=QUICK,
    )


_TRUTH: dict[tuple[str, str, date], dict[str, str]] = {}


def announced(arxiv: StandIn, archive: str, day: date) -> dict[str, str]:
    """What was announced: the kind of each paper by its base id."""
    key = (arxiv.url, archive, day)
    if key not in _TRUTH:
        rows = arxiv.control(f"batches?subject={archive}&from={day}&until={day}&ids=1")
        row = rows[0] if rows else {}
        kinds = {"new": "new", "cross": "cross", "replace": "replace", "replace-cross": "replace"}
        _TRUTH[key] = {
            PaperId.parse(text).base: kind
            for name, kind in kinds.items()
            for text in row.get(name, [])
        }
    return _TRUTH[key]


@pytest.fixture(scope="module")
def recorded(standin: Callable[..., StandIn], shared: Path) -> StandIn:
    """A stand-in over the real records, for all tests here: loading them takes its time."""
    return standin("--frozen", "--now", "2024-02-26T00:00:00Z", "--records", *_records(shared))


@pytest.fixture
def arxiv(recorded: StandIn) -> StandIn:
    """The stand-in without faults, delays and log of the test before."""
    recorded.control("faults", method="DELETE")
    recorded.control("late", {"hours": 0})
    recorded.control("log", method="DELETE")
    return recorded


def _records(shared: Path) -> list[str]:
    return sorted(str(path) for path in (shared / "arxiv").glob("records-*.jsonl.gz"))


@pytest.mark.parametrize("weeks", WEEKS, ids=lambda weeks: str(weeks[0]))
async def test_all_archives_hour_by_hour(
    arxiv: StandIn, tmp_path: Path, weeks: tuple[date, date]
) -> None:
    """Without faults every archive and date is settled; publication takes its forty minutes."""
    first, last = weeks
    world = World(arxiv, tmp_path, tuple(sorted(ARCHIVES)), first)
    moment = datetime.combine(first, datetime.min.time(), UTC)
    while moment <= datetime.combine(last, datetime.min.time(), UTC) + timedelta(hours=20):
        await world.at(moment)
        moment += timedelta(hours=1)
    await world.check_whole(calendar.listing_dates(first, last))
    await world.end()


@pytest.mark.parametrize("weeks", FAULTY_WEEKS, ids=lambda weeks: str(weeks[0]))
@pytest.mark.parametrize("kind", sorted(FAULTS))
async def test_faults_of_one_kind(
    arxiv: StandIn, tmp_path: Path, kind: str, weeks: tuple[date, date]
) -> None:
    """For nights on end each request meets a fault as often as not; then arXiv recovers."""
    first, last = weeks
    world = World(arxiv, tmp_path, BUSY, first)
    dice = random.Random(f"faults of {kind}")
    moment = datetime.combine(first, datetime.min.time(), UTC)
    recovery = calendar.due_at(last) - timedelta(hours=4)
    while moment < recovery:
        arxiv.control("faults", method="DELETE")
        for path in PATHS[kind]:
            arxiv.fault(path, *(dice.choice(["ok", *FAULTS[kind]]) for _ in range(30)))
        await world.at(moment)
        moment += timedelta(hours=dice.choice([1, 1, 2, 5]))
    arxiv.control("faults", method="DELETE")
    while moment < recovery + timedelta(hours=36):
        await world.at(moment)
        moment += timedelta(hours=1)
    await world.check_whole(calendar.listing_dates(first, last))
    await world.end()


@pytest.mark.parametrize("path", ["/list", "/catchup", "/api/query", "/atom"])
@pytest.mark.parametrize("fault", ["empty", "html", "stale", "503"])
async def test_a_fault_for_two_days(arxiv: StandIn, tmp_path: Path, path: str, fault: str) -> None:
    """What is broken for days is never taken for quiet, and is made good afterwards."""
    first, last = date(2024, 3, 7), date(2024, 3, 11)
    world = World(arxiv, tmp_path, ("cs", "eess", "stat"), first)
    arxiv.fault(path, fault, times=-1)
    moment = datetime(2024, 3, 6, 20, tzinfo=UTC)
    while moment < datetime(2024, 3, 8, 20, tzinfo=UTC):
        await world.at(moment)
        moment += timedelta(hours=2)
    arxiv.control("faults", method="DELETE")
    while moment < datetime(2024, 3, 12, 12, tzinfo=UTC):
        await world.at(moment)
        moment += timedelta(hours=2)
    await world.check_whole(calendar.listing_dates(first, last))
    await world.end()


async def test_a_late_night(arxiv: StandIn, tmp_path: Path) -> None:
    """An announcement three hours late is late, then complete; it is never nothing."""
    arxiv.control("late", {"hours": 3})
    world = World(arxiv, tmp_path, ("cs", "eess"), date(2024, 3, 8))
    seen: list[BatchState] = []
    moment = datetime(2024, 3, 8, 0, 30, tzinfo=UTC)
    while moment < datetime(2024, 3, 8, 12, tzinfo=UTC):
        world.clock.set(moment)
        arxiv.stop_clock_at(f"{moment:%Y-%m-%dT%H:%M:%SZ}")
        await world.intake.take(world.archives)
        known = await world.intake.known(("cs",))
        seen += [batch.state for batch in known if batch.date == date(2024, 3, 8)][-1:]
        moment += timedelta(minutes=30)
    assert BatchState.LATE in seen
    assert BatchState.QUIET not in seen
    assert seen[-1] is BatchState.COMPLETE
    await world.end()


async def test_a_listing_that_grows(
    standin: Callable[..., StandIn], shared: Path, tmp_path: Path
) -> None:
    """Publication takes forty minutes; whoever looks in between misses nothing in the end."""
    options = ("--frozen", "--now", "2024-03-07T00:00:00Z", "--publication-minutes", "40")
    arxiv = standin(*options, "--records", *_records(shared))
    world = World(arxiv, tmp_path, ("cs", "eess", "stat"), date(2024, 3, 8))
    for minute in range(0, 120, 7):
        moment = datetime(2024, 3, 8, 1, tzinfo=UTC) + timedelta(minutes=minute)
        world.clock.set(moment)
        arxiv.stop_clock_at(f"{moment:%Y-%m-%dT%H:%M:%SZ}")
        await world.intake.day(world.archives, date(2024, 3, 8))
        await world.intake.take(world.archives)
    for hour in range(3, 14):
        await world.at(datetime(2024, 3, 8, hour, tzinfo=UTC))
    await world.check_whole([date(2024, 3, 8)])
    await world.end()


async def test_downtime_is_made_good(arxiv: StandIn, tmp_path: Path) -> None:
    """After days without a process every date since the last complete one is read, no other."""
    first = date(2024, 3, 4)
    world = World(arxiv, tmp_path, BUSY, first)
    await world.at(datetime(2024, 3, 4, 20, tzinfo=UTC))
    await world.end()
    world.restart()
    for hour in range(10):
        await world.at(datetime(2024, 3, 14, 8 + hour, tzinfo=UTC))
    await world.check_whole(calendar.listing_dates(first, date(2024, 3, 14)))
    await world.end()


KILLED: Final = """
import asyncio, sys
from datetime import datetime
from pathlib import Path
from intake.engine import Intake
from papers.source import open_source
from storage import open_store
from tests.fakes.clock import SettableClock

async def main(url, folder, moment, archives, interval):
    clock = SettableClock(moment)
    source = open_source(api_url=url + "/api/query", site_url=url, rss_url=url,
                         interval=float(interval), stamp=Path(folder) / "gate",
                         user_agent="papercrier/corpus", clock=clock)
    intake = Intake(source=source, store=open_store(Path(folder) / "p.db"), clock=clock)
    print("ready", flush=True)
    await intake.take(archives.split(","))
    print("done", flush=True)

asyncio.run(main(*sys.argv[1:]))
"""


async def test_killed_at_any_moment(arxiv: StandIn, tmp_path: Path) -> None:
    """Killed fifty times, five times a night, it resumes each time, and the result is whole."""
    dice = random.Random(2024)
    morning = datetime(2024, 3, 8, 14, tzinfo=UTC)
    kills = 0
    for night in range(KILLS // KILLS_A_NIGHT):
        arxiv.stop_clock_at(f"{morning:%Y-%m-%dT%H:%M:%SZ}")
        folder = tmp_path / str(night)
        folder.mkdir()
        for _ in range(KILLS_A_NIGHT):
            kills += _run_and_kill(arxiv, folder, morning, dice.uniform(0.0, 0.2))
        world = World(arxiv, folder, BUSY, morning.date())
        for hour in range(8):
            await world.at(morning + timedelta(hours=hour))
        await world.check_whole([morning.date()])
        await world.end()
    assert kills > KILLS * 3 // 4, "most of the runs were cut short"


def _run_and_kill(arxiv: StandIn, folder: Path, moment: datetime, after: float) -> bool:
    """Start a real intake, kill it after some seconds of work; whether it was still at it."""
    process = subprocess.Popen(
        [
            sys.executable, "-c", KILLED,
            arxiv.url, str(folder), moment.isoformat(), ",".join(BUSY), "0.05",
        ],
        stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    rest, _ = process.communicate(timeout=30)
    return "done" not in rest


async def test_manners_across_restarts(arxiv: StandIn, tmp_path: Path) -> None:
    """The stand-in never sees two requests less than the interval apart, whoever sends them."""
    interval = 0.15
    arxiv.stop_clock_at("2024-03-08T14:00:00Z")
    arxiv.control("log", method="DELETE")
    moment = datetime(2024, 3, 8, 14, tzinfo=UTC)
    for _ in range(3):
        clock = SettableClock(moment)
        store = open_store(tmp_path / "p.db")
        sources = [source_of(arxiv, clock, tmp_path / "gate", interval) for _ in range(2)]
        intakes = [Intake(source=source, store=store, clock=clock) for source in sources]
        await asyncio.gather(
            intakes[0].take(("cs", "eess")), intakes[1].day(("math", "stat"), date(2024, 3, 7))
        )
        for source in sources:
            await source.close()
        await store.close()
        moment += timedelta(hours=1)
    requests = arxiv.control("log")
    gaps = [request["gap_seconds"] for request in requests][1:]
    assert len(gaps) > 3
    assert min(gaps) >= interval


async def test_a_usual_day_is_cheap(arxiv: StandIn, tmp_path: Path) -> None:
    """All archives: at most 20 listings and one metadata request for each 100 new papers."""
    world = World(arxiv, tmp_path, tuple(sorted(ARCHIVES)), date(2024, 3, 7))
    for hour in range(24):
        await world.at(datetime(2024, 3, 7, tzinfo=UTC) + timedelta(hours=hour))
    arxiv.control("log", method="DELETE")
    for hour in range(24):
        await world.at(datetime(2024, 3, 8, tzinfo=UTC) + timedelta(hours=hour))
    log = arxiv.control("log")
    listings = [r for r in log if r["path"].startswith(("/list", "/catchup"))]
    metadata = [r for r in log if r["path"].startswith("/api")]
    papers = {
        base
        for archive in ARCHIVES
        for base, kind in announced(arxiv, archive, date(2024, 3, 8)).items()
        if kind != "replace"
    }
    assert len(listings) <= 20
    assert len(metadata) <= len(papers) // 100 + 2
    await world.end()
