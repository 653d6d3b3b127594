"""Lets those outside see how the process is: Prometheus, Docker, systemd."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial

from app.operating.bots import known_bots
from app.operating.serving import platform_states
from app.services import Services
from bot.operations.health import answers
from bot.operations.monitoring import monitored
from bot.operations.service_manager import ServiceManager
from bot.roles import Roles
from bot.settings import Settings
from domain.concurrency.processes import WORK
from domain.errors import StoreError
from domain.ports import Notes
from scheduler.alerts import Alerts


@asynccontextmanager
async def overseen(
    services: Services, settings: Settings, roles: Roles
) -> AsyncIterator[ServiceManager]:
    """Be seen within the block; gives whom to tell that the end has begun.

    Args:
        services: of the process.
        settings: say where to listen, and what is told by itself.
        roles: of the process; one tells what is told of all.

    Raises:
        SettingsError: nothing can listen there.
    """
    manager = ServiceManager()
    async with monitored(services, roles, settings.metrics_address):
        manager.ready()
        store = services.store
        reporting = asyncio.create_task(
            manager.report(partial(answers, store), partial(_status, store, roles))
        )
        alerts = Alerts(
            services,
            folder=settings.data_folder,
            is_weekly=settings.weekly_report,
            tells=partial(roles.has, WORK),
        )
        alerting = asyncio.create_task(alerts.run())
        try:
            yield manager
        finally:
            for task in (reporting, alerting):
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
            await alerts.keep_figures()


async def _status(store: Notes, roles: Roles) -> str:
    """How each platform is being served, and what this process has alone, in a line."""
    try:
        states = await platform_states(store, await known_bots(store))
    except StoreError as error:
        return str(error)
    told = [f"{name}: {state.state} {state.why}".strip() for name, state in states.items()]
    return "; ".join(filter(None, [*told, roles.told()]))
