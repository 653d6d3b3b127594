"""Lets the contract's assertions be told like those of any test; empty stores."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from domain.ports import Store
from storage import TableStore, open_store
from storage.memory import MemoryStore
from storage.places import PostgresPlace
from storage.postgres.schema import migrate
from storage.postgres.sessions.opened import connect
from tests.storage.postgres.server import PostgresServer, emptied, postgres_server, why_not

for _part in ("contract", "paper_contract", "chat_contract", "manager_contract"):
    pytest.register_assert_rewrite(f"tests.storage.contracts.{_part}")


@pytest.fixture
async def sqlite(tmp_path: Path) -> AsyncIterator[TableStore]:
    """An empty store on SQLite."""
    store = open_store(tmp_path / "papercrier.db")
    yield store
    await store.close()


@pytest.fixture(scope="session")
def server() -> Iterator[PostgresServer]:
    """A PostgreSQL server."""
    if why := why_not():
        pytest.skip(f"no PostgreSQL: {why}")
    with postgres_server() as started:
        yield started


@pytest.fixture(scope="session")
def lasting(server: PostgresServer) -> PostgresPlace:
    """A database, with its tables, that is emptied for each test."""
    place = server.new_database()
    with connect(place, autocommit=True) as connection:
        migrate(connection, place)
    return place


@pytest.fixture(scope="session")
def opened(lasting: PostgresPlace) -> Iterator[TableStore]:
    """A store that is open for all tests: connections take longer than most of them."""
    store = open_store(lasting)
    yield store
    asyncio.run(store.close())


@pytest.fixture
async def postgres(opened: TableStore) -> TableStore:
    """An empty store on PostgreSQL."""
    await opened._writer.run(emptied)
    return opened


@pytest.fixture(params=["sqlite", "memory", "postgres"])
def store(request: pytest.FixtureRequest) -> Store:
    """An empty store of each kind."""
    return MemoryStore() if request.param == "memory" else request.getfixturevalue(request.param)
