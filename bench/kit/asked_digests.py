"""Digests asked for at once, by chats that follow many topics: a process of its own."""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from app.services import Services
from bench.kit.chats import announced
from bench.kit.morning_container import MORNING, since
from bench.kit.records import papers, phrases
from bench.kit.timing import HIGH, percentile
from bot.container import open_container
from bot.platforms.answering import answer
from bot.run import spare_the_collector
from bot.settings import Settings
from domain.chats import ChatRef, Subscription
from domain.requests import Request
from domain.topics import Topic
from tests.fakes.clock import SettableClock
from tests.fakes.paper_source import FakeSource
from topics.catalogue import catalogue
from topics.language import parse_query

_OWN: Final = 12
_READY: Final = 8
"""Topics of a chat: two plain words each, and ready ones."""


def measured(chats: str) -> None:
    """Print the milliseconds of processor that each digest of a week takes, the first left out."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        announced(path, papers())
        taken = asyncio.run(_each(path, int(chats)))[1:]
    figures = {"usual": percentile(taken, 0.5), "high": percentile(taken, HIGH)}
    json.dump(figures, sys.stdout)


async def _each(path: Path, chats: int) -> list[float]:
    clock = SettableClock(MORNING + timedelta(minutes=40))
    settings = Settings(database=path, _env_file=None)
    taken = []
    async with open_container(settings, source=FakeSource(clock), clock=clock) as services:
        spare_the_collector()
        for number, topics in enumerate(_topics(chats)):
            chat = ChatRef("telegram", str(number))
            await _follow(services, chat, topics)
            began = time.process_time()
            await answer(services, Request(chat, str(number), "digest", "week"))
            taken.append((time.process_time() - began) * 1e3)
    return taken


def _topics(chats: int) -> Iterator[list[Topic]]:
    chance = random.Random(7)
    words = [text.replace('"', "") for text in phrases(papers(), 100 * _OWN)]
    for _ in range(chats):
        own = [Topic(text, parse_query(text)) for text in chance.sample(words, _OWN)]
        yield own + [ready.topic for ready in chance.sample(catalogue(), _READY)]


async def _follow(services: Services, chat: ChatRef, topics: list[Topic]) -> None:
    await services.store.save_chat(await services.chat(chat, "en"))
    await services.store.subscribe([Subscription(chat, topic, since()) for topic in topics])
