"""Several shards of the gateway: all of them in one process that is alone."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from discord.gateway import KeepAliveHandler

from bot.platforms.discord.receiving import sharding, shards, troubles
from domain.deliveries import Outcome
from domain.documents import Document
from domain.errors import StoreError
from domain.ports.sharing.paces import SharedPaces
from tests.fakes import discord_api
from tests.fakes.discord_objects import GENERAL, GUILD, TOKEN, application
from tests.fakes.discord_server import FakeDiscord
from tests.patience import PATIENCE
from tests.platforms.discord_harness import Served, begun, harness, part_of

ANOTHER = str((int(GUILD) >> 22) + 1 << 22 | 1)
"""A server that the next shard tells of."""

MANY = sharding.ONE_SHARD + 1


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharding, "APART", 0.3)
    monkeypatch.setattr(shards, "FIRST_PAUSE", 0.05)


@pytest.fixture
async def discord(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeDiscord]:
    """A bot that is on more servers than one shard is to tell of."""
    told = application() | {"approximate_guild_count": MANY}
    monkeypatch.setattr(discord_api, "application", lambda: told)
    async with FakeDiscord() as made:
        made.shards, made.at_once = 3, 2
        made.guilds = [GUILD, ANOTHER]
        yield made


async def until(check: Callable[[], Any]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(PATIENCE):
        while not check():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_one_process_has_all_that_discord_recommends(
    discord: FakeDiscord, tmp_path: Path
) -> None:
    """What is asked is answered once, digests go everywhere."""
    async with harness(tmp_path, discord) as served:
        await served.serve()
        await until(lambda: len(discord.identified) == 3)
        assert {shard for _, shard in discord.identified} == {(0, 3), (1, 3), (2, 3)}
        assert len(discord.made("PUT /applications")) == 1
        asked = await discord.slash("about")
        await discord.shown(asked)
        assert len(asked.shown) == 1
        await discord.say("/help")
        await discord.until(lambda: discord.sent)
        delivery = await served.adapter.messenger.deliver(
            part_of(Document.say("hello"), GENERAL), begun
        )
        assert delivery.outcome is Outcome.SENT
        assert not discord.made(f"GET /channels/{GENERAL}"), "its shard knows it"


async def test_a_shard_that_fails_is_opened_again(
    discord: FakeDiscord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others go on."""
    async with harness(tmp_path, discord) as served:
        await served.serve()
        await until(lambda: len(discord.identified) == 3)
        (broken,) = [socket for socket, (shard, _) in discord._sockets.items() if shard == 1]
        monkeypatch.setattr(troubles, "REST", 0.0)
        # A code with which discord.py gives its client up.
        await broken.close(code=4013)
        await until(lambda: len(discord.identified) == 4)
        assert discord.identified[-1][1] == (1, 3)
        asked = await discord.slash("about")
        await discord.shown(asked)
        assert not served.troubles


async def test_a_token_that_is_revoked_ends_all(discord: FakeDiscord, tmp_path: Path) -> None:
    """It is told as with one shard."""
    async with harness(tmp_path, discord) as served:
        await served.serve()
        await until(lambda: len(discord.identified) == 3)
        await discord.close_gateway(4004)
        assert served.task is not None
        await asyncio.wait({served.task}, timeout=PATIENCE)
        (trouble,) = served.troubles
        assert "PAPERCRIER_DISCORD_TOKEN" in str(trouble)


async def test_a_shard_that_waits_for_its_turn_leaves_nothing_behind(
    discord: FakeDiscord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its session has not begun, and its heartbeats have."""
    monkeypatch.setattr(sharding, "APART", 30.0)
    async with harness(tmp_path, discord) as served:
        await served.serve()
        await until(lambda: len(heartbeats()) == 3)
    await until(lambda: not heartbeats())
    assert len(discord.identified) == 2


def heartbeats() -> list[threading.Thread]:
    """Threads that send them."""
    return [thread for thread in threading.enumerate() if isinstance(thread, KeepAliveHandler)]


async def test_those_of_a_bucket_identify_one_after_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Five seconds and a bit apart, those of other buckets beside them; each again later."""
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    identifying = sharding.Identifying(None, TOKEN)
    waits = [await identifying._wait(bucket) for bucket in (0, 1, 0, 0)]
    assert waits == pytest.approx([0, 0, sharding.APART, 2 * sharding.APART])
    now += 3 * sharding.APART
    assert await identifying._wait(0) == 0


async def test_while_nobody_can_tell_a_shard_waits_its_time() -> None:
    """Another process may be about to identify."""

    class Away(SharedPaces):
        async def moments(
            self, name: str, count: int, *, rate: float, is_urgent: bool = False
        ) -> float:
            assert (count, rate) == (1, 1 / sharding.APART)
            assert name.endswith("/identify/1")
            raise StoreError

        async def rest(self, name: str, seconds: float) -> None:
            raise StoreError

    assert await sharding.Identifying(Away(), TOKEN)._wait(1) == sharding.APART


async def test_a_bot_on_few_servers_asks_for_nothing_more(served: Served) -> None:
    """Its start costs the requests that it did."""
    assert not served.discord.made("GET /gateway/bot")
    assert [shard for _, shard in served.discord.identified] == [(0, 1)]
