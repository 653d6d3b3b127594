"""How fast Telegram may be written to: windows that count what was sent.

After https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this: about 30
messages a second in all, one a second in a chat with short bursts allowed, 20 a minute in a group.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from bot.platforms.common_pace import ALONE, AnyPace
from bot.platforms.window import STEP, Window

Limit = tuple[int, float]
"""So many messages in so many seconds."""

IN_ALL: Final[Limit] = (28, 1.0)
"""Begun in a second; what answers at once may be one more, so that it need not wait for a place."""

IN_A_CHAT: Final[Limit] = (3, 3.0)
IN_A_GROUP: Final[Limit] = (19, 60.0)

_AT_ONCE: Final = 1
"""The places more for what answers at once."""

_UNEVEN: Final = 1
"""Messages more that Telegram may see in as long, for calls that do not take equally long."""

SPARE: Final = 10
"""Of the messages in all, those kept free for answers while progress is shown."""

RESERVED: Final = 4
"""Of the messages in all, those that answers which take long leave to what takes no time."""

_CATCH_UP: Final = 0.2
"""Seconds' worth of bulk that may go at once, having been held up."""
_CHATS_REMEMBERED: Final = 10_000


@dataclass(slots=True)
class _ChatPace:
    windows: list[Window]
    not_before: float = 0.0
    has_place: bool = False
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class _Places:
    """Places among all chats' messages, each taken, then used by a call or given back.

    They are counted twice: from the beginning of calls, as Telegram sees them where calls take
    equally long; and until a second after their end, so that none has too many whatever they take.
    """

    def __init__(self, most: int, seconds: float) -> None:
        self._begun = Window(most + _AT_ONCE, seconds)
        self._seen = Window(most + _AT_ONCE + _UNEVEN, seconds)
        self._slow = Window(most - RESERVED, seconds)

    def wait(self, now: float, count: int, spare: int = _AT_ONCE) -> float:
        """Seconds until so many may be taken with so many `spare` after them; 0 for now."""
        return max(self._begun.wait(now, count, spare), self._seen.wait(now, count, spare))

    def wait_slow(self, now: float, count: int) -> float:
        """The same for answers that take long."""
        return max(self.wait(now, count), self._slow.wait(now, count))

    def take(self, count: int, *, slow: int = 0) -> None:
        """Take so many, `slow` ones for answers that take long."""
        self._begun.leave(count)
        self._seen.leave(count)
        self._slow.leave(slow)

    def give_back(self, count: int, *, slow: int) -> None:
        """So many are not used after all."""
        self._begun.stay(count)
        self._seen.stay(count)
        self._slow.stay(slow)

    def begin(self, now: float, count: int, *, slow: int = 0) -> None:
        """So many are used from now on."""
        self._begun.arrive(now, count)
        self._slow.arrive(now, slow)

    def end(self, now: float, count: int) -> None:
        """So many have come, or failed."""
        self._seen.arrive(now, count)


async def _until_none(wait: Callable[[], float]) -> None:
    while seconds := wait():  # noqa: ASYNC110 (time is the event)
        await asyncio.sleep(seconds)


class Pace:
    """Lets messages go when Telegram's limits allow it, in each chat in the order asked for."""

    def __init__(
        self,
        *,
        in_all: Limit = IN_ALL,
        in_a_chat: Limit = IN_A_CHAT,
        in_a_group: Limit = IN_A_GROUP,
        now: Callable[[], float] = time.monotonic,
        common: AnyPace = ALONE,
    ) -> None:
        self._now = now
        self._common = common
        self._places = _Places(*in_all)
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
        await self._place(1, urgent=False)
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
                self._places.give_back(1, slow=1)

    @asynccontextmanager
    async def going(
        self, chat_id: str, count: int = 1, *, urgent: bool = False
    ) -> AsyncIterator[None]:
        """One call that makes `count` messages; waits until they may go.

        Within `turn` of that chat. Urgent ones have places of their own and wait for no other
        chat's.
        """
        chat = self._of(chat_id)
        await _until_none(lambda: self._chat_wait(chat, count))
        missing, chat.has_place = count - chat.has_place, False
        if missing:
            await self._place(missing, urgent=urgent)
        self._begin(chat, count, slow=count - (missing if urgent else 0))
        try:
            yield
        finally:
            self._arrived(chat, count)

    @asynccontextmanager
    async def bulk(self, chat_id: str, count: int = 1) -> AsyncIterator[float]:
        """One call that makes `count` messages of a digest, after all that answers people.

        It goes evenly, so that whoever is answered never waits for a whole second's worth.
        Gives since when it may go, for `begun`.
        """
        chat = self._of(chat_id)
        await _until_none(lambda: self._chat_wait(chat, count))
        async with self._bulk:
            await _until_none(lambda: self._bulk_wait(count))
            await self._common.moment(count)
            now = self._now()
            self._next_bulk = max(self._next_bulk, now - _CATCH_UP) + count * self._bulk_gap
            self._places.take(count)
        async with chat.turn:
            self._begin(chat, count)
            try:
                yield now
            finally:
                self._arrived(chat, count)

    async def begun(
        self, begin: Callable[[], Awaitable[None]], since: float, count: int = 1
    ) -> None:
        """Begin with bulk that may go since a moment."""
        await self._common.begun(begin, since, count)

    def wait(self, chat_id: str) -> float:
        """Seconds until a chat may be written to, as far as can be seen."""
        return max(self._chat_wait(self._of(chat_id), 1), self._not_before - self._now())

    def was_quiet(self, chat_id: str) -> bool:
        """Whether a chat was sent so little lately that a limit cannot be its own."""
        return all(window.is_nearly_empty for window in self._of(chat_id).windows)

    async def hold_all(self, seconds: float) -> None:
        """Send nothing at all for some time, as Telegram asked; other processes neither."""
        self._not_before = max(self._not_before, self._now() + seconds)
        await self._common.rest(seconds)

    @asynccontextmanager
    async def going_if_free(self, chat_id: str) -> AsyncIterator[bool]:
        """One message of which nothing depends; gives whether it may go now."""
        chat, now = self._of(chat_id), self._now()
        if (
            chat.turn.locked()
            or self._chat_wait(chat, 1, spare=2)
            or self._places.wait(now, 1, SPARE + _AT_ONCE)
            or now < self._not_before
        ):
            yield False
            return
        await self._common.urgently(1)
        self._places.take(1, slow=1)
        self._begin(chat, 1, slow=1)
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
        return max(chat.not_before - now, *(one.wait(now, count, spare) for one in chat.windows))

    async def _place(self, count: int, *, urgent: bool) -> None:
        """Wait for places among all messages, and take them; what is urgent comes first."""
        places = self._places
        if urgent:
            self._urgent += 1
            try:
                await _until_none(lambda: self._wait(places.wait(self._now(), count, 0)))
            finally:
                self._urgent -= 1
            await self._common.urgently(count)
            places.take(count)
            return
        async with self._queue:
            await _until_none(lambda: self._wait(places.wait_slow(self._now(), count), behind=True))
            await self._common.urgently(count)
            places.take(count, slow=count)

    def _wait(self, wait: float, *, behind: bool = False) -> float:
        """The longer of a wait and of what holds for all, `behind` what is urgent or not."""
        step = STEP if behind and self._urgent else 0.0
        return max(wait, step, self._not_before - self._now())

    def _bulk_wait(self, count: int) -> float:
        if self._queue.locked():
            return STEP
        wait = max(self._places.wait(self._now(), count), self._next_bulk - self._now())
        return self._wait(wait, behind=True)

    def _begin(self, chat: _ChatPace, count: int, *, slow: int = 0) -> None:
        self._places.begin(self._now(), count, slow=slow)
        for window in chat.windows:
            window.leave(count)

    def _arrived(self, chat: _ChatPace, count: int) -> None:
        now = self._now()
        self._places.end(now, count)
        for window in chat.windows:
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
