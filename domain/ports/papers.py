"""Metadata that is remembered, as a port."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Protocol

from domain.identifiers import PaperId
from domain.papers import Paper


class Papers(Protocol):
    """Papers' metadata."""

    async def save_papers(self, papers: Collection[Paper]) -> None:
        """Keep metadata. The API's replaces a listing's, never the other way round."""
        ...

    async def papers(self, ids: Collection[PaperId]) -> dict[str, Paper]:
        """Metadata by base id; unknown ids are missing."""
        ...

    async def told_longest_ago(self, limit: int) -> list[PaperId]:
        """Papers that were told to somebody, those first that arXiv was asked for longest ago."""
        ...

    async def earlier_records(self, papers: Collection[str]) -> dict[str, Paper]:
        """What arXiv said of told papers in the last version before the one that is kept.

        By base id, those that a later version has come of since they were told: title, abstract,
        authors, comment, and when it was submitted. All else is as it is now.
        """
        ...

    async def titles(self, after: str, limit: int) -> list[tuple[str, str]]:
        """Base id and title of so many papers, those next after a base id."""
        ...

    async def recent_papers(self, limit: int, skip: int = 0) -> list[Paper]:
        """The papers announced last, newest first; without so many of the newest."""
        ...

    async def papers_by(self, author: str, limit: int) -> list[Paper]:
        """Announced papers that name an author exactly so, those with the latest ids first."""
        ...

    async def announced_on(self, paper: PaperId) -> list[date]:
        """The listing dates on which a paper was news, the newest first.

        One that never was is kept because somebody asked for it, which is nobody else's to know.
        """
        ...
