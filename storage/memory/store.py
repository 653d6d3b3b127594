"""The store in memory: every port of it, and its end."""

from __future__ import annotations

import pickle
from pathlib import Path

from domain.errors import StoreError
from domain.messages import sentence
from storage.memory.arxiv import LibraryInMemory
from storage.memory.chats import ChatsInMemory
from storage.memory.clock import ClockInMemory
from storage.memory.outbox import OutboxInMemory
from storage.memory.schedule import ScheduleInMemory
from storage.memory.sent import SentInMemory
from storage.memory.tastes import TastesInMemory


class MemoryStore(
    LibraryInMemory,
    ChatsInMemory,
    ScheduleInMemory,
    OutboxInMemory,
    SentInMemory,
    TastesInMemory,
    ClockInMemory,
):
    """The `domain.ports.Store` port in memory, under the same contract as the one on SQLite."""

    async def backup(self, target: Path) -> None:
        """Write everything as a pickle."""
        everything = pickle.dumps(self._kept)
        try:
            with target.open("xb") as file:
                file.write(everything)
        except OSError as error:
            reason = error.strerror or str(error)
            raise StoreError(
                sentence("{named} cannot be used: {reason}.", named=target, reason=reason)
            ) from error

    async def close(self) -> None:
        """Close; everything is forgotten."""
        self._everything = None
