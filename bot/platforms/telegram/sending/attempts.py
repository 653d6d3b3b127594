"""Calls of the Bot API, repeated where that is safe."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from typing import Final

import structlog
from telegram.error import TelegramError

from bot.platforms.telegram.sending.outcomes import classified
from bot.platforms.telegram.sending.pacing import Pace
from domain.chats import ChatRef
from domain.deliveries import Delivery, Outcome
from domain.errors import StoreError
from domain.ports import Store

log = structlog.get_logger(__name__)

PAUSES: Final = (0.5, 2.0, 5.0)
"""Seconds before what was surely not sent is sent again."""

LONGEST_WAIT: Final = 600.0
"""Seconds to wait at Telegram's wish; longer, and whoever sends should come back later."""

Call = Callable[[ChatRef, bool], Awaitable[tuple[int, ...]]]
"""Calls the Bot API for a chat, without markup where told so; gives message ids."""


class Attempts:
    """Makes calls until something became of them."""

    def __init__(self, store: Store, pace: Pace) -> None:
        self._store = store
        self._pace = pace

    async def tried(
        self, ref: ChatRef, call: Call, count: int, *, urgent: bool, again: bool
    ) -> Delivery:
        """A call, repeated where that is safe: always for one that may be made `again`."""
        pauses = iter(PAUSES)
        moved_to = ""
        waited = 0.0
        while True:
            async with self._pace.going(ref.chat_id, count, urgent=urgent):
                try:
                    ids = await call(ref, False)
                except TelegramError as error:
                    delivery = classified(error)
                else:
                    return Delivery(outcome=Outcome.SENT, messages=ids, moved_to=moved_to)
            match delivery.outcome:
                case Outcome.LIMITED if waited + delivery.retry_after <= LONGEST_WAIT:
                    waited += delivery.retry_after
                    self._pace.hold(ref.chat_id, delivery.retry_after)
                case Outcome.MOVED if not moved_to:
                    moved_to = delivery.moved_to
                    await self._move(ref, moved_to)
                    ref = replace(ref, chat_id=moved_to)
                case Outcome.UNSENT | Outcome.UNKNOWN as outcome:
                    pause = next(pauses, None)
                    if pause is None or (outcome is Outcome.UNKNOWN and not again):
                        return delivery
                    await asyncio.sleep(pause)
                case _:
                    return delivery

    async def _move(self, ref: ChatRef, new_id: str) -> None:
        log.info("chat moved", chat=str(ref), to=new_id)
        with suppress(StoreError):
            await self._store.move_chat(ref.platform, ref.chat_id, new_id)
