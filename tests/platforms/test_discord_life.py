"""The life of chats on Discord."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from discord.http import Route

from bot.platforms.discord import replies as discord_replies
from bot.platforms.discord.progress import ProgressLine
from domain.chats import ChatRef, KeptChat, Subscription
from domain.deliveries import Outcome
from domain.documents import Document
from domain.errors import StoreError
from domain.topics import Topic
from tests.fakes.discord_objects import DM, GENERAL, GUILD, OWNER, buttons_of, text_of
from tests.fakes.discord_server import FakeDiscord
from tests.patience import PATIENCE
from tests.platforms.discord_harness import Served, begun, harness, part_of
from topics.language import parse_query

HERE = ChatRef("discord", GENERAL)
SECOND = "100000000000000002"
READ_ONLY = str(1 << 10 | 1 << 14)


async def follow(served: Served) -> None:
    """The channel has digests."""
    services = served.services
    await services.store.save_chat(await services.chat(HERE))
    topic = Topic("robots", parse_query("robots"))
    await services.store.subscribe([Subscription(HERE, topic, services.clock.now())])


async def until(check: Callable[[], Awaitable[Any]]) -> None:
    """Wait until something has come about in the store."""
    async with asyncio.timeout(PATIENCE):
        while not await check():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_a_new_server_is_greeted_with_the_menu(served: Served) -> None:
    """Where the bot may write; the buttons lead on."""
    await served.discord.dispatch("GUILD_CREATE", served.discord.guild(SECOND, "Lab"))
    await served.discord.until(lambda: served.discord.sent.get(GENERAL))
    (greeting,) = served.discord.sent[GENERAL]
    assert "Papercrier" in text_of(greeting)
    assert buttons_of(greeting)


async def test_a_server_known_before_is_not_greeted_again(tmp_path: Path) -> None:
    """Neither at the first start, nor at the next, nor after an outage of it."""
    async with FakeDiscord() as discord:
        for _ in range(2):
            async with harness(tmp_path, discord) as served:
                await served.serve()
                await discord.dispatch("GUILD_DELETE", {"id": GUILD, "unavailable": True})
                await discord.dispatch("GUILD_CREATE", discord.guild() | {"unavailable": False})
                asked = await discord.slash("about")
                await discord.shown(asked)
        assert discord.sent == {}


async def test_a_server_joined_while_nobody_was_here_is_greeted(tmp_path: Path) -> None:
    """At the next start."""
    async with FakeDiscord() as discord:
        async with harness(tmp_path, discord) as served:
            await served.serve()
            note = served.services.store.note
            await until(lambda: note("discord-servers:900000000000000001"))
        discord.guilds.append(SECOND)
        async with harness(tmp_path, discord) as served:
            await served.serve()
            await discord.until(lambda: discord.sent.get(GENERAL))


async def test_leaving_a_server_is_kept_in_mind(served: Served) -> None:
    """And coming back clears it."""
    await follow(served)
    absence = served.services.store.absence
    await served.discord.dispatch("GUILD_DELETE", {"id": GUILD})
    await until(lambda: absence(HERE))
    assert "no longer on that server" in await absence(HERE)
    await served.discord.dispatch("GUILD_CREATE", served.discord.guild())
    await served.discord.until(lambda: served.discord.sent.get(GENERAL))
    assert not await absence(HERE)
    assert await served.services.store.subscriptions(HERE)


async def test_a_deleted_channel_is_forgotten_and_its_keeper_told(served: Served) -> None:
    """It can never come back."""
    await follow(served)
    manager = ChatRef("discord", DM)
    await served.services.store.keep_chat(KeptChat(chat=HERE, manager=manager))
    channel = served.discord.guild()["channels"][0]
    await served.discord.dispatch("CHANNEL_DELETE", channel)
    await served.discord.until(lambda: served.discord.sent.get(DM))
    assert "was deleted" in text_of(served.discord.sent[DM][0])
    await until(lambda: _has_none(served))


async def test_a_deleted_channel_without_digests_is_nobodys_business(served: Served) -> None:
    """Nobody is written to."""
    channel = served.discord.guild()["channels"][0]
    await served.discord.dispatch("CHANNEL_DELETE", channel)
    asked = await served.discord.slash("about", where=DM)
    await served.discord.until(lambda: asked.shown)
    assert served.discord.sent == {}


async def test_a_lost_permission_is_told_once_and_noticed_when_it_is_back(served: Served) -> None:
    """To the server's owner, where nobody else looks after the channel."""
    await follow(served)
    discord, store = served.discord, served.services.store
    channel = discord.guild()["channels"][0]
    denied = {"id": "700", "type": 0, "allow": "0", "deny": str(1 << 11)}
    discord.bot_permissions = READ_ONLY
    role = discord.guild()["roles"][1] | {"permissions": str(1 << 10 | 1 << 11 | 1 << 14)}
    await discord.dispatch("GUILD_ROLE_UPDATE", {"guild_id": GUILD, "role": role})
    for _ in range(2):
        changed = channel | {"permission_overwrites": [denied]}
        await discord.dispatch("CHANNEL_UPDATE", changed)
    await discord.until(lambda: discord.sent.get(DM))
    assert "Give me back Send Messages there" in text_of(discord.sent[DM][0])
    assert [call.body for call in discord.made("POST /users/@me/channels")] == [
        {"recipient_id": int(OWNER)}
    ]
    assert await store.absence(HERE)
    await discord.dispatch("CHANNEL_UPDATE", channel)
    await until(lambda: _is_back(served))
    assert len(discord.sent[DM]) == 1


async def _has_none(served: Served) -> bool:
    return not await served.services.store.subscriptions(HERE)


async def _is_back(served: Served) -> bool:
    return not await served.services.store.absence(HERE)


async def test_stopped_while_it_becomes_ready_it_says_nothing_more(tmp_path: Path) -> None:
    """discord.py goes on waiting for servers after the end, and then tells that it is ready."""
    wrong: list[Any] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: wrong.append(context))
    async with FakeDiscord() as discord, harness(tmp_path, discord, patience=0.3) as served:
        starting = asyncio.create_task(served.serve())
        await until(_becoming_ready)
        waiting = await _becoming_ready()
        await served.stop()
        starting.cancel()
        await asyncio.wait(waiting)
        waiting.clear()
        gc.collect()
        assert served.ups == 0
    assert wrong == []


@pytest.mark.parametrize("unwell", [[], [SECOND]])
async def test_digests_go_out_once_it_is_known_what_each_channel_is(
    tmp_path: Path, unwell: list[str]
) -> None:
    """That is before discord.py calls itself ready, unless a server is unwell and not told."""
    async with FakeDiscord() as discord, harness(tmp_path, discord, patience=PATIENCE) as served:
        discord.unwell = unwell
        messenger, part = served.adapter.messenger, part_of(Document.say("hello"), GENERAL)
        starting = asyncio.create_task(served.serve())
        await until(_becoming_ready)
        assert (await messenger.deliver(part, begun)).outcome is Outcome.UNSENT or not unwell
        if unwell:
            await discord.dispatch("GUILD_CREATE", discord.guild(SECOND) | {"unavailable": False})
        async with asyncio.timeout(PATIENCE / 2):
            while not messenger.is_serving():  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        assert (await messenger.deliver(part, begun)).outcome is Outcome.SENT
        assert served.ups == 0
        starting.cancel()


async def test_commands_are_there_before_anybody_can_look_for_them(tmp_path: Path) -> None:
    """At the first start; later ones compare them once digests can go out."""
    async with FakeDiscord() as discord, harness(tmp_path, discord, patience=PATIENCE) as served:
        starting = asyncio.create_task(served.serve())
        await until(_becoming_ready)
        assert len(discord.made("PUT /applications")) == 1
        starting.cancel()


@pytest.mark.parametrize("lost", ["note", "save_note"])
async def test_a_first_start_without_the_store_is_one_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    """What cannot be noted of the commands keeps nobody from using them."""

    async def full(name: str, *_: object) -> str:
        if name.startswith("discord-commands"):
            raise StoreError
        return ""

    async with FakeDiscord() as discord, harness(tmp_path, discord) as served:
        monkeypatch.setattr(served.services.store, lost, full)
        await served.serve()
        assert (served.ups, served.troubles) == (1, [])
        await discord.shown(await discord.slash("about"))


async def _becoming_ready() -> set[asyncio.Task[Any]]:
    return {task for task in asyncio.all_tasks() if "_delay_ready" in repr(task.get_coro())}


async def test_an_address_where_nobody_listens_is_told_in_a_sentence(tmp_path: Path) -> None:
    """In our own words, as a proxy that is down is."""
    async with FakeDiscord() as discord, harness(tmp_path, discord) as served:
        Route.BASE = "http://127.0.0.1:9/api/v10"
        await served.serve()
        assert str(served.troubles[0]) == (
            "Discord cannot be reached: nothing listens at that address."
        )


async def test_an_answer_that_discord_refuses_is_replaced_by_a_word(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody is told, rather than left waiting; however long it took."""
    monkeypatch.setattr(discord_replies, "ProgressLine", partial(ProgressLine, patience=PATIENCE))
    served.discord.fail("PATCH /webhooks", 400, code=50035, message="Invalid Form Body", times=3)
    asked = await served.discord.slash("summarize", paper="sample/0000001")
    await served.discord.until(lambda: asked.shown)
    assert "cannot be shown" in asked.text
