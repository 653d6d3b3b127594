"""Benchmarks, each shown as a ratio to a floor measured in the same run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measurement:
    """A figure beside the floor it stands on.

    Attributes:
        value, floor: in `unit`, measured in the same run.
        target: the value to stay within, in `unit`, where one is promised.
    """

    name: str
    value: float
    unit: str
    floor: float
    floor_name: str
    target: float | None = None

    @property
    def ratio(self) -> float:
        """How many times the floor it takes."""
        return self.value / self.floor
