"""The whole store in tables, whatever the engine."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from storage.ports.arxiv import LibraryInTables
from storage.ports.chats import ChatsInTables
from storage.ports.forms import Forms
from storage.ports.groups import GroupsInTables
from storage.ports.leases import LeasesInTables, Member
from storage.ports.outbox import OutboxInTables
from storage.ports.schedule import ScheduleInTables
from storage.ports.sharing import Shared
from storage.ports.threads import StoreThread
from storage.retention_rules import Kept


class TableStore(
    LibraryInTables,
    ChatsInTables,
    ScheduleInTables,
    GroupsInTables,
    OutboxInTables,
    LeasesInTables,
):
    """The `domain.ports.Store` port, to be made by `storage.open_store`."""

    def __init__(
        self,
        threads: Sequence[StoreThread],
        *,
        kept: Kept,
        closed: Callable[[], None],
        is_shared: bool = False,
        member: Member | None = None,
        shared: Shared | None = None,
        forms: Forms | None = None,
    ) -> None:
        """Wire the store.

        Args:
            threads: the writer, the reader for people, the one for bulk work, and any others.
            kept: what is kept for how long.
            closed: called when all of them are closed.
            is_shared: whether several processes may be at work on the database.
            member: this process, where it is one of them.
            shared: what they share; None where one process has it in memory.
            forms: of the methods that are called most; None where rows' modules have them.
        """
        self._writer, self._for_people, self._for_bulk, *self._others = threads
        self.shared = shared
        self._forms = forms or Forms()
        self._kept = kept
        self._closed = closed
        self._is_shared = is_shared
        self._member = member

    async def close(self) -> None:
        """Finish what was given to be written, and close. Closing again does no harm."""
        threads = (self._for_people, self._for_bulk, *self._others, self._writer)
        endings = [thread.end() for thread in threads]
        for ending in endings:
            await asyncio.shield(asyncio.wrap_future(ending))
        self._closed()
