"""A database file put into a server's database: all of it, or nothing."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bot.command_line.database import take_to_server
from bot.settings import Settings
from domain.chats import Chat, ChatRef, Subscription
from domain.errors import AlreadyServed, SettingsError, StoreError
from domain.topics import Term, Topic
from storage import open_store
from storage.opening import transfer
from storage.places import PostgresPlace
from storage.postgres import transfer as transferring
from storage.postgres.membership import Membership
from storage.postgres.sets import loading
from storage.sqlite.driver import sqlite3
from tests.storage.invented import NOON, a_paper
from tests.storage.postgres.server import PostgresServer
from tests.storage.queueing import claimed
from tests.storage.test_traces import CANARY, plant

OLD = Path(__file__).parent.parent / "old"
SHARED = {"gates", "allowances", "updates", "paces", "pages"}
SERVERS = {"schema_steps", "processes", "heartbeats", "leases"} | SHARED


async def filled(path: Path) -> None:
    """A file with something in every table that chats are in, and a text that servers refuse."""
    store = open_store(path)
    await plant(store)
    await store.save_papers([a_paper("2403.00007", title="A nul \0 in a title, ünd 漢字")])
    await store.close()


def beside(path: Path) -> list[str]:
    """The files of a file's folder."""
    return [file.name for file in path.parent.iterdir()]


def rows_of_file(path: Path, columns: dict[str, list[str]]) -> dict[str, list[str]]:
    """All that is in some tables, in an order of its own; texts as a server can keep them."""
    with closing(sqlite3.connect(path)) as file:
        return {
            table: sorted(
                repr(tuple(one.replace("\0", "") if isinstance(one, str) else one for one in row))
                for row in file.execute(f'SELECT {", ".join(names)} FROM "{table}"')  # noqa: S608
            )
            for table, names in columns.items()
        }


def rows_of_server(place: PostgresPlace) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The columns of all tables of a database, and all that is in them."""
    with psycopg.connect(place.url) as connection:
        columns: dict[str, list[str]] = {}
        for table, column in connection.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' ORDER BY 1, ordinal_position"
        ):
            if table not in SERVERS:
                columns.setdefault(table, []).append(column)
        found = {
            table: sorted(
                repr(tuple(row))
                for row in connection.execute(
                    f"SELECT {', '.join(names)} FROM {table}".encode()  # noqa: S608
                )
            )
            for table, names in columns.items()
        }
    return columns, found


async def test_every_row_of_every_table_arrives(server: PostgresServer, tmp_path: Path) -> None:
    """As it is; and what is new afterwards is numbered after all that ever was."""
    path, place = tmp_path / "papercrier.db", server.new_database()
    await filled(path)
    before = path.read_bytes()
    counts = await asyncio.to_thread(transfer, path, place)
    columns, found = rows_of_server(place)
    assert found == rows_of_file(path, columns)
    assert counts == {table: len(rows) for table, rows in found.items()}
    assert counts["outbox"] == 12
    assert path.read_bytes() == before
    store = open_store(place, is_served=True)
    assert len(await store.subscriptions(CANARY)) == 100
    assert await claimed(store)
    there = ChatRef("telegram", "99")
    await store.save_chat(Chat(there))
    await store.subscribe([Subscription(there, Topic("nerf", Term("nerf")), NOON)])
    await store.close()


@pytest.mark.parametrize("version", ["before_deliveries", "before_sent_messages"])
async def test_an_older_file_goes_as_it_would_be_upgraded(
    server: PostgresServer, tmp_path: Path, version: str
) -> None:
    """The file itself stays of its version, and nothing else is left beside it."""
    path, place = tmp_path / "papercrier.db", server.new_database()
    with closing(sqlite3.connect(path)) as database:
        database.executescript((OLD / f"{version}.sql").read_text(encoding="utf-8"))
    before = path.read_bytes()
    await asyncio.to_thread(transfer, path, place)
    assert path.read_bytes() == before
    assert beside(path) == [path.name]
    await open_store(path).close()
    columns, found = rows_of_server(place)
    del columns["notes"], found["notes"]  # when it was upgraded
    assert found == rows_of_file(path, columns)


async def test_nothing_is_changed_where_not_everything_arrives(
    server: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table with fewer rows than the file is told, and nothing is kept of any; then it goes."""
    path, place = tmp_path / "papercrier.db", server.new_database()
    await filled(path)

    def all_but_votes(file: Any, connection: Any, table: str, columns: Any) -> None:
        if table != "votes":
            loading.load(file, connection, table, columns)

    with monkeypatch.context() as patched:
        patched.setattr(transferring, "load", all_but_votes)
        with pytest.raises(StoreError, match="Of the 1 rows of votes 0 arrived"):
            await asyncio.to_thread(transfer, path, place)
    assert not any(rows_of_server(place)[1].values())
    await asyncio.to_thread(transfer, path, place)
    with pytest.raises(StoreError, match=r"something in the database .* already.*createdb"):
        await asyncio.to_thread(transfer, path, place)


async def test_what_is_served_is_not_filled(server: PostgresServer, tmp_path: Path) -> None:
    """Whoever serves the empty database would not know of it."""
    path, place = tmp_path / "papercrier.db", server.new_database()
    await filled(path)
    await open_store(place).close()
    member = Membership(place)
    member.join()
    with pytest.raises(AlreadyServed):
        await asyncio.to_thread(transfer, path, place)
    member.leave()


async def test_what_it_is_not_given(tmp_path: Path) -> None:
    """Without a server's address, or without a file, a sentence says how to do it right."""
    path = tmp_path / "papercrier.db"
    with pytest.raises(SettingsError, match="No PostgreSQL database is set"):
        await take_to_server(Settings(database=path), path)
    with pytest.raises(StoreError, match="There is no file"):
        await take_to_server(Settings(database=PostgresPlace("postgresql:///nowhere")), path)


def test_by_hand(server: PostgresServer, tmp_path: Path) -> None:
    """The command says what it did; the papers that were read stay in use."""
    path, place = tmp_path / "papercrier.db", server.new_database()
    asyncio.run(filled(path))
    (tmp_path / "papers").mkdir()
    ran = subprocess.run(
        [Path(sys.executable).with_name("papercrier"), "migrate", path],
        env={**os.environ, "PAPERCRIER_DATABASE": place.url},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    said = ran.stdout + ran.stderr
    assert f"rows of {path} to postgresql://127.0.0.1:{server.port}/" in said
    assert "1 chats, 100 subscriptions, 2 papers" in said
    assert f"PAPERCRIER_FOLDER={tmp_path}" in said
