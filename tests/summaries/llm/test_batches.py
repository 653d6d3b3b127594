"""Summaries through the providers' batch interfaces: kept over a kill, paid for once, in time."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.identifiers import PaperId
from domain.papers import Paper
from domain.summaries import Summary
from storage.memory import MemoryStore
from summaries.extractive.summarizer import ExtractiveSummarizer
from summaries.llm.batch.summarizer import LEAST_TIME, BatchSummarizer
from summaries.llm.budget import Budget, Limits, Spending
from summaries.llm.models import open_model
from summaries.llm.summarizer import LanguageModelSummarizer
from tests.fakes.clock import SettableClock
from tests.summaries.invented_papers import cases
from tests.summaries.llm.batch_server import BatchServer, batch_server

CASE = next(cases())
GOOD = CASE.answer.model_dump_json()
NAMES = {"openai": "openai:gpt-6-luna", "anthropic": "anthropic:claude-haiku-4-5"}
HALF = {"openai": 0.5 * (900 * 0.10 + 100 * 0.50) / 1e6, "anthropic": 0.5 * (900 + 100 * 5) / 1e6}
"""What a question and its answer cost in a batch, by the lists of prices."""

pytestmark = pytest.mark.parametrize("provider", ["openai", "anthropic"])


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


@pytest.fixture
def night(provider: str) -> Night:
    """Before a morning with digests at seven."""
    return Night(provider)


@pytest.fixture
async def server(night: Night, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[BatchServer]:
    """Stands where both providers are."""
    async with batch_server(lambda text: GOOD) as server:
        server.created_at = int(night.clock.now().timestamp())
        monkeypatch.setenv("OPENAI_BASE_URL", f"{server.url}/v1")
        monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
        yield server


def papers(count: int) -> list[Paper]:
    """The same paper under other ids and titles."""
    return [
        replace(CASE.paper, id=PaperId(f"3103.{n:05}", 1), title=f"{CASE.paper.title} {n}")
        for n in range(count)
    ]


def creations(server: BatchServer) -> int:
    """How often a batch was asked for."""
    return sum(each.startswith("POST") and each.endswith("/batches") for each in server.asked)


async def test_a_mornings_summaries_are_made_together_at_half_price(
    night: Night, server: BatchServer
) -> None:
    """One batch, each paper once, each held against its paper; the budget counts what it took."""
    night.happens = [lambda: None, server.end]
    assert await night.make(papers(3))
    assert set(night.made) == {paper.id.base for paper in papers(3)}
    assert all(one.tldr.text == CASE.answer.tldr.text for one in night.made.values())
    assert all(one.provenance.stands_in is None for one in night.made.values())
    assert creations(server) == 1
    spent = await night.spent()
    assert (spent.tokens, spent.calls) == (3_000, 3)
    assert spent.money == pytest.approx(3 * HALF[night.provider], rel=0.01)


async def test_what_is_under_way_is_counted_as_ahead(night: Night, server: BatchServer) -> None:
    """Before anything is answered; a batch that the budget has no room for is not asked for."""
    assert not await night.make(papers(3), again=True)
    assert (await night.spent()).tokens > 3 * 2_000
    night.limits = Limits(tokens=12_000)
    assert not await night.make(papers(6), again=True)
    assert creations(server) == 1


async def test_a_kill_while_it_is_answered_asks_nothing_twice(
    night: Night, server: BatchServer
) -> None:
    """The next process waits for the same batch, and asks for what is new alone."""
    assert not await night.make(papers(2), again=True)
    assert not await night.make(papers(3), again=True)
    asked = [sorted(batch.questions) for batch in server.batches]
    assert [len(each) for each in asked] == [2, 1]
    assert not set(asked[0]) & set(asked[1])
    server.end()
    assert await night.make(papers(3))
    assert len(night.made) == 3
    assert creations(server) == 2
    assert (await night.spent()).tokens == 3_000


async def test_a_kill_between_asking_and_keeping_the_id_asks_nothing_twice(
    night: Night, server: BatchServer
) -> None:
    """The batch is found again by what it asks, though its answer never came."""
    path = "/v1/batches" if night.provider == "openai" else "/v1/messages/batches"
    server.fails[f"POST {path}"] = 0

    def killed() -> None:
        raise asyncio.CancelledError

    night.happens = [killed]
    with pytest.raises(asyncio.CancelledError):
        await night.make(papers(2))
    server.fails.clear()
    server.end()
    assert await night.make(papers(2))
    assert len(night.made) == 2
    assert creations(server) == 1
    assert (await night.spent()).tokens == 2_000


async def test_a_kill_before_it_was_asked_costs_nothing(night: Night, server: BatchServer) -> None:
    """What was counted ahead is taken back; it is asked for anew."""
    path = "/v1/files" if night.provider == "openai" else "/v1/messages/batches"
    server.fails[f"POST {path}"] = 503
    assert await night.make(papers(2))
    assert night.made == {}
    assert (await night.spent()).tokens == 0
    server.fails.clear()
    night.happens = [server.end]
    assert await night.make(papers(2))
    assert len(night.made) == 2


@pytest.mark.parametrize("status", ["expired", "cancelled"])
async def test_a_batch_that_ends_without_answers_leaves_them_to_be_made_live(
    night: Night, server: BatchServer, status: str
) -> None:
    """It is over, nothing was made, nothing is paid."""
    night.happens = [lambda: server.end(status)]
    assert await night.make(papers(2))
    assert night.made == {}
    assert (await night.spent()).tokens == 0


async def test_one_that_fails_takes_no_other_with_it(night: Night, server: BatchServer) -> None:
    """Nor one whose JSON is wrong, nor one that says what is not so; none is asked for so again."""
    false = CASE.answer.model_copy(update={"takeaways": []}).model_dump_json()
    answers = iter([None, "{wrong" if night.provider == "openai" else "{}", false, GOOD])
    server.answer = lambda text: next(answers)
    night.happens = [server.end]
    async with night.process() as batches:
        wanted = [(paper, "en") for paper in papers(4)]
        assert await batches.make(wanted, night.until, night.keep, lambda: False)
        assert list(night.made) == ["3103.00003"]
        assert await batches.make(wanted[:3], night.until, night.keep, lambda: False)
    assert creations(server) == 1
    assert (await night.spent()).tokens == 3_000


async def test_what_is_late_is_cancelled_and_left_to_be_made_live(
    night: Night, server: BatchServer
) -> None:
    """By the moment it is needed, nobody waits for it any more."""
    assert await night.make(papers(2))
    assert night.clock.now() >= night.until
    assert [batch.status for batch in server.batches] == ["cancelled"]
    assert night.made == {}
    assert sum(each.endswith("/cancel") for each in server.asked) == 1
    assert (await night.spent()).tokens == 0


async def test_a_restart_after_it_was_needed_takes_what_there_is(
    night: Night, server: BatchServer
) -> None:
    """What was answered is used, and paid for once."""
    await night.make(papers(2), again=True)
    server.end()
    night.clock.advance(hours=5)
    night.until += timedelta(hours=24)
    assert await night.make(papers(2))
    assert len(night.made) == 2
    assert creations(server) == 1


async def test_without_time_nothing_is_asked_for(night: Night, server: BatchServer) -> None:
    """Summaries are made one by one then."""
    night.until = night.clock.now() + LEAST_TIME - timedelta(seconds=1)
    assert await night.make(papers(2))
    assert server.asked == []


@pytest.mark.parametrize("status", [401, 429])
async def test_a_provider_that_refuses_leaves_them_to_be_made_live(
    night: Night, server: BatchServer, status: int
) -> None:
    """What is wrong is told by the first live question, as ever."""
    path = "/v1/files" if night.provider == "openai" else "/v1/messages/batches"
    server.fails[f"POST {path}"] = status
    assert await night.make(papers(2))
    assert night.made == {}
    assert (await night.spent()).tokens == 0


async def test_trouble_while_waiting_passes(night: Night, server: BatchServer) -> None:
    """A look that fails is taken again at the next turn."""
    one = "/v1/batches/batch_1"
    path = one if night.provider == "openai" else "/v1/messages/batches/msgbatch_1"
    server.fails[f"GET {path}"] = 503

    def back() -> None:
        server.fails.clear()
        server.end()

    night.happens = [back]
    assert await night.make(papers(2))
    assert len(night.made) == 2
    assert creations(server) == 1


async def test_every_question_says_how_it_is_to_be_answered(
    night: Night, server: BatchServer
) -> None:
    """The same instructions, paper, language and form as one by one."""
    await night.make(papers(1), again=True)
    (question,) = server.batches[0].questions.values()
    said = json.dumps(question)
    assert "each checked by a program" in said
    assert "Write every claim in English." in said
    assert CASE.answer.keywords[0] in said
    assert "translated_title" in said
