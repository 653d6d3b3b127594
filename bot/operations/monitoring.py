"""A small web server for those who watch over the process: `/metrics` and `/healthz`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final

import structlog
from aiohttp import web
from prometheus_client.aiohttp import make_aiohttp_handler

from app.operating.status import own_condition
from app.services import Services
from bot.operations.health import PATIENCE, ailment
from bot.operations.listening import listening
from bot.operations.metrics import Figures, registry_of
from bot.roles import Roles
from domain.errors import SettingsError, StoreError
from domain.messages import sentence

log = structlog.get_logger(__name__)

_UNWELL: Final = 503


@asynccontextmanager
async def monitored(services: Services, roles: Roles, address: str) -> AsyncIterator[None]:
    """Listen at host:port within the block; with an empty address, do nothing.

    It shares the event loop with everything else, so that a loop that does not turn is seen.

    Raises:
        SettingsError: nothing can listen there.
    """
    monitor = _Monitor(services, roles)
    app = web.Application()
    app.router.add_get("/metrics", monitor.metrics)
    app.router.add_get("/healthz", monitor.healthz)
    async with _listening(app, address):
        yield


@asynccontextmanager
async def telling(address: str, said: str) -> AsyncIterator[None]:
    """As `monitored`, of a process that is well and does no more than what it says."""

    async def healthz(_: web.Request) -> web.Response:
        return web.Response(text=f"{said}\n")

    app = web.Application()
    app.router.add_get("/healthz", healthz)
    async with _listening(app, address):
        yield


@asynccontextmanager
async def _listening(app: web.Application, address: str) -> AsyncIterator[None]:
    if not address:
        yield
        return
    host, _, port = address.rpartition(":")
    async with AsyncExitStack() as stack:
        try:
            await stack.enter_async_context(listening(app, host.strip("[]"), int(port)))
        except OSError as error:
            raise SettingsError(
                sentence(
                    "Nothing can listen on {address}: {why}.",
                    address=address,
                    why=error.strerror or error,
                ),
                hint=sentence("Name another host:port in PAPERCRIER_METRICS_ADDRESS."),
            ) from error
        log.info("monitoring", address=address)
        yield


class _Monitor:
    def __init__(self, services: Services, roles: Roles) -> None:
        self._services = services
        self._roles = roles
        self._figures = Figures(services.version, roles)
        self._shown = make_aiohttp_handler(registry_of(self._figures))

    async def metrics(self, request: web.Request) -> web.StreamResponse:
        """The figures as they are now; those of the process alone where the database fails."""
        self._figures.seen = None
        try:
            async with asyncio.timeout(PATIENCE):
                self._figures.seen = await own_condition(self._services)
        except (StoreError, TimeoutError) as error:
            log.warning("figures without the database", why=str(error))
        return await self._shown(request)

    async def healthz(self, _: web.Request) -> web.Response:
        """200 where all is well, with what this process has alone; else 503 with a sentence."""
        wrong = await ailment(self._services.store)
        well = ": ".join(filter(None, ["ok", self._roles.told()]))
        return web.Response(text=f"{wrong or well}\n", status=_UNWELL if wrong else 200)
