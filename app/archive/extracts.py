"""What papers say in their own sentences, for visitors: made at once, kept for those who follow."""

from __future__ import annotations

from typing import Final

from cachetools import LRUCache

from domain.errors import NothingToSummarize
from domain.excerpts import fingerprint
from domain.papers import Paper
from domain.ports import Clock
from domain.summaries import Summary
from summaries.extractive.summarizer import ExtractiveSummarizer

KEPT: Final = 500
"""Extracts kept, of some 8 KB each."""


class Extracts:
    """Makes and keeps extracts of abstracts."""

    def __init__(self, clock: Clock) -> None:
        self._summarizer = ExtractiveSummarizer(clock)
        self._kept: LRUCache[tuple[str, int | None, str], Summary | None] = LRUCache(KEPT)

    async def of(self, paper: Paper) -> Summary | None:
        """The extract of a paper's abstract; None where that says nothing."""
        key = (paper.id.base, paper.id.version, fingerprint(paper.abstract))
        if key not in self._kept:
            try:
                self._kept[key] = await self._summarizer.summarize(paper, None, "")
            except NothingToSummarize:
                self._kept[key] = None
        return self._kept[key]
