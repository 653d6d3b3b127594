"""Supervision: a front door that fails is opened again, after a while, beside the others."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, Protocol

import structlog

from app.serving import DoorState, Serving, keep_door_state
from domain.errors import PapercrierError, StoreError
from domain.messages import Message, sentence
from domain.ports import Clock, Messenger, Notes

log = structlog.get_logger(__name__)

FIRST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 60.0
LONG_ENOUGH: Final = 60.0
"""Seconds of serving after which a failure counts as the first again."""

Up = Callable[[], Awaitable[None]]


class DoorTrouble(PapercrierError):
    """The platform cannot be served now."""

    def __init__(
        self, message: Message | None = None, *, hint: Message | None = None, pause: float = 0.0
    ) -> None:
        """Args: pause is how many seconds to wait at least before the next try."""
        super().__init__(message, hint=hint)
        self.pause = pause


class Door(Protocol):
    """A front door: a chat platform as far as the process is concerned."""

    @property
    def name(self) -> str:
        """One word, as in the log."""
        ...

    async def serve(self, up: Up) -> None:
        """Serve until cancelled; called again after each failure.

        Calls `up` whenever the platform has shown that it is being served.

        Raises:
            DoorTrouble: the platform cannot be served now.
        """
        ...

    async def close(self) -> None:
        """Finish what is in flight, within 20 seconds, and let go of everything."""
        ...


class ChatDoor(Door, Protocol):
    """A front door through which digests go out too."""

    @property
    def messenger(self) -> Messenger:
        """Sends them."""
        ...


class Supervisor:
    """Keeps one door open."""

    def __init__(
        self,
        door: Door,
        store: Notes,
        clock: Clock,
        *,
        first_pause: float = FIRST_PAUSE,
        longest_pause: float = LONGEST_PAUSE,
    ) -> None:
        self._door = door
        self._store = store
        self._clock = clock
        self._first_pause = first_pause
        self._longest_pause = longest_pause
        self._pause = first_pause
        self._up_since: float | None = None

    async def run(self) -> None:
        """Serve until cancelled, whatever happens to the door."""
        while True:
            self._up_since = None
            trouble = await self._served()
            if self._was_up_long():
                self._pause = self._first_pause
            await self._keep(Serving.TROUBLE, str(trouble))
            pause = max(self._pause, trouble.pause)
            log.warning("door closed", door=self._door.name, why=str(trouble), again_in=pause)
            await asyncio.sleep(pause)
            self._pause = min(self._pause * 2, self._longest_pause)

    async def stopped(self) -> None:
        """Note that the door was closed on purpose."""
        await self._keep(Serving.STOPPED)

    async def _served(self) -> DoorTrouble:
        try:
            await self._door.serve(self._is_up)
        except DoorTrouble as trouble:
            return trouble
        except PapercrierError as error:
            return DoorTrouble(error.message, hint=error.hint)
        except Exception:
            # A bug in one door must not close the others; here it is told and survived.
            log.exception("door failed", door=self._door.name)
            return DoorTrouble(sentence("It failed; the log has the details."))
        return DoorTrouble(sentence("It ended by itself."))

    async def _is_up(self) -> None:
        if self._up_since is None:
            self._up_since = asyncio.get_running_loop().time()
            log.info("door open", door=self._door.name)
            await self._keep(Serving.SERVING)

    def _was_up_long(self) -> bool:
        now = asyncio.get_running_loop().time()
        return self._up_since is not None and now - self._up_since >= LONG_ENOUGH

    async def _keep(self, state: Serving, why: str = "") -> None:
        since = f"{self._clock.now():%Y-%m-%dT%H:%M:%SZ}"
        kept = DoorState(state=state, since=since, why=why)
        try:
            await keep_door_state(self._store, self._door.name, kept)
        except StoreError as error:
            log.warning("door's state not kept", door=self._door.name, why=str(error))
