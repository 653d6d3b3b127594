"""Opening a database of a PostgreSQL server: made once, brought up to date, or refused."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from domain.errors import AlreadyServed, DatabaseMissing, StoreError
from storage import TableStore, open_store
from storage.opening import census, described, is_there, require
from storage.places import PostgresPlace, place_of
from storage.postgres import schema
from storage.postgres.failures import told
from storage.postgres.membership import Membership
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
    own = {"processes", "heartbeats", "leases", "schema_steps", "gates", "allowances", "updates"}
    own |= {"paces", "pages"}
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


@pytest.mark.parametrize("contracts", [True, False])
async def test_a_newer_database_is_refused_where_it_lacks_something(
    server: PostgresServer, *, contracts: bool
) -> None:
    """What only adds to it is for newer processes, beside which this one works."""
    place = server.new_database()
    await _opened(place)
    with psycopg.connect(place.url, autocommit=True) as connection:
        step = "INSERT INTO schema_steps VALUES ('of_tomorrow', now(), %s)"
        connection.execute(step, [contracts])
    if not contracts:
        await open_store(place, is_served=True).close()
        return
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


@pytest.mark.parametrize(
    "secret",
    ["geheim/wort", "gehe@imwort", "geheim/wort#1", "geheim%zzwort", "geheim wort", "gehe@im?wort"],
)
def test_of_an_address_that_is_none_nothing_is_told(secret: str) -> None:
    """How it is to be written instead; where the password in it ends nobody knows."""
    place = place_of(f"postgresql://ada:{secret}@127.0.0.1:1/papers")
    with pytest.raises(StoreError, match=r"cannot be read.*%40") as told:
        open_store(place)
    for text in (str(told.value), str(place), repr(place)):
        assert not re.search("gehe|im|wort", text)


@pytest.mark.parametrize("scheme", ["postgresql+psycopg://", "jdbc:postgresql://", "Postgres:/"])
def test_an_address_of_another_program_is_no_file(scheme: str) -> None:
    """Whose name would be told, with the password."""
    place = place_of(f"{scheme}ada:geheim@127.0.0.1:1/papers")
    with pytest.raises(StoreError, match=r"cannot be read.*%40") as told:
        open_store(place)
    assert "geheim" not in f"{told.value} {place}"


@pytest.mark.parametrize(
    "secret", ["geheim#wort", "geheim?wort", "geh[eim", "ge:heim", "geh%2Feim"]
)
def test_whatever_else_is_in_a_password(secret: str) -> None:
    """As libpq understands it."""
    place = place_of(f"postgresql://ada:{secret}@[::1]:1/papers?sslmode=require")
    assert isinstance(place, PostgresPlace)
    assert place.password == secret.replace("%2F", "/")
    assert str(place) == "postgresql://[::1]:1/papers"
    by_name = place_of("postgresql:///papers?host=%2Frun&password=a%2Bb+c")
    assert isinstance(by_name, PostgresPlace)
    assert (str(by_name), by_name.password) == ("postgresql:///run/papers", "a+b+c")


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1"])
def test_a_database_that_cannot_keep_every_text_is_refused(
    server: PostgresServer, encoding: str
) -> None:
    """As of a server that was set up where no locale was set."""
    name = encoding.lower()
    with psycopg.connect(server.place().url, autocommit=True) as connection:
        made = f"CREATE DATABASE {name} ENCODING '{encoding}' LOCALE 'C' TEMPLATE template0"
        connection.execute(made.encode())
    with pytest.raises(StoreError, match=f"texts in {encoding}, not in UTF-8.*createdb -E UTF8"):
        open_store(server.place(name))


def test_what_others_cannot_work_beside_waits_until_they_are_gone(
    server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process of the next version that is refused has changed nothing."""
    place = server.new_database()
    asyncio.run(_opened(place))
    member = Membership(place)
    member.join()
    _has_another_step(monkeypatch)
    monkeypatch.setattr(schema, "CONTRACTING", schema.CONTRACTING | {"of_tomorrow"})
    with psycopg.connect(place.url, autocommit=True) as connection:
        with pytest.raises(AlreadyServed):
            open_store(place, is_served=True)
        assert schema.is_behind(connection, place)
        member.leave()
        asyncio.run(open_store(place, is_served=True).close())
        assert not schema.is_behind(connection, place)


async def test_what_only_adds_is_done_beside_others(
    server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They go on, and are stopped one after another; a table that is in use is waited for."""
    place = server.new_database()
    older = open_store(place, is_served=True)
    await older.add({"starts": 1})
    _has_another_step(monkeypatch)
    monkeypatch.setattr(schema, "LONGEST_LOCK", 0.1)
    with psycopg.connect(place.url) as reading:
        reading.execute("SELECT * FROM notes")
        opening = asyncio.create_task(asyncio.to_thread(open_store, place, is_served=True))
        await asyncio.sleep(0.5)
        assert not opening.done()
        assert await older.add({"starts": 1}) == {"starts": 2}, "nobody waits for the step"
        reading.rollback()
        newer = await opening
    assert await newer.add({"starts": 1}) == {"starts": 3}
    assert await older.add({"starts": 1}) == {"starts": 4}
    await older.close()
    await newer.close()


def _has_another_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, of_tomorrow))
    monkeypatch.setattr(schema, "_KNOWN", schema._KNOWN | {"of_tomorrow"})


def of_tomorrow(connection: psycopg.Connection[object]) -> None:
    """A step that there is not yet."""
    connection.execute("ALTER TABLE notes ADD COLUMN IF NOT EXISTS tomorrow INTEGER DEFAULT 1")


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


def test_psycopg_that_does_not_work_is_told() -> None:
    """As where there is no libpq for it."""
    asked = """if True:
        import storage.opening, storage.places, domain.errors
        try:
            storage.opening.is_there(storage.places.place_of("postgresql:///a"))
        except domain.errors.StoreError as error:
            print(error)
    """
    environment = os.environ | {"PSYCOPG_IMPL": "none"}
    command = [sys.executable, "-c", asked]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert "pip install 'papercrier[postgres]'" in told.stdout


async def test_how_much_there_is(server: PostgresServer, tmp_path: Path) -> None:
    """As of a file."""
    place = server.new_database()
    store = open_store(place)
    await follow(store)
    await store.close()
    found = census(place, folder=tmp_path)
    assert (found["chats"], found["topics"]) == ({"telegram": 1}, {"all": 1})
    assert found["bytes"]["database"] > 0


@pytest.mark.parametrize("state", ["25006", "0A000"])
def test_a_standby_is_told(state: str) -> None:
    """It refuses what writes, and the transactions that we write in."""
    with (
        pytest.raises(StoreError, match=r"is read-only\. .*not its standby") as said,
        told(PostgresPlace("postgresql://standby/papers")),
    ):
        raise psycopg.errors.lookup(state)
    assert "postgresql://standby/papers" in str(said.value)
