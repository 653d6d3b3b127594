"""A container in the morning, with many chats and real announcements: a process of its own.

Prints as JSON what its schedule and its planning took. Nothing is sent. Uses nothing but what an
older checkout has as well.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import logging
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import UTC, datetime, timedelta
from datetime import time as local_time
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import structlog

from app.services import Services
from bench.kit.chats import announced, follow
from bench.kit.records import DAYS, papers, phrases
from bench.kit.timing import peak_memory, percentile, processor, watch_the_loop
from bot import run
from bot.container import open_container
from bot.run import spare_the_collector
from bot.settings import Settings
from domain.chats import ChatRef, ChatSettings
from domain.papers import Paper
from domain.ports import Messenger
from domain.topics import Topic
from rendering.common import parcels
from scheduler import digest_composer as composer
from scheduler.background_services import BackgroundServices
from storage.sqlite.connections import connect
from tests.fakes.clock import SettableClock
from tests.fakes.paper_source import FakeSource
from topics.index import PaperIndex
from topics.language import parse_query

MORNING: Final = datetime(2025, 5, 9, 7, 30, tzinfo=UTC)
LOOKS: Final = 200
_LATER: Final = 9
_HOURS: Final = 12


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
        raise AssertionError("nothing is served, so nothing is to be sent")


def fill(path: str, chats: str, topics: str, due_each: str, spans: str) -> None:
    """Keep six nights' announcements, and chats that follow a topic each.

    Args:
        path: of the database.
        chats: how many.
        topics: distinct ones; with fewer than chats, some are followed by many.
        due_each: every so manieth chat wants its digest at eight, the others later.
        spans: the chats have been told up to so many different dates.
    """
    database, own = Path(path), papers()
    announced(database, own)
    follow(
        database,
        _chat_settings(phrases(last_night(own), int(topics)), int(chats), int(due_each)),
        since(),
    )
    _cover(database, int(spans))


def since() -> datetime:
    """When the chats began to follow: the evening before."""
    return MORNING - timedelta(hours=12)


def last_night(own: Sequence[Paper]) -> Sequence[Paper]:
    """Those of some papers that are announced last; topics of theirs all have a digest."""
    return own[len(DAYS) - 1 :: len(DAYS)]


def _chat_settings(
    texts: list[str], chats: int, due_each: int
) -> Iterator[tuple[ChatSettings, Topic]]:
    known = [Topic(text, parse_query(text)) for text in texts]
    # As people follow topics: each once, and then the first ones far more often than the last.
    popularity = list(itertools.accumulate(1 / (rank + 10) for rank in range(len(known))))
    more = max(0, chats - len(known))
    chosen = known[:chats] + random.Random(7).choices(known, cum_weights=popularity, k=more)
    for number, topic in enumerate(chosen):
        hour = 8 if number % due_each == 0 else _LATER + number % _HOURS
        yield ChatSettings(time=local_time(hour)), topic


def _cover(path: Path, spans: int) -> None:
    """Have the chats told up to different dates; those of all spans stand mixed."""
    database = connect(path, writes=True, patience=60)
    for span in range(1, spans):
        covered = DAYS[-1 - span] if span < len(DAYS) else DAYS[0] - timedelta(days=1)
        database.execute(
            "UPDATE schedule SET covered = ?, last = ? WHERE chat % ? = ?",
            [covered.isoformat(), covered.isoformat(), spans, span],
        )
    database.conn.commit()
    database.close()


def show(path: str, started: str) -> None:
    """Measure the container on a database; it was started at this second of the Unix clock."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    sys.stdout.write(json.dumps(asyncio.run(_measured(Path(path), float(started)))))


async def _measured(path: Path, started: float) -> dict[str, float]:
    """Seconds of processor, where nothing else is said."""
    counts = _counted()
    clock = SettableClock(MORNING)
    figures: dict[str, float] = {}
    settings = Settings(database=path, _env_file=None)
    async with open_container(settings, source=FakeSource(clock), clock=clock) as services:
        figures["ready"] = time.time() - started
        background = services_of(services, Silent())
        _as_served()
        with _in_background():
            await _beforehand(background, figures)
            await _morning(services, background, clock, figures)
            await background.close()
    return {**figures, "memory": peak_memory(), **counts}


async def _beforehand(background: BackgroundServices, figures: dict[str, float]) -> None:
    """Each chat's turn is worked out, then nothing is due, then summaries are made ahead."""
    watch, ahead = background._digest_watch, background._ahead
    with processor(figures, "scheduled"):
        await watch.look()
    with processor(figures, "idle"):
        for _ in range(LOOKS):
            await watch.look()
    figures["idle"] /= LOOKS
    with processor(figures, "ahead"):
        ahead.prepare()
        await ahead.ready()


async def _morning(
    services: Services,
    background: BackgroundServices,
    clock: SettableClock,
    figures: dict[str, float],
) -> None:
    """All digests that are due are planned, while the loop is watched."""
    holds: list[float] = []
    watching = asyncio.create_task(watch_the_loop(holds))
    began = time.perf_counter()
    first = asyncio.create_task(_first_queued(services))
    clock.advance(minutes=40)
    with processor(figures, "planned"):
        while await services.outbox.due_chats(["telegram"], clock.now(), 1):
            await background._digest_watch.look()
    figures["seconds"] = time.perf_counter() - began
    figures["first"] = await first - began
    watching.cancel()
    figures["held"], figures["held_usually"] = max(holds), percentile(holds, 0.999)
    figures["parts"] = sum(one.queued for one in await services.outbox.outbox_figures())


async def _first_queued(services: Services) -> float:
    while True:
        await asyncio.sleep(0.05)
        if any(one.queued for one in await services.outbox.outbox_figures()):
            return time.perf_counter()


def services_of(services: Services, messenger: Messenger, **more: Any) -> BackgroundServices:
    """All that happens by itself, on one platform; `more` as of `BackgroundServices`."""
    return BackgroundServices(
        store=services.store,
        intake=services.intake,
        maker=services.maker,
        summary_cache=services.summary_cache,
        clock=services.clock,
        messengers=[messenger],
        **more,
    )


def _counted() -> Counter[str]:
    """Matchings and printings: how often the two are called that everything goes through."""
    counts: Counter[str] = Counter(matchings=0, printings=0)
    hits = PaperIndex.hits

    def counting_hits(index: PaperIndex, *args: Any) -> Any:
        counts["matchings"] += 1
        return hits(index, *args)

    patch.object(PaperIndex, "hits", counting_hits).start()
    for module in (composer, parcels, sys.modules.get("scheduler.printing")):
        for name in ("packed", "waiting"):
            if hasattr(module, name):
                _count_calls(module, name, counts)
    return counts


def _count_calls(module: Any, name: str, counts: Counter[str]) -> None:
    """Count the calls of a function under the name that a module has for it."""
    called = getattr(module, name)

    def counting(*args: Any) -> Any:
        counts["printings"] += 1
        return called(*args)

    patch.object(module, name, counting).start()


def _as_served() -> None:
    """The collector and the threads are as in the process that serves."""
    spare_the_collector()
    if hasattr(run, "SWITCH"):
        sys.setswitchinterval(run.SWITCH)


def _in_background() -> AbstractContextManager[None]:
    """What follows is bulk work, as the background services' own ticks are."""
    with suppress(ImportError):
        from domain.concurrency.asker import in_background

        return in_background()
    return nullcontext()
