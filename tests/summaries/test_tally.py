"""The books of a language model: what became of its answers, and what they cost."""

from __future__ import annotations

import pytest

from domain.errors import ModelUnavailable
from domain.summaries import StandIn
from summaries.abstractive import LanguageModelSummarizer
from summaries.answers import Overview, Told
from summaries.budget import Budget, Limits
from summaries.extractive import ExtractiveSummarizer
from summaries.grounding import Rule
from summaries.overviews import LanguageModelOverviewer
from summaries.tally import Bookkeeper, Tally
from tests.fakes.clock import SettableClock
from tests.fakes.language_model import Scripted, ScriptedModel
from tests.fakes.memory_store import MemoryStore
from tests.summaries.invented_papers import cases
from tests.summaries.test_overviews import DAY, FALSE, TOLD, TRUE

CASE = next(cases())
CLOCK = SettableClock("2031-03-07T12:00:00Z")
TEMPLATE = Told(text="The method is xxx.", sentences=[1])
NOWHERE = Told(text="The router is learned with a distillation loss.", sentences=[99])


class Desk:
    """A summariser, an overviewer and their books, over a model that follows a script."""

    def __init__(self, *script: Scripted, limits: Limits | None = None) -> None:
        notes = MemoryStore()
        budget = Budget(limits=limits or Limits(), notes=notes, clock=CLOCK)
        model, tally = ScriptedModel(*script), Tally()
        self.summarizer = LanguageModelSummarizer(
            model=model,
            fallback=ExtractiveSummarizer(CLOCK),
            budget=budget,
            clock=CLOCK,
            tally=tally,
        )
        self.overviewer = LanguageModelOverviewer(
            model=model, budget=budget, notes=notes, tally=tally
        )
        self.books = Bookkeeper(model=model.name, tally=tally, budget=budget)

    async def summarize(self, times: int = 1) -> None:
        """Have the case's paper summarised, ahead of time every second time."""
        for turn in range(times):
            maker = self.summarizer.ahead() if turn % 2 else self.summarizer
            await maker.summarize(CASE.paper, None, "en")


async def test_what_failed_is_counted_by_rule() -> None:
    """Each claim that did not stand, whether mended or not, whoever it was made for."""
    takeaways = [TEMPLATE, NOWHERE, *CASE.answer.takeaways[1:]]
    desk = Desk(CASE.answer.model_copy(update={"takeaways": takeaways}))
    await desk.summarize(2)
    account = await desk.books.account()
    assert account.rules[Rule.TEMPLATE] == 2
    assert account.rules[Rule.CITATION] == 2
    assert (account.summaries, account.repairs) == (2, 2)
    assert account.stood_in == {}


async def test_what_stood_in_is_counted_by_reason() -> None:
    """An answer of which too little stood, a model that was silent, a budget that was spent."""
    false = CASE.answer.model_copy(update={"takeaways": [TEMPLATE] * 3})
    desk = Desk(false, false, ModelUnavailable())
    await desk.summarize(3)
    assert (await desk.books.account()).stood_in == {StandIn.UNAVAILABLE: 2, StandIn.UNGROUNDED: 1}
    poor = Desk(CASE.answer, limits=Limits(tokens=10))
    await poor.summarize()
    assert (await poor.books.account()).stood_in == {StandIn.BUDGET: 1}


async def test_what_was_spent_is_told_with_it() -> None:
    """Calls, tokens and money: today's and all days'; the model and its limits beside them."""
    desk = Desk(CASE.answer, limits=Limits(1.0, 50_000))
    await desk.summarize(3)
    account = await desk.books.account()
    assert account.model == "scripted-1"
    assert account.limits == Limits(1.0, 50_000)
    assert (account.today.calls, account.today.tokens) == (3, 3_000)
    assert account.today.money == pytest.approx(0.003)
    assert account.in_total == account.today


async def test_overviews_are_in_the_same_books() -> None:
    """With what of them did not stand."""
    desk = Desk(Overview(sentences=[*TRUE, FALSE]))
    await desk.overviewer.overview(TOLD, "en", DAY)
    account = await desk.books.account()
    assert account.overviews == 1
    assert account.rules[Rule.NUMBER] == 1
    assert account.today.calls == 1


async def test_an_account_is_of_its_moment() -> None:
    """What comes later changes nothing of it."""
    desk = Desk(CASE.answer.model_copy(update={"takeaways": [TEMPLATE] * 3}))
    before = await desk.books.account()
    await desk.summarize()
    assert before.rules == {}
    assert before.today.calls == 0
