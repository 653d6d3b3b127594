"""Announcements that are remembered, as a port."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Protocol

from domain.identifiers import PaperId
from domain.papers import Batch, Paper


class Announcements(Protocol):
    """Batches: what arXiv announced in an archive on a date."""

    async def save_batch(self, batch: Batch, papers: Collection[Paper] = ()) -> None:
        """Keep a batch in place of what was known of its archive and date, with its papers."""
        ...

    async def batches(self, archives: Collection[str], first: date, last: date) -> list[Batch]:
        """The batches of these archives with dates from first to last, both included, by date."""
        ...

    async def batch_states(self, archives: Collection[str], first: date, last: date) -> list[Batch]:
        """As `batches`, but without their announcements: how matters stand, at little cost."""
        ...

    async def awaiting_metadata(self, since: date, *, news: bool) -> list[PaperId]:
        """Papers announced on a date or later whose metadata is missing or not the API's.

        Each once, the latest announced first: those that were news, or those only replaced.
        """
        ...

    async def latest_batches(self) -> list[Batch]:
        """For each archive, its newest batch, without announcements' loss."""
        ...
