"""One process on a strict Telegram and a strict Discord at once, with papers made to break it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.corpus import discord_stage
from tests.corpus.chat_kit import Json, hang_up, kit
from tests.corpus.telegram_stage import Harness, labels

NOW = "2025-05-09T06:00:00Z"
HOSTILE = tuple(f"2505.99{number}" for number in range(901, 920))
"""Invented papers: withdrawn, with markup and orders in them, huge, unreadable."""
OURS = {"arxiv.org", "creativecommons.org", "doi.org"}
UNTITLED = "2505.99919"
"""One with an abstract of three characters, of which nothing can be extracted."""
NOT_YET = ("2505.02304", "2403.04634", "2403.04770", "2402.16247")
"""Recorded papers that nobody has asked for."""


class BothPlatforms(Harness):
    """A process on both platforms, where a person may have one new summary a day."""

    def __init__(self, stage: Any) -> None:
        self.discord = stage.discord
        super().__init__(stage, PAPERCRIER_NOW=NOW, PAPERCRIER_SUMMARIES_PER_USER="1")

    def slash(self, channel: str, user: str, name: str, /, **options: Any) -> Json:
        """Run a slash command and wait for the answer."""
        asked = self.discord.slash(channel, user, name, **options)
        return discord_stage.answer(self.stage, asked)


@pytest.fixture(scope="module")
def running(shared: Path) -> Iterator[BothPlatforms]:
    """One process for all scenarios."""
    records = sorted((shared / "arxiv").glob("records-*.jsonl.gz"))
    synthetic = shared / "arxiv" / "synthetic-edge-cases.jsonl"
    options = ("--now", NOW, "--records", *map(str, records), str(synthetic))
    with kit(shared).Stage(arxiv_options=options) as stage:
        try:
            harness = BothPlatforms(stage)
            yield harness
            stopped = harness.bot.stop(30)
            assert (stopped.code, stopped.leftovers) == (0, 0)
            assert "Traceback" not in harness.bot.logs()
        finally:
            hang_up(stage.telegram)
            hang_up(stage.discord)


@pytest.fixture
def harness(running: BothPlatforms) -> Iterator[BothPlatforms]:
    """The process; nothing may be refused meanwhile."""
    yield running
    assert running.stage.complaints() == {}


def masked(message: Json) -> list[str]:
    """The links of a message on Telegram that lead to none of our hosts, nor where they say."""
    found = []
    for words, url in leading(message):
        said = words.replace("\u2060", "").removeprefix("https://").removesuffix("…")
        host = str(urlsplit(url).hostname).removeprefix("www.")
        if host not in OURS and not url.startswith(f"https://{said}"):
            found.append(url)
    return found


def leading(message: Json) -> Iterator[tuple[str, str]]:
    """What a message on Telegram has as links, and where each leads; Telegram makes none itself."""
    if rich := message["kit"].get("rich"):
        assert (rich["mentions"], rich["found_by_server"], rich["warnings"]) == ([], [], [])
        for link in rich["links"]:
            if not link.get("leads_to"):
                led = f'href="{escape(link["url"])}"'
                assert led in rich["source"]["html"], "Telegram made a link itself"
                yield link["text"], link["url"]
        return
    text = message["text"].encode("utf-16-le")
    for entity in message.get("entities", []):
        assert entity["type"] not in ("url", "mention", "hashtag"), "Telegram made a link itself"
        if entity["type"] == "text_link":
            start = 2 * entity["offset"]
            words = text[start : start + 2 * entity["length"]]
            yield words.decode("utf-16-le"), entity["url"]


def test_papers_made_to_break_it(harness: BothPlatforms) -> None:
    """Each is told on both platforms; they ping nobody, and no link of theirs is masked."""
    telegram = harness.telegram
    people = {telegram.new_private(): paper for paper in HOSTILE}
    telegram.say_many([{"chat_id": chat, "text": f"/summarize {p}"} for chat, p in people.items()])
    for chat, paper in people.items():
        harness.answer(chat, paper)
        harness.answer(chat, "extracted from the" if paper != UNTITLED else paper)
        assert [masked(message) for message in telegram.messages(chat) if masked(message)] == []
    for paper in HOSTILE:
        reply = harness.slash("general", "boris", "summarize", paper=paper)
        assert paper in discord_stage.text_of(reply)
        assert discord_stage.pinged(reply) == []


def test_what_was_made_is_free_and_the_rest_is_counted(harness: BothPlatforms) -> None:
    """Whoever has had all there is today is told kindly, and may still ask for what is there."""
    chat = harness.telegram.new_private()
    harness.ask(chat, f"/summarize {NOT_YET[0]}", NOT_YET[0])
    harness.ask(chat, f"/summarize {NOT_YET[1]}", "all there is for one person")
    harness.ask(chat, f"/summarize {HOSTILE[0]}", HOSTILE[0])
    harness.ask(harness.telegram.new_private(), f"/summarize {NOT_YET[1]}", NOT_YET[1])
    harness.slash("random", "boris", "summarize", paper=NOT_YET[2])
    refused = harness.slash("random", "boris", "summarize", paper=NOT_YET[3])
    assert "all there is for one person" in discord_stage.text_of(refused)
    assert refused["kit"]["only_for"] == harness.discord.user("boris")


def test_chinese(harness: BothPlatforms) -> None:
    """From the platform's own language; /language changes it."""
    chat = harness.telegram.new_private(language="zh-hans")
    harness.ask(chat, "/help", "命令")
    harness.ask(chat, "/language en")
    harness.ask(chat, "/help", "Commands")
    harness.discord.new_user("wei", locale="zh-CN")
    dm = harness.discord.state()["dms"]["wei"]
    assert "命令" in discord_stage.text_of(harness.slash(dm, "wei", "help"))


def test_forgetting(harness: BothPlatforms) -> None:
    """What was kept is named, and gone."""
    chat = harness.telegram.new_private()
    harness.ask(chat, "/subscribe robotics", "Following")
    assert "1 subscription" in harness.ask(chat, "/forgetme yes", "Deleted")["text"]
    _, content = harness.telegram.download(harness.ask(chat, "/export"))
    assert json.loads(content)["subscriptions"] == []
    harness.ask(chat, "/forgetme")
    dm = harness.discord.dm("alice")
    harness.slash(dm, "alice", "subscribe", topic="robotics")
    assert "1 subscription" in discord_stage.text_of(harness.slash(dm, "alice", "forgetme"))


def test_topics_that_bring_nothing_or_everything(harness: BothPlatforms) -> None:
    """It is said so at once."""
    chat = harness.telegram.new_private()
    assert "Nothing submitted" in harness.ask(chat, "/subscribe zyzzyva", "Following")["text"]
    assert (
        "100 papers match, and there may be more"
        in harness.ask(chat, "/subscribe cat:cs.*", "Following")["text"]
    )


def test_an_expired_button(harness: BothPlatforms) -> None:
    """It says so and offers a new menu."""
    telegram = harness.telegram
    chat = telegram.new_private()
    shown = harness.ask(chat, "/help", "Commands")
    message = {key: value for key, value in shown.items() if key != "kit"}
    person = {"id": chat, "is_bot": False, "first_name": "Person"}
    query = {"id": "77", "from": person, "chat_instance": "1", "message": message, "data": "#gone"}
    telegram._mark(chat)
    telegram.update(callback_query=query)
    assert telegram.wait_answer({"callback_query_id": "77"})["show_alert"]
    assert labels(harness.answer(chat))


def test_an_edited_command_is_not_carried_out(harness: BothPlatforms) -> None:
    """Telegram is told that such updates are not wanted."""
    chat = harness.telegram.new_private()
    said = harness.telegram.say(chat, "/about")["message"]
    harness.answer(chat, "About")
    edit = {"chat_id": chat, "message_id": said["message_id"], "text": "/help"}
    assert harness.telegram.control.post("edit", edit)["dropped"]


def test_one_platform_goes_on_without_the_other(running: BothPlatforms) -> None:
    """And the other comes back."""
    running.stage.stop_server("telegram")
    assert "platform=telegram" in running.bot.wait_log("platform closed", 30)
    assert "Commands" in discord_stage.text_of(running.slash("general", "alice", "help"))
    running.stage.start_server("telegram")
    running.telegram.wait_polling(60)
    running.ask(running.telegram.new_private(), "/help", "Commands")
    assert running.stage.complaints() == {}
