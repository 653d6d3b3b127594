"""What a summary costs whoever asks: made or kept, of an abstract or a whole paper, by whom."""

from __future__ import annotations

import asyncio
import tempfile
import time
import tracemalloc
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from bench import Measurement
from digests.shelf import SummaryShelf
from domain.fulltext import FullText
from domain.papers import Paper
from domain.ports import Store, Summarizer
from storage import open_store
from summaries.abstractive import LanguageModelSummarizer
from summaries.budget import Budget, Limits
from summaries.extractive import ExtractiveSummarizer
from tests.fakes.clock import SettableClock
from tests.fakes.language_model import ScriptedModel
from tests.summaries.long_paper import PAPER, TEXT, answer

_ROUNDS: Final = 7
_CLOCK: Final = SettableClock("2031-03-07T12:00:00Z")
_BASES: Final[tuple[tuple[str, FullText | None], ...]] = (
    ("an abstract", None),
    ("a paper of 420 sentences", TEXT),
)


def run() -> list[Measurement]:
    """Milliseconds of each, and the memory that making takes; the model itself takes no time."""
    return asyncio.run(_measured())


async def _measured() -> list[Measurement]:
    rows: list[Measurement] = []
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "bench.db")
        try:
            for maker in (_extracts(), _by_model(store)):
                for told, text in _BASES:
                    rows += await _rows(store, maker, told, text)
        finally:
            await store.close()
    return rows


def _extracts() -> Summarizer:
    return ExtractiveSummarizer(_CLOCK)


def _by_model(store: Store) -> Summarizer:
    return LanguageModelSummarizer(
        model=ScriptedModel(answer()),
        fallback=ExtractiveSummarizer(_CLOCK),
        budget=Budget(limits=Limits(), notes=store, clock=_CLOCK),
        clock=_CLOCK,
    )


async def _rows(
    store: Store, maker: Summarizer, told: str, text: FullText | None
) -> list[Measurement]:
    """Made and kept, found again, and the memory of making."""
    who = "extract" if isinstance(maker, ExtractiveSummarizer) else "model's summary"
    shelf = SummaryShelf(library=store, summarizer=maker)
    turns = iter(range(2, 1_000))

    async def make() -> None:
        await shelf.summary(_another(next(turns)), "en", text)

    async def find() -> None:
        await shelf.summary(PAPER, "en", text)

    async def read_a_note() -> None:
        await store.note("note")

    async def write_a_note() -> None:
        await store.save_note("note", "of some words")

    await find()
    written, made = await _best_ms(write_a_note), await _best_ms(make)
    return [
        Measurement(f"{who} of {told}, made and kept", made, "ms", written, "keeping a note"),
        Measurement(
            f"{who} of {told}, found again",
            await _best_ms(find),
            "ms",
            await _best_ms(read_a_note),
            "reading a note",
            target=made,
        ),
        await _memory(f"{who} of {told}, peak memory", maker, text),
    ]


def _another(version: int) -> Paper:
    """A version of the paper that has no summary yet."""
    return replace(PAPER, id=replace(PAPER.id, version=version))


async def _memory(name: str, maker: Summarizer, text: FullText | None) -> Measurement:
    """Megabytes at the peak of making a summary, above what was taken before."""
    tracemalloc.start()
    try:
        await maker.summarize(PAPER, text, "en")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    read = [PAPER.abstract, *(section.text for section in text.sections)] if text else []
    size = sum(map(len, read or [PAPER.abstract]))
    return Measurement(name, peak / 1e6, "MB", size / 1e6, "its text", target=20.0)


async def _best_ms(work: Callable[[], Awaitable[None]]) -> float:
    times: list[float] = []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        await work()
        times.append(time.perf_counter() - began)
    return 1_000 * min(times)
