"""Summaries that are remembered, as a port."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from domain.summaries import Summary, SummaryKey


class Summaries(Protocol):
    """Summaries, each under what it was made of and with."""

    async def summary(self, key: SummaryKey) -> Summary | None:
        """A summary made before."""
        ...

    async def summaries(self, keys: Collection[SummaryKey]) -> dict[SummaryKey, Summary]:
        """Those of some summaries that were made before."""
        ...

    async def summaries_of(self, papers: Collection[str]) -> dict[str, list[Summary]]:
        """All summaries of papers, by base id; papers without any are missing."""
        ...

    async def summarized(self) -> list[str]:
        """Base ids of all papers that have a summary, in their order as texts."""
        ...

    async def save_summary(self, key: SummaryKey, summary: Summary) -> None:
        """Keep a summary; the first one kept under a key stays."""
        ...

    async def save_summary_anew(self, key: SummaryKey, summary: Summary) -> None:
        """Keep a summary in place of the one under its key."""
        ...
