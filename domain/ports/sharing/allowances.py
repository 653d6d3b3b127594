"""What persons and chats have used of what fills up again, over processes, as a port."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class SharedAllowances(Protocol):
    """Amounts that are used up and fill up evenly, each to its most within an hour."""

    async def use(self, wanted: Mapping[str, int]) -> tuple[str, float] | None:
        """Use one of each; where one of them is used up, none of any.

        Args:
            wanted: the most of each, an hour and at once, by name.

        Returns:
            None where it was used; else the name of one that is used up, and the seconds until
            there is another.
        """
        ...
