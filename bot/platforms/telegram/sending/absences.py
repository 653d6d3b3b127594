"""Which chats cannot be written to: kept when a message shows it, and taken back by the next."""

from __future__ import annotations

from dataclasses import replace

import structlog

from domain.chats import ChatRef
from domain.deliveries import Delivery, Outcome
from domain.errors import StoreError
from domain.ports import Store

log = structlog.get_logger(__name__)


class Absences:
    """Keeps them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._absent: set[str] = set()

    def was_absent(self, ref: ChatRef) -> None:
        """It is known that the chat could not be written to; the next message will tell."""
        self._absent.add(ref.chat_id)

    async def note(self, ref: ChatRef, delivery: Delivery) -> None:
        """Keep whether the chat can be written to."""
        if delivery.outcome is Outcome.SENT:
            if ref.chat_id in self._absent:
                self._absent.discard(ref.chat_id)
                await self._set_absence(replace(ref, thread_id=""), "")
            return
        log.warning("not sent", chat=str(ref), what=delivery.outcome, why=delivery.reason)
        if delivery.outcome in (Outcome.GONE, Outcome.FORBIDDEN):
            thread_only = bool(ref.thread_id) and _is_thread(delivery)
            gone = ref if thread_only else replace(ref, thread_id="")
            self._absent.add(ref.chat_id)
            await self._set_absence(gone, delivery.reason)

    async def _set_absence(self, ref: ChatRef, reason: str) -> None:
        try:
            await self._store.set_absence(ref, reason)
        except StoreError as error:
            log.warning("absence not kept", chat=str(ref), why=str(error))


def _is_thread(delivery: Delivery) -> bool:
    """Whether it is but the thread that is gone or closed."""
    said = delivery.reason.lower()
    return "thread" in said or "topic" in said
