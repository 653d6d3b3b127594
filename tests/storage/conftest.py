"""Lets the contract's assertions be told like those of any test; empty stores."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.ports import Store
from storage import open_store
from storage.memory import MemoryStore
from storage.sqlite.store import SQLiteStore

for _part in ("contract", "paper_contract", "chat_contract", "manager_contract"):
    pytest.register_assert_rewrite(f"tests.storage.contracts.{_part}")


@pytest.fixture
async def sqlite(tmp_path: Path) -> AsyncIterator[SQLiteStore]:
    """An empty store on SQLite."""
    store = open_store(tmp_path / "papercrier.db")
    yield store
    await store.close()


@pytest.fixture(params=["sqlite", "memory"])
def store(request: pytest.FixtureRequest) -> Store:
    """An empty store of each kind."""
    return MemoryStore() if request.param == "memory" else request.getfixturevalue("sqlite")
