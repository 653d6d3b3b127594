"""``papercrier stats``: how Papercrier is doing, how much it holds, and what was done each day."""

from __future__ import annotations

from app.operating.daily import DAYS
from app.operating.process import kept_process
from app.operating.status import condition
from bot.command_line.surface import Format, rendered, show
from bot.container import open_container
from bot.operations.single import holder_of
from bot.settings import Settings
from composing.operating.condition import condition_document
from rendering.files.json_nouns import to_json
from storage.opening import require


async def print_stats(settings: Settings, form: Format) -> None:
    """Print the figures, as a page or as JSON."""
    require(settings.database)
    is_served = holder_of(settings.database) is not None
    async with open_container(settings, may_change=False) as services:
        # Figures of this process, which has just begun, would be nobody's.
        process = await kept_process(services.store) if is_served else None
        seen = await condition(services, process=process)
    if form is Format.JSON:
        show(to_json(seen))
        return
    show(rendered(condition_document(seen, days=DAYS), form))
