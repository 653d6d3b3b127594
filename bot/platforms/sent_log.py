"""What was sent in answer to somebody: by its message's id, the papers that it tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

import structlog

from domain.chats import ChatRef
from domain.deliveries import SentMessage
from domain.errors import StoreError
from domain.ports import Clock, SentMessages

log = structlog.get_logger(__name__)

Arrived = tuple[int, Sequence[str]]
"""A message's id, and base ids of the papers that it tells."""


QUESTION: Final = re.compile(r"[\s?？¿]+")
"""What, as the whole answer to a message, asks about the paper that it tells."""


class SentLog:
    """Keeps what was sent, and finds the papers of a message; trouble with that stops nothing."""

    def __init__(self, store: SentMessages, clock: Clock) -> None:
        self._store = store
        self._clock = clock

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
        """All papers that a message of ours tells, as far as is known."""
        try:
            sent = await self._store.sent(chat, message)
        except StoreError:
            return ()
        return sent.papers if sent else ()
