"""The intake by itself: every minute, whatever is due of the archives that anybody follows."""

from __future__ import annotations

import math
import time
from collections.abc import Generator, Iterable
from typing import Final

import structlog

from domain.concurrency.slices import in_slices
from domain.errors import SourceError, StoreError
from domain.ports import Chats
from domain.topics import Query
from intake.engine import Intake
from scheduler.story import AnnouncementStory
from scheduler.ticks import Ticks
from topics.archives import archives_of

log = structlog.get_logger(__name__)

SHORTEST: Final = 10.0
"""Seconds between looks for the sake of somebody who waits."""

EVERY: Final = 60
"""Seconds from one look to the next; the intake itself knows what is due."""


class IntakeWatch:
    """Takes in announcements as they come out, from `start` to `close`."""

    def __init__(self, intake: Intake, store: Chats, *, every: float = EVERY) -> None:
        """Args: store is the one with the chats' topics; every is in seconds."""
        self._intake = intake
        self._store = store
        self._story = AnnouncementStory()
        self._hurried = -math.inf
        self._ticks = Ticks(self.look, every)

    def start(self) -> None:
        """Begin, with a look at once; needs a running loop."""
        self._ticks.start()

    def hurry(self) -> None:
        """Somebody waits for an announcement: look now, if not just done."""
        now = time.monotonic()
        if self._ticks.is_running and now - self._hurried >= SHORTEST:
            self._hurried = now
            self._ticks.hurry()

    async def look(self) -> None:
        """Take in what is due; troubles are logged, and looked into again the next time."""
        try:
            queries = await self._store.all_queries()
            archives = await in_slices(_reach(queries))
            if archives:
                self._story.seen(await self._intake.take(archives))
        except (SourceError, StoreError) as error:
            log.warning("intake failed", why=str(error))

    async def close(self) -> None:
        """Stop; a look that is under way ends at its next step, and goes on at the next start."""
        await self._ticks.close()


def _reach(queries: Iterable[Query]) -> Generator[None, None, frozenset[str]]:
    """The archives of many queries."""
    archives = frozenset[str]()
    for query in queries:
        archives |= archives_of(query)
        yield
    return archives
