"""Takes the turns of chats at what is due for them, some at once, again and again."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Generic, Protocol, TypeVar

import structlog

from domain.chats import Chat
from domain.errors import PapercrierError, StoreError
from domain.ports import Clock
from scheduler.ticks import Ticks

log = structlog.get_logger(__name__)

LOOK_AGAIN: Final = timedelta(minutes=10)
"""From one look at what waits to the next; and from a fault to the next try."""


class Due(Protocol):
    """Something that is due for a chat, which its number names."""

    @property
    def number(self) -> int:
        """The chat's, in the store."""

    @property
    def chat(self) -> Chat:
        """Whose it is."""


OneDue = TypeVar("OneDue", bound=Due)
Turn = TypeVar("Turn")


class TurnWatch(ABC, Generic[OneDue, Turn]):
    """Works from `start` to `close`; what waits or failed is left out for a while."""

    def __init__(self, clock: Clock, every: float, called: str) -> None:
        """Args: seconds from one look to the next; what the log calls the work."""
        self._clock = clock
        self._called = called
        self._waiting: dict[int, datetime] = {}
        self._ticks = Ticks(self.look, every)

    def start(self) -> None:
        """Begin, with a look at once; needs a running loop."""
        self._ticks.start()

    async def close(self) -> None:
        """Stop; what is not queued yet is queued after the next start."""
        await self._ticks.close()

    async def look(self) -> None:
        """Queue all that is due; troubles are logged, and it is tried again."""
        now = self._clock.now()
        soon = now + LOOK_AGAIN
        self._waiting = {one: at for one, at in self._waiting.items() if now < at <= soon}
        try:
            while due := await self._due(self._clock.now(), tuple(self._waiting)):
                turns = [turn for one in due if (turn := await self._turn_of(one)) is not None]
                if turns and not await self._take(turns):
                    return
        except StoreError as error:
            log.warning(f"{self._called} wait", why=str(error))

    def _wait(self, due: OneDue) -> None:
        self._waiting[due.number] = self._clock.now() + LOOK_AGAIN

    async def _turn_of(self, due: OneDue) -> Turn | None:
        try:
            return await self._turn(due)
        except StoreError:
            raise
        except Exception as error:
            if not isinstance(error, PapercrierError):
                log.exception(f"{self._called} not made", chat=str(due.chat.ref))
            self._wait(due)
            return None

    @abstractmethod
    async def _due(self, now: datetime, waiting: Sequence[int]) -> list[OneDue]:
        """What is due, but for what waits, by number."""

    @abstractmethod
    async def _turn(self, due: OneDue) -> Turn | None:
        """What to do; None where it waits for a while, which `_wait` notes."""

    @abstractmethod
    async def _take(self, turns: Sequence[Turn]) -> bool:
        """Take some turns; whether any was still to be taken."""
