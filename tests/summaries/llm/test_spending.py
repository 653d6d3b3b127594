"""What summaries and overviews cost, whoever they are made for, comes out of one budget."""

from __future__ import annotations

import pytest

from storage.memory import MemoryStore
from summaries.extractive.summarizer import ExtractiveSummarizer
from summaries.llm.answers import Overview
from summaries.llm.budget import Budget, Limits
from summaries.llm.overviews import LanguageModelOverviewer
from summaries.llm.summarizer import LanguageModelSummarizer
from tests.fakes.clock import SettableClock
from tests.fakes.language_model import ScriptedModel
from tests.summaries.invented_papers import cases
from tests.summaries.llm.test_overviews import DAY, TOLD, TRUE

CASE = next(cases())


async def test_every_call_is_counted() -> None:
    """A summary that is waited for, one that is made ahead, and an overview: calls and money."""
    notes, clock = MemoryStore(), SettableClock("2031-03-07T12:00:00Z")
    budget = Budget(limits=Limits(1.0, 50_000), notes=notes, clock=clock)
    model = ScriptedModel(CASE.answer, CASE.answer, Overview(sentences=TRUE))
    summarizer = LanguageModelSummarizer(
        model=model, fallback=ExtractiveSummarizer(clock), budget=budget, clock=clock
    )
    await summarizer.summarize(CASE.paper, None, "en")
    await summarizer.ahead().summarize(CASE.paper, None, "en")
    spent = await budget.today()
    assert (spent.calls, spent.tokens) == (2, 2_000)
    assert spent.money == pytest.approx(0.002)
    overviewer = LanguageModelOverviewer(model=model, budget=budget, notes=notes)
    assert await overviewer.overview(TOLD, "en", DAY)
    assert (await budget.today()).calls == 3
