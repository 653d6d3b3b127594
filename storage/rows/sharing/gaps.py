"""A chat's limit where several processes send, as rows: its next part is due a moment later."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from storage.database import Database, Listed

GAP: Final = 1.0
"""Seconds between two parts to a chat."""

GROUP_GAP: Final = 3.2
"""Seconds between two parts to a group of Telegram's, which takes 20 in a minute."""

_PUT_OFF: Final = """
    UPDATE outbox SET due = :at
    WHERE state = 'behind' AND due < :at
    AND digest IN (SELECT id FROM digests WHERE chat IN (SELECT value FROM json_each(:chats)))
"""


def put_off(database: Database, chats: Iterable[tuple[int, str]], moment: float) -> None:
    """Have what comes after a part that was just sent wait for as long as its chat wants.

    Args:
        database: in the transaction that settles parts, before the next ones move up.
        chats: the numbers and platform's ids of their chats.
        moment: now.
    """
    if not database.process:
        # Whoever sends alone remembers when a chat was written to.
        return
    by_gap: dict[float, list[int]] = {}
    for chat, chat_id in chats:
        by_gap.setdefault(gap_of(chat_id), []).append(chat)
    for gap, numbers in by_gap.items():
        database.execute(_PUT_OFF, {"chats": Listed(numbers), "at": moment + gap})


def gap_of(chat_id: str) -> float:
    """Seconds that a chat wants between two parts, by its platform's id."""
    return GROUP_GAP if chat_id.startswith("-") else GAP
