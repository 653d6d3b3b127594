"""A summariser whose language model is a server, and what it waited for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from storage.memory import MemoryStore
from summaries.extractive.summarizer import ExtractiveSummarizer
from summaries.llm.budget import Budget, Limits
from summaries.llm.forms import FORM_OF, Remembered
from summaries.llm.models import open_model
from summaries.llm.rest import Rest
from summaries.llm.servers import Limits as ServerLimits
from summaries.llm.summarizer import LanguageModelSummarizer
from summaries.llm.trial import Capability
from tests.fakes.clock import SettableClock

CLOCK = SettableClock("2031-03-07T12:00:00Z")


class Waits(list[float]):
    """Seconds that were waited for one after the other, in no time."""

    async def sleep(self, seconds: float) -> None:
        """Note it."""
        self.append(seconds)

    def so_far(self) -> float:
        """A clock that stands still but for what was waited."""
        return sum(self)


@asynccontextmanager
async def served_by(
    address: str,
    *,
    name: str = "openai:quill-1",
    context: int = 0,
    at_once: int = 0,
    patience: float = 0,
    waits: Waits | None = None,
    limits: Limits | None = None,
    store: MemoryStore | None = None,
) -> AsyncIterator[LanguageModelSummarizer]:
    """A summariser over a server at an address; with a store there is a trial first."""
    waits = Waits() if waits is None else waits
    model = open_model(
        name,
        key="key",
        address=address,
        limits=ServerLimits(context, patience, at_once),
        kept=Remembered(store, CLOCK, FORM_OF, name) if store else None,
        sleep=waits.sleep,
        rest=Rest(waits.so_far),
    )
    try:
        budget = Budget(limits=limits or Limits(), notes=store or MemoryStore(), clock=CLOCK)
        yield LanguageModelSummarizer(
            model=model,
            fallback=ExtractiveSummarizer(CLOCK),
            budget=budget,
            clock=CLOCK,
            capability=Capability(
                model, budget, CLOCK, notes=store, address=address, makes_trials=True
            ),
        )
    finally:
        await model.close()
