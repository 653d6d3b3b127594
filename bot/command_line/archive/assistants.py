"""``papercrier mcp``: the archive for an assistant that starts this program and talks to it."""

from __future__ import annotations

from app.archive.days import ArchiveDays
from bot.command_line.archive.browsing import announced_sample
from bot.command_line.greeting import HERE
from bot.command_line.sampling import sampled
from bot.container import open_container
from bot.settings import Settings
from domain.requests import Request
from storage.opening import require
from web.assistants.asking import ASKING
from web.assistants.server import mcp_server


async def serve_assistant(settings: Settings, *, sample: bool) -> None:
    """Answer on standard input and output until the other end is closed."""
    if not sample:
        require(settings.database)
    async with (
        sampled(settings, sample=sample) as chosen,
        open_container(chosen, sample=sample, may_change=False) as services,
    ):
        if sample:
            await announced_sample(services)
        days = ArchiveDays(services.intake, services.library, services.clock)
        ASKING.set(Request(HERE, "local", "mcp"))
        try:
            await mcp_server(services, days).run_stdio_async()
        finally:
            await days.close()
