"""What those who run Papercrier are told by itself, in their private chats."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterable

import structlog

from domain.documents import Document
from domain.platforms import Kind, kind_of

log = structlog.get_logger(__name__)

Way = Callable[[str, Callable[[], Document]], Awaitable[bool]]
"""Sends what is composed to a person of a platform, by their user id; whether it arrived."""


class Notices:
    """The ways to people that the platforms offer, once they are there."""

    def __init__(self) -> None:
        self._ways: dict[str, Way] = {}

    def connect(self, platform: str, way: Way) -> None:
        """A bot is there, and people can be told things by it."""
        self._ways[platform] = way

    async def tell(
        self, people: Collection[tuple[Kind, str]], composed: Callable[[], Document]
    ) -> bool:
        """Tell people, each by kind of platform and user id; whether anybody was reached."""
        reached = False
        for kind, user in sorted(people):
            ways = [way for platform, way in self._ways.items() if kind_of(platform) == kind]
            if not ways:
                continue
            if await _is_told(ways, user, composed):
                reached = True
            else:
                log.warning("operator not reached", platform=kind)
        return reached


async def _is_told(ways: Iterable[Way], user: str, composed: Callable[[], Document]) -> bool:
    """Whether a person was told by any bot: who never wrote to one may know another."""
    for way in ways:
        if await way(user, composed):
            return True
    return False
