"""Counts that several may change at once, as a port."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Counters(Protocol):
    """Whole numbers by name, which are notes: found, and forgotten, by `Notes`."""

    async def add(self, amounts: Mapping[str, int]) -> dict[str, int]:
        """Add to counts, all of it in one transaction; what they are now, never less than 0.

        One that is not there is 0. No count is lost, whoever adds at the same time.
        """
        ...
