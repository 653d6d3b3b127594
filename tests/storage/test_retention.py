"""What is kept for how long; the rest is deleted a little at a time, and its room given back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from digests.slots import LATE_AFTER
from domain.papers import Announcement, AnnouncementKind, Batch, BatchState, Paper
from domain.summaries import SummaryKey
from intake import calendar
from scheduler.turns import MOST_DAYS
from storage import TableStore, open_store, retention, retention_rules
from storage.database import Database
from storage.retention_rules import Kept
from storage.sqlite import connections
from tests.storage.invented import NOON, a_paper, a_summary

DAY = timedelta(days=1)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[TableStore]:
    """An empty store."""
    opened = open_store(tmp_path / "papercrier.db")
    yield opened
    await opened.close()


async def announced(store: TableStore, at: datetime, papers: list[Paper]) -> None:
    """Announce papers on a date, with a summary of each."""
    lines = tuple(Announcement("cs", at.date(), AnnouncementKind.NEW, paper.id) for paper in papers)
    state = BatchState.COMPLETE
    batch = Batch(archive="cs", date=at.date(), state=state, announcements=lines, checked_at=at)
    await store.save_batch(batch, papers)
    for paper in papers:
        await store.save_summary(key(paper), a_summary())


def key(paper: Paper) -> SummaryKey:
    """Under which a paper's summary is kept."""
    return SummaryKey.of(paper, None, "en", model="extractive", prompt="1")


def several(first: int, count: int) -> list[Paper]:
    """Papers with long abstracts."""
    return [a_paper(f"3103.{first + n:05}", abstract="word " * 300) for n in range(count)]


def test_it_is_kept_for_as_long_as_it_is_needed() -> None:
    """Digests of 31 days, arXiv's listings of 90, parts that may be folded."""
    assert retention_rules.ANNOUNCED > MOST_DAYS
    assert retention_rules.ANNOUNCED.days > calendar.CATCH_UP_DAYS + 7
    assert retention_rules.DIGESTS > 2 * LATE_AFTER
    assert timedelta(days=30) == retention_rules.DIGESTS
    assert timedelta(days=400) == retention_rules.TOLD
    assert timedelta(days=120) == retention_rules.ANNOUNCED
    assert retention_rules.ASKED_FOR == 10_000


async def test_announcements_with_their_papers_and_summaries(store: TableStore) -> None:
    """Those announced again lately stay, and so do the last that were only asked for."""
    old, again, new = several(1, 3), several(10, 1), several(20, 2)
    asked_for = several(30, 4)
    await store.save_papers(asked_for[:2])
    await announced(store, NOON, old + again)
    await announced(store, NOON + 100 * DAY, again + new)
    await store.save_papers(asked_for[2:])
    await store.keep_vectors("small", [(old[0], b"old"), (new[0], b"new")])
    all_of_them = {paper.id.base for paper in (*old, *again, *new, *asked_for)}
    await retention.tidy(store._writer, store._for_bulk, NOON + 119 * DAY, kept=Kept(asked_for=4))
    assert await kept(store) == all_of_them
    await retention.tidy(store._writer, store._for_bulk, NOON + 121 * DAY, kept=Kept(asked_for=2))
    assert await kept(store) == {paper.id.base for paper in (*again, *new, *asked_for[2:])}
    assert await store.summary(key(old[0])) is None
    assert await store.summary(key(new[0])) is not None
    await store.save_papers(old)
    bases = [old[0].id.base, new[0].id.base]
    assert await store.vectors("small", bases) == {new[0].id.base: b"new"}
    assert await store.batch_states(["cs"], NOON.date(), NOON.date()) == []


async def kept(store: TableStore) -> set[str]:
    """The papers that are there."""

    def bases(database: Database) -> set[str]:
        return {base for (base,) in database.execute("SELECT base FROM papers")}

    return await store._for_people.run(bases)


async def test_a_little_at_a_time_and_the_room_is_given_back(
    store: TableStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No step changes more than some hundred rows; the file is small again."""
    file = tmp_path / "papercrier.db"
    await store._writer.empty_log()
    empty = file.stat().st_size
    for night in range(8):
        await announced(store, NOON + night * DAY, several(1 + night * 500, 500))
    await store._writer.empty_log()
    large = file.stat().st_size
    changes: list[int] = []
    run = store._writer.run

    async def counted(work: Any, *args: Any, **more: Any) -> Any:
        def counting(database: Database) -> tuple[Any, int]:
            assert isinstance(database, connections.SQLiteDatabase)
            before = database.conn.total_changes
            result = work(database, *args, **more)
            return result, database.conn.total_changes - before

        result, changed = await run(counting)
        changes.append(changed)
        return result

    monkeypatch.setattr(store._writer, "run", counted)
    await retention.tidy(store._writer, store._for_bulk, NOON + 365 * DAY, kept=Kept(asked_for=100))
    monkeypatch.undo()
    await store.tidy(NOON + 365 * DAY)
    assert max(changes) <= 600
    assert len(changes) < 60
    assert len(await kept(store)) == 100
    # Of the eight nights with 500 papers each, 100 papers are left.
    assert file.stat().st_size - empty < (large - empty) / 10


async def test_a_clock_that_is_ahead_has_nothing_deleted(store: TableStore) -> None:
    """Time has passed for sure by some days at once; when the clock is right again, as it says."""
    assert await store.settled(NOON) == NOON
    assert await store.settled(NOON + 3650 * DAY) == NOON + 2 * DAY
    assert await store.settled(NOON + DAY) == NOON + DAY
    assert await store.settled(NOON - 365 * DAY) == NOON - 365 * DAY


async def test_what_is_announced_meanwhile_stays(store: TableStore) -> None:
    """Though it was to be deleted a moment before."""
    doomed, back = several(1, 2)
    await store.save_papers([doomed, back])
    await announced(store, NOON, [back])
    await store._writer.run(retention._drop_papers, [doomed.id.base, back.id.base])
    assert await kept(store) == {back.id.base}
    assert await store.summary(key(back)) is not None


class Pragmas:
    """A database that tells how many of its pages are free, and counts those it gives back."""

    def __init__(self, free: int, pages: int, kind: int) -> None:
        self.told = {"freelist_count": free, "page_count": pages, "auto_vacuum": kind}
        self.given = 0
        self._asked = ""

    def execute(self, sql: str) -> Pragmas:
        """Take a PRAGMA."""
        self._asked = sql.removeprefix("PRAGMA ")
        return self

    def fetchone(self) -> tuple[int]:
        """What was asked for."""
        return (self.told[self._asked],)

    def fetchall(self) -> list[int]:
        """One row for each page that is given back."""
        self.given = int(self._asked.removeprefix("incremental_vacuum(").removesuffix(")"))
        return []


@pytest.mark.parametrize(
    ("free", "pages", "kind", "given"),
    [
        (500, 10_000, 2, 400),
        (500, 10_001, 2, 0),
        (401, 8_020, 2, 400),
        (400, 8_000, 2, 0),
        (500, 10_000, 1, 0),
        (500, 10_000, 0, 0),
    ],
)
def test_pages_are_given_back_where_it_is_worth_it(
    free: int, pages: int, kind: int, given: int
) -> None:
    """One of twenty is free, more than go in one step, and the database gives them back so."""
    pragmas: Any = Pragmas(free, pages, kind)
    assert connections._give_back(pragmas) is (given > 0)
    assert pragmas.given == given
