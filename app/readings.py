"""What else may be meant by what somebody typed, by the papers that were read lately."""

from __future__ import annotations

from contextlib import suppress

from app.services import Services
from domain.concurrency.aside import aside
from domain.errors import StoreError
from domain.requests import Context
from domain.topics import Query
from topics.intent.readings import Reading, readings


def typed_by(context: Context, option: str) -> str:
    """What stands after a command, or was given as an option of it."""
    return str(context.options.get(option, "") or context.argument)


async def other_readings(services: Services, typed: str, query: Query) -> list[Reading]:
    """What else may be meant; nothing where the papers cannot be read now."""
    with suppress(StoreError):
        known = await services.words.now(services.library, services.intake.newest_date())
        return await aside(readings, typed, query, known)
    return []
