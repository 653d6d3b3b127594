"""The daily budget for language models, in money and tokens; what is spent is kept in notes."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from domain.ports import Clock
from summaries.answers import Usage

NOTE: Final = "model spend"
"""Name of the note; it holds one day's spending."""
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
    """What a day has cost so far."""

    day: date
    money: float = 0.0
    tokens: int = 0
    calls: int = 0


class Budget:
    """Lets calls through while there is budget; holds back what calls under way may cost."""

    def __init__(self, *, limits: Limits, notes: Notes, clock: Clock) -> None:
        self._limits = limits
        self._notes = notes
        self._clock = clock
        self._spent: Spending | None = None
        self._held_money = 0.0
        self._held_tokens = 0
        self._lock = asyncio.Lock()

    @property
    def limits(self) -> Limits:
        """What may be spent in a day."""
        return self._limits

    async def today(self) -> Spending:
        """What was spent today."""
        async with self._lock:
            return await self._today()

    @asynccontextmanager
    async def holding(self, expected: Usage, *, on_demand: bool) -> AsyncIterator[bool]:
        """Whether a call may be made, which is taken to cost what is expected until it is over.

        Args:
            expected: an estimate; where its money is None, only tokens are counted.
            on_demand: somebody waits for it; what is made ahead leaves a reserve.
        """
        async with self._lock:
            allowed = self._allows(await self._today(), expected, on_demand=on_demand)
            if allowed:
                self._hold(expected, 1)
        try:
            yield allowed
        finally:
            if allowed:
                self._hold(expected, -1)

    def _hold(self, expected: Usage, sign: int) -> None:
        self._held_money += sign * (expected.money or 0.0)
        self._held_tokens += sign * expected.tokens

    async def spend(self, usage: Usage) -> None:
        """Count what was used."""
        async with self._lock:
            spent = await self._today()
            self._spent = Spending(
                spent.day,
                spent.money + (usage.money or 0.0),
                spent.tokens + usage.tokens,
                spent.calls + usage.calls,
            )
            await self._notes.save_note(NOTE, _written(self._spent))

    def _allows(self, spent: Spending, expected: Usage, *, on_demand: bool) -> bool:
        share = 1.0 if on_demand else 1.0 - RESERVE
        money = spent.money + self._held_money + (expected.money or 0.0)
        tokens = spent.tokens + self._held_tokens + expected.tokens
        most = self._limits
        return (most.money is None or money <= most.money * share) and (
            most.tokens is None or tokens <= most.tokens * share
        )

    async def _today(self) -> Spending:
        day = self._clock.now().date()
        if self._spent is None:
            self._spent = _read(await self._notes.note(NOTE), day)
        if self._spent.day != day:
            self._spent = Spending(day)
        return self._spent


async def spending(notes: Notes, day: date) -> Spending:
    """What a day has cost so far, as it is kept."""
    return _read(await notes.note(NOTE), day)


def _written(spent: Spending) -> str:
    return json.dumps(
        {
            "day": spent.day.isoformat(),
            "money": round(spent.money, 6),
            "tokens": spent.tokens,
            "calls": spent.calls,
        }
    )


def _read(note: str | None, day: date) -> Spending:
    if note is None:
        return Spending(day)
    kept = json.loads(note)
    return Spending(
        date.fromisoformat(kept["day"]), kept["money"], kept["tokens"], kept.get("calls", 0)
    )
