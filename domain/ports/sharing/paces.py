"""How fast processes together may do something, as a port."""

from __future__ import annotations

from typing import Protocol


class SharedPaces(Protocol):
    """Gives moments to whoever asks, evenly, by one clock; a moment that is not used is lost."""

    async def moments(
        self, name: str, count: int, *, rate: float, is_urgent: bool = False
    ) -> float:
        """Seconds until the first of some moments, which are the asker's alone.

        The others follow each after 1 / rate seconds. Urgent ones come before all that were not
        given yet, and put those off.

        Args:
            name: of what has the pace.
            count: how many.
            rate: moments in a second.
            is_urgent: whether somebody waits.
        """
        ...

    async def rest(self, name: str, seconds: float) -> None:
        """Give no moments at all for some time, urgent ones neither; those given stay given."""
        ...
