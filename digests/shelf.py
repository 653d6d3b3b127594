"""Summaries on the shelf: each is made once, ever, and found again after that."""

from __future__ import annotations

from typing import Final

from domain.fulltext import FullText, Section, TextOrigin
from domain.papers import Paper
from domain.ports import Store, Summarizer
from domain.summaries import Summary


FROM_TEXT: Final = FullText((Section("", ""),), (), TextOrigin.PDF)
"""Stands for the text of a paper whose summary was made from it; good for nothing but that."""


class SummaryShelf:
    """Gives the summary of a paper, made before or now."""

    def __init__(self, *, library: Store, summarizer: Summarizer) -> None:
        self._library = library
        self._summarizer = summarizer

    async def has(self, paper: Paper, language: str, text: FullText | None = None) -> bool:
        """Whether `summary` answers without making one."""
        if not paper.abstract and text is None:
            return True
        key = self._summarizer.key(paper, text, language)
        return await self._library.summary(key) is not None

    async def made_from_text(self, paper: Paper, language: str) -> bool:
        """Whether there is a summary made from the paper itself and not from its abstract."""
        return await self.has(paper, language, FROM_TEXT)

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
