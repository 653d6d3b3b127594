"""What the Discord adapter says itself, to somebody whose Discord is in Chinese.

The papers are in Greek letters, so that any Latin ones are the container's own words.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio

from domain.chats import ChatRef, KeptChat
from tests.fakes.clock import SettableClock
from tests.fakes.discord_objects import DM, EVERYTHING, GENERAL, NO_POWERS, buttons_of, text_of
from tests.fakes.discord_server import FakeDiscord
from tests.handlers.greek import CHINESE, NOW, GreekSource, strange
from tests.platforms.discord_harness import Served, harness

PAPER = "2403.00001"
HERE = ChatRef("discord", GENERAL)
NAMES = ("#general", "Reading Room", "Papercrier")


@pytest_asyncio.fixture
async def chinese(tmp_path: Path) -> AsyncIterator[Served]:
    """Discord served to somebody who reads Chinese; in the end no English was said to them."""
    async with FakeDiscord() as discord:
        discord.locale = "zh-CN"
        async with harness(tmp_path, discord, GreekSource(SettableClock(NOW))) as served:
            await served.serve()
            yield served
        shown = [message for asked in discord.asked.values() for message in asked.shown]
        shown += [message for messages in discord.sent.values() for message in messages]
        for message in shown:
            for text in (text_of(message), *buttons_of(message)):
                assert strange(without_names(text)) == set(), text


def without_names(text: str) -> str:
    """A text without the names of the place."""
    for name in NAMES:
        text = text.replace(name, "")
    return text.replace("\u2060", "").replace("channel", "")


async def answer(served: Served, name: str, **options: Any) -> str:
    """What the answer to a command says."""
    asked = await served.discord.slash(name, **options)
    await served.discord.shown(asked)
    return asked.text


async def offered(served: Served, command: str, option: str) -> dict[str, str]:
    """What is offered for an option before anything is typed: names by value."""
    asked = await served.discord.ask(command, {option: ""}, focused=option)
    await served.discord.until(lambda: asked.kind)
    return {choice["value"]: choice["name"] for choice in asked.choices}


async def test_commands_and_buttons(chinese: Served) -> None:
    """The beginning, a card, a button that has expired, a command that is no more."""
    started = await chinese.discord.slash("start")
    await chinese.discord.shown(started)
    assert CHINESE.search(started.text)
    button = {"type": 2, "style": 2, "label": "Παλιό", "custom_id": f"pc::0:#{'0' * 32}"}
    expired = {**started.shown[0], "components": [{"type": 1, "components": [button]}]}
    pressed = await chinese.discord.press(expired, "Παλιό")
    await chinese.discord.shown(pressed)
    assert "失效" in pressed.text
    assert "有改动" in await answer(chinese, "obsolete")
    assert "Περί" in await answer(chinese, "summarize", paper=PAPER)


async def test_who_may_do_what(chinese: Served) -> None:
    """Neither who is no admin, nor the bot where it may not write."""
    refused = await chinese.discord.ask("pause", {}, powers=NO_POWERS)
    await chinese.discord.shown(refused)
    assert "管理员" in refused.text
    chinese.discord.bot_permissions = "1024"
    lacking = await chinese.discord.ask("subscribe", {"topic": "φως"}, powers=EVERYTHING)
    await chinese.discord.shown(lacking)
    assert "发送消息" in lacking.text


async def test_messages_that_name_papers_or_none(chinese: Served) -> None:
    """By the command in the menu of a message, whose name is translated as well."""
    (told,) = chinese.discord.made("PUT /applications")
    (menu,) = [command for command in told.body if command["type"] == 3]
    assert menu["name_localizations"]["zh-CN"] == "解读论文"
    for content in ("καλημέρα", "2403.00001 2403.00002"):
        asked = await chinese.discord.use_on("Summarize paper", content)
        await chinese.discord.shown(asked)
        assert CHINESE.search(asked.text)


async def test_suggestions(chinese: Served) -> None:
    """What they are is told in Chinese; what they stand for is typed as it is."""
    await answer(chinese, "subscribe", topic="φως")
    await answer(chinese, "mute", word="λάδι")
    for command, option, value in (
        ("unsubscribe", "topic", "all"),
        ("mute", "word", "λάδι"),
        ("help", "command", "digest"),
        ("digest", "topic", "φως week"),
    ):
        names = await offered(chinese, command, option)
        assert CHINESE.search(names[value]), names


async def test_a_channel_that_is_deleted(chinese: Served) -> None:
    """Its manager is told in the language of the private chat."""
    await answer(chinese, "subscribe", topic="φως")
    manager = ChatRef("discord", DM)
    await answer(chinese, "language", where=DM, value="zh")
    await chinese.services.store.keep_chat(KeptChat(chat=HERE, manager=manager))
    channel = chinese.discord.guild()["channels"][0]
    await chinese.discord.dispatch("CHANNEL_DELETE", channel)
    await chinese.discord.until(lambda: len(chinese.discord.sent.get(DM, ())) > 0)
    assert "已被删除" in text_of(chinese.discord.sent[DM][-1])
