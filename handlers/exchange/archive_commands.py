"""The part of the table of commands that leads into the archive."""

from __future__ import annotations

from typing import Final

from domain.requests import Access, Parameter
from handlers.command import Command
from handlers.exchange import links

ARCHIVE_COMMANDS: Final[tuple[Command, ...]] = (
    Command(
        name="page",
        summary="A digest that came, as a page behind a link; or its end",
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
        name="publish",
        summary="A channel's digests on a public page, with feeds: on or off",
        run=links.publish,
        access=Access.ADMINS,
        parameters=(
            Parameter(
                name="value",
                meaning="on or off",
                example="on",
                required=False,
                choices=("on", "off"),
                read=links.read_shown,
            ),
        ),
    ),
    Command(
        name="apikey",
        summary="A key for assistants that read the archive (MCP), or its end",
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
