"""`papercrier run` on a PostgreSQL server, several times; what one has alone another takes over."""

from __future__ import annotations

import re
import signal
from functools import partial
from pathlib import Path

from storage.postgres.serving import serving
from tests.bot.test_oversight import asked, figures, free_port
from tests.bot.test_serving import ANN, papercrier
from tests.fakes.telegram_server import FakeTelegram
from tests.storage.postgres.server import PostgresServer

OPERATOR = 12
ADMINS = f"telegram:{OPERATOR}"


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
        papercrier(tmp_path, fake.url, *serving_it, database=address, admins=ADMINS) as first,
    ):
        await fake.until(lambda: fake.polls)
        await fake.say(ANN, "/limit 7")
        await fake.next(ANN, contains="7")
        begun = partial(papercrier, tmp_path, fake.url, *serving_it, database=address)
        async with begun(metrics_address=port, admins=ADMINS) as second:
            for what in ("telegram bot=", "plans parts=8"):
                await second.tells(what)
            assert "role taken" not in second.written
            await tells_of_itself(port, "no role", work=False)
            await is_told_who_does_what(tmp_path, fake, address, [first.pid, second.pid])
            # Whoever is killed lets go of nothing; what it held ends by the server's clock.
            assert await first.stop(signal.SIGKILL) == -signal.SIGKILL
            for what in ("role=telegram/", "role=work", "plans parts=16"):
                await second.tells(what)
            await tells_of_itself(port, "work, telegram", work=True)
            await fake.say(ANN, "/settings")
            told = await fake.next(ANN, contains="/limit")
            assert re.search(r"\b7\b.*/limit", told.text)
            async with begun() as third:
                await third.tells("telegram bot=")
                assert await second.stop() == 0
                for what in ("role=work", "plans parts=16"):
                    await third.tells(what)
                assert (held := serving(database)) is not None
                assert held.pid == third.pid
                assert await third.stop() == 0
    for what in ("geheim", "Traceback"):
        assert what not in first.written + second.written + third.written


async def read(port: str, page: str) -> str:
    """What a process says of how it is."""
    return (await asked(f"http://{port}/{page}"))[1]


async def tells_of_itself(port: str, roles: str, *, work: bool) -> None:
    """What a process has; and of the whole database where that is for it to do."""
    plans = "plans (8|16) of 16 parts of the chats"
    well = rf"ok: process \d+ has {roles}; {plans}; others at work: \d+\n"
    assert re.fullmatch(well, await read(port, "healthz"))
    told = figures(await read(port, "metrics"))
    assert told["papercrier_role{role=work}"] == work
    assert told["papercrier_planned_parts{}"] in (8, 16)
    of_all = {"papercrier_processes{}", "papercrier_model_spend_tokens{}"}
    assert told.keys() & of_all == (of_all if work else set())


async def is_told_who_does_what(
    folder: Path, fake: FakeTelegram, address: str, pids: list[int]
) -> None:
    """By `check`, and to those who run it by `/about` and `/stats`; nobody else."""
    async with papercrier(folder, fake.url, "check", database=address, semantic="0") as check:
        await check.ended()
    shown = " ".join(check.written.split())
    first, second = (
        rf"Process \d+ runs pid {pid} on \S+, version \S+, since [-\d]+ [:\d]+ UTC; has "
        for pid in pids
    )
    assert re.search(first + r"alone telegram/\w+, work, plans 8 of 16 parts of", shown), shown
    assert re.search(second + "nothing alone, plans 8 of 16 parts of the chats Database", shown), (
        shown
    )
    for line in ("/about", "/stats"):
        number = await fake.say(OPERATOR, line)
        told = await fake.next(OPERATOR, after=number, contains="processes at work")
        for words in ("2 proc", r"Announcements: process \d+ since", "Telegram: ", "plans 8"):
            assert re.search(words, told.text), told.text
    await fake.say(ANN, "/about")
    assert "at work" not in (await fake.next(ANN, contains="Version")).text


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
