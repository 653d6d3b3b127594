"""Small facts that are remembered, and counts that several may change at once, as ports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Notes(Protocol):
    """Small facts that the process leaves for its next start."""

    async def note(self, name: str) -> str | None:
        """A small fact the process left for its next start."""
        ...

    async def save_note(self, name: str, value: str) -> None:
        """Leave a small fact."""
        ...

    async def replace_note(self, name: str, before: str | None, value: str) -> bool:
        """Leave a small fact where the name still has what it had; whether it still had it.

        Args:
            name: of the fact.
            before: what it had; None for nothing.
            value: what it has then.
        """
        ...

    async def forget_notes(self, prefix: str, *, keeping: str = "") -> int:
        """Delete the notes whose names begin so, except those that begin with `keeping`.

        With an empty `keeping` none is excepted. Returns how many were deleted.
        """
        ...


class Counters(Protocol):
    """Whole numbers by name, which are notes: found, and forgotten, by `Notes`."""

    async def add(self, amounts: Mapping[str, int]) -> dict[str, int]:
        """Add to counts, all of it in one transaction; what they are now, never less than 0.

        One that is not there is 0. No count is lost, whoever adds at the same time.
        """
        ...

    async def add_within(
        self, amounts: Mapping[str, int], most: Mapping[str, int]
    ) -> tuple[bool, dict[str, int]]:
        """Add to counts where none gets beyond what it may be; otherwise to none of them.

        However many add at the same time, in whatever process, none gets beyond it.

        Args:
            amounts: 0 or more, by name.
            most: what counts may be; one that is missing may be anything.

        Returns:
            Whether it was added, and what the counts are now.
        """
        ...
