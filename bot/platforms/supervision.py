"""Supervision: a front end that fails is opened again, after a while, beside the others."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, Protocol

import structlog

from app.operating.public_names import PublicName
from app.operating.serving import PlatformState, Serving, keep_platform_state
from domain.chats import ChatRef
from domain.documents import Document
from domain.errors import PapercrierError, StoreError
from domain.messages import Message, sentence
from domain.ports import Clock, Messenger, Notes

log = structlog.get_logger(__name__)

FIRST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 60.0
LONG_ENOUGH: Final = 60.0
"""Seconds of serving after which a failure counts as the first again."""

Up = Callable[[], Awaitable[None]]

During = Callable[[Callable[[], Awaitable[None]]], Awaitable[None]]
"""Does some work, as long as it is this process's to do, and anew when it is so again."""


class AdapterTrouble(PapercrierError):
    """The platform cannot be served now."""

    def __init__(
        self, message: Message | None = None, *, hint: Message | None = None, pause: float = 0.0
    ) -> None:
        """Args: pause is how many seconds to wait at least before the next try."""
        super().__init__(message, hint=hint)
        self.pause = pause


class Adapter(Protocol):
    """A front end: a chat platform as far as the process is concerned."""

    @property
    def name(self) -> str:
        """One word, as in the log."""
        ...

    async def serve(self, up: Up) -> None:
        """Serve until cancelled; called again after each failure.

        Calls `up` whenever the platform has shown that it is being served.

        Raises:
            AdapterTrouble: the platform cannot be served now.
        """
        ...

    async def close(self) -> None:
        """Finish what is in flight, within 20 seconds, and let go of everything."""
        ...


class ChatAdapter(Adapter, Protocol):
    """A front end through which digests go out too."""

    @property
    def messenger(self) -> Messenger:
        """Sends them."""
        ...

    async def tell(self, user: str, composed: Callable[[], Document]) -> bool:
        """Tell a person something in their private chat; whether it arrived."""
        ...

    async def public_name(self, chat: ChatRef) -> PublicName | None:
        """What a chat is called that anybody can find; None for all others.

        Raises:
            NameUnknown: the platform does not tell.
        """
        ...


class Supervisor:
    """Keeps one adapter open.

    Of several processes, the one that hears from the platform keeps how it stands.
    """

    def __init__(
        self,
        adapter: Adapter,
        store: Notes,
        clock: Clock,
        *,
        first_pause: float = FIRST_PAUSE,
        longest_pause: float = LONGEST_PAUSE,
        hears: Callable[[], bool] = lambda: True,
    ) -> None:
        """Args: hears tells whether this process is the one that the platform tells of all."""
        self._hears = hears
        self._adapter = adapter
        self._store = store
        self._clock = clock
        self._first_pause = first_pause
        self._longest_pause = longest_pause
        self._pause = first_pause
        self._up_since: float | None = None
        self._down_since = ""

    async def run(self) -> None:
        """Serve until cancelled, whatever happens to the adapter."""
        while True:
            self._up_since = None
            trouble = await self._served()
            if self._was_up_long():
                self._pause = self._first_pause
            await self._keep(Serving.TROUBLE, str(trouble))
            pause = max(self._pause, trouble.pause)
            log.warning(
                "platform closed", platform=self._adapter.name, why=str(trouble), again_in=pause
            )
            await asyncio.sleep(pause)
            self._pause = min(self._pause * 2, self._longest_pause)

    async def stopped(self) -> None:
        """Note that the adapter was closed on purpose."""
        await self._keep(Serving.STOPPED)

    async def _served(self) -> AdapterTrouble:
        try:
            await self._adapter.serve(self._is_up)
        except AdapterTrouble as trouble:
            return trouble
        except PapercrierError as error:
            return AdapterTrouble(error.message, hint=error.hint)
        except Exception:
            # A bug in one adapter must not close the others; here it is told and survived.
            log.exception("platform failed", platform=self._adapter.name)
            return AdapterTrouble(sentence("It failed; the log has the details."))
        return AdapterTrouble(sentence("It ended by itself."))

    async def _is_up(self) -> None:
        if self._up_since is None:
            self._up_since = asyncio.get_running_loop().time()
            log.info("platform open", platform=self._adapter.name)
            await self._keep(Serving.SERVING)

    def _was_up_long(self) -> bool:
        now = asyncio.get_running_loop().time()
        return self._up_since is not None and now - self._up_since >= LONG_ENOUGH

    async def _keep(self, state: Serving, why: str = "") -> None:
        since = f"{self._clock.now():%Y-%m-%dT%H:%M:%SZ}"
        if state is Serving.TROUBLE:
            # One trouble, however often it is tried in vain to open the platform.
            since = self._down_since = self._down_since or since
        else:
            self._down_since = ""
        if not self._hears():
            return
        kept = PlatformState(state=state, since=since, why=why)
        try:
            await keep_platform_state(self._store, self._adapter.name, kept)
        except StoreError as error:
            log.warning("state of a platform not kept", platform=self._adapter.name, why=str(error))
