"""What the archive shows of channels by an admin's press, and the menu button that opens it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from app.archive.public import public_channel_of
from app.operating.public_names import NameUnknown
from domain.chats import ChatRef
from tests.fakes.clock import SettableClock
from tests.fakes.paper_source import FakeSource
from tests.fakes.telegram_server import FakeTelegram
from tests.platforms.telegram_harness import (
    ANN,
    BEN,
    CHANNEL,
    GROUP,
    NOW,
    TelegramHarness,
    telegram_harness,
)

ADDRESS = "https://crier.example"
THERE = ChatRef("telegram", str(CHANNEL))
SHOWN = {"web_address": "127.0.0.1:8080", "public_url": ADDRESS}


@pytest_asyncio.fixture
async def shown(tmp_path: Path) -> AsyncIterator[TelegramHarness]:
    """Telegram, served beside an archive, with a channel that Ann looks after."""
    source = FakeSource(SettableClock(NOW))
    async with (
        FakeTelegram() as fake,
        telegram_harness(tmp_path, fake, source=source, **SHOWN) as harness,
    ):
        harness.services.public_names.connect("telegram", harness.adapter.public_name)
        fake.channels.add(CHANNEL)
        fake.admins[CHANNEL] = {ANN}
        await fake.change_standing(CHANNEL, "left", "administrator", user=ANN)
        await fake.next(ANN, contains="I can post")
        yield harness


async def test_a_channel_is_shown_from_its_admins_chat(shown: TelegramHarness) -> None:
    """By two presses, where it has a link of its own; and no longer by another."""
    offered = await shown.ask("/channel publish", contains="alone")
    refused = await shown.press(offered, "Show them to everybody")
    assert "anybody can find" in refused.text
    shown.telegram.public[CHANNEL] = "LampCircle"
    offered = await shown.ask("/channel publish", contains="alone")
    told = await shown.press(offered, "Show them to everybody")
    assert told.buttons["Open the page"]["url"] == f"{ADDRESS}/channel/lampcircle"
    assert await public_channel_of(shown.services, THERE)
    ended = await shown.press(told, "Show it no longer")
    assert "gone" in ended.text
    assert await public_channel_of(shown.services, THERE) is None


async def test_a_post_in_the_channel_does_the_same(shown: TelegramHarness) -> None:
    """Only its admins post there; a group has no such page, whoever asks."""
    shown.telegram.public[CHANNEL] = "lampcircle"
    told = await shown.ask("/publish on", chat=CHANNEL, contains="Anybody can read")
    assert "Chat 1002" in told.text
    shown.telegram.public[GROUP] = "lampgroup"
    shown.telegram.admins[GROUP] = {ANN}
    for user, said in ((BEN, "admins"), (ANN, "anybody can find")):
        assert said in (await shown.ask("/publish on", chat=GROUP, user=user)).text


async def test_what_telegram_does_not_tell_is_not_guessed(shown: TelegramHarness) -> None:
    """A channel that is gone is not public; while Telegram is away, nobody knows."""
    shown.telegram.fail("getChat", status=400, description="Bad Request: chat not found")
    assert await shown.adapter.public_name(THERE) is None
    shown.telegram.fail("getChat", status=502, description="Bad Gateway")
    with pytest.raises(NameUnknown):
        await shown.adapter.public_name(THERE)


async def test_the_menu_button_opens_the_archive(shown: TelegramHarness) -> None:
    """For everybody; it is told once, as long as it stays the same."""
    (told,) = shown.telegram.called("setChatMenuButton")
    button = json.loads(told["menu_button"])
    assert button["web_app"] == {"url": f"{ADDRESS}/app"}
    assert (button["type"], button["text"], "chat_id" in told) == ("web_app", "arXiv", False)


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ({}, {}, []),
        (SHOWN, SHOWN, ["web_app"]),
        (SHOWN, {}, ["web_app", "default"]),
        ({**SHOWN, "public_url": "http://crier.example"}, SHOWN, ["web_app"]),
    ],
)
async def test_the_button_is_as_the_settings_are(
    tmp_path: Path, before: dict[str, str], after: dict[str, str], kinds: list[str]
) -> None:
    """Telegram opens nothing without TLS; without an archive it is as it was."""
    async with FakeTelegram() as fake:
        for settings in (before, after):
            source = FakeSource(SettableClock(NOW))
            fake.polls = 0
            async with telegram_harness(tmp_path, fake, source=source, **settings):
                await fake.until(lambda: fake.polls)
        told = fake.called("setChatMenuButton")
        assert [json.loads(one["menu_button"])["type"] for one in told] == kinds
