"""What a summary costs whoever asks: made or kept, of an abstract or a whole paper, by whom.

Each is made of another paper, as long as real ones, and found by a process that has just started.
"""

from __future__ import annotations

import asyncio
import tempfile
import tracemalloc
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from bench import Measurement
from bench.kit.full_texts import full_texts
from bench.kit.records import papers
from bench.kit.retelling import Retelling, is_retellable
from bench.kit.timing import each_awaited, usual_and_high
from digests.summary_cache import SummaryCache
from domain.fulltext import FullText
from domain.papers import Paper
from domain.ports import Store, Summarizer
from storage import open_store
from summaries.extractive.summarizer import ExtractiveSummarizer
from summaries.llm.budget import Budget, Limits
from summaries.llm.summarizer import LanguageModelSummarizer
from tests.fakes.clock import SettableClock

PAPERS: Final = 100
IN_FULL: Final = 20
WARM: Final = 3
"""Papers before those that count, which load what is loaded once."""

_NOTE: Final = "of some words"
_CLOCK: Final = SettableClock("2031-03-07T12:00:00Z")


def run() -> list[Measurement]:
    """Milliseconds of processor of single runs, and the memory of making; the model takes none."""
    return asyncio.run(_measured())


async def _measured() -> list[Measurement]:
    text = max(full_texts(), key=lambda one: one.words)
    bases: tuple[tuple[str, FullText | None, int], ...] = (
        ("an abstract", None, PAPERS),
        (f"a paper of {text.words:,} words", text, IN_FULL),
    )
    rows: list[Measurement] = []
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "bench.db")
        try:
            for maker in (_extracts(), _by_model(store)):
                for told, basis, count in bases:
                    rows += await _rows(store, maker, told, basis, _papers(WARM + count))
        finally:
            await store.close()
    return rows


def _papers(count: int) -> list[Paper]:
    return [paper for paper in papers(2 * count) if is_retellable(paper)][:count]


def _extracts() -> Summarizer:
    return ExtractiveSummarizer(_CLOCK)


def _by_model(store: Store) -> Summarizer:
    return LanguageModelSummarizer(
        model=Retelling(),
        fallback=ExtractiveSummarizer(_CLOCK),
        budget=Budget(limits=Limits(), notes=store, clock=_CLOCK),
        clock=_CLOCK,
    )


async def _rows(
    store: Store, maker: Summarizer, told: str, text: FullText | None, own: Sequence[Paper]
) -> list[Measurement]:
    """Made and kept, found again, and the memory of making."""
    who = "extract" if isinstance(maker, ExtractiveSummarizer) else "model's summary"

    def asked(summary_cache: SummaryCache) -> list[Callable[[], Awaitable[object]]]:
        return [partial(summary_cache.summary, paper, "en", text) for paper in own]

    makings = await each_awaited(asked(SummaryCache(library=store, summarizer=maker)))
    findings = await each_awaited(asked(SummaryCache(library=store, summarizer=maker)))
    notes = [f"{who} {told} {number}" for number in range(len(own))]
    writings = await each_awaited(partial(store.save_note, note, _NOTE) for note in notes)
    readings = await each_awaited(partial(store.note, note) for note in notes)
    made, found, written, read = (taken[WARM:] for taken in (makings, findings, writings, readings))
    return [
        *usual_and_high(f"{who} of {told}, made and kept", made, written, "keeping a note"),
        *usual_and_high(f"{who} of {told}, found again", found, read, "reading a note"),
        await _memory(f"{who} of {told}, peak memory", maker, own[-1], text),
    ]


async def _memory(name: str, maker: Summarizer, paper: Paper, text: FullText | None) -> Measurement:
    """Megabytes at the peak of making a summary, above what was taken before."""
    tracemalloc.start()
    try:
        await maker.summarize(paper, text, "en")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    read = [paper.abstract, *(section.text for section in text.sections)] if text else []
    size = sum(map(len, read or [paper.abstract]))
    return Measurement(name, peak / 1e6, "MB", size / 1e6, "its text", target=20.0)
