"""Telegram as it sees messages come, by the virtual clock."""

from __future__ import annotations

import asyncio

from bot.platforms.telegram.sending.pacing import Pace
from tests.fakes.virtual_time import now


def spread(moments: list[float], many: int) -> float:
    """The shortest span, in seconds, that holds one message more than so many; to a microsecond."""
    spans = (last - first for first, last in zip(moments, moments[many:], strict=False))
    return round(min(spans), 6)


class Line:
    """Telegram as it sees messages come: each call takes a moment, and is seen at its end."""

    def __init__(self, lasts: float = 0.05) -> None:
        self.pace = Pace(now=now)
        self.seen: list[tuple[float, str]] = []
        self._lasts = lasts

    async def answer(self, chat: str, *, urgent: bool = False, count: int = 1) -> None:
        """One call that answers somebody."""
        async with (
            self.pace.turn(chat, urgent=urgent),
            self.pace.going(chat, count, urgent=urgent),
        ):
            await self._call("urgent" if urgent else "answer", count)

    async def digest(self, chat: str, count: int = 1) -> None:
        """One call that brings a part of a digest."""
        async with self.pace.bulk(chat, count):
            await self._call("digest", count)

    def moments(self, kind: str = "") -> list[float]:
        """When messages came, of a kind or all."""
        return [moment for moment, found in self.seen if kind in ("", found)]

    async def _call(self, kind: str, count: int) -> None:
        await asyncio.sleep(self._lasts)
        self.seen += [(now(), kind)] * count
