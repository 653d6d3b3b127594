"""What else may be meant by what somebody typed, by the papers that were read lately."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Final

from domain.concurrency.aside import aside
from domain.concurrency.slices import in_slices
from domain.errors import StoreError
from domain.ports import Papers
from domain.requests import Context
from domain.topics import Query
from topics.intent.readings import Reading, readings
from topics.intent.vocabulary import Vocabulary

if TYPE_CHECKING:
    from app.services import Services

_AMONG: Final = 1_500
"""Papers whose words are known: a second of work, once a day."""


class KnownWords:
    """The vocabulary of the papers read lately, made anew with each announcement."""

    def __init__(self) -> None:
        """Nothing is read before somebody asks."""
        self._newest: date | None = None
        self._count = 0
        self._known = Vocabulary()
        self._one_at_a_time = asyncio.Lock()

    async def now(self, library: Papers, newest: date) -> Vocabulary:
        """As of the newest announcement; while there are few papers, as of now.

        Raises:
            StoreError: they cannot be read.
        """
        async with self._one_at_a_time:
            if self._newest != newest or self._count < _AMONG:
                papers = await library.recent_papers(_AMONG)
                known = Vocabulary()
                await in_slices(known.read(papers))
                self._newest, self._count, self._known = newest, len(papers), known
            return self._known


def typed_by(context: Context, option: str) -> str:
    """What stands after a command, or was given as an option of it."""
    return str(context.options.get(option, "") or context.argument)


async def other_readings(services: Services, typed: str, query: Query) -> list[Reading]:
    """What else may be meant; nothing where the papers cannot be read now."""
    with suppress(StoreError):
        known = await services.words.now(services.library, services.intake.newest_date())
        return await aside(readings, typed, query, known)
    return []
