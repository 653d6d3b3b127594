"""``make growth``: how large the database of five hundred chats becomes in a year, by table.

What happens in the year goes through the store as in the process: announcements with their papers,
summaries, digests planned, sent and settled, and four times a day what is kept too long deleted.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench.kit.records import invented
from domain.chats import Chat, ChatRef, Subscription
from domain.deliveries import DeliveryDecision, Parcel, PartState, SchedulingDecision, Slot
from domain.excerpts import Body
from domain.papers import Announcement, AnnouncementKind, Batch, BatchState, Counts, Paper
from domain.summaries import Analysis, Basis, Claim, Evidence, Provenance, Summary, SummaryKey
from domain.topics import Topic
from storage import TableStore, open_store
from topics.language import parse_query

CHATS: Final = 500
NEW: Final = 500
"""Papers announced a night; computer science alone has as many, as new or cross-listed."""

REPLACED: Final = 300
SUMMARIES: Final = 150
"""Made a day, for digests and for people."""

TOLD: Final = 8
"""Papers in a digest."""

ALIKE: Final = 5
"""One page of so many is one that other chats get as well."""

DAY: Final = timedelta(days=1)
FIRST: Final = datetime(2031, 1, 1, 6, tzinfo=UTC)
MEGABYTE: Final = 1_000_000


class Year:
    """The chats, and what they get."""

    def __init__(self, store: TableStore) -> None:
        self._store = store
        self._chance = random.Random(7)
        self._papers: Iterator[Paper] = invented()
        self._chats = [ChatRef("telegram", str(number + 1)) for number in range(CHATS)]

    async def begin(self) -> None:
        """Everybody follows something."""
        topic = Topic("vision", parse_query("cat:cs.CV"))
        for ref in self._chats:
            await self._store.save_chat(Chat(ref))
            await self._store.subscribe([Subscription(ref, topic, FIRST)])

    async def day(self, now: datetime) -> None:
        """One day."""
        papers: list[Paper] = []
        if now.weekday() < 5:
            papers = [next(self._papers) for _ in range(NEW + REPLACED)]
            await self._announced(now, papers)
            for paper in papers[:SUMMARIES]:
                await self._summarised(paper, now)
        await self._digests(now, papers[:NEW])
        for hours in range(0, 24, 6):
            await self._store.tidy(await self._store.settled(now + timedelta(hours=hours)))

    async def _announced(self, now: datetime, papers: list[Paper]) -> None:
        day = now.date()
        kinds = [AnnouncementKind.NEW] * NEW + [AnnouncementKind.REPLACE] * REPLACED
        lines = tuple(
            Announcement("cs", day, kind, paper.id)
            for kind, paper in zip(kinds, papers, strict=True)
        )
        counts = Counts.of(line.kind for line in lines)
        batch = Batch(
            archive="cs",
            date=day,
            state=BatchState.COMPLETE,
            announcements=lines,
            counts=counts,
            checked_at=now,
        )
        await self._store.save_batch(batch, papers)

    async def _summarised(self, paper: Paper, now: datetime) -> None:
        words = paper.abstract.split(" ")
        claims = tuple(
            Claim(" ".join(words[at : at + 20]), (Evidence("", " ".join(words[at : at + 25])),))
            for at in range(0, 100, 20)
        )
        made = Provenance(
            basis=Basis.ABSTRACT, model="extractive", prompt="1", made_at=now, paper_version=1
        )
        analysis = Analysis(background=claims[:2], prior_work=claims[2:])
        summary = Summary(tldr=claims[0], takeaways=claims, provenance=made, analysis=analysis)
        key = SummaryKey.of(paper, None, "en", model="extractive", prompt="1")
        await self._store.save_summary(key, summary)

    async def _digests(self, now: datetime, papers: list[Paper]) -> None:
        due = await self._store.due_chats(["telegram"], now, CHATS)
        turns = []
        for scheduled in due:
            shown = self._chance.sample(papers, TOLD) if papers else []
            text = " ".join(paper.abstract for paper in shown[:4]) or "Nothing was announced."
            number = scheduled.number // ALIKE if scheduled.number % ALIKE else scheduled.number
            slot = Slot(day=now.date() + DAY, at=now + DAY)
            turns.append(
                SchedulingDecision(
                    scheduled=scheduled,
                    look_at=slot.at,
                    slot=slot,
                    last=now.date(),
                    covered=now.date(),
                    listing=now.date(),
                    document=Body.of(f"{number} {text}"),
                    seen=tuple(paper.id.base for paper in shown),
                )
            )
        await self._store.take_turns(turns, now)
        while parts := await self._store.claim_parts("telegram", now, CHATS):
            fresh = [part for part in parts if part.document]
            bodies = {p.id: (Parcel(p.document), Parcel(p.document[:2_000])) for p in fresh}
            await self._store.keep_rendered(bodies)
            numbers = [part.id for part in parts]
            await self._store.begin_parts(numbers, now)
            sent = DeliveryDecision(state=PartState.SENT)
            await self._store.settle_parts(dict.fromkeys(numbers, sent), now)


async def run(days: int) -> None:
    """Live so many days, and print what has become of the file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "papercrier.db"
        store = open_store(path)
        year = Year(store)
        await year.begin()
        print(f"{'day':>6} {'megabytes':>12}")
        for number in range(days):
            await year.day(FIRST + number * DAY)
            if number % 30 == 29 or number == days - 1:
                print(f"{number + 1:>6} {path.stat().st_size / MEGABYTE:>12.1f}", flush=True)
        await store.close()
        _show(path, days)


def _show(path: Path, days: int) -> None:
    with closing(sqlite3.connect(path)) as database:
        pages = "SELECT name, SUM(pgsize) FROM dbstat GROUP BY name"
        try:
            sizes: dict[str, int] = dict(database.execute(pages).fetchall())
        except sqlite3.OperationalError as error:
            print(f"This Python's SQLite does not tell of tables: {error}")
            return
        owners: dict[str, str] = dict(
            database.execute("SELECT name, tbl_name FROM sqlite_schema").fetchall()
        )
        counts = {
            table: database.execute(f"SELECT COUNT(*) FROM [{table}]").fetchone()[0]  # noqa: S608
            for table in set(owners.values())
        }
    totals: dict[str, int] = {}
    for name, size in sizes.items():
        table = owners.get(name, name)
        totals[table] = totals.get(table, 0) + size
    print(f"\n{'table':<20} {'rows':>10} {'bytes':>14} {'a day':>10}")
    for table, size in sorted(totals.items(), key=lambda row: -row[1]):
        print(f"{table:<20} {counts.get(table, 0):>10,} {size:>14,} {size // days:>10,}")
    print(
        f"{'in all':<20} {'':>10} {sum(totals.values()):>14,} {sum(totals.values()) // days:>10,}"
    )


if __name__ == "__main__":
    asyncio.run(run(int(sys.argv[1]) if len(sys.argv) > 1 else 365))
