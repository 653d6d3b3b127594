"""A hundred chats ask for one new paper at once: what it costs arXiv and the language model."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from llmock.pytest_plugin import LLMock

from app.services import Services
from domain.chats import ChatRef
from domain.requests import Request
from handlers.dispatch import dispatch
from rendering.common.plain import visible_lines
from tests.bot.arxiv_container import PAPER, a_container, calls, own_page, page
from tests.fakes.arxiv_http import Reply
from tests.fakes.arxiv_server import FakeArxiv
from tests.fakes.language_model import Hang, model_server, say
from tests.papers.invented import FRIDAY
from tests.summaries.long_paper import answer

CHATS = 100


@pytest.fixture
def arxiv() -> Iterator[FakeArxiv]:
    """An arXiv that has announced the paper today, under its usual licence."""
    with FakeArxiv() as server:
        server.announce(FRIDAY, PAPER)
        server.files[f"/abs/{PAPER.id.base}"] = own_page()
        server.files[f"/html/{PAPER.id}"] = Reply(page())
        yield server


async def asked(services: Services, first: int = 0, count: int = CHATS) -> list[str]:
    """What so many chats read that all ask at once."""
    wanted = (
        Request(ChatRef("telegram", str(number)), f"user {number}", "summarize", PAPER.id.base)
        for number in range(first, first + count)
    )
    documents = await asyncio.gather(*(dispatch(services, request) for request in wanted))
    return [" ".join(" ".join(visible_lines(document)).split()) for document in documents]


def cost(arxiv: FakeArxiv) -> Counter[str]:
    """Requests to arXiv, by the first part of their path."""
    return Counter(seen.path.split("/")[1] for seen in arxiv.seen)


async def test_they_cost_one_call_and_one_download(
    arxiv: FakeArxiv, llmock: LLMock, tmp_path: Path
) -> None:
    """And as many more after a restart cost nothing at all."""
    llmock.reply(answer().model_dump_json(), times=None)
    async with a_container(tmp_path, arxiv, llmock.base_url("openai")) as services:
        read = await asked(services)
    once = Counter({"abs": 1, "html": 1})
    assert cost(arxiv) == once
    assert calls(llmock) == 1
    async with a_container(tmp_path, arxiv, llmock.base_url("openai")) as services:
        again = await asked(services, CHATS)
    assert cost(arxiv) == once
    assert calls(llmock) == 1
    assert "by quill-1 from the full text of v1, 8 Mar 2024" in read[0]
    assert answer().takeaways[1].text in read[0]
    assert [line.partition(" to read")[2] for line in read] == [
        read[0].partition(" to read")[2]
    ] * CHATS
    assert set(again) == {again[0]}


async def test_a_restart_while_the_model_answers_costs_no_second_download(
    arxiv: FakeArxiv, tmp_path: Path
) -> None:
    """What was read under a free licence is on disk; the call that was cut short is made anew."""
    arxiv.files[f"/html/{PAPER.id}"] = Reply(page("CC BY 4.0"))
    async with model_server([Hang(30), say(answer())]) as server:
        async with a_container(tmp_path, arxiv, server.url) as services:
            asking = asyncio.gather(*(asked(services, n, 1) for n in range(CHATS)))
            await server.was_asked.wait()
            asking.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asking
        async with a_container(tmp_path, arxiv, server.url) as services:
            read = await asked(services)
        assert len(server.requests) == 2
    assert cost(arxiv) == Counter({"abs": 1, "html": 1})
    assert set(read) == {read[0]}
    assert "by quill-1 from the full text of v1, 8 Mar 2024" in read[0]
