"""Printing: pages of digests put into words, each once."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from typing import Final, NamedTuple

from composing.library.unread import unread_blocks
from digests.maker import DigestMaker
from digests.records import written
from domain.concurrency.aside import aside
from domain.digests import Digest
from domain.documents import Document
from domain.excerpts import Body
from domain.papers import Batch
from i18n.catalogues import speech_of
from i18n.speech import speaking
from intake.engine import Intake
from rendering.common.parcels import waiting
from scheduler.digest_composer import DigestJob, Page
from scheduler.front_page import front_page, nothing_due, remarks


class Printed(NamedTuple):
    """A page in words.

    Attributes:
        document: as it waits to be sent.
        digest: the digest itself, as it is kept; None where the page tells of none.
    """

    document: Body
    digest: Body | None

    @property
    def size(self) -> int:
        """In bytes, compressed."""
        return len(self.document.packed) + (len(self.digest.packed) if self.digest else 0)


KEPT: Final = 64_000_000
"""Bytes of printed pages kept in memory, compressed: some twenty thousand pages.

The longest unused goes first, so that what many chats get is printed once whatever else is.
"""

Elsewhere = Callable[[Sequence[bytes]], Awaitable[Mapping[bytes, tuple[Body, Body | None]]]]
"""Finds pages by what they are called: documents, and digests where they tell of one."""

_NAME_BYTES: Final = 16

AT_ONCE: Final = 8
"""Pages of one language that wait for summaries to be made; those that need none wait for none."""


@dataclass(frozen=True, slots=True)
class NothingDue:
    """What is known on a day on which nothing can have been announced since the last digest.

    Attributes:
        batches: the day's own.
        resumes: the next listing date, where arXiv's holidays put it off.
    """

    batches: tuple[Batch, ...]
    resumes: date | None


class Printer:
    """Prints pages and keeps them for the next chat that gets the same."""

    def __init__(
        self,
        intake: Intake,
        maker: DigestMaker,
        archive: str = "",
        *,
        most_bytes: int = KEPT,
        elsewhere: Elsewhere | None = None,
    ) -> None:
        """Wire it.

        Args:
            intake: knows the announcements.
            maker: puts digests together.
            archive: what pages lead to, if any.
            most_bytes: bounds what is kept.
            elsewhere: finds pages that other processes have printed, if there are others.
        """
        self._archive = archive
        self._elsewhere = elsewhere
        self._intake = intake
        self._maker = maker
        self._most_bytes = most_bytes
        self._kept: OrderedDict[bytes, Printed] = OrderedDict()
        self._bytes = 0
        self._places: defaultdict[str, asyncio.Semaphore] = defaultdict(
            lambda: asyncio.Semaphore(AT_ONCE)
        )
        # Beside the loop there is one thread for all; people's work gets in after each page.
        self._setting = asyncio.Semaphore(1)

    def kept(self, page: Page) -> Printed | None:
        """A page that was printed before."""
        known = self._kept.get(page.key)
        if known is not None:
            self._kept.move_to_end(page.key)
        return known

    def name(self, page: Page) -> bytes:
        """What a page is called among processes that print for one another; else empty."""
        if self._elsewhere is None or not page.is_wanted:
            return b""
        return blake2b(self._archive.encode() + page.key, digest_size=_NAME_BYTES).digest()

    async def recall(self, pages: Sequence[Page]) -> None:
        """See which of some pages others have printed."""
        if self._elsewhere is None:
            return
        missing = {self.name(page): page for page in pages if page.key not in self._kept}
        missing.pop(b"", None)
        for name, (document, digest) in (await self._elsewhere(tuple(missing))).items():
            self._keep(missing[name], Printed(document, digest))

    async def printed(self, page: Page) -> Printed:
        """Print a page."""
        chat_settings = page.job.chat.chat.settings
        with speaking(speech_of(chat_settings.language)):
            if not page.job.serve.days:
                return await self._set(page, await self._nothing_due(page.job))
            if await self._maker.is_at_hand(page.plan, chat_settings.language):
                return await self._set(page, await self._digest(page))
            async with self._places[chat_settings.language]:
                digest = await self._digest(page)
            return await self._set(page, digest)

    async def _nothing_due(self, job: DigestJob) -> NothingDue:
        batches = await self._intake.kept(job.archives, [job.serve.slot.day])
        return NothingDue(tuple(batches), await self._intake.resumes(job.serve.start))

    async def _digest(self, page: Page) -> Digest:
        chat, days = page.job.chat, page.job.serve.days
        return await self._maker.put_together(chat.chat, chat.topics, page.view, page.plan, days)

    async def _set(self, page: Page, told: Digest | NothingDue) -> Printed:
        async with self._setting:
            printed = await aside(_in_words, page, told, self._archive)
        self._keep(page, printed)
        return printed

    def _keep(self, page: Page, printed: Printed) -> None:
        if page.key not in self._kept:
            self._kept[page.key] = printed
            self._bytes += printed.size
        while self._bytes > self._most_bytes and len(self._kept) > 1:
            _, dropped = self._kept.popitem(last=False)
            self._bytes -= dropped.size


def _in_words(page: Page, told: Digest | NothingDue, archive: str) -> Printed:
    record = Body.of(written(told)) if isinstance(told, Digest) else None
    return Printed(Body.of(waiting(_document(page, told, archive))), record)


def _document(page: Page, told: Digest | NothingDue, archive: str) -> Document:
    job = page.job
    said = remarks(job.chat, job.serve, job.ready)
    if isinstance(told, Digest):
        document = front_page(job.chat, told, said, job.serve.slot.day, archive)
    else:
        document = nothing_due(job.chat, job.serve, told.batches, said, told.resumes)
    return replace(document, blocks=(*document.blocks, *unread_blocks(job.unread)))
