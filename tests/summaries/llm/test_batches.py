"""Summaries through the providers' batch interfaces: paid for once, in time, or made live."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from summaries.llm.batch.summarizer import LEAST_TIME
from summaries.llm.budget import RESERVE, Limits
from tests.summaries.llm.batch_server import BatchServer
from tests.summaries.llm.nights import CASE, GOOD, Night, creations, papers

HALF = {"openai": 0.5 * (900 * 0.10 + 100 * 0.50) / 1e6, "anthropic": 0.5 * (900 + 100 * 5) / 1e6}
"""What a question and its answer cost in a batch, by the lists of prices."""

pytestmark = pytest.mark.parametrize("provider", ["openai", "anthropic"])


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
    """Before anything is answered; what the budget has no room for is not asked for."""
    assert not await night.make(papers(3), again=True)
    assert (await night.spent()).tokens > 3 * 2_000
    night.limits = Limits(tokens=2_000)
    assert not await night.make(papers(6), again=True)
    assert creations(server) == 1


async def test_as_many_are_asked_for_as_the_budget_has_room_for(
    night: Night, server: BatchServer
) -> None:
    """The first ones of a morning that is too dear; the others are left to be made live."""
    await night.make(papers(1), again=True)
    room = 3.5 * (await night.spent()).tokens
    night.limits = Limits(tokens=int(room / (1 - RESERVE)))
    night.happens = [server.end]
    assert await night.make(papers(6))
    asked = [paper for batch in server.batches for paper in batch.questions]
    assert len(asked) == len(set(asked)) == 3
    assert list(night.made) == [paper.id.base for paper in papers(3)]
    spent = await night.spent()
    assert (spent.tokens, spent.calls) == (3_000, 3)


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
