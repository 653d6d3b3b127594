"""The SQLite store keeps the contract, and does what the fake one does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from domain.ports import Store
from storage import open_store
from tests.storage.contracts.contract import StoreContract


@pytest_asyncio.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """A new empty store."""
    store = open_store(tmp_path / "data" / "papercrier.db")
    yield store
    await store.close()


class TestSQLiteStore(StoreContract):
    """The contract, in a file."""
