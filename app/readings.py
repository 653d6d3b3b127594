"""What else may be meant by what somebody typed, by the papers of late."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Final

from app.previews import Preview
from app.services import Services
from domain.concurrency.aside import aside
from domain.errors import SourceError, StoreError
from domain.requests import Context
from domain.topics import Query
from topics.intent.readings import Doubt, Reading, narrower, readings, wider

_LONG: Final = timedelta(days=30)
"""A topic that nothing matches which was submitted for so long is asked about."""


def typed_by(context: Context, option: str) -> str:
    """What stands after a command, or was given as an option of it."""
    return str(context.options.get(option, "") or context.argument)


async def other_readings(services: Services, typed: str, query: Query) -> list[Reading]:
    """What else may be meant; nothing where the papers cannot be read now."""
    with suppress(StoreError):
        known = await services.words.now(services.library, services.intake.newest_date())
        return await aside(readings, typed, query, known)
    return []


async def readings_by_preview(services: Services, query: Query, seen: Preview) -> list[Reading]:
    """What else may be meant by a topic that brings nothing for long, or nearly everything."""
    if seen.is_most:
        return narrower(query)
    if seen.matched or seen.trouble:
        return []
    now = services.clock.now()
    with suppress(SourceError, StoreError):
        if not await services.source.search(query, limit=1, submitted=(now - _LONG, now)):
            known = await services.words.now(services.library, services.intake.newest_date())
            return wider(query, known) or [Reading(Doubt.NOTHING, "")]
    return []
