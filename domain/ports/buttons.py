"""What buttons do, as a port."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from domain.chats import ChatRef


class ButtonCommands(Protocol):
    """The commands of buttons that cannot hold them themselves, each for a time."""

    async def save_button(self, name: str, chat: ChatRef, command: str, until: datetime) -> None:
        """Keep what a button of a chat's sends until a moment, or for as long as it was kept."""
        ...

    async def button(self, name: str, now: datetime) -> str | None:
        """What a button sends; None where it is not known or its time is over."""
        ...
