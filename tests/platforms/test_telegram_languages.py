"""What the Telegram adapter says itself, to people whose Telegram is in Chinese.

The papers are in Greek letters, so that any Latin ones are the container's own words.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.fakes.clock import SettableClock
from tests.fakes.telegram_objects import ME
from tests.fakes.telegram_parser import parsed
from tests.fakes.telegram_server import FakeTelegram
from tests.handlers.greek import CHINESE, GreekSource, strange
from tests.platforms.telegram_harness import (
    ANN,
    BEN,
    CHANNEL,
    GROUP,
    NOW,
    TelegramHarness,
    telegram_harness,
)

PAPER = "2403.00001"
NAMES = re.compile(r"Chat \d+|Telegram|\u2060")
"""What else is no English: the title of a chat, and what keeps commands from being links."""


@pytest_asyncio.fixture
async def chinese(tmp_path: Path) -> AsyncIterator[TelegramHarness]:
    """Telegram served to people who read Chinese; in the end no English was said to them."""
    async with FakeTelegram() as fake:
        fake.languages = dict.fromkeys((ANN, BEN, 7), "zh-hans")
        source = GreekSource(SettableClock(NOW))
        async with telegram_harness(tmp_path, fake, source=source) as harness:
            await fake.until(lambda: fake.polls)
            yield harness
        said = list(said_by(fake))
        assert any(CHINESE.search(text) for text in said)
        for text in said:
            assert strange(NAMES.sub("", text)) == set(), text


def said_by(fake: FakeTelegram) -> Iterator[str]:
    """All that people were shown: texts, alerts, cards, labels of buttons."""
    for method, params in fake.calls:
        if method == "setMyCommands":
            continue
        if text := params.get("text", ""):
            yield parsed(text, html=params.get("parse_mode") == "HTML").text
        yield from _labels(json.loads(params.get("reply_markup", "{}")))
        for card in json.loads(params.get("results", "[]")):
            yield card["title"]
            yield parsed(card["input_message_content"]["message_text"], html=True).text
            yield from _labels(card["reply_markup"])
        yield json.loads(params.get("button", "{}")).get("text", "")


def _labels(markup: dict[str, list[list[dict[str, str]]]]) -> Iterator[str]:
    rows = markup.get("inline_keyboard") or markup.get("keyboard") or []
    yield from (button["text"] for row in rows for button in row)


async def test_in_private(chinese: TelegramHarness) -> None:
    """The beginning, a card, words that are no command, files that are none."""
    start = await chinese.ask("/start")
    assert CHINESE.search(start.text)
    await chinese.ask(f"/summarize {PAPER}", contains="Περί")
    assert "要我做什么" in (await chinese.ask("καλημέρα")).text
    assert "没有" in (await chinese.ask("/zz")).text
    file = {"file_id": "f", "file_unique_id": "f"}
    for caption in ("/import", "/导入"):
        chinese.telegram.fail("getFile", description="Bad Gateway", status=502)
        answer = await chinese.ask("", caption=caption, document=file)
        assert "无法读取" in answer.text


async def test_an_expired_button(chinese: TelegramHarness) -> None:
    """The alert says that it is too old, and a menu comes."""
    shown = await chinese.ask("/start")
    shown.markup["inline_keyboard"] = [[{"text": "Old", "callback_data": "#gone"}]]
    number = await chinese.telegram.press(shown, "Old")
    await chinese.telegram.next(ANN, after=shown.id, contains="Papercrier")
    assert "失效" in chinese.telegram.answers[number]["text"]


async def test_in_a_group(chinese: TelegramHarness) -> None:
    """Who is no admin is told so, and where Telegram does not tell, that as well."""
    chinese.telegram.fail("getChatAdministrators", description="Bad Gateway", status=502)
    assert "请一分钟后再试" in (await chinese.ask("/subscribe φως", chat=GROUP, user=ANN)).text
    chinese.telegram.admins[GROUP] = {ANN}
    assert "管理员" in (await chinese.ask("/subscribe φως", chat=GROUP, user=BEN)).text
    taken = await chinese.ask("/subscribe φως", chat=GROUP, user=ANN)
    number = await chinese.telegram.press(taken, "撤销", user=BEN)
    await chinese.telegram.until(lambda: number in chinese.telegram.answers)
    assert "管理员" in chinese.telegram.answers[number]["text"]


async def test_the_life_of_a_group(chinese: TelegramHarness) -> None:
    """Added it greets; removed it tells who had added it."""
    await chinese.telegram.change_standing(GROUP, "left", "member", user=ANN)
    assert CHINESE.search((await chinese.telegram.next(GROUP, contains="Papercrier")).text)
    await chinese.ask("/language zh", chat=ANN)
    await chinese.telegram.change_standing(GROUP, "member", "kicked")
    await chinese.telegram.next(ANN, contains="我被移出了")


async def test_the_life_of_a_channel(chinese: TelegramHarness) -> None:
    """Linked, managed, silenced and let go, all from the private chat."""
    chinese.telegram.channels.add(CHANNEL)
    await chinese.ask("/channel zz", contains="还没有关联任何频道")
    await chinese.ask(f"/channel {CHANNEL}", contains="这个频道还没有关联")
    offer = await chinese.press(await chinese.ask("/channel"), "关联频道")
    wish = offer.buttons["关联频道"]["request_chat"]
    picked = {"request_id": wish["request_id"], "chat_id": CHANNEL, "title": "Νέα"}
    await chinese.ask(chat_shared=picked, text="", contains="只有“Νέα”的管理员")
    chinese.telegram.admins[CHANNEL] = {ANN}
    await chinese.ask(chat_shared=picked, text="", contains="还不能在“Νέα”里发消息")
    chinese.telegram.admins[CHANNEL] = {ANN, ME}
    await chinese.ask(chat_shared=picked, text="", contains="针对 Νέα")
    await chinese.ask("/channel settings", contains="针对 Νέα")
    await chinese.ask("/channel", contains="每个命令都可以用于它")
    await chinese.ask("/language zh", chat=ANN)
    await chinese.telegram.change_standing(CHANNEL, "left", "administrator", user=ANN)
    await chinese.telegram.next(ANN, contains="我现在可以在")
    await chinese.telegram.change_standing(CHANNEL, "administrator", "member", user=ANN)
    await chinese.telegram.next(ANN, contains="我不能再在")
    await chinese.ask("/channel unlink", contains="已取消关联")


async def test_inline_mode(chinese: TelegramHarness) -> None:
    """Cards are in the language of who asks, and not offered to others."""
    (card,) = await chinese.telegram.type_inline(PAPER)
    labels = [button["text"] for button in card["reply_markup"]["inline_keyboard"][0]]
    assert labels == ["摘要", "解读"]
    (answer,) = chinese.telegram.answers.values()
    assert json.loads(answer["button"])["text"] == "关注主题，接收日报"
    assert answer["is_personal"] == "true"


async def test_an_interrupted_answer(
    chinese: TelegramHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the first word on the way to the apology."""
    monkeypatch.setattr("bot.platforms.telegram.adapter.FAREWELL", 0.1)

    async def never(*_: object, **__: object) -> object:
        return await asyncio.Event().wait()

    monkeypatch.setattr(chinese.services.source, "search", never)
    shown = await chinese.ask("/search φως", contains="…")
    await chinese.stop()
    assert "请再问一次" in shown.text


async def test_the_language_of_the_chat_wins(tmp_path: Path) -> None:
    """Where English was chosen it is spoken, whatever Telegram tells; elsewhere it is not."""
    async with FakeTelegram() as fake, telegram_harness(tmp_path, fake) as harness:
        fake.languages = {ANN: "zh-hans", BEN: "zh-hans"}
        fake.admins[GROUP] = {ANN}
        await harness.ask("/language en", chat=GROUP, user=ANN)
        fake.fail("getChatAdministrators", description="Bad Gateway", status=502)
        refused = await harness.ask("/subscribe robots", chat=GROUP, user=BEN)
        assert "Only this chat's admins" in refused.text
        assert CHINESE.search((await harness.ask("/channel")).text)
