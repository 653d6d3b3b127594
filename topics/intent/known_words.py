"""The words of the papers that were read lately."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Final

from domain.concurrency.slices import in_slices
from domain.ports import Papers
from topics.intent.vocabulary import Vocabulary

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
