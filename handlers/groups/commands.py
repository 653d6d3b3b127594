"""The part of the table of commands that is about groups that read together."""

from __future__ import annotations

from typing import Final

from domain.requests import Parameter
from handlers.command import Command
from handlers.groups import reading_group

GROUP_COMMANDS: Final[tuple[Command, ...]] = (
    Command(
        name=reading_group.NAME,
        summary="Read together: vote, reminder, history",
        run=reading_group.readinggroup,
        parameters=(
            Parameter(
                name="value",
                meaning="weekly or monthly with a day and a time, off, or history",
                example="weekly thu 17:00",
                required=False,
                read=reading_group.parse_group,
            ),
        ),
    ),
    Command(
        name="minutes",
        summary="What was said there",
        run=reading_group.minutes,
        parameters=(
            Parameter(
                name="text",
                meaning="what was said",
                example="the ablation in table 3 is what counts",
                required=False,
            ),
        ),
    ),
)
