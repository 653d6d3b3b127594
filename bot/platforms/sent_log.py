"""What was sent in answer to somebody: by its message's id, the papers that it tells."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Final

import structlog

from domain.chats import ChatRef
from domain.deliveries import SentMessage
from domain.errors import StoreError
from domain.ports import Clock, SentMessages

log = structlog.get_logger(__name__)

Arrived = tuple[int, Sequence[str]]
"""A message's id, and base ids of the papers that it tells."""

_WAITED_FOR: Final = 2.0
"""Seconds that an answer to a message waits for what is being sent to its chat."""

QUESTION: Final = re.compile(r"[\s?？¿]+")
"""What, as the whole answer to a message, asks about the paper that it tells."""


class SentLog:
    """Keeps what was sent, and finds the papers of a message; trouble with that stops nothing."""

    def __init__(self, store: SentMessages, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._under_way: dict[str, set[asyncio.Event]] = {}

    @contextmanager
    def sending(self, chat: ChatRef) -> Iterator[None]:
        """For as long as something is sent to a chat and not yet kept."""
        kept = asyncio.Event()
        others = self._under_way.setdefault(chat.chat_id, set())
        others.add(kept)
        try:
            yield
        finally:
            kept.set()
            others.discard(kept)
            if not others:
                self._under_way.pop(chat.chat_id, None)

    async def keep(self, chat: ChatRef, arrived: Iterable[Arrived]) -> None:
        """Keep messages that arrived in a chat, those that tell papers."""
        at = self._clock.now()
        told = [
            SentMessage(chat=chat, id=number, papers=tuple(papers), at=at)
            for number, papers in arrived
            if papers
        ]
        if not told:
            return
        try:
            await self._store.keep_sent(told)
        except StoreError as error:
            log.warning("what was sent is not kept", chat=str(chat), why=str(error))

    async def paper(self, chat: ChatRef, message: int) -> str:
        """The first paper that a message of ours tells; empty where it is not known."""
        return next(iter(await self.papers(chat, message)), "")

    async def papers(self, chat: ChatRef, message: int) -> Sequence[str]:
        """All papers that a message of ours tells, as far as is known.

        It may be answered before all of what it is part of is sent, and kept.
        """
        sent = await self.sent(chat, message)
        return sent.papers if sent else ()

    async def sent(self, chat: ChatRef, message: int) -> SentMessage | None:
        """What is kept of a message of ours; waits for what is still being sent to its chat."""
        known = await self._sent(chat, message)
        under_way = self._under_way.get(chat.chat_id)
        if known or not under_way:
            return known
        with suppress(TimeoutError):
            async with asyncio.timeout(_WAITED_FOR):
                for kept in tuple(under_way):
                    await kept.wait()
        return await self._sent(chat, message)

    async def _sent(self, chat: ChatRef, message: int) -> SentMessage | None:
        try:
            return await self._store.sent(chat, message)
        except StoreError:
            return None
