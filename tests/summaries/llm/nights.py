"""Nights in which summaries are made in batches, by one process after the other."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

from genai_prices.data_snapshot import get_snapshot

from domain.identifiers import PaperId
from domain.papers import Paper
from domain.summaries import Summary
from storage.memory import MemoryStore
from summaries.extractive.summarizer import ExtractiveSummarizer
from summaries.llm.batch.summarizer import BatchSummarizer
from summaries.llm.budget import Budget, Limits, Spending
from summaries.llm.models import open_model
from summaries.llm.summarizer import LanguageModelSummarizer
from tests.fakes.clock import SettableClock
from tests.summaries.invented_papers import cases
from tests.summaries.llm.batch_server import BatchServer

CASE = next(cases())
GOOD = CASE.answer.model_dump_json()


def _priced(provider: str, kind: str) -> str:
    """A model of a kind whose price is known."""
    listed = next(each for each in get_snapshot().providers if each.id == provider)
    return f"{provider}:{next(model.id for model in listed.models if kind in model.id)}"


NAMES = {"openai": "openai:gpt-6-luna", "anthropic": _priced("anthropic", "haiku-4")}


class Night:
    """A night: a clock, what is kept, and what happens at each wait."""

    def __init__(self, provider: str) -> None:
        self.provider = provider
        self.clock = SettableClock("2031-03-07T04:00:00Z")
        self.until = self.clock.now() + timedelta(hours=3)
        self.store = MemoryStore()
        self.limits = Limits()
        self.happens: list[Callable[[], Any]] = []
        self.made: dict[str, Summary] = {}

    async def sleep(self, seconds: float) -> None:
        """Let time go by, and what comes next happen."""
        self.clock.advance(seconds=seconds)
        if self.happens:
            self.happens.pop(0)()
        elif seconds >= 60:
            self.clock.advance(hours=1)

    async def keep(self, paper: Paper, language: str, summary: Summary) -> None:
        """Note what was made."""
        self.made[paper.id.base] = summary

    async def spent(self) -> Spending:
        """What all of it cost."""
        return await self.budget.today()

    @property
    def budget(self) -> Budget:
        """As the process has it."""
        return Budget(limits=self.limits, notes=self.store, clock=self.clock)

    @asynccontextmanager
    async def process(self) -> AsyncIterator[BatchSummarizer]:
        """A process; the next one finds what this one kept."""
        model = open_model(NAMES[self.provider], key="key")
        batches = model.in_batches()
        assert batches is not None
        summarizer = LanguageModelSummarizer(
            model=model,
            fallback=ExtractiveSummarizer(self.clock),
            budget=self.budget,
            clock=self.clock,
        )
        try:
            yield BatchSummarizer(
                model=batches,
                summarizer=summarizer,
                budget=self.budget,
                notes=self.store,
                clock=self.clock,
                sleep=self.sleep,
            )
        finally:
            await model.close()

    async def make(self, papers: list[Paper], *, again: bool = False) -> bool:
        """Have summaries of papers made by a process of its own."""
        async with self.process() as batches:
            wanted = [(paper, "en") for paper in papers]
            return await batches.make(wanted, self.until, self.keep, lambda: again)


def papers(count: int) -> list[Paper]:
    """The same paper under other ids and titles."""
    return [
        replace(CASE.paper, id=PaperId(f"3103.{n:05}", 1), title=f"{CASE.paper.title} {n}")
        for n in range(count)
    ]


def creations(server: BatchServer) -> int:
    """How often a batch was asked for."""
    return sum(each.startswith("POST") and each.endswith("/batches") for each in server.asked)
