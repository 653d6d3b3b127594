"""How fast Telegram may be written to: windows that count what was sent.

After https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this: about 30
messages a second in all, one a second in a chat with short bursts allowed, 20 a minute in a group.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from bot.platforms.window import STEP, Window

Limit = tuple[int, float]
"""So many messages in so many seconds."""

IN_ALL: Final[Limit] = (28, 1.0)
IN_A_CHAT: Final[Limit] = (3, 3.0)
IN_A_GROUP: Final[Limit] = (19, 60.0)

SPARE: Final = 10
"""Of the messages in all, those kept free for answers while progress is shown."""

RESERVED: Final = 4
"""Of the messages in all, those kept free for answers that take no time."""

_CATCH_UP: Final = 0.2
"""Seconds' worth of bulk that may go at once, having been held up."""
_CHATS_REMEMBERED: Final = 10_000


@dataclass(slots=True)
class _ChatPace:
    windows: list[Window]
    not_before: float = 0.0
    has_place: bool = False
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Pace:
    """Lets messages go when Telegram's limits allow it, in each chat in the order asked for."""

    def __init__(
        self,
        *,
        in_all: Limit = IN_ALL,
        in_a_chat: Limit = IN_A_CHAT,
        in_a_group: Limit = IN_A_GROUP,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._now = now
        self._in_all = Window(*in_all)
        self._in_a_chat = in_a_chat
        self._in_a_group = in_a_group
        self._queue = asyncio.Lock()
        self._urgent = 0
        self._bulk = asyncio.Lock()
        self._bulk_gap = in_all[1] / in_all[0]
        self._next_bulk = 0.0
        self._not_before = 0.0
        self._chats: OrderedDict[str, _ChatPace] = OrderedDict()

    @asynccontextmanager
    async def turn(self, chat_id: str, *, urgent: bool = False) -> AsyncIterator[None]:
        """Several messages to a chat, with no other between them.

        Unless it is urgent, it waits for a place among all chats' messages before it is the
        chat's turn, so that what is urgent there meanwhile can go first.
        """
        chat = self._of(chat_id)
        if urgent:
            async with chat.turn:
                yield
            return
        await self._place(1, RESERVED)
        is_used = False
        try:
            async with chat.turn:
                chat.has_place = True
                try:
                    yield
                finally:
                    is_used = not chat.has_place
                    chat.has_place = False
        finally:
            if not is_used:
                self._in_all.stay(1)

    @asynccontextmanager
    async def going(
        self, chat_id: str, count: int = 1, *, urgent: bool = False
    ) -> AsyncIterator[None]:
        """One call that makes `count` messages; waits until they may go.

        Within `turn` of that chat. Urgent ones have places of their own and wait for no other
        chat's.
        """
        chat = self._of(chat_id)
        while wait := self._chat_wait(chat, count):  # noqa: ASYNC110 (time is the event)
            await asyncio.sleep(wait)
        missing = count - chat.has_place
        chat.has_place = False
        if missing:
            await self._place(missing, 0 if urgent else RESERVED)
        for window in chat.windows:
            window.leave(count)
        try:
            yield
        finally:
            self._arrived(chat, count)

    @asynccontextmanager
    async def bulk(self, chat_id: str, count: int = 1) -> AsyncIterator[None]:
        """One call that makes `count` messages of a digest, after all that answers people.

        Bulk goes out evenly, so that whoever is answered never waits for a whole second's worth.
        """
        chat = self._of(chat_id)
        while wait := self._chat_wait(chat, count):  # noqa: ASYNC110 (time is the event)
            await asyncio.sleep(wait)
        async with self._bulk:
            while wait := self._bulk_wait(count):  # noqa: ASYNC110
                await asyncio.sleep(wait)
            now = self._now()
            self._next_bulk = max(self._next_bulk, now - _CATCH_UP) + count * self._bulk_gap
            self._in_all.leave(count)
        async with chat.turn:
            for window in chat.windows:
                window.leave(count)
            try:
                yield
            finally:
                self._arrived(chat, count)

    def wait(self, chat_id: str) -> float:
        """Seconds until a chat may be written to, as far as can be seen."""
        chat = self._of(chat_id)
        return max(self._chat_wait(chat, 1), self._not_before - self._now())

    def was_quiet(self, chat_id: str) -> bool:
        """Whether a chat was sent so little lately that a limit cannot be its own."""
        return all(window.is_nearly_empty for window in self._of(chat_id).windows)

    def hold_all(self, seconds: float) -> None:
        """Send nothing at all for some time, as Telegram asked."""
        self._not_before = max(self._not_before, self._now() + seconds)

    @asynccontextmanager
    async def going_if_free(self, chat_id: str) -> AsyncIterator[bool]:
        """One message of which nothing depends; gives whether it may go now."""
        chat = self._of(chat_id)
        now = self._now()
        if (
            chat.turn.locked()
            or self._chat_wait(chat, 1, spare=2)
            or self._in_all.wait(now, 1, SPARE)
            or now < self._not_before
        ):
            yield False
            return
        for window in (self._in_all, *chat.windows):
            window.leave(1)
        try:
            yield True
        finally:
            self._arrived(chat, 1)

    def hold(self, chat_id: str, seconds: float) -> None:
        """Send nothing to a chat for some time, as Telegram asked."""
        chat = self._of(chat_id)
        chat.not_before = max(chat.not_before, self._now() + seconds)

    def _chat_wait(self, chat: _ChatPace, count: int, spare: int = 0) -> float:
        now = self._now()
        waits = (window.wait(now, count, spare) for window in chat.windows)
        return max(chat.not_before - now, *waits)

    async def _place(self, count: int, spare: int) -> None:
        """Wait for places among all messages, and take them; those that leave none spare first."""
        if not spare:
            self._urgent += 1
            try:
                await self._free(count, spare)
            finally:
                self._urgent -= 1
        else:
            async with self._queue:
                await self._free(count, spare)

    async def _free(self, count: int, spare: int) -> None:
        while wait := self._wait(count, spare):  # noqa: ASYNC110
            await asyncio.sleep(wait)
        self._in_all.leave(count)

    def _wait(self, count: int, spare: int) -> float:
        now = self._now()
        return max(self._in_all.wait(now, count, spare), self._not_before - now)

    def _bulk_wait(self, count: int) -> float:
        if self._urgent or self._queue.locked():
            return STEP
        return max(self._wait(count, 0), self._next_bulk - self._now())

    def _arrived(self, chat: _ChatPace, count: int) -> None:
        now = self._now()
        for window in (self._in_all, *chat.windows):
            window.arrive(now, count)

    def _of(self, chat_id: str) -> _ChatPace:
        chat = self._chats.pop(chat_id, None)
        if chat is None:
            # Groups, supergroups and channels have negative ids.
            limits = [self._in_a_chat]
            if chat_id.startswith("-"):
                limits.append(self._in_a_group)
            chat = _ChatPace([Window(*limit) for limit in limits])
            self._forget_idle()
        self._chats[chat_id] = chat
        return chat

    def _forget_idle(self) -> None:
        now = self._now()
        while len(self._chats) >= _CHATS_REMEMBERED:
            chat_id, chat = next(iter(self._chats.items()))
            is_empty = all(window.is_empty(now) for window in chat.windows)
            if chat.turn.locked() or chat.not_before > now or not is_empty:
                return
            del self._chats[chat_id]
