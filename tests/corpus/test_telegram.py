"""The whole process on a strict Telegram and the recorded arXiv, as its users have it."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from handlers.commands import COMMANDS

ROOT = Path(__file__).parent.parent.parent
NOW = "2024-03-08T06:00:00Z"
RUN = [sys.executable, "-m", "bot", "run"]
SETTINGS = {"PAPERCRIER_NOW": NOW, "PAPERCRIER_ARXIV_INTERVAL": "0"}
PAPER = "2403.04634"
TITLE = "Pix2Gif"

Message = dict[str, Any]


@pytest.fixture(scope="module")
def kit(shared: Path) -> Any:
    """The kit of stand-ins, as a module."""
    folder = shared / "chat_servers"
    if not folder.is_dir():
        pytest.skip(f"there is no kit of chat servers in {folder}")
    sys.path.insert(0, str(folder))
    written, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        return import_module("harness")
    finally:
        sys.dont_write_bytecode = written
        sys.path.remove(str(folder))


@contextmanager
def staged(kit: Any, **options: bool) -> Iterator[Any]:
    """A stage, and the driver's connection closed after it, which the kit leaves open."""
    with kit.Stage(discord=False, **options) as stage:
        yield stage
        stage.telegram.control._local.connection.close()


class House:
    """A running process on its stage."""

    def __init__(self, stage: Any) -> None:
        stage.arxiv.tell("now", now=NOW)
        self.stage = stage
        self.telegram = stage.telegram
        self.bot = stage.start_bot(RUN, cwd=ROOT, env=SETTINGS)

    def ask(self, chat: int, text: str, contains: str = "", **more: Any) -> Message:
        """Say something and wait for the answer."""
        self.telegram.say(chat, text, **more)
        return self.answer(chat, contains)

    def press(
        self, chat: int, message: Message, label: str, contains: str = "", **more: Any
    ) -> Any:
        """Press a button and wait for what it brings."""
        pressed = self.telegram.press(chat, message, label, **more)
        self.telegram.wait_answer(pressed)
        return self.answer(chat, contains)

    def answer(self, chat: int, contains: str = "") -> Message:
        """The first message since that is no progress."""

        def is_answer(message: Message) -> bool:
            text = message.get("text", "")
            return contains in text and not text.endswith(" …")

        found: Message = self.telegram.wait_message(chat, is_answer, timeout=30)
        return found


@pytest.fixture(scope="module")
def running(kit: Any) -> Iterator[House]:
    """One process for the scenarios that do not disturb it."""
    with staged(kit, enforce_limits=True) as stage:
        house = House(stage)
        yield house
        stopped = house.bot.stop()
        assert (stopped.code, stopped.leftovers) == (0, 0)
        assert stopped.seconds < 30
        assert "TESTTOKEN" not in house.bot.logs()


@pytest.fixture
def house(running: House) -> Iterator[House]:
    """The process; nothing may be refused meanwhile."""
    yield running
    assert running.stage.complaints() == {}


@pytest.fixture
def own(kit: Any) -> Iterator[House]:
    """A process of its own, for what disturbs it."""
    with staged(kit) as stage:
        yield House(stage)


def labels(message: Message) -> list[str]:
    """The buttons of a message."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_every_command(house: House, command: str) -> None:
    """With its own example."""
    found = next(one for one in COMMANDS if one.name == command)
    chat = house.telegram.new_private()
    house.ask(chat, "/subscribe diffusion models", "Following")
    house.telegram.say(chat, found.example)
    answer = house.telegram.wait_message(chat, timeout=30)
    assert "Something went wrong" not in answer.get("text", "")


def test_three_taps_to_a_digest(house: House) -> None:
    """From a field to a topic to a time, with a preview, and a digest at once."""
    chat = house.telegram.new_private()
    start = house.ask(chat, "/start")
    field = house.press(chat, start, "Image and video generation")
    assert field["message_id"] == start["message_id"]
    topic = house.press(chat, field, "Diffusion models", "Following")
    assert "in the last seven days" in topic["text"] or "it would have brought" in topic["text"]
    house.press(chat, topic, "08:00", "08:00")
    house.press(chat, topic, "See it now", "Announced")


def test_summarize_ends_in_a_card(house: House) -> None:
    """Acknowledged within a second; by command, by link, by deep link."""
    chat = house.telegram.new_private()
    asked = time.time()
    house.telegram.say(chat, f"/summarize {PAPER}")
    first = house.telegram.wait_message(chat)
    assert first["kit"]["stored_at"] - asked < 1
    card = house.answer(chat, TITLE)
    assert {"Abstract", "PDF", "Evidence"} <= set(labels(card))
    assert card["entities"][0]["type"] in ("bold", "text_link")
    house.press(chat, card, "Evidence", TITLE)
    other = house.telegram.new_private()
    house.ask(other, f"https://arxiv.org/abs/{PAPER}v1", TITLE)
    house.ask(other, "/start p_2403-04634", TITLE)


def test_settings_in_place(house: House) -> None:
    """Every button of it, one after another."""
    chat = house.telegram.new_private()
    shown = house.ask(chat, "/settings")
    for label in ("09:00", "Weekdays", "Brief", "5 papers", "Pause"):
        pressed = house.press(chat, shown, label)
        assert pressed["message_id"] == shown["message_id"]
    assert "09:00" in pressed["text"]
    assert "Resume" in labels(pressed)


def test_groups(house: House) -> None:
    """Who is addressed, and who may."""
    telegram = house.telegram
    group = telegram.new_group()
    for text in (f"/summarize@other_bot {PAPER}", f"https://arxiv.org/abs/{PAPER}"):
        telegram.say(group, text, user=telegram.private_ru)
        assert telegram.quiet(group, 0.7) == []
    house.ask(group, f"/summarize@test_bot {PAPER}", TITLE, user=telegram.private_ru)
    house.ask(group, "/subscribe robots", "Only this chat's admins", user=telegram.private_ru)
    topic = house.ask(group, "/subscribe robots", "Following", user=telegram.private)
    refused = telegram.press(group, topic, "Undo", user=telegram.private_ru)
    assert telegram.wait_answer(refused)["show_alert"]
    house.press(group, topic, "Undo", "No longer", user=telegram.private)
    house.ask(group, "/digest diffusion models", "Announced", user=telegram.private_ru)
    house.ask(group, PAPER, TITLE, user=telegram.private_ru, reply_to=topic["message_id"])


def test_a_forum(house: House) -> None:
    """Answers go to the thread; the General topic has none."""
    telegram = house.telegram
    thread = telegram.forum_topics[0]
    answer = house.ask(telegram.forum, "/help", thread=thread, user=telegram.private)
    assert answer["message_thread_id"] == thread
    general = house.ask(telegram.forum, "/about", "About", user=telegram.private)
    assert "message_thread_id" not in general


def test_a_channel_from_the_private_chat(house: House) -> None:
    """Linked in one tap, then managed; and its posts are answered there."""
    telegram = house.telegram
    channel = telegram.new_group("channel", bot="administrator")
    chat = telegram.private
    shown = house.ask(chat, "/channel")
    offer = house.press(chat, shown, "Link a channel", "pick your channel")
    telegram.tap(chat, offer, "Link a channel", shared_chat=channel)
    menu = house.answer(chat, "For channel")
    field = house.press(chat, menu, "Robotics", "For channel")
    house.press(chat, field, labels(field)[0], "Following")
    house.ask(chat, f"/channel {channel} settings", "For channel")
    assert telegram.messages(channel) == []
    house.ask(channel, "/subscriptions", "You follow")


def test_inline_mode(house: House) -> None:
    """An id, words, nothing."""
    telegram = house.telegram
    (card,) = telegram.inline(telegram.new_private(), PAPER)
    assert TITLE in card["title"]
    assert len(telegram.inline(telegram.new_private(), "diffusion models")) > 1
    telegram.inline(telegram.new_private(), "")


def test_menus(house: House) -> None:
    """In the scopes of private chats, groups and admins, in English and in Chinese."""
    scopes = house.telegram.state()["commands"]
    assert len(scopes) == 6
    names = {one["command"] for one in next(iter(scopes.values()))}
    assert "summarize" in names


def test_chinese(house: House) -> None:
    """Whoever's Telegram is in Chinese is answered so, and /language changes it."""
    chat = house.telegram.new_private(language="zh-hans")
    start = house.ask(chat, "/start", "我")
    field = house.press(chat, start, labels(start)[0])
    assert "扩散模型" in labels(field)
    house.ask(chat, f"/summarize {PAPER}", TITLE)
    house.ask(chat, "καλημέρα", "既不是命令")
    house.ask(chat, "/channel", "频道")
    house.ask(chat, "/language en", "English")
    house.ask(chat, "/channel", "A channel gets digests")


def test_a_limit_is_obeyed(house: House) -> None:
    """Ten questions at once are all answered, at the speed that Telegram allows."""
    chat = house.telegram.new_private()
    for _ in range(8):
        house.telegram.say(chat, "/subscriptions")
    house.telegram.wait_messages(chat, 1, timeout=30)
    sent = house.telegram.wait_settled(chat, 2.5)
    assert house.telegram.messages(chat)
    assert sent


def test_slow_work_keeps_help_quick(house: House) -> None:
    """With 200 /summarize at once, /help takes less than a second."""
    telegram = house.telegram
    people = [telegram.new_private() for _ in range(200)]
    began = time.time()
    telegram.say_many([{"chat_id": chat, "text": f"/summarize {PAPER}"} for chat in people])
    waits = []
    for chat in (telegram.new_private(), people[0], telegram.new_private(), people[100]):
        asked = time.time()
        telegram.say(chat, "/help")
        answer = telegram.wait_message(chat, lambda m: "Commands" in m["text"], timeout=20)
        waits.append(answer["kit"]["stored_at"] - asked)
    assert max(waits) < 1, waits
    for chat in people:
        telegram.wait_message(chat, lambda m: TITLE in m["text"], timeout=60, since=began)


def test_the_life_of_chats(own: House) -> None:
    """Added, removed, blocked, moved: nothing is tried again in vain."""
    telegram = own.telegram
    owner = telegram.private
    own.ask(owner, "/help")
    group = telegram.new_group("group", bot="left")
    telegram.set_membership(group, "member", by=owner)
    own.answer(group, "Papercrier")
    own.ask(group, "/subscribe diffusion models", "Following", user=owner)
    moved = telegram.migrate(group)
    own.ask(moved, "/subscriptions", "iffusion models", user=owner)
    telegram.set_membership(moved, "kicked", by=owner)
    telegram.wait_message(owner, lambda m: "removed from" in m["text"], timeout=10, since=0)
    assert own.stage.complaints() == {}
    telegram.set_chat(telegram.private_ru, blocked=True)
    telegram.say(telegram.private_ru, "/help")
    time.sleep(1)
    assert len([c for c in telegram.refused() if c["status"] == 403]) == 1


def test_lost_answers(own: House) -> None:
    """What may have arrived is not doubled; what was limited comes later."""
    telegram = own.telegram
    chat = telegram.new_private()
    telegram.fault("drop_after", chat_id=chat)
    telegram.say(chat, "/help")
    time.sleep(1.5)
    assert len(telegram.messages(chat)) == 1
    other = telegram.new_private()
    telegram.fail_429(2, chat_id=other)
    asked = time.time()
    answer = own.ask(other, "/help")
    assert answer["kit"]["stored_at"] - asked >= 2
    telegram.fault("error", status=502, body="<html>Bad Gateway</html>", method="getUpdates")
    telegram.fault("drop_before", method="getUpdates")
    own.ask(telegram.new_private(), "/help", "Commands")


def test_telegram_goes_down_and_comes_back(own: House) -> None:
    """The process stays, says so, and serves again."""
    own.stage.stop_server("telegram")
    own.bot.wait_log("door closed", timeout=20)
    own.stage.start_server("telegram")
    own.telegram.wait_polling(60)
    own.ask(own.telegram.new_private(), "/help", "Commands")
    assert own.bot.stop().code == 0


def test_a_second_instance(own: House) -> None:
    """Both say so; when one has gone the other serves on."""
    other = own.stage.start_bot(
        RUN, cwd=ROOT, env={**SETTINGS, "PAPERCRIER_DATABASE": str(own.stage.work_dir / "other.db")}
    )
    own.bot.wait_log("Another instance", timeout=20)
    assert other.stop().code == 0
    own.ask(own.telegram.new_private(), "/help", "Commands")


def test_a_half_open_connection(own: House) -> None:
    """Polling goes on though an answer never comes."""
    own.telegram.fault("hang", method="getUpdates", seconds=120)
    chat = own.telegram.new_private()
    # The request that waits now is answered by this; the next one is not.
    own.ask(chat, "/about", "About")
    own.telegram.say(chat, "/help")
    own.telegram.wait_message(chat, lambda m: "Commands" in m["text"], timeout=90)
    assert "did not answer within" in own.bot.logs()


def test_a_restart_keeps_everything(own: House) -> None:
    """Topics, buttons, and menus that are not told again."""
    chat = own.telegram.new_private()
    topic = own.ask(chat, "/subscribe diffusion models", "Following")
    own.bot.restart(hard=True)
    own.press(chat, topic, "Undo", "No longer")
    assert len(own.telegram.calls("setMyCommands")) == 6


def test_the_end_while_working(own: House) -> None:
    """Everything asked before the signal is answered, whole, and no update is lost."""
    telegram = own.telegram
    people = [telegram.new_private() for _ in range(12)]
    telegram.say_many([{"chat_id": chat, "text": f"/summarize {PAPER}"} for chat in people])
    telegram.wait_message(people[0])
    stopped = own.bot.stop(30.0)
    assert (stopped.code, stopped.killed) == (0, False)
    own.bot.start(30)
    for chat in people:
        telegram.wait_message(chat, lambda m: TITLE in m["text"], timeout=30, since=0)
    assert own.stage.complaints() == {}
    assert "Traceback" not in own.bot.logs()
