"""Whether the process is well: the event loop turns, and the database answers."""

from __future__ import annotations

import asyncio
from typing import Final

from domain.errors import DatabaseReplaced, StoreError
from domain.ports import Notes

PATIENCE: Final = 5.0
"""Seconds that the database has to answer in."""

_NOTE: Final = "health"


async def ailment(store: Notes, *, patience: float = PATIENCE) -> str:
    """What is wrong with the database, in a sentence; empty where it can be read and written."""
    try:
        async with asyncio.timeout(patience):
            await store.note(_NOTE)
            # Nothing but a write tells of a lock, a full disk, or one that may only be read.
            await store.save_note(_NOTE, "")
    except TimeoutError:
        return f"The database has not answered for {patience:g} s."
    except StoreError as error:
        return str(error)
    return ""


async def lost(store: Notes, *, every: float = 1.0, is_file: bool = True) -> DatabaseReplaced:
    """Wait until the database is another one than was opened, and say what became of it.

    In a server's nobody could put another one in its place.
    """
    if not is_file:
        await asyncio.get_running_loop().create_future()
    while True:
        try:
            await store.note(_NOTE)
        except DatabaseReplaced as error:
            return error
        except StoreError:
            # That passes, and is told by those who wanted something of it.
            pass
        await asyncio.sleep(every)


async def answers(store: Notes, *, patience: float = PATIENCE) -> bool:
    """Whether the database answers at all, were it with an error.

    A process that is told of a full disk works on as well as can be, and a new one in its place
    could do no more; one whose database thread hangs is good for nothing.
    """
    try:
        async with asyncio.timeout(patience):
            await store.note(_NOTE)
    except TimeoutError:
        return False
    except StoreError:
        return True
    return True
