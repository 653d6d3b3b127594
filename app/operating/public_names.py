"""What chats are called that anybody can find, as the platforms tell it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from domain.chats import ChatRef
from domain.errors import PapercrierError
from domain.messages import sentence


@dataclass(frozen=True, slots=True)
class PublicName:
    """A channel that anybody can find.

    Attributes:
        title: for people.
        name: by which its platform finds it, as a part of an address; empty where it has none.
    """

    title: str
    name: str = ""


class NameUnknown(PapercrierError):
    """Nobody can tell for the moment whether a chat is public."""


Way = Callable[[ChatRef], Awaitable[PublicName | None]]
"""Asks a platform what a chat is called; None where not anybody can find it."""


class PublicNames:
    """The ways to ask the platforms, once they are there."""

    def __init__(self) -> None:
        self._ways: dict[str, Way] = {}

    def connect(self, platform: str, way: Way) -> None:
        """A platform is there, and can be asked."""
        self._ways[platform] = way

    async def of(self, chat: ChatRef) -> PublicName | None:
        """What a chat is called; None where it is not public.

        Raises:
            NameUnknown: its platform does not tell.
        """
        way = self._ways.get(chat.platform)
        if way is None:
            raise NameUnknown(sentence("Nobody here can tell whether this chat is public."))
        return await way(chat)
