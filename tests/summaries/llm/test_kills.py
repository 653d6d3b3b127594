"""Batches over a kill of the process that asked for them: asked, paid for and counted once."""

from __future__ import annotations

import asyncio

import pytest

from summaries.llm.usage import Usage
from tests.summaries.llm.batch_server import BatchServer
from tests.summaries.llm.nights import Night, creations, papers

pytestmark = pytest.mark.parametrize("provider", ["openai", "anthropic"])
FIRST = {"openai": "POST /v1/files", "anthropic": "POST /v1/messages/batches"}
"""What is asked first for a batch."""


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
    server.fails[FIRST[night.provider]] = 503
    assert await night.make(papers(2))
    assert night.made == {}
    assert (await night.spent()).tokens == 0
    server.fails.clear()
    night.happens = [server.end]
    assert await night.make(papers(2))
    assert len(night.made) == 2


async def test_a_batch_that_was_never_taken_is_not_taken_for_another(
    night: Night, server: BatchServer
) -> None:
    """Of as many questions, at the same time: its own answers are not those of the other."""
    assert not await night.make(papers(1), again=True)
    server.fails[FIRST[night.provider]] = 503
    assert not await night.make(papers(2), again=True)
    server.fails.clear()
    night.happens = [server.end]
    assert await night.make(papers(2))
    assert len(night.made) == 2
    assert len(server.batches) == 2
    assert (await night.spent()).tokens == 2_000


async def test_a_kill_while_it_is_taken_back_takes_nothing_back_twice(
    night: Night, server: BatchServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What others have spent stays counted."""
    await night.budget.spend(Usage(50_000, 0.1, 5))
    server.fails[FIRST[night.provider]] = 503
    assert not await night.make(papers(2), again=True)
    night.until = night.clock.now()
    save = night.store.save_note

    async def killed(name: str, text: str) -> None:
        if name == "batches":
            raise asyncio.CancelledError
        await save(name, text)

    with monkeypatch.context() as patch:
        patch.setattr(night.store, "save_note", killed)
        with pytest.raises(asyncio.CancelledError):
            await night.make(papers(2))
    assert await night.make(papers(2))
    assert (await night.spent()).tokens == 50_000
