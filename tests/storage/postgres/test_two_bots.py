"""Two bots that two `papercrier run` serve on one database, of which one is killed."""

from __future__ import annotations

import asyncio
import re
import signal
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import psycopg
from aiohttp import web

from bot.platforms.common_pace import bot_name
from storage.places import PostgresPlace
from tests.bot.operating.test_several_bots import (
    CHATS,
    DAY,
    NUMBER,
    SECOND,
    all_of,
    digests,
    queue_digests,
)
from tests.bot.test_serving import Process, papercrier
from tests.fakes.telegram_objects import ME
from tests.fakes.telegram_server import FakeTelegram
from tests.patience import PATIENCE
from tests.storage.postgres.server import PostgresServer

FOLLOWING = DAY + timedelta(days=1)
SOMEBODY = 21
LAST = DAY + timedelta(days=2)


class Asked(FakeTelegram):
    """What a bot sees of Telegram; it is noted how many ask for its updates at the same time."""

    def __init__(self, number: int, name: str, platform: str, limit: int) -> None:
        super().__init__(number, name)
        self.platform = platform
        self.limit = limit
        self.role = f"role={bot_name(platform, self.token)} "
        self.most = 0
        self._asking: set[asyncio.Transport] = set()

    async def _called(self, request: web.Request) -> web.Response:
        asks = ("getUpdates", self.token)
        if (request.match_info["method"], request.match_info["token"]) != asks:
            return await super()._called(request)
        by = request.transport
        assert by is not None
        # Whoever was killed asks no more.
        self._asking = {one for one in self._asking if not one.is_closing()} | {by}
        self.most = max(self.most, len(self._asking))
        try:
            return await super()._called(request)
        finally:
            self._asking.discard(by)

    async def is_asked(self) -> None:
        """Wait until somebody asks for its updates."""
        await self.until(lambda: self.polls)

    async def has_all_digests(self, day: date) -> None:
        """Wait until its chats have those of a day, and nobody another bot's."""
        await self.until(lambda: len(digests(self, day)) >= len(CHATS))
        assert digests(self, day) == all_of(self.platform, day)

    async def is_amid_an_answer(self) -> None:
        """Its chats have their digests; somebody's settings are asked for, and not told yet."""
        await self.has_all_digests(DAY)
        number = await self.say(SOMEBODY, f"/limit {self.limit}")
        await self.next(SOMEBODY, after=number, contains=f"{self.limit}")
        self.fail("sendMessage", "hang", chat=SOMEBODY)
        polls = self.polls
        await self.say(SOMEBODY, "/settings")
        async with asyncio.timeout(PATIENCE):
            while self.faults or self.polls == polls:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        assert self.most == 1

    async def is_served_by(self, process: Process) -> None:
        """What was asked before and since is answered, in order; the next digests are there."""
        await self.has_all_digests(FOLLOWING)
        await self.next(SOMEBODY, contains="Commands")
        assert self.role in process.written
        answers = [shown.text for shown in self.messages(SOMEBODY)]
        (settings,) = (text for text in answers if text.startswith("Settings"))
        assert re.search(rf"\b{self.limit}\b.*/limit", settings)
        (commands,) = (text for text in answers if text.startswith("Commands"))
        assert answers.index(settings) < answers.index(commands)

    async def goes_on(self) -> None:
        """Its chats have their last digests, and what is said is answered."""
        await self.has_all_digests(LAST)
        number = await self.say(SOMEBODY, "/topics")
        await self.next(SOMEBODY, after=number, contains="Ready topics")

    def count_digests(self) -> int:
        """All that its chats were sent, one that came twice as two."""
        return sum(shown.text.startswith(f"{DAY:%Y}") for shown in self.shown.values())


async def test_of_two_processes_that_serve_two_bots_one_is_killed(
    server: PostgresServer, tmp_path: Path
) -> None:
    """One polls each bot, then the other does; each chat hears all from its bot, and once."""
    database = server.new_database()
    one = Asked(ME, "crier_bot", "telegram", limit=7)
    other = Asked(NUMBER, "crier_cs_bot", SECOND, limit=8)
    one.beside(other)
    bots = (one, other)
    await queue_digests(database)
    async with one:
        serving = partial(papercrier, tmp_path, one.url, "run", "--sample", database=database.url)
        begun = partial(serving, telegram_tokens=other.token)
        async with begun() as first:
            for bot in bots:
                await bot.is_asked()
            async with begun() as second:
                await second.tells("plans parts=8")
                for bot in bots:
                    await bot.is_amid_an_answer()
                await first.stop(signal.SIGKILL)
                dies_now(database, first)
                assert all(bot.role in first.written for bot in bots)
                assert "role taken" not in second.written
                for bot in bots:
                    await bot.say(SOMEBODY, "/help")
                await queue_digests(database, FOLLOWING)
                for bot in bots:
                    await bot.is_served_by(second)
                other.token = "7004243:made-anew"
                await other.push(nothing={})
                await second.tells("revoked")
                await queue_digests(database, LAST)
                await one.goes_on()
                assert await second.stop() == 0
    assert [bot.most for bot in bots] == [1, 1]
    assert [bot.count_digests() for bot in bots] == [9, 6]
    assert states(database) == {"sent": 15, "queued": 3}
    assert f'event="platform closed" platform={SECOND} ' in second.written
    assert "platform=telegram why" not in second.written


def dies_now(database: PostgresPlace, process: Process) -> None:
    """Have the time be up for which a killed process is taken to live."""
    with psycopg.connect(database.url, autocommit=True) as connection:
        up = "UPDATE heartbeats SET alive_until = clock_timestamp() FROM processes"
        connection.execute(f"{up} WHERE id = process AND pid = %s", [process.pid])


def states(database: PostgresPlace) -> dict[str, int]:
    """How many digests are in which state."""
    with psycopg.connect(database.url) as connection:
        return dict(
            connection.execute("SELECT state, COUNT(*) FROM outbox GROUP BY state").fetchall()
        )
