"""Presses and reactions change the next morning, on the strict servers of both platforms."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from domain.chats import Chat, ChatRef, ChatSettings, Subscription
from domain.topics import Category, Topic
from storage import open_store
from tests.corpus import discord_stage
from tests.corpus.chat_kit import hang_up, kit, wait_for
from tests.corpus.morning import BEFORE, Morning

EVENING = BEFORE - timedelta(hours=3)
DUE = BEFORE.replace(second=57)
WHY = ("whichyouliked", "Yoursbyitswords")
"""As the texts of chats are held against each other: without blanks."""


class Pressed(Morning):
    """Two people and two channels that follow one category, and nothing else."""

    def _keep(self) -> None:
        asyncio.run(self._kept())

    async def _kept(self) -> None:
        refs = [ChatRef("telegram", str(one)) for one in self.people]
        refs += [ChatRef("discord", one) for one in self.channels]
        settings = ChatSettings(time=(DUE + timedelta(seconds=3)).time(), limit=5)
        since = self._start - timedelta(days=1)
        store = open_store(self.database)
        for ref in refs:
            await store.save_chat(Chat(ref, settings))
            topic = Topic("vision", Category("cs.CV"))
            await store.subscribe([Subscription(ref, topic, since)])
        await store.close()


def liked(shared: Path) -> list[str]:
    """Ten recorded papers of before about one subject."""
    found = []
    with gzip.open(shared / "arxiv" / "records-2025-05.jsonl.gz", "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            words = f"{record['title']} {record['abstract']}".lower()
            if "segmentation" in words and record["id"] < "2505.02":
                found.append(str(record["id"]))
    return found[:10]


@pytest.fixture(scope="module")
def morning(shared: Path) -> Iterator[Pressed]:
    """The evening on which one of each pair has pressed; the next morning is told."""
    with kit(shared).Stage() as stage:
        try:
            morning = Pressed(stage, start=EVENING)
            morning.settle(people=2, channels=2)
            bot = morning.run(wait_ready=60)
            press(morning, liked(shared))
            react(morning, liked(shared)[0])
            assert bot.stop(30).code == 0
            morning.leap(DUE)
            morning.run(wait_ready=60)
            wait_for(lambda: len(digests(morning)) == 4, 60)
            assert bot.stop(30).code == 0
            yield morning
            assert stage.complaints() == {}
        finally:
            hang_up(stage.telegram)
            hang_up(stage.discord)


def digests(morning: Pressed) -> dict[str, str]:
    """What each chat was told by itself, once it was."""
    told = ((ref.chat_id, texts[-1]) for ref, texts in morning.told().items() if texts)
    return {chat: text for chat, text in told if "Announced" in text}


def press(morning: Pressed, papers: list[str]) -> None:
    """A person presses in private, two members in a channel."""
    telegram, discord = morning.stage.telegram, morning.stage.discord
    assert len(papers) == 10
    for paper in papers:
        telegram.say(morning.people[0], f"/more {paper}")
        for user in ("alice", "boris"):
            asked = discord.slash(morning.channels[0], user, "more", paper=paper)
            discord_stage.answer(morning.stage, asked)
    wait_for(lambda: morning.rows("SELECT COUNT(*) FROM presses") == [(20,)])
    wait_for(lambda: len(votes(morning, morning.people[0])) == 10)


def react(morning: Pressed, paper: str) -> None:
    """Another person reacts to a paper explained, and takes that back; somebody on Discord, too."""
    telegram, discord = morning.stage.telegram, morning.stage.discord
    chat = morning.people[1]
    telegram.say(chat, f"/summarize {paper}")
    wait_for(lambda: sent(morning, chat))
    message = sent(morning, chat)[-1]
    signs: list[list[dict[str, str]]] = [[], [{"type": "emoji", "emoji": "👍"}], []]
    for old, new in pairwise(signs):
        telegram.update(
            message_reaction={
                "chat": {"id": chat, "type": "private", "first_name": "P"},
                "message_id": message,
                "user": {"id": chat, "is_bot": False, "first_name": "P"},
                "date": int(datetime.now(UTC).timestamp()),
                "old_reaction": old,
                "new_reaction": new,
            }
        )
        wait_for(partial(_are_votes, morning, chat, [(paper, 1)] if new else []))
    dm, alice = discord.dm("alice"), discord.user("alice")
    discord_stage.answer(morning.stage, discord.slash(dm, "alice", "summarize", paper=paper))
    wait_for(lambda: sent(morning, dm))
    number = sent(morning, dm)[-1]
    before = dict(votes(morning, alice, "discord"))
    assert before[paper] == 1
    wish = {"channel_id": dm, "message_id": str(number), "user_id": alice, "emoji": "👎"}
    discord.control.post("react", wish)
    wait_for(lambda: dict(votes(morning, alice, "discord"))[paper] == 0)


def votes(morning: Pressed, user: Any, platform: str = "telegram") -> list[Any]:
    """What somebody wishes for more or less of."""
    whose = (platform, f"user:{user}")
    rows = morning.rows("SELECT platform, chat_id, paper, is_more FROM votes ORDER BY paper")
    return [tuple(row[2:]) for row in rows if tuple(row[:2]) == whose]


def _are_votes(morning: Pressed, user: Any, wanted: list[Any]) -> bool:
    return votes(morning, user) == wanted


def sent(morning: Pressed, chat: Any) -> list[int]:
    """The messages that tell papers in a chat, by number."""
    rows = morning.rows("SELECT chat_id, message FROM sent_messages ORDER BY message")
    return [message for where, message in rows if where == str(chat)]


def test_ten_presses_change_the_next_morning(morning: Pressed) -> None:
    """What is like them comes first and says so; who has pressed nothing is told as before."""
    told = digests(morning)
    mine, others = (told[str(one)] for one in morning.people)
    here, elsewhere = (told[one] for one in morning.channels)
    assert any(why in mine for why in WHY)
    assert "Fromoutsideyourprofile" in mine
    assert "which2of2hereliked" in here
    for text in (others, elsewhere):
        assert not any(why in text for why in ("Fromoutside", "liked"))
    assert mine.partition("shown5")[2][:40] != others.partition("shown5")[2][:40]
