"""`papercrier run` on a PostgreSQL server, several times; what one has alone another takes over."""

from __future__ import annotations

import re
import signal
from pathlib import Path

import httpx

from storage.postgres.serving import serving
from tests.bot.test_oversight import free_port
from tests.bot.test_serving import ANN, papercrier
from tests.fakes.telegram_server import FakeTelegram
from tests.storage.postgres.server import PostgresServer


async def test_one_serves_and_the_next_takes_its_place(
    server: PostgresServer, tmp_path: Path
) -> None:
    """A second is at work as well; once the first was killed, or stopped, it has its roles, too."""
    database = server.new_database()
    address = database.url.replace("postgres@", "postgres:geheim@")
    port = f"127.0.0.1:{free_port()}"
    serving_it = ("run", "--sample")
    async with (
        FakeTelegram() as fake,
        papercrier(tmp_path, fake.url, *serving_it, database=address) as first,
    ):
        await fake.until(lambda: fake.polls)
        await fake.say(ANN, "/limit 7")
        await fake.next(ANN, contains="7")
        async with papercrier(
            tmp_path, fake.url, *serving_it, database=address, metrics_address=port
        ) as second:
            await second.tells("telegram bot=")
            assert "role taken" not in second.written
            assert await read(port) == "ok\n"
            # Whoever is killed lets go of nothing; what it held ends by the server's clock.
            assert await first.stop(signal.SIGKILL) == -signal.SIGKILL
            for role in ("telegram/", "work"):
                await second.tells(f"role={role}")
            await fake.say(ANN, "/settings")
            told = await fake.next(ANN, contains="/limit")
            assert re.search(r"\b7\b.*/limit", told.text)
            async with papercrier(tmp_path, fake.url, *serving_it, database=address) as third:
                await third.tells("telegram bot=")
                assert await second.stop() == 0
                await third.tells("role=work")
                held = serving(database)
                assert held is not None
                assert held.pid == third.pid
                assert await third.stop() == 0
    written = first.written + second.written + third.written
    assert "geheim" not in written
    assert "Traceback" not in written


async def read(port: str) -> str:
    """What a process says of how it is."""
    async with httpx.AsyncClient() as client:
        return (await client.get(f"http://{port}/healthz")).text


async def test_a_laptop_s_file_goes_to_a_server(server: PostgresServer, tmp_path: Path) -> None:
    """People notice nothing: what they set and follow goes along, by one command."""
    database = server.new_database().url
    async with FakeTelegram() as fake:
        async with papercrier(tmp_path, fake.url, "run", "--sample") as run:
            await fake.say(ANN, "/limit 7")
            await fake.next(ANN, contains="7")
            await fake.say(ANN, "/subscribe lanterns")
            await fake.next(ANN, contains="Following lanterns")
            assert await run.stop() == 0
        file = str(tmp_path / "papercrier.db")
        async with papercrier(tmp_path, fake.url, "migrate", file, database=database) as moved:
            assert await moved.ended() == 0, moved.written
        async with papercrier(tmp_path, fake.url, "run", "--sample", database=database) as again:
            await fake.say(ANN, "/subscriptions")
            followed = await fake.next(ANN, contains="You follow")
            assert "lanterns" in followed.text
            await fake.say(ANN, "/settings")
            told = await fake.next(ANN, contains="/limit")
            assert re.search(r"\b7\b.*/limit", told.text)
            assert await again.stop() == 0
