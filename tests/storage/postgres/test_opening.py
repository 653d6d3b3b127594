"""Opening a database of a PostgreSQL server: made once, brought up to date, or refused."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from domain.errors import DatabaseMissing, StoreError
from storage import TableStore, open_store
from storage.opening import census, described, is_there, require
from storage.places import PostgresPlace, place_of
from storage.sqlite.connections import connect
from tests.storage.postgres.server import PostgresServer
from tests.storage.queueing import follow


def test_eight_may_start_at_once(server: PostgresServer) -> None:
    """Each finds the schema made, by whichever was first."""
    place = server.new_database()
    with ThreadPoolExecutor(8) as pool:
        stores = list(pool.map(lambda _: open_store(place), range(8)))
    asyncio.run(_all_used(stores))
    assert is_there(place)


async def _all_used(stores: list[TableStore]) -> None:
    for number, store in enumerate(stores):
        assert await store.add({"starts": 1}) == {"starts": number + 1}
        await store.close()


def test_both_engines_have_the_same_columns(lasting: PostgresPlace, tmp_path: Path) -> None:
    """But for what the one knows by itself, and the other by tables."""
    asyncio.run(_opened(lasting))
    asyncio.run(_opened(tmp_path / "papercrier.db"))
    database = connect(tmp_path / "papercrier.db", writes=False, patience=1)
    on_sqlite = {
        (table, column.name)
        for table in database.table_names()
        if not table.startswith(("sqlite_", "_sqlite"))
        for column in database[table].columns
    }
    database.close()
    with psycopg.connect(lasting.url) as connection:
        rows = connection.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = current_schema()"
        ).fetchall()
    own = ("processes", "leases", "schema_steps")
    on_postgres = {(str(table), str(name)) for table, name in rows if table not in own}
    assert on_postgres - {("papers", "rowid")} == on_sqlite


async def _opened(place: Path | PostgresPlace) -> None:
    await open_store(place).close()


def test_an_empty_database_is_none(server: PostgresServer) -> None:
    """Until something begins with it."""
    place = server.new_database()
    assert not is_there(place)
    with pytest.raises(DatabaseMissing, match="nothing in the database"):
        require(place)
    asyncio.run(_opened(place))
    require(place)
    assert re.fullmatch(r"PostgreSQL \d+\.\d+.*", described(place))


def test_a_database_of_another_program_is_refused(server: PostgresServer) -> None:
    """And left as it is."""
    place = server.new_database()
    with psycopg.connect(place.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE theirs (id INTEGER)")
    with pytest.raises(StoreError, match="another program"):
        open_store(place)


def test_a_newer_database_is_refused(server: PostgresServer) -> None:
    """It may mean by its rows what is not known yet."""
    place = server.new_database()
    asyncio.run(_opened(place))
    with psycopg.connect(place.url, autocommit=True) as connection:
        connection.execute("INSERT INTO schema_steps VALUES ('of_tomorrow', now())")
    with pytest.raises(StoreError, match="newer version"):
        open_store(place)


@pytest.mark.parametrize(
    "address",
    ["postgresql://127.0.0.1:1/papercrier", "postgresql://nobody:secret@{host}/missing"],
)
def test_a_server_that_is_not_there_is_told(server: PostgresServer, address: str) -> None:
    """In a sentence, and without the password."""
    place = place_of(address.format(host=f"127.0.0.1:{server.port}"))
    with pytest.raises(StoreError, match="cannot be used: ") as told:
        open_store(place)
    assert "secret" not in str(told.value)


def test_an_address_is_told_without_user_and_password() -> None:
    """Whatever stands in it; a file stays a file."""
    place = place_of("postgres://ada:p%40ss@db.example:5433/papers?sslmode=require")
    assert isinstance(place, PostgresPlace)
    assert (str(place), place.password) == ("postgresql://db.example:5433/papers", "p@ss")
    assert "p%40ss" not in repr(place)
    assert place_of("postgresql.db") == Path("postgresql.db")


def test_psycopg_is_loaded_for_servers_alone() -> None:
    """Whoever has a file needs none of it, and may have none of it."""
    asked = "import storage, sys; sys.exit('psycopg' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


async def test_how_much_there_is(server: PostgresServer, tmp_path: Path) -> None:
    """As of a file."""
    place = server.new_database()
    store = open_store(place)
    await follow(store)
    await store.close()
    found = census(place, folder=tmp_path)
    assert (found["chats"], found["topics"]) == ({"telegram": 1}, {"all": 1})
    assert found["bytes"]["database"] > 0
