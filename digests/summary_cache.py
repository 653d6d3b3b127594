"""Summaries on the summary cache: each is made once, ever, and found again after that."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Final

from digests.remembered import RememberedSummaries
from domain.concurrency.flights import Flights
from domain.concurrency.single_flight import SingleFlight
from domain.fulltext import FullText, Section, TextOrigin
from domain.papers import Paper
from domain.ports import BulkSummarizer, Summaries, Summarizer, Wanted
from domain.summaries import StandIn, Summary, SummaryKey

FROM_TEXT: Final = FullText((Section("", ""),), (), TextOrigin.PDF)
"""Stands for the text of a paper whose summary was made from it; good for nothing but that."""


@dataclass(frozen=True, slots=True)
class Anew:
    """What came of making a summary anew.

    Attributes:
        is_new: whether it is another one; otherwise the one from before stays.
    """

    summary: Summary
    is_new: bool


RECALLED_FOR: Final = 30.0
"""Seconds for which a summary is not looked up again, where other processes may make it anew."""


class SummaryCache:
    """Gives the summary of a paper, made before or now.

    However many ask at once for a summary that has to be made, it is made once; one of them
    going away takes it from nobody. An extract that stands in for a language model's summary is
    kept only where asking the model again would be no use.

    Attributes:
        found: how often a summary was there already; this and the following since the start.
        made: summaries made as they were wanted.
        stood_in: extracts that were made in place of a language model's summary.
    """

    def __init__(
        self,
        *,
        library: Summaries,
        summarizer: Summarizer,
        ahead: Summarizer | None = None,
        bulk: BulkSummarizer | None = None,
        elsewhere: Flights | None = None,
    ) -> None:
        """Wire it.

        Args:
            library: where summaries are kept.
            summarizer: for those who wait.
            ahead: makes summaries that nobody waits for; all have the same keys.
            bulk: likewise, many together.
            elsewhere: what other processes make; None where making one twice costs nothing.
        """
        self._elsewhere = elsewhere
        self._library = library
        self._summarizer = summarizer
        self._ahead = ahead or summarizer
        self._bulk = bulk
        self._flights: SingleFlight[SummaryKey, tuple[Summary, bool]] = SingleFlight()
        self._renewals: SingleFlight[SummaryKey, Anew] = SingleFlight()
        self._remembered = RememberedSummaries(RECALLED_FOR if elsewhere else math.inf)
        self.found = self.made = self.stood_in = 0

    async def has(self, paper: Paper, language: str, text: FullText | None = None) -> bool:
        """Whether `summary` answers without making one."""
        if not paper.abstract and text is None:
            return True
        key = self._summarizer.key(paper, text, language)
        return await self._looked_up(key) is not None

    async def all_recalled(self, papers: Sequence[Paper], language: str) -> bool:
        """Whether nobody has to make a summary of these papers' abstracts for a digest."""
        keys = {self._summarizer.key(paper, None, language) for paper in papers if paper.abstract}
        wanted = {key for key in keys if self._remembered.known(key, on_demand=False) is None}
        kept = await self._library.summaries(wanted) if wanted else {}
        for key, summary in kept.items():
            self._remembered.recall(key, summary)
        return len(kept) == len(wanted)

    async def made_in_bulk(
        self, wanted: Sequence[Wanted], until: datetime, is_interrupted: Callable[[], bool]
    ) -> bool:
        """Have what is not there made together, where that is set up; see `BulkSummarizer.make`."""
        if self._bulk is None:
            return True
        missing = [one for one in wanted if not await self.has(*one)]
        return await self._bulk.make(missing, until, self._keep, is_interrupted)

    async def made_from_text(self, paper: Paper, language: str) -> bool:
        """Whether there is a summary made from the paper itself and not from its abstract."""
        return await self.has(paper, language, FROM_TEXT)

    async def summary(
        self,
        paper: Paper,
        language: str,
        text: FullText | None = None,
        *,
        on_demand: bool = True,
    ) -> Summary | None:
        """The summary of a paper; None where there is nothing to summarise.

        Args:
            paper: with its abstract.
            language: ISO 639-1 code of the language wished for.
            text: what was read of the paper, where it was.
            on_demand: somebody waits for it; what is made ahead of a digest can wait.
        """
        if not paper.abstract and text is None:
            return None
        key = self._summarizer.key(paper, text, language)
        if (known := self._remembered.known(key, on_demand=on_demand)) is not None:
            self.found += 1
            return known

        async def made() -> tuple[Summary, bool]:
            return await self._make(key, paper, text, language, on_demand=on_demand), on_demand

        summary, was_on_demand = await self._flights.do(key, made)
        if on_demand and not was_on_demand and _was_held_back(summary):
            summary, _ = await self._flights.do(key, made)
        return summary

    async def anew(self, paper: Paper, language: str, text: FullText | None = None) -> Anew | None:
        """A summary made once more, however many ask at once; None where there can be none.

        The one from before is everybody's until the new one is there, and stays where none comes:
        where making fails, or only an extract would stand in for what a model was asked for.
        """
        if not paper.abstract and text is None:
            return None
        key = self._summarizer.key(paper, text, language)
        before = await self._library.summary(key)
        if before is None:
            made = await self.summary(paper, language, text)
            return None if made is None else Anew(made, is_new=True)

        async def renewed() -> Anew:
            if self._elsewhere is None:
                return await self._renew(key, before, paper, text, language)
            return await self._elsewhere.do(
                _name(key),
                lambda: self._renewed(key, before),
                lambda: self._renew(key, before, paper, text, language),
            )

        return await self._renewals.do(key, renewed)

    async def close(self) -> None:
        """Give up what is being made."""
        await self._flights.close()
        await self._renewals.close()

    async def _make(
        self,
        key: SummaryKey,
        paper: Paper,
        text: FullText | None,
        language: str,
        *,
        on_demand: bool,
    ) -> Summary:
        # Looked for in the flight, not before: between looking and starting, one may have landed.
        known = await self._looked_up(key)
        if known is not None:
            self.found += 1
            return known
        maker = self._summarizer if on_demand else self._ahead
        if self._elsewhere is None:
            return await self._made(key, maker, paper, text, language)
        return await self._elsewhere.do(
            _name(key),
            lambda: self._looked_up(key),
            lambda: self._made(key, maker, paper, text, language),
        )

    async def _made(
        self,
        key: SummaryKey,
        maker: Summarizer,
        paper: Paper,
        text: FullText | None,
        language: str,
    ) -> Summary:
        made = _typeset(await maker.summarize(paper, text, language), paper, text)
        reason = made.provenance.stands_in
        if reason is None:
            self.made += 1
        else:
            self.stood_in += 1
        if reason is None or reason.is_final:
            await self._library.save_summary(key, made)
        self._remembered.remember(key, made)
        return made

    async def _keep(self, paper: Paper, language: str, summary: Summary) -> None:
        """Keep what was made in bulk; somebody may have asked for it meanwhile."""
        key = self._summarizer.key(paper, None, language)
        if await self._looked_up(key) is None:
            made = _typeset(summary, paper, None)
            self.made += 1
            await self._library.save_summary(key, made)
            self._remembered.remember(key, made)

    async def _renew(
        self, key: SummaryKey, before: Summary, paper: Paper, text: FullText | None, language: str
    ) -> Anew:
        made = _typeset(await self._summarizer.summarize(paper, text, language), paper, text)
        if made.provenance.stands_in is not None:
            self.stood_in += 1
            return Anew(before, is_new=False)
        self.made += 1
        await self._library.save_summary_anew(key, made)
        self._remembered.remember(key, made)
        return Anew(made, is_new=True)

    async def _renewed(self, key: SummaryKey, before: Summary) -> Anew | None:
        """What another process has made anew since."""
        now = await self._library.summary(key)
        if now is None or now == before:
            return None
        self._remembered.remember(key, now)
        return Anew(now, is_new=True)

    async def _looked_up(self, key: SummaryKey) -> Summary | None:
        """A summary that was made before, remembered or kept."""
        known = self._remembered.known(key, on_demand=True)
        if known is None and (known := await self._library.summary(key)) is not None:
            self._remembered.recall(key, known)
        return known


def _name(key: SummaryKey) -> str:
    """What a summary goes by while it is made."""
    return " ".join(("summary", *map(str, astuple(key))))


def _was_held_back(made: Summary) -> bool:
    return made.provenance.stands_in is StandIn.BUDGET


def _typeset(summary: Summary, paper: Paper, text: FullText | None) -> Summary:
    return summary.typeset((*paper.formulas, *(text.formulas if text else ())), text)
