"""Reading papers where several processes of one machine keep them in one folder."""

from __future__ import annotations

from socket import gethostname
from typing import Any

from domain.concurrency.flights import Flights
from domain.fulltext import FullText
from domain.identifiers import PaperId
from domain.papers import Paper
from papers.fulltext.reader import PaperReader


class SharedReader(PaperReader):
    """As `PaperReader`; one of the processes reads a paper, and the others find it in the folder.

    What may not be kept there each reads, one after another.
    """

    def __init__(self, elsewhere: Flights, **wired: Any) -> None:
        """Args: elsewhere is what other processes read; the rest is for `PaperReader`."""
        super().__init__(**wired)
        self._elsewhere = elsewhere

    async def _read(self, paper: Paper, *, figures: bool) -> FullText:
        read = super()._read
        return await self._elsewhere.do(
            f"paper {paper.id}, figures {figures}, on {gethostname()}",
            lambda: self._kept(paper.id, figures=figures),
            lambda: read(paper, figures=figures),
        )

    async def _kept(self, paper: PaperId, *, figures: bool) -> FullText | None:
        """What another process has kept of it.

        Raises:
            UnreadablePaper: that it cannot be read.
        """
        known = await self._known(paper)
        if known is None or not known.sections or (figures and self.could_show(known)):
            return None
        return known
