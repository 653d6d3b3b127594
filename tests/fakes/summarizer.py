"""A summarizer that costs nothing."""

from __future__ import annotations

from datetime import UTC, datetime

from domain.fulltext import FullText
from domain.papers import Paper
from domain.summaries import Basis, Claim, Evidence, Provenance, StandIn, Summary, SummaryKey


class QuickSummarizer:
    """The `Summarizer` port: says of every paper that it works.

    Attributes:
        troubles: what it raises, by the paper's base id.
        made: how many summaries it has made.
        stands_in: why these are extracts in place of others.
    """

    def __init__(self) -> None:
        self.made = 0
        self.stands_in: StandIn | None = None
        self.troubles: dict[str, Exception] = {}

    def key(self, paper: Paper, text: FullText | None, language: str) -> SummaryKey:
        """One for each paper and language."""
        return SummaryKey.of(paper, text, language, model="quick", prompt="1")

    async def summarize(self, paper: Paper, text: FullText | None, language: str) -> Summary:
        """The same for all."""
        self.made += 1
        if paper.id.base in self.troubles:
            raise self.troubles[paper.id.base]
        claim = Claim("It works.", (Evidence("Abstract", "It works."),))
        provenance = Provenance(
            model="quick",
            prompt="1",
            made_at=datetime(2024, 3, 8, tzinfo=UTC),
            paper_version=paper.id.version,
            basis=Basis.ABSTRACT,
            stands_in=self.stands_in,
        )
        return Summary(tldr=claim, takeaways=(), provenance=provenance)
