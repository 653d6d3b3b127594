"""Summaries on the shelf: each is made once, ever, and found again after that."""

from __future__ import annotations

from domain.fulltext import FullText
from domain.papers import Paper
from domain.ports import Store, Summarizer
from domain.summaries import Summary


class SummaryShelf:
    """Gives the summary of a paper, made before or now."""

    def __init__(self, *, library: Store, summarizer: Summarizer) -> None:
        self._library = library
        self._summarizer = summarizer

    async def summary(
        self, paper: Paper, language: str, text: FullText | None = None
    ) -> Summary | None:
        """The summary of a paper; None where there is nothing to summarise.

        Args:
            paper: with its abstract.
            language: ISO 639-1 code of the language wished for.
            text: what was read of the paper, where it was.
        """
        if not paper.abstract and text is None:
            return None
        key = self._summarizer.key(paper, text, language)
        known = await self._library.summary(key)
        if known is not None:
            return known
        made = await self._summarizer.summarize(paper, text, language)
        await self._library.save_summary(key, made)
        return made
