"""Commands in buttons: platforms give a button some bytes, and a command may be longer.

A short command stands in the button itself. A long one is kept in the store under its own digest,
so the same command is kept once, and its button works after a restart and for ever.
"""

from __future__ import annotations

from hashlib import blake2s
from typing import Final

from domain.ports import Store

ROOM: Final = 64
"""Bytes that the narrowest platform gives a button (Telegram's callback_data)."""

_ITSELF: Final = "="
_KEPT: Final = "#"


async def to_button(store: Store, command: str) -> str:
    """What a button that sends a command carries, at most `ROOM` bytes."""
    if len(command.encode()) < ROOM:
        return _ITSELF + command
    name = blake2s(command.encode(), digest_size=16).hexdigest()
    await store.save_note(_note(name), command)
    return _KEPT + name


async def from_button(store: Store, data: str) -> str | None:
    """The command that a pressed button sends; None if it is none of ours, or forgotten."""
    kind, rest = data[:1], data[1:]
    if kind == _ITSELF:
        return rest
    return await store.note(_note(rest)) if kind == _KEPT else None


def _note(name: str) -> str:
    return f"button:{name}"
