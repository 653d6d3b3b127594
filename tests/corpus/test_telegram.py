"""The whole process on a strict Telegram and the recorded arXiv, as its users have it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from handlers.commands import COMMANDS
from tests.corpus.telegram_stage import PAPER, TITLE, Harness, labels, said, staged


@pytest.fixture(scope="module")
def running(shared: Path) -> Iterator[Harness]:
    """One process for the scenarios that do not disturb it."""
    with staged(shared, enforce_limits=True) as stage:
        harness = Harness(stage)
        yield harness
        stopped = harness.bot.stop()
        assert (stopped.code, stopped.leftovers) == (0, 0)
        assert stopped.seconds < 30
        assert "TESTTOKEN" not in harness.bot.logs()


@pytest.fixture
def harness(running: Harness) -> Iterator[Harness]:
    """The process; nothing may be refused meanwhile."""
    yield running
    assert running.stage.complaints() == {}


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_every_command(harness: Harness, command: str) -> None:
    """With its own example."""
    found = next(one for one in COMMANDS if one.name == command)
    chat = harness.telegram.new_private()
    harness.ask(chat, "/subscribe diffusion models", "Following")
    answer = harness.ask(chat, found.example)
    assert "Something went wrong" not in answer.get("text", "")


def test_three_taps_to_a_digest(harness: Harness) -> None:
    """From a field to a topic to a time, with a preview, and a digest at once."""
    chat = harness.telegram.new_private()
    start = harness.ask(chat, "/start")
    field = harness.press(chat, start, "Image and video generation")
    assert field["message_id"] == start["message_id"]
    topic = harness.press(chat, field, "Diffusion models", "Following")
    assert "submitted on" in said(topic) or "it would have brought" in said(topic)
    harness.press(chat, topic, "08:00", "08:00")
    harness.press(chat, topic, "See it now", "Announced")


def test_summarize_ends_in_a_card(harness: Harness) -> None:
    """Acknowledged within a second; by command, by link, by deep link."""
    chat = harness.telegram.new_private()
    asked = time.time()
    harness.telegram.say(chat, f"/summarize {PAPER}")
    card = harness.answer(chat, TITLE)
    actions = [one for one in harness.telegram.state()["chat_actions"] if one["chat_id"] == chat]
    assert card["kit"]["stored_at"] - asked < 1 or actions
    assert {"Abstract", "PDF", "Evidence", "Save"} <= set(labels(card))
    harness.press(chat, card, "Evidence", TITLE)
    other = harness.telegram.new_private()
    harness.ask(other, f"https://arxiv.org/abs/{PAPER}v1", TITLE)
    harness.ask(other, "/start p_2403-04634", TITLE)
    harness.ask(other, "/start t_diffusion-models", "Following")


def test_a_draft_tells_what_is_being_done(harness: Harness) -> None:
    """It is gone when the card comes, which is one message; its analysis is folded."""
    telegram = harness.telegram
    chat = telegram.new_private()
    card = harness.ask(chat, "/summarize 1512.03905", "Summary")
    assert telegram.drafts(chat)
    assert not any(frame["shown"] for frame in telegram.drafts(chat)[-1:])
    (alone,) = telegram.wait_settled(chat)
    assert alone["message_id"] == card["message_id"]
    assert "details" in str(card["kit"]["rich"]["outline"])
    assert any(one["chat_id"] == chat for one in telegram.state()["chat_actions"])


def test_settings_in_place(harness: Harness) -> None:
    """Each step and its value, in the one message; and what is said instead of pressed."""
    telegram = harness.telegram
    chat = telegram.new_private()
    shown = harness.ask(chat, "/settings")
    for step, value in (("Time ›", "09:00"), ("Papers ›", "5"), ("Language ›", "中文")):
        harness.press(chat, harness.press(chat, shown, step), value)
        (shown,) = telegram.messages(chat)
    assert "09:00" in said(shown)
    assert "中文" in said(shown)
    harness.ask(chat, "/language en", "English")
    harness.press(chat, harness.ask(chat, "/settings"), "Muted words ›", "/mute survey")
    for line, told in (
        ("/timezone Tokyo", "Asia/Tokyo"),
        ("/timezone +05:30", "Asia/Kolkata"),
        ("/mute survey", "survey"),
        ("/time 06:45 weekdays", "06:45"),
    ):
        harness.ask(chat, line, told)


def test_groups(harness: Harness) -> None:
    """Who is addressed, and who may."""
    telegram = harness.telegram
    group = telegram.new_group()
    for text in (f"/summarize@other_bot {PAPER}", f"https://arxiv.org/abs/{PAPER}"):
        telegram.say(group, text, user=telegram.private_ru)
        assert telegram.quiet(group, 0.7) == []
    harness.ask(group, f"/summarize@test_bot {PAPER}", TITLE, user=telegram.private_ru)
    harness.ask(group, "/subscribe robots", "Only this chat's admins", user=telegram.private_ru)
    topic = harness.ask(group, "/subscribe robots", "Following", user=telegram.private)
    refused = telegram.press(group, topic, "Undo", user=telegram.private_ru)
    assert telegram.wait_answer(refused)["show_alert"]
    harness.press(group, topic, "Undo", "No longer", user=telegram.private)
    harness.ask(group, "/digest diffusion models", "Announced", user=telegram.private_ru)
    harness.ask(group, PAPER, TITLE, user=telegram.private_ru, reply_to=topic["message_id"])
    asked = telegram.say(group, f"@test_bot what is {PAPER}?", user=telegram.private_ru, force=True)
    number = asked["message"]["message_id"]
    telegram.wait_message(
        group, lambda m: m.get("reply_to_message", {}).get("message_id") == number, timeout=30
    )


def test_an_anonymous_admin(harness: Harness) -> None:
    """Speaks as the group itself, and may what admins may."""
    telegram = harness.telegram
    group = telegram.new_group()
    telegram._mark(group)
    request = {
        "chat_id": group,
        "text": "/subscribe robots",
        "user_id": telegram.private_ru,
        "content": {"sender_chat": {"id": group, "type": "supergroup", "title": "It"}},
    }
    telegram.control.post("say", request)
    harness.answer(group, "Following")


def test_a_forum(harness: Harness) -> None:
    """Answers go to the thread; the General topic has none."""
    telegram = harness.telegram
    thread = telegram.forum_topics[0]
    answer = harness.ask(telegram.forum, "/help", thread=thread, user=telegram.private)
    assert answer["message_thread_id"] == thread
    general = harness.ask(telegram.forum, "/about", "About", user=telegram.private)
    assert "message_thread_id" not in general


def test_a_channel_from_the_private_chat(harness: Harness) -> None:
    """Linked in one tap, then managed; and its posts are answered there."""
    telegram = harness.telegram
    channel = telegram.new_group("channel", bot="administrator")
    chat = telegram.private
    shown = harness.ask(chat, "/channel")
    offer = harness.press(chat, shown, "Link a channel", "pick your channel")
    telegram.tap(chat, offer, "Link a channel", shared_chat=channel)
    menu = harness.answer(chat, "For channel")
    field = harness.press(chat, menu, "Robotics", "For channel")
    harness.press(chat, field, labels(field)[0], "Following")
    harness.ask(chat, f"/channel {channel} settings", "For channel")
    assert telegram.messages(channel) == []
    harness.ask(channel, "/subscriptions", "You follow")


def test_inline_mode(harness: Harness) -> None:
    """An id, words, nothing."""
    telegram = harness.telegram
    (card,) = telegram.inline(telegram.new_private(), PAPER)
    assert TITLE in card["title"]
    assert len(telegram.inline(telegram.new_private(), "diffusion models")) > 1
    telegram.inline(telegram.new_private(), "")


def test_menus(harness: Harness) -> None:
    """In the scopes of private chats, groups and admins, in English and in Chinese."""
    scopes = harness.telegram.state()["commands"]
    assert len(scopes) == 6
    names = {one["command"] for one in next(iter(scopes.values()))}
    assert "summarize" in names


def test_chinese(harness: Harness) -> None:
    """Whoever's Telegram is in Chinese is answered so, and /language changes it."""
    chat = harness.telegram.new_private(language="zh-hans")
    start = harness.ask(chat, "/start", "我")
    field = harness.press(chat, start, labels(start)[0])
    assert "扩散模型" in labels(field)
    harness.ask(chat, f"/summarize {PAPER}", TITLE)
    harness.ask(chat, "καλημέρα", "要我做什么")
    harness.ask(chat, "/channel", "频道")
    harness.ask(chat, "/language en", "English")
    harness.ask(chat, "/channel", "A channel gets digests")


def test_a_limit_is_obeyed(harness: Harness) -> None:
    """Eight questions at once are all answered, at the speed that Telegram allows."""
    chat = harness.telegram.new_private()
    harness.telegram.say_many([{"chat_id": chat, "text": "/subscriptions"}] * 8)
    harness.telegram.wait_messages(chat, 8, timeout=30)


def test_slow_work_keeps_help_quick(
    harness: Harness, records: Callable[[str], Iterator[dict[str, Any]]]
) -> None:
    """With 200 /summarize at once, all of other papers, /help passes nearly all of them."""
    telegram = harness.telegram
    known = (one["id"] for one in records("records-2024-03-*") if one["published"] < "2024-03-05")
    papers = dict(zip((telegram.new_private() for _ in range(200)), known, strict=False))
    telegram.say_many(
        [{"chat_id": chat, "text": f"/summarize {paper}"} for chat, paper in papers.items()]
    )
    people = list(papers)
    helped = []
    for chat in (telegram.new_private(), people[0], telegram.new_private(), people[100]):
        asked, before = time.time(), harness.bot.usage().cpu_seconds
        telegram.say(chat, "/help")
        answer = telegram.wait_message(chat, lambda m: "Commands" in said(m), timeout=60)
        helped.append(answer["kit"]["stored_at"])
        cpu = harness.bot.usage().cpu_seconds - before
        took = helped[-1] - asked
        sys.stdout.write(f"\n/help among 200 summaries: {took:.2f} s, of the processor {cpu:.2f}\n")
    cards = [
        telegram.wait_message(chat, lambda m: "extracted from the" in said(m), timeout=90, since=0)
        for chat in people
    ]
    earlier = sum(card["kit"]["changed_at"] < helped[-1] for card in cards)
    assert earlier < 50, earlier
