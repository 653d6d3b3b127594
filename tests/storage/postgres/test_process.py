"""`papercrier run` on a PostgreSQL server: it serves, alone, and what it kept is there again."""

from __future__ import annotations

import re
from pathlib import Path

from storage.postgres.serving import serving
from tests.bot.test_serving import ANN, papercrier
from tests.fakes.telegram_server import FakeTelegram
from tests.storage.postgres.server import PostgresServer


async def test_it_serves_alone(server: PostgresServer, tmp_path: Path) -> None:
    """A second process is told who does, in a sentence; the next one knows what was kept."""
    database = server.new_database()
    address = database.url.replace("postgres@", "postgres:geheim@")
    async with FakeTelegram() as fake:
        async with papercrier(tmp_path, fake.url, "run", "--sample", database=address) as run:
            await fake.until(lambda: fake.polls)
            await fake.say(ANN, "/limit 7")
            await fake.next(ANN, contains="7")
            async with papercrier(
                tmp_path, fake.url, "run", "--sample", database=address
            ) as second:
                assert await second.ended() != 0
            assert f"already runs on postgresql://127.0.0.1:{server.port}/" in second.written
            assert "Stop that process first" in second.written
            held = serving(database)
            assert held is not None
            assert held.pid == run.pid
            assert await run.stop() == 0
        async with papercrier(tmp_path, fake.url, "run", "--sample", database=address) as again:
            await fake.say(ANN, "/settings")
            told = await fake.next(ANN, contains="UTC")
            assert re.search(r"\b7\b.*/limit", told.text)
            assert await again.stop() == 0
    written = run.written + second.written + again.written
    assert "geheim" not in written
    assert "Traceback" not in written


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
