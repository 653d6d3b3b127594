"""What one member of a group alone sees: the answer to a button that was just pressed.

Telegram has such messages since Bot API 10.2, for groups. An older server passes over what makes a
message one and shows it to all, so whether it does is seen by what it answers; nothing that all
may not see is sent so.
"""

from __future__ import annotations

from asyncio import get_running_loop
from dataclasses import dataclass
from typing import Any, Final, Self

from telegram import CallbackQuery

LASTS: Final = 14.0
"""Seconds after a press in which it can be answered so, of Telegram's 15."""


@dataclass(frozen=True, slots=True)
class Press:
    """A press of a button.

    Attributes:
        query: its id.
        user: who pressed.
        until: by the loop's clock, when it is too late.
    """

    query: str
    user: int
    until: float

    @classmethod
    def of(cls, query: CallbackQuery) -> Self:
        """A press just now."""
        return cls(query.id, query.from_user.id, get_running_loop().time() + LASTS)

    @property
    def is_answerable(self) -> bool:
        """Whether there is still time."""
        return get_running_loop().time() < self.until

    def as_parameters(self) -> dict[str, Any]:
        """The EphemeralMessageParameters of the answer."""
        return {"receiver_user_id": self.user, "callback_query_id": self.query}
