"""A house that plans the digests of many chats over real records: a process of its own.

Prints as JSON what that took. Nothing is sent. `bench.planning` runs it.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import structlog

from bot.house import open_house
from bot.run import spare_the_collector
from bot.settings import Settings
from domain.chats import Chat, ChatRef, ChatSettings, Subscription
from domain.identifiers import PaperId
from domain.papers import Announcement, AnnouncementKind, Author, Batch, BatchState, Counts, Paper
from domain.taxonomy import ARCHIVES, archive_of
from domain.topics import Topic
from handlers.services import Services
from rendering import parcels
from scheduler import press
from scheduler.works import Works
from storage import chat_rows, open_store
from storage.connections import connect, transaction
from tests.fakes.clock import SettableClock
from tests.fakes.paper_source import FakeSource
from topics.index import PaperIndex
from topics.language import parse_query

MORNING: Final = datetime(2025, 5, 9, 7, 30, tzinfo=UTC)
DAYS: Final = tuple(date(2025, 5, day) for day in (2, 5, 6, 7, 8, 9))
"""Six listing dates; all that the records have of May is dealt out to them."""

_STEP: Final = 0.002
_WORD: Final = re.compile(r"[A-Za-z][a-z]+(?:-[a-z]+)*")


class Silent:
    """A platform on which nothing is sent: what is planned waits in the outbox."""

    name = "telegram"
    deduplicates = 0.0

    def is_serving(self) -> bool:
        """Never."""
        return False

    def wait(self, chat: ChatRef) -> float:
        """For ever."""
        return 3_600.0

    async def deliver(self, part: Any, begin: Callable[[], Any]) -> Any:
        """Not asked for, as nothing is served."""
        raise NotImplementedError


def papers_of(records: Path) -> list[Paper]:
    """The papers of a file of records, by id."""
    with gzip.open(records, "rt", encoding="utf-8") as lines:
        return [_paper(json.loads(line)) for line in lines]


def _paper(record: dict[str, Any]) -> Paper:
    names = (one if isinstance(one, str) else one["name"] for one in record["authors"])
    own = [name for name in record["categories"] if archive_of(name) in ARCHIVES]
    return Paper(
        id=PaperId(record["id"]),
        title=record["title"],
        authors=tuple(Author(name) for name in names),
        abstract=record["abstract"],
        categories=tuple(own) or ("cs.CV",),
        primary=own[0] if own else "cs.CV",
    )


def phrases(papers: Sequence[Paper], count: int) -> list[str]:
    """So many distinct topics: two words side by side of titles, a fifth within an archive."""
    found: dict[str, str] = {}
    for paper in papers:
        words = _WORD.findall(paper.title + " . " + paper.abstract)
        for one, two in pairwise(words):
            if len(one) > 4 and len(two) > 4:
                found.setdefault(f"{one.lower()} {two.lower()}", paper.primary)
    chosen = list(found)[:: max(1, len(found) // count)][:count]
    return [
        f'"{text}"' if number % 5 else f'cat:{archive_of(found[text])} AND "{text}"'
        for number, text in enumerate(chosen)
    ]


async def fill(path: Path, papers: Sequence[Paper], chats: int, spans: int) -> None:
    """Keep the announcements, and chats of which all want their digest at eight."""
    store = open_store(path)
    for day, own in zip(DAYS, (papers[n :: len(DAYS)] for n in range(len(DAYS))), strict=True):
        for batch in _batches(day, own):
            await store.save_batch(batch, own)
    followed = dict.fromkeys(ARCHIVES, "2025-03-01")
    await store.save_note("intake-followed", json.dumps(followed))
    await store.close()
    since = MORNING - timedelta(hours=12)
    database = connect(path, writes=True, patience=60)
    with transaction(database, "BEGIN IMMEDIATE"):
        for number, text in enumerate(phrases(papers, chats)):
            ref = ChatRef("telegram", str(number + 1))
            topic = Topic(text, parse_query(text))
            chat_rows.save(database, Chat(ref, ChatSettings()))
            chat_rows.subscribe(database, [Subscription(ref, topic, since)])
        for span in range(1, spans):
            # Told up to then; those of all spans stand mixed.
            covered = DAYS[-1 - span] if span < len(DAYS) else DAYS[0] - timedelta(days=1)
            database.execute(
                "UPDATE schedule SET covered = ?, last = ? WHERE chat % ? = ?",
                [covered.isoformat(), covered.isoformat(), spans, span],
            )
    database.close()


def _batches(day: date, papers: Sequence[Paper]) -> Iterator[Batch]:
    lines: dict[str, list[Announcement]] = defaultdict(list)
    for paper in papers:
        for archive in dict.fromkeys(archive_of(name) for name in paper.categories):
            is_own = archive == archive_of(paper.primary)
            kind = AnnouncementKind.NEW if is_own else AnnouncementKind.CROSS
            lines[archive].append(Announcement(archive, day, kind, paper.id))
    for archive in sorted(ARCHIVES):
        own = tuple(lines[archive])
        yield Batch(
            archive=archive,
            date=day,
            state=BatchState.COMPLETE if own else BatchState.QUIET,
            announcements=own,
            counts=Counts.of(line.kind for line in own),
            checked_at=datetime(day.year, day.month, day.day, 1, tzinfo=UTC),
        )


def counted(figures: Counter[str]) -> None:
    """Count matchings and printings: how often the two are called that everything goes through."""
    rows, packed = PaperIndex._rows, parcels.packed

    def counting_rows(index: PaperIndex, *args: Any) -> Any:
        figures["matchings"] += 1
        return rows(index, *args)

    def counting_packed(platform: str, document: Any) -> tuple[str, ...]:
        figures["printings"] += 1
        return packed(platform, document)

    patch.object(PaperIndex, "_rows", counting_rows).start()
    for module in (press, sys.modules.get("scheduler.printing")):
        if hasattr(module, "packed"):
            patch.object(module, "packed", counting_packed).start()


def in_background() -> None:
    """What follows is bulk work, as the works' own ticks are."""
    with suppress(ImportError):
        from domain.asker import in_background as background

        background().__enter__()


async def measured(path: Path) -> dict[str, float]:
    """Seconds of processor and of the clock, the longest hold in milliseconds, and counts."""
    counts: Counter[str] = Counter(matchings=0, printings=0)
    counted(counts)
    clock = SettableClock(MORNING)
    settings = Settings(database=path, _env_file=None)
    async with open_house(settings, source=FakeSource(clock), clock=clock) as services:
        in_background()
        works = _works(services)
        spare_the_collector()
        watch, ahead = works._digest_watch, works._ahead
        await watch.look()
        cpu, began = time.process_time(), time.perf_counter()
        ahead.prepare()
        await ahead.ready()
        prepared = time.process_time() - cpu
        holds: list[float] = []
        watching = asyncio.create_task(_watch_the_loop(holds))
        first = asyncio.create_task(_first_queued(services))
        clock.advance(minutes=40)
        planning = time.perf_counter()
        while await services.outbox.due_chats(["telegram"], clock.now(), 1):
            await watch.look()
        ended = time.perf_counter()
        watching.cancel()
        first.cancel()
        queued = sum(one.queued for one in await services.outbox.outbox_figures())
        await works.close()
    holds.sort()
    return {
        "cpu": time.process_time() - cpu,
        "ahead_cpu": prepared,
        "seconds": ended - began,
        "planning": ended - planning,
        "first": (first.result() - planning if first.done() and not first.cancelled() else -1.0),
        "held": holds[-1] * 1e3,
        "held_99.9": holds[int(len(holds) * 0.999)] * 1e3,
        "parts": queued,
        "memory": _peak(),
        **counts,
    }


def _works(services: Services) -> Works:
    return Works(
        store=services.store,
        outbox=services.outbox,
        intake=services.intake,
        maker=services.maker,
        shelf=services.shelf,
        clock=services.clock,
        messengers=[Silent()],
    )


async def _first_queued(services: Services) -> float:
    while True:
        await asyncio.sleep(0.05)
        if any(one.queued for one in await services.outbox.outbox_figures()):
            return time.perf_counter()


async def _watch_the_loop(holds: list[float]) -> None:
    """For how long the loop did nothing else, each time; other processes' doings do not count."""
    while True:
        began, cpu = time.perf_counter(), time.process_time()
        await asyncio.sleep(_STEP)
        late = time.perf_counter() - began - _STEP
        holds.append(min(late, time.process_time() - cpu))


def _peak() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def show() -> None:
    """Measure the house on the database that the command line names."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    sys.stdout.write(json.dumps(asyncio.run(measured(Path(sys.argv[1])))))
