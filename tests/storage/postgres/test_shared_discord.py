"""Two processes serve one Discord bot: shards are shared out, what is posted is done once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import discord.http
import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.container import open_container
from bot.operations.archive_server import calls_taken
from bot.operations.calls import Calls
from bot.platforms.discord.adapter import DiscordAdapter
from bot.platforms.discord.receiving import sharding
from bot.roles import Roles
from bot.settings import Settings
from storage import TableStore
from storage.database import Database
from storage.places import PostgresPlace
from storage.postgres.allowances import AllowanceRows
from storage.postgres.paces import PaceRows
from tests.fakes.discord_objects import TOKEN
from tests.fakes.discord_server import FakeDiscord
from tests.patience import PATIENCE
from tests.platforms.discord.signed_posts import SignedPosts
from tests.platforms.test_telegram_webhook import free_port
from tests.storage.postgres.server import emptied
from tests.storage.postgres.test_serving import joined, store_of

SHARDS = 4


@pytest.fixture(autouse=True)
def _discord_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """discord.py keeps its addresses in classes; the test leaves them as it found them."""
    monkeypatch.setattr(Route, "BASE", Route.BASE)
    monkeypatch.setattr(discord.http, "Ratelimit", discord.http.Ratelimit)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)


class Process:
    """One of those that serve."""

    def __init__(self, store: TableStore, adapter: DiscordAdapter, roles: Roles) -> None:
        self.store = store
        self.adapter = adapter
        self.roles = roles
        self._tasks = [
            asyncio.create_task(roles.run()),
            asyncio.create_task(adapter.serve(_is_up)),
        ]

    async def killed(self) -> None:
        """Nothing more comes of it, and it is taken for dead."""
        for task in self._tasks:
            task.cancel()
        await self.store.close()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def _is_up() -> None:
    """Nobody has to know."""


@asynccontextmanager
async def process(
    folder: Path, place: PostgresPlace, fake: FakeDiscord, calls: Calls | None, **more: Any
) -> AsyncIterator[Process]:
    """A process that serves Discord on a server's database, with the sample for papers."""
    own: dict[str, Any] = {
        "database": folder / "p.db",
        "discord_api_url": fake.api_url,
        "discord_token": TOKEN,
    }
    made = Settings(_env_file=None, discord_gateway_url=fake.gateway_url, **own, **more)
    store = store_of(place, joined(place))
    async with open_container(made, sample=True) as services:
        shared = replace(
            services,
            store=store,
            outbox=store,
            paces=PaceRows(store._writer),
            marks=AllowanceRows(store._writer),
        )
        roles = Roles(
            store, made.model_copy(update={"database": place}), {"discord": TOKEN}, look=0.2
        )
        adapter = DiscordAdapter(
            shared,
            made,
            TOKEN,
            patience=0.05,
            listening=roles.during("discord"),
            calls=calls,
            share_out=partial(roles.share_out, "discord"),
        )
        one = Process(store, adapter, roles)
        yield one
        await one.killed()


async def _emptied(place: PostgresPlace) -> None:
    store = store_of(place, joined(place))
    await store._writer.run(emptied)
    await store.close()


def buckets(database: Database) -> list[str]:
    """Where those that identify wait for one another."""
    rows = database.execute("SELECT name FROM paces WHERE name LIKE '%/identify/%'")
    return [name for (name,) in rows]


async def until(check: Callable[[], Any]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(PATIENCE):
        while not check():  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def test_shards_and_posts_of_two(
    lasting: PostgresPlace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of the shards each, then all where one is killed; a post to both is answered once."""
    monkeypatch.setattr(sharding, "APART", 0.1)
    await _emptied(lasting)
    addresses = [f"127.0.0.1:{free_port()}" for _ in range(2)]
    posts = SignedPosts(*addresses)
    keyed: dict[str, Any] = {"discord_public_key": posts.public_key, "discord_shards": SHARDS}
    async with FakeDiscord() as fake, AsyncExitStack() as stack:
        here, there = [
            await stack.enter_async_context(
                process(
                    tmp_path / str(n),
                    lasting,
                    fake,
                    await stack.enter_async_context(calls_taken(address)),
                    **keyed,
                )
            )
            for n, address in enumerate(addresses)
        ]
        await until(lambda: len(here.roles.shards()) == len(there.roles.shards()) == SHARDS / 2)
        assert {*here.roles.shards(), *there.roles.shards()} == set(range(SHARDS))
        await until(lambda: len({shard for _, shard in fake.identified}) == SHARDS)
        assert len(await here.store._reader.run(buckets)) == 1, "one bucket for both"

        async def to_both(payload: Any) -> None:
            await asyncio.gather(posts(payload), posts(payload))

        fake.posts = to_both
        asked = await fake.slash("about")
        await fake.shown(asked)
        assert len(fake.made("POST /interactions/.*/callback")) == 1
        (main,) = [each for each in (here, there) if each.roles.has("discord")]
        other = there if main is here else here
        assert [len(each.shards()) for each in await main.store.processes()] == [2, 2]
        await main.killed()
        await until(lambda: len(other.roles.shards()) == SHARDS and other.roles.has("discord"))
        assert f"shards {', '.join(map(str, range(SHARDS)))}" in other.roles.told()
