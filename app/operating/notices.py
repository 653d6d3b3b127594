"""What those who run Papercrier are told by itself, in their private chats."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection

import structlog

from domain.documents import Document

log = structlog.get_logger(__name__)

Way = Callable[[str, Callable[[], Document]], Awaitable[bool]]
"""Sends what is composed to a person of a platform, by their user id; whether it arrived."""


class Notices:
    """The ways to people that the platforms offer, once they are there."""

    def __init__(self) -> None:
        self._ways: dict[str, Way] = {}

    def connect(self, platform: str, way: Way) -> None:
        """A platform is there, and people can be told things on it."""
        self._ways[platform] = way

    async def tell(
        self, people: Collection[tuple[str, str]], composed: Callable[[], Document]
    ) -> bool:
        """Tell people, each by platform and user id; whether anybody was reached."""
        reached = False
        for platform, user in sorted(people):
            way = self._ways.get(platform)
            if way is None:
                continue
            if await way(user, composed):
                reached = True
            else:
                log.warning("operator not reached", platform=platform)
        return reached
