"""What an answer costs the store: each command's calls, counted as the front ends make them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import bot.container
from app.services import Services
from bot.platforms.answering import answered
from domain.requests import Request
from handlers.commands import COMMANDS
from handlers.dispatch import effort_of
from storage import open_store
from tests.fakes.telegram_server import FakeTelegram
from tests.handlers.greek import asked, greek_container
from tests.platforms.telegram_harness import telegram_harness

CEILINGS = {
    "start": 2,
    "help": 1,
    "subscribe": 9,
    "unsubscribe": 3,
    "narrow": 4,
    "follow": 9,
    "subscriptions": 2,
    "topics": 1,
    "digest": 6,
    "digest week": 11,
    "summarize": 4,
    "evidence": 2,
    "changes": 2,
    "trends": 4,
    "search": 2,
    "ask": 4,
    "compare": 7,
    "why": 3,
    "save": 7,
    "bibtex": 2,
    "saved": 2,
    "similar": 6,
    "read": 4,
    "note": 8,
    "profile": 5,
    "more": 6,
    "less": 6,
    "settings": 1,
    "time": 5,
    "timezone": 5,
    "language": 3,
    "detail": 3,
    "limit": 3,
    "quiet": 3,
    "sound": 3,
    "updates": 3,
    "weekly": 3,
    "plain": 3,
    "unread": 3,
    "readinggroup": 1,
    "minutes": 1,
    "order": 3,
    "pause": 3,
    "resume": 5,
    "mute": 7,
    "export": 10,
    "import": 6,
    "forgetme": 12,
    "forgetme yes": 9,
    "about": 3,
    "stats": 16,
    "allow": 1,
    "deny": 5,
    "page": 3,
    "publish": 3,
    "apikey": 4,
}
"""Calls of the store for an answer of which all is at hand, at most."""

_WITH_AN_ARCHIVE = ("page", "apikey")

ARGUMENTS = {
    "subscribe": "λάδι",
    "unsubscribe": "1",
    "page": "2024-03-08 end",
    "narrow": "1",
    "follow": "Άδα Πένα",
    "summarize": "2403.00001",
    "evidence": "2403.00001",
    "changes": "2403.00001",
    "search": "φανοί",
    "ask": "2403.00001 φανοί;",
    "compare": "2403.00001 2403.00002",
    "why": "2403.00001",
    "bibtex": "2403.00001",
    "similar": "2403.00001",
    "read": "2403.00002",
    "note": "2403.00001 φως",
    "save": "2403.00001",
    "more": "2403.00001",
    "less": "2403.00001",
    "sound": "off",
    "updates": "all",
    "weekly": "fri",
    "plain": "on",
    "unread": "both",
    "order": "topic",
    "time": "08:30",
    "timezone": "Berlin",
    "language": "en",
    "detail": "full",
    "limit": "9",
    "quiet": "off",
    "mute": "φως",
    "import": "ύδωρ",
    "deny": "telegram:4242",
}


class CountingStore:
    """A store that counts what it is asked."""

    def __init__(self, store: Any) -> None:
        self._store = store
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> Any:
        what = getattr(self._store, name)

        def call(*args: Any, **named: Any) -> Any:
            self.calls.append(name)
            return what(*args, **named)

        return call if callable(what) else what


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[CountingStore]:
    """The stores that a container opens."""
    stores: list[CountingStore] = []

    def counting(*args: Any, **named: Any) -> CountingStore:
        stores.append(CountingStore(open_store(*args, **named)))
        return stores[-1]

    monkeypatch.setattr(bot.container, "open_store", counting)
    return stores


@asynccontextmanager
async def at_hand(folder: Path) -> AsyncIterator[Services]:
    """A harness in which everything was asked for before, by somebody who follows a topic."""
    async with greek_container(folder) as services:
        for line in (
            *("subscribe φανοί", "digest week", "digest", "summarize 2403.00001"),
            "save 2403.00002",
        ):
            command, _, argument = line.partition(" ")
            assert not (await answered(services, asked(command, argument))).is_refusal
        yield services


async def ask(services: Services, request: Request) -> None:
    """Ask as the front ends do."""
    context = await services.context(request)
    await effort_of(services, context)
    answer = await answered(services, context)
    assert not answer.is_refusal, answer.document


def test_every_command_has_its_ceiling() -> None:
    """New ones too."""
    assert {line.split()[0] for line in CEILINGS} == {command.name for command in COMMANDS}


@pytest.mark.parametrize("line", CEILINGS)
async def test_what_an_answer_costs(tmp_path: Path, opened: list[CountingStore], line: str) -> None:
    """No more calls than it may have, where nothing has to be asked of arXiv or made."""
    command, _, argument = line.partition(" ")
    async with at_hand(tmp_path) as services:
        (store,) = opened
        store.calls.clear()
        if command in _WITH_AN_ARCHIVE:
            services = replace(services, archive="https://papers.example")
        await ask(services, asked(command, argument or ARGUMENTS.get(command, "")))
        assert len(store.calls) <= CEILINGS[line], " ".join(store.calls)


@pytest.mark.parametrize(("line", "most"), [("summarize 2403.00001", 5), ("digest", 10)])
async def test_what_an_answer_costs_after_a_start(
    tmp_path: Path, opened: list[CountingStore], line: str, most: int
) -> None:
    """When nothing is in memory yet, but all in the database."""
    async with at_hand(tmp_path):
        pass
    async with greek_container(tmp_path) as services:
        opened[-1].calls.clear()
        command, _, argument = line.partition(" ")
        await ask(services, asked(command, argument))
        assert len(opened[-1].calls) <= most, opened[-1].calls


async def test_what_a_cached_summary_costs_on_telegram(
    tmp_path: Path, opened: list[CountingStore]
) -> None:
    """From the message to the answer: who it is, whether they are back, the paper, its summary."""
    async with FakeTelegram() as server, telegram_harness(tmp_path, server) as telegram:
        line = "/summarize sample/0000001"
        await telegram.ask(line, contains="Key takeaways")
        await telegram.settled()
        for store in opened:
            store.calls.clear()
        await telegram.ask(line, contains="Key takeaways")
        calls = [call for store in opened for call in store.calls]
        assert len(calls) <= 5, calls
