"""``papercrier stats``: how Papercrier is doing, how much it holds, and what was done each day."""

from __future__ import annotations

from app.operating.daily import KINDS
from app.operating.status import condition
from bot.command_line.surface import Format, rendered, show
from bot.container import open_container
from bot.settings import Settings
from composing.operating.condition import condition_document
from domain.documents import Document, Heading, Table, inline
from rendering.files.json_nouns import to_json
from storage.sqlite.files.census import census
from storage.sqlite.files.inspection import require
from storage.sqlite.store import PATIENCE


async def print_stats(settings: Settings, form: Format) -> None:
    """Print the figures, as a page or as JSON."""
    require(settings.database)
    async with open_container(settings, may_change=False) as services:
        seen = await condition(services)
        days = await services.daily.lately()
    held = census(settings.database, patience=PATIENCE)
    if form is Format.JSON:
        show(to_json({"condition": seen, "held": held, "days": days}))
        return
    page = condition_document(seen)
    rows = tuple((inline(name), inline(f"{count:,}")) for name, count in held.items())
    by_day = tuple(
        (inline(day), *(inline(str(counts.get(kind, 0))) for kind in KINDS))
        for day, counts in days.items()
    )
    blocks = (*page.blocks, Heading(inline("What is kept")), Table(("What", "Count"), rows))
    if by_day:
        blocks += (Heading(inline("By day (UTC)")), Table(("Day", *KINDS), by_day))
    show(rendered(Document(page.title, blocks), form))
