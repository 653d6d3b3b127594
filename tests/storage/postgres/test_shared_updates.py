"""Two processes serve one bot: what people ask is answered though one of them is killed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest
from telegram import Update

from bot.container import open_container
from bot.platforms.handling import follow
from bot.platforms.supervision import Supervisor
from bot.platforms.telegram import polling
from bot.platforms.telegram.adapter import TelegramAdapter
from bot.platforms.telegram.sending.pacing import Pace
from bot.settings import Settings
from domain.errors import StoreError
from domain.ports.sharing.inbox import KeptUpdate
from storage import TableStore
from storage.places import PostgresPlace
from storage.postgres.inbox import InboxRows
from tests.fakes.clock import SettableClock
from tests.fakes.telegram_server import TOKEN, FakeTelegram
from tests.platforms.telegram_harness import NOW
from tests.platforms.test_telegram_webhook import UPDATE, free_port
from tests.storage.postgres.server import emptied
from tests.storage.postgres.test_serving import joined, store_of

CHATS = (11, 12, 13)


class Process:
    """One of those that serve."""

    def __init__(self, store: TableStore, adapter: TelegramAdapter, supervisor: Supervisor) -> None:
        self.store = store
        self.adapter = adapter
        self.supervisor = supervisor
        self.serving = asyncio.create_task(supervisor.run())
        self.taken: list[int] = []

    def note_what_it_takes(self) -> None:
        """Have `taken` tell what this process deals with."""
        shared = self.adapter._shared
        assert shared is not None
        take = shared._take

        def noted(update: Update) -> None:
            self.taken.append(update.update_id)
            take(update)

        shared._take = noted

    def hangs(self) -> None:
        """Have it begin with what it takes, and never come to an end."""
        shared = self.adapter._shared
        assert shared is not None

        def taken(update: Update) -> None:
            self.taken.append(update.update_id)
            follow(asyncio.create_task(asyncio.Event().wait()))

        shared._take = taken

    async def killed(self) -> None:
        """Nothing more comes of it, and it is taken for dead."""
        self.serving.cancel()
        await asyncio.wait({self.serving})
        await self.store.close()

    async def stop(self) -> None:
        """End it as a process does."""
        self.serving.cancel()
        await asyncio.wait({self.serving})
        await self.adapter.close()


@asynccontextmanager
async def process(
    folder: Path, place: PostgresPlace, telegram: FakeTelegram, **settings: Any
) -> AsyncIterator[Process]:
    """A process that serves Telegram on a server's database, with the sample for papers."""
    made = Settings(database=folder / "papercrier.db", telegram_api_url=telegram.url, **settings)
    store = store_of(place, joined(place))

    async def listening(work: Callable[[], Awaitable[None]]) -> None:
        while not await store.take_leases(["telegram"]):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        await work()

    async with open_container(made, sample=True, clock=SettableClock(NOW)) as services:
        own = replace(services, store=store, outbox=store, inbox=InboxRows(store._writer))
        pace = Pace(in_all=(500, 1.0), in_a_chat=(100, 1.0), in_a_group=(100, 1.0))
        adapter = TelegramAdapter(
            *(own, made, TOKEN), long_poll=1, patience=1, pace=pace, listening=listening
        )
        supervisor = Supervisor(adapter, store, own.clock, first_pause=0.05, longest_pause=0.2)
        yield Process(store, adapter, supervisor)
    await store.close()


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    """Telegram."""
    async with FakeTelegram() as fake:
        yield fake


@pytest.fixture
async def both(
    lasting: PostgresPlace, tmp_path: Path, telegram: FakeTelegram
) -> AsyncIterator[tuple[Process, Process]]:
    """Two processes on an empty database."""
    first = store_of(lasting, joined(lasting))
    await first._writer.run(emptied)
    await first.close()
    async with AsyncExitStack() as stack:
        here, there = [
            await stack.enter_async_context(process(tmp_path / name, lasting, telegram))
            for name in ("here", "there")
        ]
        yield here, there
        for each in (here, there):
            await each.stop()


def said(telegram: FakeTelegram, chat: int) -> Sequence[str]:
    """What a chat was answered."""
    return [message.text for message in telegram.messages(chat)]


async def test_each_is_answered_once_and_in_order(
    both: tuple[Process, Process], telegram: FakeTelegram
) -> None:
    """Whoever of them deals with it; one polls at a time."""
    for each in both:
        each.note_what_it_takes()
    for number in range(5):
        for chat in CHATS:
            await telegram.say(chat, f"/why {number}{number}01.0000{number}")
    await telegram.until(lambda: all(len(said(telegram, chat)) == 5 for chat in CHATS))
    for chat in CHATS:
        told = said(telegram, chat)
        assert all(f"{n}{n}01.0000{n}" in text for n, text in enumerate(told)), told
    taken = [number for each in both for number in each.taken]
    assert (len(taken), len(set(taken))) == (15, 15)


async def test_what_a_killed_process_had_is_answered_by_the_other(
    both: tuple[Process, Process], telegram: FakeTelegram
) -> None:
    """Though Telegram was told that it is taken; what came after it waits, and comes after it."""
    for each in both:
        each.hangs()
    await telegram.say(CHATS[0], "/why 0001.00001")
    await telegram.until(lambda: any(each.taken for each in both))
    killed, other = sorted(both, key=lambda each: not each.taken)
    await telegram.say(CHATS[0], "/why 0001.00002")
    await telegram.until(lambda: not telegram._updates)
    assert (len(killed.taken), other.taken) == (1, [])
    assert other.adapter._shared is not None
    other.adapter._shared._take = other.adapter._take
    await killed.killed()
    await telegram.until(lambda: len(said(telegram, CHATS[0])) == 2)
    assert all(f"0001.0000{n}" in text for n, text in enumerate(said(telegram, CHATS[0]), 1))


async def test_what_cannot_be_kept_is_not_confirmed(
    both: tuple[Process, Process], telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is asked for again, until it can be."""
    monkeypatch.setattr(polling, "_NOT_KEPT_PAUSE", 0.05)
    tries = 0
    keep = InboxRows.keep_updates

    async def away(
        inbox: InboxRows, bot: str, updates: Sequence[KeptUpdate], *, take: int = 0
    ) -> list[KeptUpdate]:
        nonlocal tries
        tries += 1
        if tries <= 2:
            raise StoreError
        return await keep(inbox, bot, updates, take=take)

    monkeypatch.setattr(InboxRows, "keep_updates", away)
    await telegram.say(CHATS[0], "/why 0001.00001")
    await telegram.until(lambda: said(telegram, CHATS[0]))
    assert tries == 3
    await telegram.until(lambda: not telegram._updates)


async def test_any_process_is_called(
    lasting: PostgresPlace, tmp_path: Path, telegram: FakeTelegram
) -> None:
    """What Telegram calls with again, and another process at that, is answered once."""
    first = store_of(lasting, joined(lasting))
    await first._writer.run(emptied)
    await first.close()
    called = {"telegram_webhook": True, "public_url": "https://crier.example"}
    addresses = [f"127.0.0.1:{free_port()}" for _ in range(2)]
    async with AsyncExitStack() as stack:
        processes = [
            await stack.enter_async_context(
                process(tmp_path / str(n), lasting, telegram, web_address=address, **called)
            )
            for n, address in enumerate(addresses)
        ]
        await telegram.until(lambda: len(telegram.called("getWebhookInfo")) >= 2)
        path = urlsplit(telegram.webhook["url"]).path
        headers = {"X-Telegram-Bot-Api-Secret-Token": telegram.webhook["secret_token"]}
        session = await stack.enter_async_context(aiohttp.ClientSession())
        for number in (1, 2):
            for address in addresses:
                body = UPDATE | {"update_id": number}
                url = f"http://{address}{path}"
                async with session.post(url, json=body, headers=headers) as answer:
                    assert answer.status == 200
        await telegram.until(lambda: len(said(telegram, 11)) == 2)
        for each in processes:
            await each.stop()
    assert len(said(telegram, 11)) == 2
