"""Who makes summaries and overviews, as ports."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date, datetime
from typing import Protocol

from domain.fulltext import FullText
from domain.papers import Paper
from domain.summaries import Answer, Claim, Summary, SummaryKey


class Summarizer(Protocol):
    """Makes summaries. Every claim has evidence that stands in the paper, word for word."""

    def key(self, paper: Paper, text: FullText | None, language: str) -> SummaryKey:
        """What the summary would be kept under."""
        ...

    async def summarize(self, paper: Paper, text: FullText | None, language: str) -> Summary:
        """Summarise a paper from its text, or from its abstract where there is none.

        Raises:
            NothingToSummarize: it has neither.
        """
        ...


Wanted = tuple[Paper, str]
"""A paper, and the language in which its summary is wanted."""
Keep = Callable[[Paper, str, Summary], Awaitable[None]]
"""Keeps a summary that was made."""


class BulkSummarizer(Protocol):
    """Makes many summaries together, cheaper and later."""

    async def make(
        self,
        wanted: Sequence[Wanted],
        until: datetime,
        keep: Keep,
        is_interrupted: Callable[[], bool],
    ) -> bool:
        """Have summaries of abstracts made and kept, those that can be; the others are left.

        What was asked for before, in an earlier process too, is not asked for again.

        Args:
            wanted: each once.
            until: when they are needed; what is not there by then is given up.
            keep: called for each as it comes.
            is_interrupted: whether not to wait any more, as there is more to be wanted.

        Returns:
            Whether nothing is under way any more.
        """
        ...


SoFar = Callable[[Sequence[Claim]], None]
"""Told, as it grows, what stands of an answer that is being made; never waits."""


def unheard(_: Sequence[Claim]) -> None:
    """Nobody watches an answer being made."""


class Answerer(Protocol):
    """Answers questions. What a claim says stands in the paper, word for word in its evidence."""

    async def answer(
        self,
        paper: Paper,
        text: FullText | None,
        question: str,
        *,
        before: str = "",
        language: str = "en",
        may_cost: bool = True,
        so_far: SoFar = unheard,
    ) -> Answer:
        """What a paper says to a question, of its text, or of its abstract where there is none.

        Args:
            paper: with its abstract.
            text: as read.
            question: in the words of whoever asks.
            before: what they asked of the paper before, which the question may go on from.
            language: ISO 639-1 code of the language wished for.
            may_cost: whether a language model may be asked for it.
            so_far: told the sentences that stand while others are still written.
        """
        ...


class Allowance(Protocol):
    """How much may be made for somebody who asks, and counts it."""

    def one(self) -> AbstractAsyncContextManager[bool]:
        """Whether one thing more may be made within the block; it counts then, unless it fails."""
        ...


class Overviewer(Protocol):
    """Tells in two or three sentences what the papers of a digest are about together."""

    async def overview(
        self,
        told: Sequence[tuple[Paper, Summary]],
        language: str,
        day: date,
        allowance: Allowance | None = None,
    ) -> tuple[Claim, ...]:
        """Claims that stand on the summaries' own; none where there is nothing sure to say.

        Args:
            told: the papers told in full, with their summaries.
            language: ISO 639-1 code of the language wished for.
            day: the digest's date; an overview is kept for so long as no later one is made.
            allowance: of whoever asks, from which one that has to be made is taken; None where
                nobody asks.
        """
        ...
