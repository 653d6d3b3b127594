"""Processes that wait to serve a server's database: one serves, the next takes its place.

Who waits opens nothing but a connection now and then, and says what it does to those outside.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Final

import structlog

from app.services import Services
from bot.container import open_container
from bot.operations.monitoring import telling
from bot.operations.service_manager import ServiceManager
from bot.operations.single import Holder
from bot.settings import Settings
from domain.errors import AlreadyServed, StoreError
from storage.opening import served_by
from storage.places import PostgresPlace

log = structlog.get_logger(__name__)

LOOK: Final = 0.5
"""Seconds until it is looked again whether the database is still served."""


@asynccontextmanager
async def opened_in_turn(settings: Settings, *, sample: bool) -> AsyncIterator[Services]:
    """Everything open, to serve alone; where a server's database is served, once it no longer is.

    Raises:
        AlreadyServed: another process serves a file.
        StoreError: the database cannot be used.
    """
    place = settings.database
    while True:
        async with AsyncExitStack() as stack:
            opening = open_container(settings, sample=sample, is_served=True)
            try:
                services = await stack.enter_async_context(opening)
            except AlreadyServed:
                if not isinstance(place, PostgresPlace):
                    raise
                await _stand_by(place, settings.metrics_address)
                continue
            yield services
            return


async def _stand_by(place: PostgresPlace, address: str) -> None:
    """Wait for as long as another process serves a database.

    Raises:
        StoreError: at first, the database cannot be reached.
        SettingsError: nothing can listen at the address.
    """
    holder = await _holder(place)
    if holder is None:
        return
    log.info("standing by", database=str(place), served_by=str(holder))
    manager = ServiceManager()
    said = f"Standing by: {place} is served by {holder}."
    async with telling(address, said):
        manager.ready()
        reporting = asyncio.create_task(manager.report(_is_alive, lambda: _status(said)))
        try:
            while True:
                await asyncio.sleep(LOOK)
                if not await _is_served(place):
                    break
        finally:
            reporting.cancel()
            with suppress(asyncio.CancelledError):
                await reporting
    log.info("taking over", database=str(place))


async def _is_served(place: PostgresPlace) -> bool:
    """Whether it is; also where nobody can tell, for whoever serves it goes on without a server."""
    try:
        return await _holder(place) is not None
    except StoreError:
        return True


async def _holder(place: PostgresPlace) -> Holder | None:
    held = await asyncio.to_thread(served_by, place)
    return None if held is None else Holder(pid=held.pid, host=held.host, since=held.since)


async def _is_alive() -> bool:
    return True


async def _status(said: str) -> str:
    return said
