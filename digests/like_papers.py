"""Stored papers that are like one, by words, and by meaning where vectors were made of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

import structlog

from domain.concurrency.aside import aside
from domain.digests import Near
from domain.errors import ModelError
from domain.papers import Paper
from domain.ports import Clock, Papers, TextEmbedder, Vectors
from ranking.bars import ALIKE, Cosines
from ranking.minilm import text_of

if TYPE_CHECKING:
    from ranking.likeness import Likeness

log = structlog.get_logger(__name__)

_LATELY: Final = 2_000
"""Papers announced lately, which say how rare each word is."""

_AFRESH: Final = timedelta(days=1)
"""How often it is seen what has been announced lately."""

_AT_ONCE: Final = 4
"""Papers of which vectors are made in one piece of work: an eighth of a second."""

_PAUSE: Final = 0.1
"""Seconds from some papers to the next, in which what digests need goes first."""

A_DAY: Final = 5_000
"""Papers of which vectors are made at most in a day (UTC): some three minutes of processor. What
was kept before vectors were made is made up for by and by, the newest first."""


class LikePapers:
    """Finds papers like one.

    Attributes:
        embedder: tells what texts mean; None where that is not set up.
    """

    def __init__(
        self,
        papers: Papers,
        vectors: Vectors,
        clock: Clock,
        embedder: TextEmbedder | None = None,
    ) -> None:
        self._papers, self._vectors, self._clock = papers, vectors, clock
        self.embedder = embedder
        self._likeness: Likeness | None = None
        self._made: datetime | None = None
        self._by_day: dict[date, int] = {}
        self._one_at_a_time = asyncio.Lock()

    @property
    def meaning(self) -> str:
        """The name of the model that tells what papers mean; empty where none does."""
        return self.embedder.name if self.embedder is not None else ""

    async def nearest(
        self, paper: Paper, among: Sequence[Paper], most: int, *, bars: Cosines = ALIKE
    ) -> list[Near]:
        """Those of some papers that are like one, the nearest first; none that share nothing.

        Args:
            paper: any; what it means is found out at once where it is not stored.
            among: what is looked at.
            most: how many are wanted.
            bars: how alike they have to be.
        """
        likeness = await self._lately()
        others = [one for one in among if one.id.base != paper.id.base and not one.withdrawn]
        if likeness is None or not others:
            return []
        meanings = await self._meanings(paper, others)
        return await aside(_nearest, likeness, paper, others, most, meanings, bars)

    async def make_vectors(self, stop: Callable[[], bool] = lambda: False) -> int:
        """Make vectors of stored papers that have none, the newest first; how many were made.

        As many as a day has; `stop` is asked before each few whether something is more urgent.

        Raises:
            ModelMisconfigured: the model cannot be loaded.
            StoreError: the database cannot be used.
        """
        if self.embedder is None:
            return 0
        today = self._clock.now().date()
        self._by_day = {today: self._by_day.get(today, 0)}
        made, below = 0, ""
        while self._by_day[today] < A_DAY and not stop():
            name = self.embedder.name
            some = await self._vectors.without_vector(name, below, _AT_ONCE)
            if not some:
                break
            found = await aside(self.embedder.embedded, list(map(text_of, some)))
            await self._vectors.keep_vectors(name, list(zip(some, found, strict=True)))
            made, below = made + len(some), some[-1].id.base
            self._by_day[today] += len(some)
            await asyncio.sleep(_PAUSE)
        return made

    async def _meanings(self, paper: Paper, others: Sequence[Paper]) -> dict[str, bytes]:
        """The vectors of a paper and of others that have one; none where it cannot be made."""
        if self.embedder is None:
            return {}
        base = paper.id.base
        bases = [base, *(one.id.base for one in others)]
        known = await self._vectors.vectors(self.embedder.name, bases)
        if known and base not in known:
            try:
                (known[base],) = await aside(self.embedder.embedded, [text_of(paper)])
            except ModelError as error:
                log.warning("nothing known of meaning", why=str(error))
        return known

    async def _lately(self) -> Likeness | None:
        """By what has been announced lately; None where that is nothing."""
        async with self._one_at_a_time:
            now = self._clock.now()
            if self._made is None or not timedelta(0) <= now - self._made < _AFRESH:
                papers = await self._papers.recent_papers(_LATELY)
                self._likeness = await aside(_likeness, papers) if papers else None
                self._made = now
            return self._likeness


def _likeness(papers: Sequence[Paper]) -> Likeness:
    # What ranks brings in a library that takes a tenth of a second to load.
    from ranking.likeness import Likeness

    return Likeness(papers)


def _nearest(
    likeness: Likeness,
    paper: Paper,
    others: Sequence[Paper],
    most: int,
    meanings: dict[str, bytes],
    bars: Cosines,
) -> list[Near]:
    found = likeness.nearest(paper, others, most, meanings, bars)
    return [Near(one.paper, one.words) for one in found]
