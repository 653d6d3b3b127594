"""A note that several processes change: none takes back what another has just written."""

from __future__ import annotations

from collections.abc import Callable

from domain.ports.notes import Notes


async def change_note(notes: Notes, name: str, change: Callable[[str | None], str | None]) -> str:
    """Change a note by what it says now; what it says then.

    Args:
        notes: where it is kept.
        name: its name.
        change: given what it says, None where it is not there, gives what it is to say; None where
            nothing is to be changed. Asked again where another process was faster.

    Raises:
        StoreError: it cannot be read or written.
    """
    while True:
        kept = await notes.note(name)
        wanted = change(kept)
        if wanted is None or wanted == kept or await notes.replace_note(name, kept, wanted):
            return (wanted if wanted is not None else kept) or ""
