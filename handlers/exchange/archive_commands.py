"""The part of the table of commands that leads into the archive."""

from __future__ import annotations

from typing import Final

from domain.requests import Parameter
from handlers.command import Command
from handlers.exchange import links

ARCHIVE_COMMANDS: Final[tuple[Command, ...]] = (
    Command(
        name="page",
        summary="A digest that came, as a page behind a link; or end that page",
        run=links.page,
        parameters=(
            Parameter(
                name="day",
                meaning="the date of a digest",
                example=links.EXAMPLE,
                read=links.read_asked_page,
            ),
        ),
    ),
    Command(
        name="apikey",
        summary="A key for assistants that read the archive (MCP); a new one, or its end",
        run=links.apikey,
        is_own=True,
        parameters=(
            Parameter(
                name="wish",
                meaning="new or end",
                example=links.NEW,
                required=False,
                choices=(links.NEW, "end"),
                read=links.read_wish,
            ),
        ),
    ),
)
