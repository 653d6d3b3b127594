"""A reading group's weeks over a change of clocks, by a real process on both strict servers.

Neither server has polls, so votes are by buttons. The process is killed between all steps.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import pytest

from tests.corpus import discord_stage
from tests.corpus.chat_kit import REPOSITORY, RUN, SETTINGS, hang_up, kit, wait_for
from tests.corpus.telegram_stage import labels, said

FIRST, SECOND = "2403.04634", "2302.07302"
CALLED, MONDAY = "2024-03-22T12:00:00Z", "2024-03-25T16:00:02Z"
WEDNESDAY, THURSDAY = "2024-03-27T16:00:02Z", "2024-03-28T15:00:02Z"
IN_SUMMER: Final = "2024-04-01T15:00:02Z"
WINDOW: Final = 5.5
"""Seconds in which Discord takes five messages for a channel, and somewhat more."""


class Groups:
    """A group on each platform, and the process."""

    def __init__(self, stage: Any) -> None:
        self.stage = stage
        self.bot: Any = None
        telegram, discord = stage.telegram, stage.discord
        members = {str(telegram.private): "creator", str(telegram.private_ru): "member"}
        self.people = (telegram.private, telegram.private_ru)
        self.group = telegram.new_group("supergroup", members=members)
        wanted = {"guild_id": discord.guild(), "name": "readers", "type": "text"}
        self.channel = discord.control.post("channel", wanted)["id"]
        discord.new_user("bob")

    def at(self, moment: str) -> None:
        """The process is killed, and begins again at a moment."""
        self.stage.arxiv.tell("now", now=moment)
        env = {**SETTINGS, "PAPERCRIER_NOW": moment}
        if self.bot is None:
            self.bot = self.stage.start_bot(RUN, REPOSITORY, 30.0, env)
            return
        self.bot.kill()
        self._let_limits_pass()
        self.bot.env.update(env)
        self.bot.start(30.0)

    def _let_limits_pass(self) -> None:
        """Days go by here in a moment; whoever begins anew does not know what was just sent."""
        sent = self.stage.discord.messages(self.channel)
        newest = max((one["kit"]["stored_at"] for one in sent), default=0.0)
        time.sleep(max(0.0, newest + WINDOW - time.time()))

    def count(self, query: str) -> int:
        """What the database says."""
        path = self.stage.work_dir / "bot.sqlite"
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            return int(connection.execute(query).fetchone()[0])

    def say(self, text: str, contains: str, *, reply_to: int | None = None) -> str:
        """What Telegram's admin says, and the answer."""
        telegram = self.stage.telegram
        telegram.say(self.group, text, user=self.people[0], reply_to=reply_to)
        found = telegram.wait_message(self.group, lambda one: contains in said(one), timeout=60)
        return said(found)

    def slash(self, name: str, contains: str, **options: str) -> str:
        """Likewise on Discord."""
        asked = self.stage.discord.slash(self.channel, "alice", name, **options)
        shown = discord_stage.text_of(discord_stage.answer(self.stage, asked))
        assert contains in shown, shown
        return shown

    def told(self, words: str) -> tuple[list[Any], list[Any]]:
        """The messages of both groups that say something."""
        on_telegram = self.stage.telegram.messages(self.group)
        on_discord = self.stage.discord.messages(self.channel)
        return (
            [one for one in on_telegram if words in said(one)],
            [one for one in on_discord if words in discord_stage.text_of(one)],
        )

    def both(self, words: str) -> tuple[Any, Any]:
        """The one message of each that says something."""
        wait_for(lambda: all(self.told(words)), 60)
        (first,), (second,) = self.told(words)
        return first, second


@pytest.fixture
def groups(shared: Path) -> Iterator[Groups]:
    """Nothing runs yet."""
    with kit(shared).Stage(arxiv_options=("--now", CALLED)) as stage:
        try:
            yield Groups(stage)
        finally:
            hang_up(stage.telegram)
            hang_up(stage.discord)


def test_weeks_of_a_group_over_a_change_of_clocks(groups: Groups) -> None:
    """Called, proposed, voted on, told, reminded of, noted; at 17:00 in winter and in summer."""
    groups.at(CALLED)
    call(groups)
    groups.at(MONDAY)
    vote(groups)
    groups.at(WEDNESDAY)
    card, on_discord = groups.both("We meet on")
    for text in (said(card), discord_stage.text_of(on_discord)):
        assert "Pix2Gif" in text
        assert "1 vote of 1" in text
    over = groups.both("The vote is over")
    assert labels(over[0]) == discord_stage.labels(over[1]) == []
    groups.at(THURSDAY)
    groups.both("minutes, at 17")
    groups.at(IN_SUMMER)
    groups.say("They never measured it twice", "Noted for", reply_to=card["message_id"])
    groups.slash("minutes", "Noted for", text="Bob was ill")
    groups.say("/readinggroup history", "never measured")
    groups.slash("readinggroup", "Bob was ill", value="history")
    again = groups.both("So far there is one paper")
    for one in (said(again[0]), discord_stage.text_of(again[1])):
        assert SECOND in one
        assert FIRST not in one
    groups.bot.kill()
    for words in ("We meet on", "minutes, at 17"):
        assert [len(some) for some in groups.told(words)] == [1, 1]
    assert "Traceback" not in groups.bot.logs()
    # Telegram is asked for a poll by each process, until it says that it has none.
    complaints = groups.stage.complaints()
    assert {one[0] for one in complaints.pop("telegram refused")} == {"sendPoll"}
    complaints.pop("telegram strict")
    assert complaints == {}


def call(groups: Groups) -> None:
    """Admins call the groups, and members like and save papers there."""
    telegram, discord = groups.stage.telegram, groups.stage.discord
    groups.say("/timezone Berlin", "Berlin")
    groups.slash("timezone", "Berlin", value="Berlin")
    groups.say("/readinggroup weekly thu 17:00", "Thu, 28 March 2024, 17:00")
    groups.slash("readinggroup", "28 March 2024", value="weekly thu 17:00")
    telegram.say(groups.group, "/readinggroup off", user=groups.people[1])
    telegram.wait_message(groups.group, lambda one: "admins" in said(one), timeout=30)
    for person, command in ((0, f"/more {SECOND}"), (1, f"/more {SECOND}"), (1, f"/save {FIRST}")):
        telegram.say(groups.group, command, user=groups.people[person])
    for who, name, paper in (
        *(("alice", "more", SECOND), ("bob", "more", SECOND), ("bob", "save", FIRST)),
    ):
        discord.slash(groups.channel, who, name, paper=paper)
    wait_for(lambda: groups.count("SELECT COUNT(*) FROM presses") == 4)
    wait_for(lambda: groups.count("SELECT COUNT(*) FROM group_saves") == 2)


def vote(groups: Groups) -> None:
    """One member of each group votes, for what is less liked; the message shows it to all."""
    about = "what do we read for"
    for_telegram, for_discord = groups.both(about)
    assert "liked by 2" in said(for_telegram)
    telegram, discord = groups.stage.telegram, groups.stage.discord
    telegram.press(groups.group, for_telegram, "2: 0 votes", user=groups.people[1])
    wait_for(lambda: "2: 1 vote" in labels(groups.told(about)[0][0]))
    discord.press(groups.channel, for_discord, "2: 0 votes", user="bob")
    wait_for(lambda: "2: 1 vote" in discord_stage.labels(groups.told(about)[1][0]))
