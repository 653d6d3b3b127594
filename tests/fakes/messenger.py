"""A platform that does with messages what it is told to."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable

from domain.chats import ChatRef
from domain.deliveries import Delivery, OutboxPart, Outcome


class FakeMessenger:
    """The `Messenger` port: keeps what it is given, or fails as planned.

    Attributes:
        arrived: payloads by chat, in the order in which they arrived.
        tries: names of the parts whose delivery was begun.
        plans: what becomes of the next messages to a chat; then they arrive. An error is raised,
            as only a bug does.
        slow: chats whose messages arrive when their event is set.
        waits: seconds until a chat may be written to.
    """

    def __init__(self, name: str = "telegram", *, deduplicates: float = 0.0) -> None:
        self.arrived: dict[ChatRef, list[str]] = defaultdict(list)
        self.tries: list[str] = []
        self.plans: dict[ChatRef, list[Delivery | Outcome | Exception]] = defaultdict(list)
        self.slow: dict[ChatRef, asyncio.Event] = {}
        self.waits: dict[ChatRef, float] = {}
        self.serves = True
        self._name = name
        self._deduplicates = deduplicates

    @property
    def name(self) -> str:
        """The platform."""
        return self._name

    @property
    def deduplicates(self) -> float:
        """For how many seconds a message is known again."""
        return self._deduplicates

    def is_serving(self) -> bool:
        """Whether anything can be sent now."""
        return self.serves

    def wait(self, chat: ChatRef) -> float:
        """Seconds until a chat may be written to."""
        return self.waits.get(chat, 0.0)

    async def deliver(self, part: OutboxPart, begin: Callable[[], Awaitable[None]]) -> Delivery:
        """Let a message arrive, or not."""
        await begin()
        is_again = self._deduplicates > 0 and part.name in self.tries
        self.tries.append(part.name)
        if part.chat in self.slow:
            await self.slow[part.chat].wait()
        planned = self.plans[part.chat].pop(0) if self.plans[part.chat] else Outcome.SENT
        if isinstance(planned, Exception):
            raise planned
        delivery = Delivery(outcome=planned) if isinstance(planned, Outcome) else planned
        if delivery.outcome is Outcome.SENT and not is_again:
            self.arrived[part.chat].append(part.payload)
        return delivery
