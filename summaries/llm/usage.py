"""What calls of a language model take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Usage:
    """What one or more calls took; money in US dollars, None where no price is known."""

    tokens: int = 0
    money: float | None = 0.0
    calls: int = 0

    def __add__(self, other: Usage) -> Usage:
        known = self.money is not None and other.money is not None
        money = (self.money or 0.0) + (other.money or 0.0) if known else None
        return Usage(self.tokens + other.tokens, money, self.calls + other.calls)


class Meter:
    """Adds up what calls take."""

    def __init__(self) -> None:
        self.used = Usage()

    def add(self, usage: Usage) -> None:
        """Count a call, or several."""
        self.used += usage
