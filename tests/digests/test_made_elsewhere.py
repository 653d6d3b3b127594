"""Summaries that several processes want: made once, and the newest told by all."""

from __future__ import annotations

import asyncio

import pytest

from digests.summary_cache import SummaryCache
from domain.concurrency.flights import Flights
from storage.memory import MemoryStore
from tests.digests.test_summary_cache import PAPER, Counting
from tests.domain.test_flights import Names


async def test_processes_make_one_together_and_see_what_another_made_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each has a cache of its own, and all have one library."""
    monkeypatch.setattr("digests.summary_cache.RECALLED_FOR", 0.0)
    library, summarizer, had = MemoryStore(), Counting(), set[str]()
    here, there = (
        SummaryCache(library=library, summarizer=summarizer, elsewhere=Flights(Names(had)))
        for _ in range(2)
    )
    both = await asyncio.gather(here.summary(PAPER, "en"), there.summary(PAPER, "en"))
    assert (both[0], summarizer.made) == (both[1], 1)
    renewed = await asyncio.gather(here.anew(PAPER, "en"), there.anew(PAPER, "en"))
    assert (renewed[0], summarizer.made) == (renewed[1], 2)
    assert renewed[0] is not None
    assert await here.summary(PAPER, "en") == await there.summary(PAPER, "en") == renewed[0].summary
