"""What a platform has sent and nobody has answered yet, as a port."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class KeptUpdate:
    """Something that happened on a platform.

    Attributes:
        id: the platform's number; of one bot's, a later one has a higher number.
        chat: where; of one chat's, one after another is dealt with.
        body: as the platform sent it.
    """

    id: int
    chat: str
    body: str


class Inbox(Protocol):
    """Keeps what comes in for a bot, until it was dealt with by one of several processes.

    It is dealt with at least once: again, where the process that did so is no more before it was
    through. Of one that was dealt with, no more than its number is kept, for two days, so that
    it is not taken again where the platform repeats it.
    """

    async def keep_updates(
        self, bot: str, updates: Sequence[KeptUpdate], *, take: int = 0
    ) -> list[KeptUpdate]:
        """Keep what came in, and take some of what waits, as `claim_updates` does.

        Others are told where there is more than that. Of a chat of which very many wait, no more
        is kept.

        Args:
            bot: whose.
            updates: what came in; what was there before changes nothing.
            take: how many this process has room for.
        """
        ...

    async def claim_updates(
        self, bot: str, limit: int, *, held: Collection[int] | None = None
    ) -> list[KeptUpdate]:
        """Take what nobody deals with, the oldest first, for this process to deal with.

        Not while an earlier one of the chat waits or is being begun with, nor while another
        process deals with one of the chat's.

        Args:
            bot: whose.
            limit: how many at most.
            held: those that are being dealt with here, to say so; what nobody deals with any more
                is then free again: what processes had that are no more, and what was not heard of
                for a minute. What was taken too often is given up, as it may be what ends them.
        """
        ...

    async def begun_with(self, bot: str, ids: Collection[int]) -> None:
        """Let later ones of the chats be begun with, while these are still dealt with here."""
        ...

    async def dealt_with(self, bot: str, ids: Collection[int]) -> None:
        """Keep that they are through; nothing but their numbers stays."""
        ...

    async def hand_back(self, bot: str, ids: Collection[int]) -> None:
        """Let other processes deal with some that are not through here."""
        ...

    async def tidy_updates(self, bot: str) -> None:
        """Forget the numbers of what was dealt with two days ago, and what nobody took since."""
        ...
