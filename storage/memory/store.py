"""The store in memory: every port of it, and its end."""

from __future__ import annotations

from storage.memory.arxiv import LibraryInMemory
from storage.memory.chats import ChatsInMemory
from storage.memory.clock import ClockInMemory
from storage.memory.groups import GroupsInMemory
from storage.memory.keys import KeysInMemory
from storage.memory.leases import LeasesInMemory
from storage.memory.look_backs import LookBacksInMemory
from storage.memory.notices import NoticesInMemory
from storage.memory.outbox import OutboxInMemory
from storage.memory.questions import QuestionsInMemory
from storage.memory.schedule import ScheduleInMemory
from storage.memory.sent import SentInMemory
from storage.memory.tastes import TastesInMemory


class MemoryStore(
    LibraryInMemory,
    ChatsInMemory,
    ScheduleInMemory,
    NoticesInMemory,
    LookBacksInMemory,
    GroupsInMemory,
    OutboxInMemory,
    SentInMemory,
    TastesInMemory,
    QuestionsInMemory,
    KeysInMemory,
    LeasesInMemory,
    ClockInMemory,
):
    """The `domain.ports.Store` port in memory, under the same contract as the one on SQLite."""

    async def close(self) -> None:
        """Close; everything is forgotten."""
        self._everything = None
