"""``papercrier web``: the archive alone, of a database that another process may serve."""

from __future__ import annotations

from typing import Final

from app.services import Services
from bot.command_line.sampling import sampled
from bot.command_line.surface import tell
from bot.container import open_container
from bot.operations.archive_server import archive_served, public_address
from bot.run import told_to_stop
from bot.settings import Settings
from storage.opening import require
from topics.archives import archives_of
from topics.catalogue import catalogue

ADDRESS: Final = "127.0.0.1:8080"
"""Where it is shown, where nothing else is set."""


async def show_archive(settings: Settings, *, sample: bool) -> None:
    """Show the archive until told to stop."""
    settings = settings.model_copy(update={"web_address": settings.web_address or ADDRESS})
    if not sample:
        require(settings.database)
    stop = told_to_stop()
    async with (
        sampled(settings, sample=sample) as chosen,
        open_container(chosen, sample=sample, may_change=False) as services,
    ):
        if sample:
            await announced_sample(services)
        async with archive_served(services, settings):
            tell(f"The archive is at {public_address(settings)}; Ctrl-C ends it.")
            await stop.wait()


async def announced_sample(services: Services) -> None:
    """Have the sample announced, of which nothing is there yet."""
    archives = frozenset[str]().union(*(archives_of(one.topic.query) for one in catalogue()))
    await services.intake.take(archives)
