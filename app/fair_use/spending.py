"""Summaries that people ask for: what has to be made for them counts against their quotas.

What is being made counts also if whoever asked goes away meanwhile: it is made all the same.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, Final, TypeVar

from app.fair_use.quotas import QuotaReached
from app.services import Services
from digests.summary_cache import Anew
from domain.fulltext import FullText
from domain.messages import sentence
from domain.papers import Paper
from domain.requests import Context
from domain.summaries import Summary

T = TypeVar("T")

_making: Final[set[asyncio.Task[Any]]] = set()


async def counted_summary(
    services: Services,
    context: Context,
    paper: Paper,
    text: FullText | None = None,
) -> Summary | None:
    """The summary of a paper, from its text where there is one; None where there can be none.

    Raises:
        QuotaReached: it would have to be made, and whoever asks has had enough for today.
    """
    language = context.settings.language
    if await services.summary_cache.has(paper, language, text):
        return await services.summary_cache.summary(paper, language, text)
    context.progress(sentence("Summarising"))

    async def made() -> Summary | None:
        async with services.quotas.spending(context, context.settings.zone):
            return await services.summary_cache.summary(paper, language, text)

    return await _to_its_end(made())


async def counted_anew(
    services: Services,
    context: Context,
    paper: Paper,
    text: FullText | None,
) -> Anew | None:
    """A summary made anew; it counts, whoever asks.

    Raises:
        QuotaReached: whoever asks has had enough for today; nothing has changed then.
    """
    context.progress(sentence("Summarising"))

    async def made() -> Anew | None:
        async with services.quotas.spending(context, context.settings.zone):
            return await services.summary_cache.anew(paper, context.settings.language, text)

    return await _to_its_end(made())


class QuotaAllowance:
    """A `domain.ports.Allowance`: what somebody's digest may have made for it.

    Attributes:
        refusal: why something was not made; None while nothing was refused.
    """

    def __init__(self, services: Services, context: Context) -> None:
        self._quotas = services.quotas
        self._context = context
        self.refusal: QuotaReached | None = None

    @asynccontextmanager
    async def one(self) -> AsyncIterator[bool]:
        """Whether one more may be made within the block, which then counts unless it fails."""
        async with AsyncExitStack() as stack:
            is_allowed = True
            try:
                await stack.enter_async_context(
                    self._quotas.spending(self._context, self._context.settings.zone)
                )
            except QuotaReached as refusal:
                self.refusal, is_allowed = refusal, False
            yield is_allowed


async def _to_its_end(work: Coroutine[Any, Any, T]) -> T:
    """Wait for some work, which goes on also if the waiting is cancelled."""
    task = asyncio.ensure_future(work)
    _making.add(task)
    task.add_done_callback(_ended)
    return await asyncio.shield(task)


def _ended(task: asyncio.Task[Any]) -> None:
    _making.discard(task)
    # Whoever asked may have gone; what went wrong is then nobody's to hear.
    if not task.cancelled():
        task.exception()
