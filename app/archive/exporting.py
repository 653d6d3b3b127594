"""Papers that were explained, to be built into other people's pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.archive.days import REACH
from app.archive.extracts import Extracts
from app.archive.papers import summaries_for
from app.services import Services
from domain.identifiers import PaperId
from domain.papers import Paper
from domain.summaries import Summary
from domain.taxonomy import ARCHIVES

_AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True)
class Explained:
    """A paper with the best summary that was made of it, and when it was announced first."""

    paper: Paper
    summary: Summary | None
    announced: date | None


async def explained(services: Services, language: str) -> AsyncIterator[Explained]:
    """All papers of which a summary was made, by their ids."""
    library = services.library
    announced = await _announced(services)
    extracts = Extracts(services.clock)
    bases = await library.summarized()
    for begin in range(0, len(bases), _AT_ONCE):
        some = [PaperId(base) for base in bases[begin : begin + _AT_ONCE]]
        papers = await library.papers(some)
        made = await summaries_for(services, extracts, list(papers.values()), language)
        for base, paper in papers.items():
            yield Explained(paper, made[base], announced.get(base))


async def _announced(services: Services) -> dict[str, date]:
    newest = services.intake.newest_date()
    batches = await services.library.batches(ARCHIVES, newest - REACH, newest)
    first: dict[str, date] = {}
    for batch in sorted(batches, key=lambda batch: batch.date):
        for paper in batch.news:
            first.setdefault(paper.base, batch.date)
    return first
