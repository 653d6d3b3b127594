"""Lets the contract's assertions be told like those of any test; an empty store."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import open_store
from storage.sqlite.store import SQLiteStore

for _part in ("contract", "paper_contract", "chat_contract", "keeper_contract"):
    pytest.register_assert_rewrite(f"tests.storage.{_part}")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SQLiteStore]:
    """An empty store."""
    store = open_store(tmp_path / "papercrier.db")
    yield store
    await store.close()
