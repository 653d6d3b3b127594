"""The store on PostgreSQL keeps the contract."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from domain.ports import Store
from storage import open_store
from storage.places import PostgresPlace
from tests.storage.contracts.contract import EndContract, StoreContract


@pytest_asyncio.fixture
async def store(postgres: Store) -> Store:
    """A new empty store."""
    return postgres


class TestPostgresStore(StoreContract):
    """The contract, on a server; what is kept longer is closed elsewhere."""

    test_after_closing = None  # type: ignore[assignment]


class TestEnd(EndContract):
    """Of a store that is closed."""

    @pytest_asyncio.fixture
    async def store(self, lasting: PostgresPlace) -> AsyncIterator[Store]:
        """One of its own."""
        store = open_store(lasting)
        yield store
        await store.close()
