"""The pace of one bot's token, kept by all processes that send by it together."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from hashlib import blake2s
from typing import Final

from app.services import Services
from domain.errors import StoreError
from domain.platforms import Kind, kind_of
from domain.ports import Leases
from domain.ports.sharing.paces import SharedPaces

RATES: Final[dict[Kind, float]] = {"telegram": 24.0, "discord": 40.0}
"""Messages, and requests, in a second: below the platforms' 30 and 50, as calls take unequally long
on their way."""

AT_ONCE: Final = 4
"""Moments asked for together."""

BEGIN: Final = 3.5
"""Seconds after its begin for which a process leaves bulk to the others: they may not have noticed
yet that they are not alone."""

LONGEST_REST: Final = 600.0
"""Seconds that all rest where a platform asks one of them; longer, and another one asks."""

_LATE: Final = 0.1
"""Seconds after which a moment that was not used is gone."""

_KEPT: Final = 0.5
"""Seconds likewise for one in which something has begun: it is kept first that it has."""


def bot_name(platform: str, token: str) -> str:
    """What a bot is called among processes; of its token nothing is told."""
    return f"{platform}/{blake2s(token.strip().encode(), digest_size=4).hexdigest()}"


class AnyPace:
    """The pace of a process that is alone: everything may go at once."""

    async def moment(self, count: int = 1) -> None:
        """Wait until some messages of bulk may go.

        Raises:
            StoreError: nobody can tell when that is.
        """

    async def share(self) -> None:
        """Wait as long as one message takes of a pace that is shared out, where nobody can tell."""

    async def begun(
        self, begin: Callable[[], Awaitable[None]], since: float, count: int = 1
    ) -> None:
        """Begin with what may go since a moment of the monotonic clock; wait anew if that is gone.

        Raises:
            StoreError: nobody can tell when the next moment is, or what `begin` raises.
        """
        await begin()

    async def urgently(self, count: int = 1) -> None:
        """Wait until some messages may go for which somebody waits."""

    async def rest(self, seconds: float) -> None:
        """Have nothing sent by any process for some time, as the platform has asked."""


ALONE: Final = AnyPace()


class CommonPace(AnyPace):
    """Waits for moments of a pace while others are at work; alone, a process needs none."""

    def __init__(self, paces: SharedPaces, leases: Leases, platform: str, token: str) -> None:
        """Args: whose moments it gives out; how this process stands; the bot."""
        self._paces = paces
        self._leases = leases
        self._name = bot_name(platform, token)
        self._rate = RATES[kind_of(platform)]
        self._began = time.monotonic()
        self._moments: deque[float] = deque()
        self._asking = asyncio.Lock()

    async def moment(self, count: int = 1) -> None:
        """Wait for the next moments of bulk.

        Raises:
            StoreError: nobody can tell when they are.
        """
        while self._leases.standing().others:
            async with self._asking:
                await asyncio.sleep(max(0.0, self._began + BEGIN - time.monotonic()))
                for _ in range(count):
                    mine = await self._next()
            await asyncio.sleep(max(0.0, mine - time.monotonic()))
            # A process that stood still meanwhile finds all its moments gone at once.
            if time.monotonic() < mine + _LATE:
                return

    async def share(self) -> None:
        """Wait as long as one message takes where each process goes as fast as the others."""
        await asyncio.sleep((1 + self._leases.standing().others) / self._rate)

    async def begun(
        self, begin: Callable[[], Awaitable[None]], since: float, count: int = 1
    ) -> None:
        """Begin; where a commit took so long that many would go at once, see if it still may."""
        await begin()
        while time.monotonic() > since + _KEPT:
            await self.moment(count)
            since = time.monotonic()
            await begin()

    async def urgently(self, count: int = 1) -> None:
        """Wait for moments for somebody who waits; where nobody can tell them, for a share."""
        if self._leases.standing().others:
            asked = self._paces.moments(self._name, count, rate=self._rate, is_urgent=True)
            try:
                await asyncio.sleep(await asked)
            except StoreError:
                await self.share()

    async def rest(self, seconds: float) -> None:
        """Have nothing sent by any process; where they cannot be told, they find out themselves."""
        self._moments.clear()
        if self._leases.standing().others:
            with suppress(StoreError):
                await self._paces.rest(self._name, min(seconds, LONGEST_REST))

    async def _next(self) -> float:
        """A moment that is this process's, in seconds of the monotonic clock."""
        while self._moments and self._moments[0] < time.monotonic() - _LATE:
            self._moments.popleft()
        if not self._moments:
            wait = await self._paces.moments(self._name, AT_ONCE, rate=self._rate)
            first = time.monotonic() + wait
            self._moments.extend(first + one / self._rate for one in range(AT_ONCE))
        return self._moments.popleft()


def pace_of(services: Services, platform: str, token: str) -> AnyPace:
    """The pace of a bot: that of all processes, where there may be others."""
    if services.paces is None:
        return ALONE
    return CommonPace(services.paces, services.store, platform, token)
