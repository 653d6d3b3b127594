"""A container that knows the paper about lanterns, and has read it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from app.services import Services
from domain.fulltext import FullText
from domain.identifiers import PaperId
from domain.messages import Message
from domain.papers import Paper
from tests.handlers.greek import greek_container
from tests.summaries.questions.lanterns import CLOCK, PAPER, TEXT


class OneReader:
    """A `domain.ports.FullTextReader` of one paper.

    Attributes:
        reads: how often it was asked to read.
    """

    def __init__(self) -> None:
        self.reads = 0

    async def read(self, paper: Paper, *, figures: bool = False) -> FullText:
        """The text."""
        self.reads += 1
        return TEXT

    def could_show(self, text: FullText) -> bool:
        """No figures."""
        return False

    async def at_hand(self, paper: Paper) -> FullText | None:
        """The text, once it was read."""
        return TEXT if self.reads else None

    async def refusal(self, paper: Paper) -> Message | None:
        """It can be read."""
        return None

    async def lacks_html(self, paper: PaperId) -> None:
        """Nobody tells."""

    async def close(self) -> None:
        """Nothing is open."""


@asynccontextmanager
async def lantern_container(folder: Path, *, now: str = "") -> AsyncIterator[Services]:
    """The harness, with the paper at hand."""
    async with greek_container(folder, now=now or f"{CLOCK.now():%Y-%m-%dT06:00:00}") as services:
        known = replace(PAPER, published=services.clock.now(), checked_at=services.clock.now())
        await services.library.save_papers([known])
        yield replace(services, reader=OneReader())
