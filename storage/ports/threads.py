"""What every part of the store has: the threads that the database is used on."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from domain.concurrency.asker import is_background
from storage.database import Database

P = ParamSpec("P")
T = TypeVar("T")


class StoreThread(Protocol):
    """A connection on a thread of its own; each raises StoreError where it cannot be used."""

    async def run(
        self, work: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Do work in one transaction; it has no effects but on the database, and may be redone."""
        ...

    async def empty_log(self) -> bool:
        """Let nothing of what was deleted be left in what is written ahead; whether that is so."""
        ...

    async def write_anew(self) -> bool:
        """Let nothing of what was deleted be left where it was; false where it is to be later."""
        ...

    async def give_back(self) -> bool:
        """Give some room that is free back to the disk; whether there is more worth it."""
        ...

    def end(self) -> Future[None]:
        """Take no more work, finish what was given, close. Safe to call again."""
        ...


class OnThreads:
    """One thread writes and others read, so that reading waits for no write.

    One of them reads what people wait for, another what is wanted by work that happens by itself,
    which may be thousands of rows. What was given to the writer is written even if the caller is
    cancelled while waiting for it.
    """

    _writer: StoreThread
    _for_people: StoreThread
    _for_bulk: StoreThread

    @property
    def _reader(self) -> StoreThread:
        return self._for_bulk if is_background() else self._for_people
