"""How arXiv is asked: once in an interval, whatever people want, as arXiv sees it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from app.services import Services
from bot.container import open_container
from bot.settings import Settings
from domain.chats import ChatRef
from domain.requests import Request
from handlers.dispatch import dispatch
from tests.fakes.arxiv_server import FakeArxiv
from tests.fakes.clock import SettableClock
from tests.papers.invented import FRIDAY, invented

INTERVAL = 0.15
WORDS = ("boats", "paper", "folding", "rivers", "kites", "lanterns", "bridges", "ropes")


@pytest.fixture
def arxiv() -> Iterator[FakeArxiv]:
    """Papers of several archives, announced on a Friday."""
    with FakeArxiv() as server:
        for number, category in enumerate(("cs.CV", "math.CO", "stat.ML", "hep-th", "q-bio.NC"), 1):
            server.announce(FRIDAY, invented(number, categories=(category,), primary=category))
        yield server


@asynccontextmanager
async def harness(
    arxiv: FakeArxiv, folder: Path, interval: float = INTERVAL
) -> AsyncIterator[Services]:
    """The real harness on that arXiv."""
    settings = Settings(
        _env_file=None,
        database=folder / "papercrier.db",
        arxiv_api_url=arxiv.api_url,
        arxiv_site_url=arxiv.url,
        arxiv_rss_url=arxiv.url,
        arxiv_interval=interval,
    )
    async with open_container(settings, clock=SettableClock("2024-03-08T12:00:00Z")) as services:
        yield services


async def ask(services: Services, chat: int, command: str, text: str = "") -> None:
    """One chat asks for something."""
    await dispatch(services, Request(ChatRef("telegram", str(chat)), f"u{chat}", command, text))


async def test_arxiv_is_asked_once_in_an_interval(arxiv: FakeArxiv, tmp_path: Path) -> None:
    """By searches, papers and digests of many chats at once, and by a second harness beside it."""
    async with harness(arxiv, tmp_path) as one, harness(arxiv, tmp_path) as other:
        for chat, category in enumerate(("cs.CV", "math.CO", "hep-th")):
            await ask(one, chat, "subscribe", f"cat:{category}")
        asked = [ask(one, chat, "digest") for chat in range(3)]
        asked += [ask(one, chat, "search", word) for chat, word in enumerate(WORDS[:3])]
        asked += [ask(other, 50 + n, "summarize", f"2403.0000{n}") for n in (1, 2, 3)]
        await asyncio.gather(*asked)
    moments = [seen.at for seen in arxiv.seen]
    assert len(moments) >= 8
    assert arxiv.most_at_once == 1
    assert min(after - before for before, after in pairwise(moments)) >= INTERVAL


async def test_topics_cost_arxiv_nothing(arxiv: FakeArxiv, tmp_path: Path) -> None:
    """A digest of thirty topics asks as often as one of a single topic in the same archive."""
    costs = []
    for many in (1, 30):
        folder = tmp_path / str(many)
        async with harness(arxiv, folder, interval=0) as services:
            for number in range(many):
                word = f"{WORDS[number % len(WORDS)]}{number}"
                await ask(services, 1, "subscribe", f'cat:cs.CV AND "{word}"')
            before = len(arxiv.seen)
            await ask(services, 1, "digest")
            costs.append(len(arxiv.seen) - before)
    assert costs[0] == costs[1] > 0
