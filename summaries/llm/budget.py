"""The daily budget for language models, in money and tokens; what is spent is counted in notes."""

from __future__ import annotations

import asyncio
import json
import math
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Protocol

from domain.ports import Clock, Counters, Notes
from summaries.llm.usage import Usage

RESERVE: Final = 0.2
"""The share of a day's budget that only people who ask for a paper can use."""
DEFAULT_TOKENS: Final = 5_000_000

_DAY: Final = "budget: day"
"""Name of the note of the day that was counted for last."""
_SINCE: Final = "budget: since"
"""Name of the note of the first day."""
_ONE_NOTE: Final = "model spend"
"""Name of the one note that held all of it in older versions; it is taken over, and goes."""
_OF_DAYS: Final = "budget of "
_ALL: Final = "budget in total"
_REFUSED: Final = "budget: refused"
"""Name of the note of the last day on which there was too little left, and for whom."""
_MILLION: Final = 1_000_000

_MONEY: Final = re.compile(r"\$?\s*(\d+(?:\.\d+)?)\s*(?:\$|usd|dollars?)?", re.IGNORECASE)
_TOKENS: Final = re.compile(r"(\d[\d_]*(?:\.\d+)?)\s*([km]?)\s*tokens?", re.IGNORECASE)
_HINT: Final = "it must be US dollars a day, tokens a day, or both: 1.00 USD, 2M tokens"


class CountingNotes(Notes, Counters, Protocol):
    """Where what is spent is counted; a `domain.ports.Store` is one."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be spent in a day (UTC); None is no limit."""

    money: float | None = None
    tokens: int | None = None

    @classmethod
    def parse(cls, text: str) -> Limits:
        """Read ``1.00``, ``1.00 USD``, ``500k tokens`` or both with a comma between.

        Raises:
            ValueError: it is none of these; the message says what it must be.
        """
        money: float | None = None
        tokens: int | None = None
        for part in filter(None, (piece.strip() for piece in text.split(","))):
            if found := _TOKENS.fullmatch(part):
                scale = {"": 1, "k": 1_000, "m": 1_000_000}[found[2].lower()]
                tokens = int(float(found[1].replace("_", "")) * scale)
            elif found := _MONEY.fullmatch(part):
                money = float(found[1])
            else:
                raise ValueError(_HINT)
        if money is None and tokens is None:
            raise ValueError(_HINT)
        return cls(money, DEFAULT_TOKENS if tokens is None else tokens)


@dataclass(frozen=True, slots=True)
class Spending:
    """What a day has cost so far, or all days since one."""

    day: date
    money: float = 0.0
    tokens: int = 0
    calls: int = 0


class Budget:
    """Lets calls through while there is budget; holds back what calls under way may cost.

    All is counted where every process counts, each time in one transaction; days are those of UTC.
    """

    def __init__(self, *, limits: Limits, notes: CountingNotes, clock: Clock) -> None:
        self._limits = limits
        self._notes = notes
        self._clock = clock
        self._day: date | None = None
        self._refused: tuple[date, bool] | None = None
        self._lock = asyncio.Lock()

    @property
    def limits(self) -> Limits:
        """What may be spent in a day."""
        return self._limits

    async def today(self) -> Spending:
        """What was spent today."""
        async with self._lock:
            return await spending(self._notes, await self._today())

    async def in_total(self) -> Spending:
        """What was spent since the day that it bears."""
        async with self._lock:
            today = await self._today()
            since = await self._notes.note(_SINCE)
            first = date.fromisoformat(since) if since else today
            return await _counted(self._notes, _ALL, first)

    @asynccontextmanager
    async def holding(self, expected: Usage, *, on_demand: bool) -> AsyncIterator[bool]:
        """Whether a call may be made, which is taken to cost what is expected until it is over.

        What is held is counted as spent: a process that is killed in a call may have paid for it.

        Args:
            expected: an estimate; where its money is None, only tokens are counted.
            on_demand: somebody waits for it; what is made ahead leaves a reserve.
        """
        async with self._lock:
            day = await self._today()
            allowed = await self._held(day, expected, on_demand=on_demand)
            if not allowed:
                await self._note_refusal(day, on_demand=on_demand)
        try:
            yield allowed
        finally:
            if allowed:
                await self._count(day, expected, -1)

    async def book(self, expected: Usage) -> date | None:
        """Count what is not paid before days to come, as ahead; None where there is no room for it.

        Gives the day that it was counted for. `settle` puts it right.
        """
        async with self._lock:
            day = await self._today()
            if await self._held(day, expected, on_demand=False):
                return day
            await self._note_refusal(day, on_demand=False)
            return None

    async def settle(self, day: date, booked: Usage, used: Usage) -> None:
        """Put what was booked right; where its day is gone, today has only what was more."""
        async with self._lock:
            today = await self._today()
            if day == today:
                await self._count(today, booked, -1)
                await self._count(today, used)
                return
            money = (used.money or 0.0) - (booked.money or 0.0)
            tokens = used.tokens - booked.tokens
            all_days = Spending(today, money, tokens, used.calls - booked.calls)
            more = Spending(today, max(0.0, money), max(0, tokens))
            await self._notes.add(_amounts(_ALL, all_days) | _amounts(_of(today), more))

    async def spend(self, usage: Usage, *, apart: str = "") -> None:
        """Count what was used; under a name of its own as well, where it has one."""
        async with self._lock:
            today = await self._today()
            await self._count(today, usage)
            if apart:
                spent = Spending(today, usage.money or 0.0, usage.tokens, usage.calls)
                await self._notes.add(_amounts(f"{_of(today)} {apart}", spent))

    async def _note_refusal(self, day: date, *, on_demand: bool) -> None:
        """Note that there was too little left for a call."""
        if self._refused in ((day, on_demand), (day, True)):
            return
        self._refused = (day, on_demand)
        if on_demand or not await refused_on(self._notes, day):
            await self._notes.save_note(_REFUSED, f"{day} {'all' if on_demand else 'ahead'}")

    async def _count(self, day: date, usage: Usage, sign: int = 1) -> None:
        """Count something for a day, or take it back."""
        spent = Spending(day, usage.money or 0.0, usage.tokens, usage.calls)
        await self._notes.add(_amounts(_of(day), spent, sign) | _amounts(_ALL, spent, sign))

    async def _held(self, day: date, expected: Usage, *, on_demand: bool) -> bool:
        """Count what is expected, if the day has room for it over all processes; whether it has."""
        held = Spending(day, expected.money or 0.0, expected.tokens, expected.calls)
        amounts = _amounts(_of(day), held) | _amounts(_ALL, held)
        most = _most(_of(day), self._limits, 1.0 if on_demand else 1.0 - RESERVE)
        is_held, _ = await self._notes.add_within(amounts, most)
        return is_held

    async def _today(self) -> date:
        today = self._clock.now().date()
        if self._day == today:
            return today
        kept = await self._notes.note(_DAY)
        if kept is None:
            await self._take_over(today)
        elif (ahead := date.fromisoformat(kept)) > today:
            # The clock was ahead; setting it back makes no day new.
            spent = await spending(self._notes, ahead)
            await self._notes.add(_amounts(_of(ahead), spent, -1) | _amounts(_of(today), spent))
        await self._notes.save_note(_DAY, today.isoformat())
        await self._notes.forget_notes(_OF_DAYS, keeping=_of(today))
        self._day = today
        return today

    async def _take_over(self, today: date) -> None:
        """Count what older versions kept in one note: a day's spending, and that of all days."""
        note = await self._notes.note(_ONE_NOTE)
        kept = json.loads(note) if note else {"day": today.isoformat()}
        total = kept.get("total", kept)
        await self._notes.save_note(_SINCE, total["day"])
        amounts = _amounts(_ALL, _kept(total))
        if kept["day"] >= today.isoformat():
            amounts |= _amounts(_of(today), _kept(kept))
        await self._notes.add(amounts)
        await self._notes.forget_notes(_ONE_NOTE)


async def spending(notes: Notes, day: date, *, apart: str = "") -> Spending:
    """What a day has cost so far, as it is kept; of it, what is counted apart under a name."""
    return await _counted(notes, f"{_of(day)} {apart}".strip(), day)


async def refused_on(notes: Notes, day: date) -> str:
    """For whom too little was left on a day: ``all``, or what is made ``ahead``; or nobody."""
    kept_day, _, whom = (await notes.note(_REFUSED) or "").partition(" ")
    return whom if kept_day == day.isoformat() else ""


async def _counted(notes: Notes, name: str, day: date) -> Spending:
    names = _amounts(name, Spending(day))
    return _spending(day, {each: int(await notes.note(each) or 0) for each in names})


def _of(day: date) -> str:
    return f"{_OF_DAYS}{day}"


def _amounts(name: str, spent: Spending, sign: int = 1) -> dict[str, int]:
    """What is added to which counts; money in millionths of a dollar."""
    return {
        f"{name}: money": round(spent.money * _MILLION) * sign,
        f"{name}: tokens": spent.tokens * sign,
        f"{name}: calls": spent.calls * sign,
    }


def _most(name: str, limits: Limits, share: float) -> dict[str, int]:
    """What the counts of a day may be, as `_amounts` names and reckons them."""
    most = {}
    if limits.money is not None:
        # What a thousandth of a millionth is missing of was only rounded.
        most[f"{name}: money"] = math.floor(limits.money * share * _MILLION + 0.001)
    if limits.tokens is not None:
        most[f"{name}: tokens"] = math.floor(limits.tokens * share + 0.001)
    return most


def _spending(day: date, counts: Mapping[str, int]) -> Spending:
    """The counts of a day, or of all days, which stand first, as `_amounts` has them."""
    money, tokens, calls = list(counts.values())[:3]
    return Spending(day, money / _MILLION, tokens, calls)


def _kept(note: Mapping[str, Any]) -> Spending:
    """A day's spending, or that of all days, as older versions kept it."""
    return Spending(
        date.fromisoformat(note["day"]),
        note.get("money", 0.0),
        note.get("tokens", 0),
        note.get("calls", 0),
    )
