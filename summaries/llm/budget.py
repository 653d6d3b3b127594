"""The daily budget for language models, in money and tokens; what is spent is kept in notes."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Protocol

from domain.ports import Clock
from summaries.llm.usage import Usage

NOTE: Final = "model spend"
"""Name of the note; it holds one day's spending, and all days' together."""
RESERVE: Final = 0.2
"""The share of a day's budget that only people who ask for a paper can use."""
DEFAULT_TOKENS: Final = 5_000_000

_MONEY: Final = re.compile(r"\$?\s*(\d+(?:\.\d+)?)\s*(?:\$|usd|dollars?)?", re.IGNORECASE)
_TOKENS: Final = re.compile(r"(\d[\d_]*(?:\.\d+)?)\s*([km]?)\s*tokens?", re.IGNORECASE)
_HINT: Final = "it must be US dollars a day, tokens a day, or both: 1.00 USD, 2M tokens"


class Notes(Protocol):
    """Where small facts are kept; a `domain.ports.Store` is one."""

    async def note(self, name: str) -> str | None:
        """A fact kept before."""
        ...

    async def save_note(self, name: str, value: str) -> None:
        """Keep a fact."""
        ...


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

    def __add__(self, usage: Usage) -> Spending:
        return Spending(
            self.day,
            self.money + (usage.money or 0.0),
            self.tokens + usage.tokens,
            self.calls + usage.calls,
        )


class Budget:
    """Lets calls through while there is budget; holds back what calls under way may cost."""

    def __init__(self, *, limits: Limits, notes: Notes, clock: Clock) -> None:
        self._limits = limits
        self._notes = notes
        self._clock = clock
        self._spent: Spending | None = None
        self._total: Spending | None = None
        self._held: list[Usage] = []
        self._lock = asyncio.Lock()

    @property
    def limits(self) -> Limits:
        """What may be spent in a day."""
        return self._limits

    async def today(self) -> Spending:
        """What was spent today."""
        async with self._lock:
            return await self._today()

    async def in_total(self) -> Spending:
        """What was spent since the day that it bears."""
        async with self._lock:
            today = await self._today()
            return self._total or today

    @asynccontextmanager
    async def holding(self, expected: Usage, *, on_demand: bool) -> AsyncIterator[bool]:
        """Whether a call may be made, which is taken to cost what is expected until it is over.

        What is held is in the note too: a process that is killed in a call may have paid for it.

        Args:
            expected: an estimate; where its money is None, only tokens are counted.
            on_demand: somebody waits for it; what is made ahead leaves a reserve.
        """
        async with self._lock:
            allowed = self._allows(await self._today(), expected, on_demand=on_demand)
            if allowed:
                self._held.append(expected)
                await self._save()
        try:
            yield allowed
        finally:
            if allowed:
                self._held.remove(expected)
                async with self._lock:
                    await self._save()

    async def spend(self, usage: Usage) -> None:
        """Count what was used."""
        async with self._lock:
            spent = await self._today()
            self._total = (self._total or Spending(spent.day)) + usage
            self._spent = spent + usage
            await self._save()

    async def _save(self) -> None:
        """Keep what was spent, with what is held counted as if it were."""
        spent = await self._today()
        total = self._total or Spending(spent.day)
        for held in self._held:
            spent, total = spent + held, total + held
        await self._notes.save_note(NOTE, _written(spent, total))

    def _allows(self, spent: Spending, expected: Usage, *, on_demand: bool) -> bool:
        share = 1.0 if on_demand else 1.0 - RESERVE
        for held in (*self._held, expected):
            spent = spent + held
        most = self._limits
        return (most.money is None or spent.money <= most.money * share) and (
            most.tokens is None or spent.tokens <= most.tokens * share
        )

    async def _today(self) -> Spending:
        day = self._clock.now().date()
        if self._spent is None:
            self._spent, self._total = _read(await self._notes.note(NOTE), day)
        if self._spent.day > day:
            # The clock was ahead; setting it back makes no day new.
            self._spent = replace(self._spent, day=day)
        elif self._spent.day != day:
            self._spent = Spending(day)
        return self._spent


async def spending(notes: Notes, day: date) -> Spending:
    """What a day has cost so far, as it is kept."""
    spent, _ = _read(await notes.note(NOTE), day)
    return spent if spent.day == day else Spending(day)


def _written(spent: Spending, total: Spending) -> str:
    return json.dumps({**_plain(spent), "total": _plain(total)})


def _plain(spent: Spending) -> dict[str, object]:
    return {
        "day": spent.day.isoformat(),
        "money": round(spent.money, 6),
        "tokens": spent.tokens,
        "calls": spent.calls,
    }


def _read(note: str | None, day: date) -> tuple[Spending, Spending]:
    """The last day's spending and all days'; the first day's is both."""
    if note is None:
        return Spending(day), Spending(day)
    kept = json.loads(note)
    return _spending(kept), _spending(kept.get("total", kept))


def _spending(kept: dict[str, Any]) -> Spending:
    return Spending(
        date.fromisoformat(kept["day"]), kept["money"], kept["tokens"], kept.get("calls", 0)
    )
