"""A morning on both platforms: many chats whose digests are due, and what each was told.

What is planned is written down by a trigger as it enters the outbox, so that it can be held
against what stands in the chats without asking the program.
"""

from __future__ import annotations

import asyncio
import html
import re
import sqlite3
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from domain.chats import Chat, ChatRef, ChatSettings, Subscription
from domain.deliveries import PartState
from domain.topics import Category, Term, Topic
from rendering.common.parcels import discord_parcel, discord_words, telegram_parcel
from rendering.discord.layout_size import found
from rendering.telegram.forms import words_of
from storage import open_store
from storage.places import Place
from storage.rows import chats as chat_rows
from storage.sqlite.connections import connect, transaction
from tests.corpus.chat_kit import REPOSITORY, RUN, SETTINGS, Json

BEFORE: Final = datetime(2025, 5, 7, 5, 59, 40, tzinfo=UTC)
"""Some seconds before the digests are due; the announcement of that day has long been complete."""

WISHES: Final = ChatSettings(time=(BEFORE + timedelta(seconds=20)).time(), limit=2)

QUERIES: Final = (
    Category("eess.IV"),
    Term("diffusion"),
    Category("cs.HC"),
    Term("robust"),
    Category("cs.GR"),
    Term("segmentation"),
)
"""Of each of these there is something on most days, in one message to a handful."""

PATIENCE: Final = 60.0

SOON: Final = timedelta(seconds=20)
"""What is due later is not waited for."""

_OPEN: Final = tuple(state.value for state in PartState if state.is_open)
_FIRST_PERSON: Final = 7_000_000
_TAGS: Final = re.compile(r"<[^>]+>")

_WITNESS: Final = """
    CREATE TABLE verifier (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        digest INTEGER NOT NULL, chat INTEGER NOT NULL, platform TEXT NOT NULL,
        slot TEXT NOT NULL, part INTEGER NOT NULL, body TEXT NOT NULL
    );
    CREATE TRIGGER witnessed AFTER UPDATE OF parts ON digests BEGIN
        INSERT INTO verifier (digest, chat, platform, slot, part, body)
        SELECT NEW.id, NEW.chat, platform, NEW.slot, part, body
        FROM outbox JOIN payloads ON payloads.id = payload WHERE digest = NEW.id ORDER BY part;
    END;
"""

_PLANNED: Final = """
    SELECT verifier.chat, verifier.platform, slot, verifier.part, body, COALESCE(state, '')
    FROM verifier LEFT JOIN outbox
    ON outbox.digest = verifier.digest AND outbox.part = verifier.part
    ORDER BY verifier.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A part as it was planned.

    Attributes:
        state: what the program says became of it; None where the digest was taken back.
        text: what can be read in it.
    """

    slot: str
    part: int
    state: PartState | None
    text: str


class Morning:
    """Chats on the servers of a stage and in the program's database; and the program.

    Attributes:
        people: private chats on Telegram.
        groups: basic groups on Telegram, by their first id; where they are now.
        channels: on Discord.
    """

    def __init__(self, stage: Any, *, start: datetime = BEFORE) -> None:
        """Nobody is there yet, and nothing runs."""
        self.stage = stage
        self.database: Path = stage.work_dir / "bot.sqlite"
        self.place: Place = self.database
        self.people: list[int] = []
        self.groups: dict[int, int] = {}
        self.channels: list[str] = []
        self._start = start
        self._began = time.monotonic()
        self._bot: Any = None
        stage.arxiv.tell("now", now=_iso(start))

    # Who is there.

    def settle(self, *, people: int = 0, groups: int = 0, channels: int = 0) -> None:
        """Have chats come, each of which follows something and wants digests."""
        telegram, discord = self.stage.telegram, self.stage.discord
        self.people = [_FIRST_PERSON + number for number in range(people)]
        told = [{"id": one, "type": "private", "first_name": f"P{one}"} for one in self.people]
        for some in _in_turns(told, 500):
            telegram.control.post("chat", some)
        made = [telegram.new_group("group") for _ in range(groups)]
        self.groups = {group: group for group in made}
        guild = discord.guild()
        wanted = [{"guild_id": guild, "name": f"c{n}", "type": "text"} for n in range(channels)]
        for some in _in_turns(wanted, 500):
            self.channels += [one["id"] for one in discord.control.post("channel", some)]
        self._keep()

    def _keep(self) -> None:
        """In one transaction, to be quick."""
        refs = [ChatRef("telegram", str(one)) for one in (*self.people, *self.groups)]
        refs += [ChatRef("discord", one) for one in self.channels]
        asyncio.run(open_store(self.database).close())
        database = connect(self.database, writes=True, patience=PATIENCE)
        with transaction(database, "BEGIN IMMEDIATE"):
            for number, ref in enumerate(refs):
                query = QUERIES[number % len(QUERIES)]
                chat_rows.save(database, Chat(ref, WISHES))
                since = self._start - timedelta(days=1)
                chat_rows.subscribe(database, [Subscription(ref, Topic(str(query), query), since)])
        database.close()
        with closing(sqlite3.connect(self.database)) as connection:
            connection.executescript(_WITNESS)

    # The program.

    @property
    def now(self) -> datetime:
        """What its clock shows."""
        return self._start + timedelta(seconds=time.monotonic() - self._began)

    def leap(self, to: datetime) -> None:
        """Let time pass; the program must not run."""
        self._start, self._began = to, time.monotonic()
        self.stage.arxiv.tell("now", now=_iso(to))

    def run(self, *, wait_ready: float | None = None, **settings: str) -> Any:
        """Start it, for the first time or again, with its clock going on."""
        moment = {"PAPERCRIER_NOW": self.now.isoformat()}
        if self._bot is None:
            env = {**SETTINGS, **settings, **moment}
            self._bot = self.stage.start_bot(RUN, REPOSITORY, wait_ready, env)
        else:
            self._bot.env.update(moment)
            self._bot.start(wait_ready)
        return self._bot

    def rows(self, query: str) -> list[Any]:
        """Rows of its database, read beside it."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
            return connection.execute(query).fetchall()

    def is_over(self) -> bool:
        """Whether all have had their turn, and nothing is left to send."""
        due = int((self.now + timedelta(hours=1)).timestamp())
        ((turns, parts),) = self.rows(
            f"SELECT (SELECT COUNT(*) FROM schedule WHERE look_at <= {due}),"  # noqa: S608
            f" (SELECT COUNT(*) FROM outbox WHERE state IN {_OPEN})"
        )
        return not turns and not parts

    def idle_until(self) -> datetime | None:
        """When there is something to do again, where there is nothing for some time."""
        ((due,),) = self.rows(
            "SELECT MIN(due) FROM outbox WHERE state IN ('queued', 'claimed', 'sending')"
        )
        is_soon = due is None or due < (self.now + SOON).timestamp()
        return None if is_soon else datetime.fromtimestamp(due, UTC)

    def limits_met(self) -> dict[str, Any]:
        """What the servers have counted against us, by platform."""
        return {
            "telegram": self.stage.telegram.state()["limits"]["counts"],
            "discord": self.stage.discord.state()["limits"]["counts"],
        }

    def planned(self) -> dict[ChatRef, list[Planned]]:
        """What was planned for each chat, in order; a group that moved is where it is now."""
        rows = self.rows("SELECT id, platform, chat_id, thread_id FROM chats")
        refs = {row[0]: ChatRef(*row[1:]) for row in rows}
        found: dict[ChatRef, list[Planned]] = defaultdict(list)
        for number, platform, slot, part, body, state in self.rows(_PLANNED):
            one = Planned(
                slot=slot,
                part=part,
                state=PartState(state) if state else None,
                text=_TEXTS[platform](body),
            )
            found[refs[number]].append(one)
        return found

    # What stands in the chats.

    def told(self) -> dict[ChatRef, list[str]]:
        """The texts of all messages in each chat, in the order in which they were stored."""
        telegram, discord = self.stage.telegram, self.stage.discord
        found: dict[ChatRef, list[str]] = {}
        for person in self.people:
            ref = ChatRef("telegram", str(person))
            found[ref] = _read(telegram.messages(person), _telegram_said)
        for first, now in self.groups.items():
            messages = telegram.messages(first)
            if now != first:
                messages += telegram.messages(now)
            found[ChatRef("telegram", str(now))] = _read(messages, _telegram_said)
        for channel in self.channels:
            found[ChatRef("discord", channel)] = _read(discord.messages(channel), _discord_said)
        return found

    def stored(self, platform: str) -> list[float]:
        """When each digest message was stored there, by the server's clock; in order."""
        telegram, discord = self.stage.telegram, self.stage.discord
        places = [*self.people, *self.groups.values()] if platform == "telegram" else self.channels
        read = telegram.messages if platform == "telegram" else discord.messages
        return sorted(one["kit"]["stored_at"] for place in places for one in read(place))


def wrongs(
    planned: Mapping[ChatRef, Sequence[Planned]], told: Mapping[ChatRef, Sequence[str]]
) -> list[str]:
    """Chats that were not told each part once and in order; a sentence for each."""
    compared = {
        chat: _wrong(planned.get(chat, ()), told.get(chat, ())) for chat in {*planned, *told}
    }
    return [f"{chat}: {wrong}" for chat, wrong in compared.items() if wrong]


def _wrong(planned: Sequence[Planned], told: Sequence[str]) -> str:
    rest = list(told)
    for one in planned:
        where = f"{one.slot} part {one.part} ({one.state})"
        if one.state is not None and one.state.is_open:
            return f"{where} is still to be sent"
        if one.state is PartState.SENT and (not rest or rest[0] != one.text):
            return f"{where} is not there, or not in its place"
        if one.state in (PartState.SENT, PartState.UNKNOWN) and rest and rest[0] == one.text:
            rest.pop(0)
    return f"{len(rest)} messages that should not be there: {rest[0][:80]}" if rest else ""


def _read(messages: Iterable[Json], said: Any) -> list[str]:
    return [said(one) for one in sorted(messages, key=lambda one: one["kit"]["stored_at"])]


def _telegram_said(message: Json) -> str:
    return _plain(message["kit"].get("rich", message)["text"])


def _discord_said(message: Json) -> str:
    names = ("url", "title", "description")
    embeds = [one.get(name) or "" for one in message["embeds"] for name in names]
    return _plain(" ".join((message["content"], *embeds, *found(message["components"], "content"))))


def _telegram_text(body: str) -> str:
    return _plain(html.unescape(_TAGS.sub("", words_of(telegram_parcel(body)))))


def _discord_text(body: str) -> str:
    return _plain(discord_words(discord_parcel(body).message))


_TEXTS: Final = {"telegram": _telegram_text, "discord": _discord_text}


def _plain(text: str) -> str:
    """Letters and digits alone: a server shows blocks as lines, lists with dots, and buttons."""
    return "".join(filter(str.isalnum, text))


def _in_turns(items: Sequence[Json], size: int) -> Iterable[Sequence[Json]]:
    return (items[start : start + size] for start in range(0, len(items), size))


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
