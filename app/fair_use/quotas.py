"""Quotas: how many new summaries one person and one chat may ask for in a day.

Only summaries that have to be made count; one that was made before costs nobody anything.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from typing import Final
from zoneinfo import ZoneInfo

import structlog

from domain.chats import ChatRef
from domain.errors import PapercrierError, StoreError
from domain.messages import NOTHING, Message, counted, sentence
from domain.platforms import CONSOLE
from domain.ports import Clock, Store
from domain.requests import Context, Request
from domain.zones import zone_label

log = structlog.get_logger(__name__)

_PREFIX: Final = "quota:"
_SAVE_AGAIN: Final = 30.0
"""Seconds from one try to keep counts that could not be kept to the next."""


class QuotaReached(PapercrierError):
    """That is enough new summaries for today."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many summaries may be made in a day of UTC."""

    per_user: int = 50
    per_chat: int = 200


@dataclass(frozen=True, slots=True)
class Made:
    """How many summaries were made today for a person and in a chat."""

    for_user: int = 0
    in_chat: int = 0

    def refusal(self, limits: Limits) -> Message:
        """Why no more can be made, in a sentence; none where one can."""
        if self.for_user >= limits.per_user:
            return counted(
                "You have had {number} new summary today, which is all there is for one person.",
                "You have had {number} new summaries today, which is all there is for one person.",
                limits.per_user,
            )
        if self.in_chat >= limits.per_chat:
            return counted(
                "This chat has had {number} new summary today, which is all there is for one chat.",
                "This chat has had {number} new summaries today, "
                "which is all there is for one chat.",
                limits.per_chat,
            )
        return NOTHING


class Quotas:
    """Counts the summaries that are made, in notes that last for a day of UTC.

    All counting of a process goes through one object, one request at a time; other processes count
    in the same notes, and together they give no more than there is. While the store cannot be
    written, it is counted in memory: whoever reads should not suffer from that.
    """

    def __init__(
        self,
        *,
        store: Store,
        clock: Clock,
        limits: Limits,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        """Args: seconds pass by a clock that nobody sets; given by tests."""
        self._seconds = seconds
        self._store = store
        self._clock = clock
        self._limits = limits
        self._lock = asyncio.Lock()
        self._tidied: date | None = None
        self._forgotten: dict[str, int] = {}
        self._unsaved: dict[str, int] = {}
        self._owed: dict[str, int] = {}
        self._save_again_at = -math.inf

    @asynccontextmanager
    async def spending(self, request: Request, zone: str) -> AsyncIterator[None]:
        """Count a summary that is made within the block; not if that fails.

        Args:
            request: who asks, and where.
            zone: the chat's timezone, in which it is told when there will be more.

        Raises:
            QuotaReached: the person or the chat has had as many as there are.
        """
        if _is_exempt(request):
            yield
            return
        await self._spend(request, zone)
        try:
            yield
        except BaseException:
            await self._give_back(request)
            raise

    async def check(self, request: Request, zone: str) -> None:
        """See whether a summary more may be made; it is not counted yet.

        Raises:
            QuotaReached: the person or the chat has had as many as there are.
        """
        if not _is_exempt(request):
            now = self._clock.now()
            self._refuse(await self._made(request, now.date()), now, zone)

    async def made(self, request: Request) -> Made:
        """How many summaries were made today for whoever asks, and in their chat."""
        return await self._made(request, self._clock.now().date())

    async def forget(self, request: Request) -> bool:
        """Delete what is counted of a chat, and of the person whose own it is; whether any was.

        The process keeps the day's counts in mind until the day is over, and nowhere else: being
        forgotten does not make anybody new.
        """
        async with self._lock:
            today = self._clock.now().date()
            await self._forget_other_days(today)
            of_user, of_chat = _names(request, today)
            names = [of_chat, *([of_user] if request.is_private and of_user else [])]
            counts = {name: await self._count(name) for name in names}
            gone = [await self._store.forget_notes(name) for name in names]
            gone.extend(self._unsaved.pop(name, 0) for name in names)
            self._owed = {name: n for name, n in self._owed.items() if name not in names}
            self._forgotten |= {name: count for name, count in counts.items() if count}
            return any(gone)

    async def _spend(self, request: Request, zone: str) -> None:
        async with self._lock:
            now = self._clock.now()
            await self._forget_other_days(now.date())
            made = await self._made(request, now.date())
            self._refuse(made, now, zone)
            enough = await self._one_more(request, now.date(), made)
            if enough is not None:
                # Another process was faster.
                self._refuse(enough, now, zone)

    def _refuse(self, made: Made, now: datetime, zone: str) -> None:
        refusal = made.refusal(self._limits)
        if refusal:
            raise QuotaReached(refusal, hint=_again(now, zone))

    async def _one_more(self, request: Request, day: date, made: Made) -> Made | None:
        """Count one more; where all processes together leave no room for it, what they made."""
        user, chat = names = _names(request, day)
        if self._seconds() < self._save_again_at:
            await self._keep(request, day, made, 1)
            return None
        most = {user: self._limits.per_user, chat: self._limits.per_chat}
        forgotten = {name: self._forgotten[name] for name in names if name in self._forgotten}
        try:
            if owed := self._owed | forgotten:
                await self._store.add(owed)
                self._unsaved, self._owed = {}, {}
                for name in forgotten:
                    del self._forgotten[name]
            ones = {name: 1 for name in names if name}
            is_counted, counts = await self._store.add_within(ones, most)
        except StoreError as error:
            self._save_later(error)
            await self._keep(request, day, made, 1)
            return None
        return None if is_counted else Made(counts.get(user, 0), counts[chat])

    def _save_later(self, error: StoreError) -> None:
        self._save_again_at = self._seconds() + _SAVE_AGAIN
        log.warning("summaries counted in memory", why=str(error))

    async def _give_back(self, request: Request) -> None:
        async with self._lock:
            today = self._clock.now().date()
            await self._keep(request, today, await self._made(request, today), -1)

    async def _made(self, request: Request, day: date) -> Made:
        user, chat = [await self._count(name) for name in _names(request, day)]
        return Made(user, chat)

    async def _count(self, name: str) -> int:
        if not name:
            return 0
        if name in self._unsaved:
            return self._unsaved[name]
        kept = await self._store.note(name)
        return self._forgotten.get(name, 0) if kept is None else int(kept)

    async def _keep(self, request: Request, day: date, made: Made, more: int) -> None:
        """Count some more, or less, whatever the limits are."""
        names = _names(request, day)
        counts = (made.for_user + more, made.in_chat + more)
        for name, count in zip(names, counts, strict=True):
            if name:
                self._unsaved[name] = max(count, 0)
                self._owed[name] = self._owed.get(name, self._forgotten.pop(name, 0)) + more
        if self._seconds() >= self._save_again_at:
            try:
                await self._store.add(self._owed)
                self._unsaved, self._owed = {}, {}
            except StoreError as error:
                self._save_later(error)

    async def _forget_other_days(self, today: date) -> None:
        if self._tidied == today:
            return
        self._forgotten = {}
        self._unsaved = {name: n for name, n in self._unsaved.items() if _of_day(today) in name}
        self._owed = {name: n for name, n in self._owed.items() if _of_day(today) in name}
        # Those of other days are nobody's any more; where they cannot be deleted now, they can
        # be at the next start, or tomorrow.
        self._tidied = today
        with suppress(StoreError):
            await self._store.forget_notes(_PREFIX, keeping=_of_day(today))


def _is_exempt(request: Request) -> bool:
    """Whether whoever asks is whoever pays: at the console, or as one who runs Papercrier."""
    is_operator = isinstance(request, Context) and request.is_operator
    return is_operator or request.chat.kind == CONSOLE


def _of_day(day: date) -> str:
    return f"{_PREFIX}{day.isoformat()}:"


def _names(request: Request, day: date) -> tuple[str, str]:
    """The notes of a person and of a chat, whose threads count together.

    They count together whichever bots of a platform are asked. Each ends in a sign of its own, so
    that none is the beginning of another's name. Where nobody in particular asks, there is no
    person to count for.
    """
    chat: ChatRef = request.chat
    return (
        f"{_of_day(day)}user:{chat.kind}:{request.user};" if request.user else "",
        f"{_of_day(day)}chat:{chat.kind}:{chat.chat_id};",
    )


def _again(now: datetime, zone: str) -> Message:
    midnight = datetime.combine(now.date() + timedelta(days=1), time_of_day(), tzinfo=UTC)
    return sentence(
        "There are more from {time}, {zone} time; papers that were summarised before can always "
        "be asked for.",
        time=f"{midnight.astimezone(ZoneInfo(zone)):%H:%M}",
        zone=zone_label(zone),
    )
