"""Commands in buttons: platforms give a button some bytes, and a command may be longer.

A short command stands in the button itself, and works for ever. A long one is kept in the store
for a time, under a digest of its own and its chat's, so that the same one is kept once.
"""

from __future__ import annotations

from datetime import timedelta
from hashlib import blake2s
from typing import Final

from domain.chats import ChatRef
from domain.errors import PapercrierError
from domain.messages import marked, sentence
from domain.ports import ButtonCommands, Clock

ROOM: Final = 64
"""Bytes that the narrowest platform gives a button (Telegram's callback_data)."""

LIFE: Final = timedelta(days=90)
"""For how long a kept command works after it was shown last."""

NOT_OURS: Final = marked("That is no button of mine; nothing was done.")

_ITSELF: Final = "="
_KEPT: Final = "#"


class ButtonExpired(PapercrierError):
    """That button is too old."""


class NotOurButton(PapercrierError):
    """That is no button of mine."""


class ButtonData:
    """What buttons carry, and the commands that they stand for."""

    def __init__(self, store: ButtonCommands, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def of(self, command: str, chat: ChatRef) -> str:
        """What a button that sends a command carries, at most `ROOM` bytes.

        Args:
            command: a command line.
            chat: the chat that the command is for.
        """
        if len(command.encode()) < ROOM:
            return _ITSELF + command
        whole = f"{chat}\0{command}".encode()
        name = blake2s(whole, digest_size=16).hexdigest()
        await self._store.save_button(name, chat, command, self._clock.now() + LIFE)
        return _KEPT + name

    async def command(self, data: str) -> str:
        """The command line that a pressed button sends.

        Raises:
            ButtonExpired: its time is over, or its chat was forgotten.
            NotOurButton: it is none that was ever given out.
        """
        kind, rest = (data[:1], data[1:]) if _fits(data) else ("", "")
        if kind == _KEPT:
            kept = await self._store.button(rest, self._clock.now())
            if kept is None:
                raise ButtonExpired(sentence("This button is too old."))
            return kept
        if kind == _ITSELF and rest.startswith("/"):
            return rest
        raise NotOurButton(sentence(NOT_OURS))


def _fits(data: str) -> bool:
    """Whether a button could carry it; halves of characters are no text."""
    try:
        return len(data.encode()) <= ROOM
    except UnicodeEncodeError:
        return False
