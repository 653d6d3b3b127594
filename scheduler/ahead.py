"""Ahead of time: summaries of the papers that the coming digests tell, those needed most first."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Final

import structlog

from digests.edition import Edition
from digests.maker import DigestMaker
from digests.shelf import SummaryShelf
from domain.deliveries import Need
from domain.errors import ModelError, StoreError
from domain.outbox import Outbox
from domain.papers import Paper
from domain.ports import Clock
from domain.topics import Topic
from intake.engine import Intake
from topics.reach import archives_of

log = structlog.get_logger(__name__)

HORIZON: Final = timedelta(hours=26)
"""How far ahead digests are prepared: whoever has one a day has one within it."""

AT_ONCE: Final = 4
"""Summaries being made at the same time; people who ask for one wait for no more than these."""


class AheadOfTime:
    """Makes summaries while there is time, so that digests at their moment need none."""

    def __init__(
        self,
        *,
        outbox: Outbox,
        intake: Intake,
        maker: DigestMaker,
        shelf: SummaryShelf,
        clock: Clock,
    ) -> None:
        self._outbox = outbox
        self._intake = intake
        self._maker = maker
        self._shelf = shelf
        self._clock = clock
        self._working: asyncio.Task[None] | None = None
        self._again = False

    def prepare(self) -> None:
        """There is more of an announcement: see to what it needs, beside everything else."""
        if self._working is not None:
            self._again = True
            return
        self._working = asyncio.create_task(self._run())

    async def ready(self) -> None:
        """Wait until there is nothing more to prepare."""
        if self._working is not None:
            await asyncio.wait({self._working})

    async def close(self) -> None:
        """Stop; what was made is kept."""
        if self._working is not None:
            self._working.cancel()
            await asyncio.gather(self._working, return_exceptions=True)

    async def _run(self) -> None:
        try:
            while True:
                self._again = False
                await self._prepared()
                if not self._again:
                    return
        except (StoreError, ModelError) as error:
            # Digests make what is missing themselves.
            log.warning("nothing prepared", why=str(error))
        finally:
            self._working = None

    async def _prepared(self) -> None:
        needs = await self._outbox.needs(self._clock.now() + HORIZON)
        if not needs:
            return
        archives = frozenset[str]().union(*(archives_of(need.query) for need in needs))
        batches = await self._intake.kept(archives, [self._intake.newest_date()])
        edition = await self._maker.edition(batches)
        try:
            wanted, papers = await asyncio.to_thread(_wanted, edition, needs)
        finally:
            edition.close()
        places = asyncio.Semaphore(AT_ONCE)
        made = [
            self._made(papers[base], language, places)
            for (base, language), _ in wanted.most_common()
        ]
        await asyncio.gather(*made)
        log.info("summaries ready", count=len(made))

    async def _made(self, paper: Paper, language: str, places: asyncio.Semaphore) -> None:
        async with places:
            await self._shelf.summary(paper, language, on_demand=False)


def _wanted(
    edition: Edition, needs: list[Need]
) -> tuple[Counter[tuple[str, str]], dict[str, Paper]]:
    """How many chats are to be told of each paper in each language."""
    wanted: Counter[tuple[str, str]] = Counter()
    papers: dict[str, Paper] = {}
    for need in needs:
        topic = Topic(str(need.query), need.query)
        (found,) = edition.matched([topic], archives_of(need.query))
        for match in found[: need.limit]:
            papers[match.paper.id.base] = match.paper
            wanted[match.paper.id.base, need.language] += need.chats
    return wanted, papers
