"""The fake store keeps the contract of the real one."""

from __future__ import annotations

import pytest

from domain.errors import StoreError
from domain.messages import as_is
from domain.ports import Store
from storage.memory import MemoryStore
from tests.storage.contracts.contract import StoreContract


@pytest.fixture
def store() -> Store:
    """A new empty store."""
    return MemoryStore()


class TestMemoryStore(StoreContract):
    """The contract, in memory."""


async def test_trouble_is_raised_until_it_ends() -> None:
    """So that tests can see how others bear a store that fails."""
    store = MemoryStore()
    await store.save_note("name", "value")
    store.trouble = StoreError(as_is("The disk is full."))
    with pytest.raises(StoreError, match="disk is full"):
        await store.note("name")
    store.trouble = None
    assert await store.note("name") == "value"
