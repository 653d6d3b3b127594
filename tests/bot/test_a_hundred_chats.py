"""A hundred chats ask for one new paper at once: what it costs arXiv and the language model."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import pytest
from llmock.pytest_plugin import LLMock

from bot.house import open_house
from bot.settings import Settings
from domain.chats import ChatRef
from domain.identifiers import PaperId
from domain.papers import Paper
from domain.requests import Request
from handlers.dispatch import dispatch
from handlers.services import Services
from rendering.plain import visible_lines
from tests.fakes.arxiv_http import Reply
from tests.fakes.arxiv_server import FakeArxiv
from tests.fakes.clock import SettableClock
from tests.fakes.language_model import Hang, model_server, say
from tests.papers.invented import FRIDAY
from tests.summaries.long_paper import PAPER as LONG
from tests.summaries.long_paper import TEXT, answer

NOW = "2024-03-08T12:00:00Z"
CHATS = 100
CC_BY = "http://creativecommons.org/licenses/by/4.0/"
ARXIV_ONLY = "http://arxiv.org/licenses/nonexclusive-distrib/1.0/"
PAPER: Paper = replace(
    LONG, id=PaperId("2403.00001", 1), published=datetime(2024, 3, 7, tzinfo=UTC)
)


def page() -> str:
    """The paper as arXiv shows it."""
    sections = "".join(
        f'<section class="ltx_section"><h2 class="ltx_title">{escape(section.title)}</h2>'
        f'<div class="ltx_para"><p class="ltx_p">{escape(section.text)}</p></div></section>'
        for section in TEXT.sections
    )
    abstract = f'<div class="ltx_abstract"><p class="ltx_p">{escape(PAPER.abstract)}</p></div>'
    return f'<html><body><article class="ltx_document">{abstract}{sections}</article></body></html>'


def licensed(licence: str) -> Reply:
    """What arXiv says of the paper's licence."""
    return Reply(
        '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><record><license>'
        f"{licence}</license></record></OAI-PMH>"
    )


@pytest.fixture
def arxiv() -> Iterator[FakeArxiv]:
    """An arXiv that has announced the paper today, under its usual licence."""
    with FakeArxiv() as server:
        server.announce(FRIDAY, PAPER)
        server.files[f"/html/{PAPER.id}"] = Reply(page())
        server.files["/oai"] = licensed(ARXIV_ONLY)
        yield server


@asynccontextmanager
async def a_house(folder: Path, arxiv: FakeArxiv, model: str) -> AsyncIterator[Services]:
    """The real house: its own store, its way to arXiv, its language model."""
    settings = Settings(
        _env_file=None,
        database=folder / "papercrier.db",
        arxiv_api_url=arxiv.api_url,
        arxiv_site_url=arxiv.url,
        arxiv_rss_url=arxiv.url,
        arxiv_interval=0,
        llm_model="openai:quill-1",
        llm_base_url=model,
    )
    async with open_house(settings, clock=SettableClock(NOW)) as services:
        yield services


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
    async with a_house(tmp_path, arxiv, llmock.base_url("openai")) as services:
        read = await asked(services)
    once = Counter({"api": 1, "oai": 1, "html": 1})
    assert cost(arxiv) == once
    assert len(llmock.requests) == 1
    async with a_house(tmp_path, arxiv, llmock.base_url("openai")) as services:
        again = await asked(services, CHATS)
    assert cost(arxiv) == once
    assert len(llmock.requests) == 1
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
    arxiv.files["/oai"] = licensed(CC_BY)
    async with model_server([Hang(30), say(answer())]) as server:
        async with a_house(tmp_path, arxiv, server.url) as services:
            asking = asyncio.gather(*(asked(services, n, 1) for n in range(CHATS)))
            await server.was_asked.wait()
            asking.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asking
        async with a_house(tmp_path, arxiv, server.url) as services:
            read = await asked(services)
        assert len(server.requests) == 2
    assert cost(arxiv) == Counter({"api": 1, "oai": 1, "html": 1})
    assert set(read) == {read[0]}
    assert "by quill-1 from the full text of v1, 8 Mar 2024" in read[0]
