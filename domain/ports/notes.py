"""Small facts that are remembered, as a port."""

from __future__ import annotations

from typing import Protocol


class Notes(Protocol):
    """Small facts that the process leaves for its next start."""

    async def note(self, name: str) -> str | None:
        """A small fact the process left for its next start."""
        ...

    async def save_note(self, name: str, value: str) -> None:
        """Leave a small fact."""
        ...

    async def forget_notes(self, prefix: str, *, keeping: str = "") -> int:
        """Delete the notes whose names begin so, except those that begin with `keeping`.

        With an empty `keeping` none is excepted. Returns how many were deleted.
        """
        ...
