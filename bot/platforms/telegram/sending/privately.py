"""What one member of a group alone sees: the answer to a button that was just pressed.

Telegram has such messages since Bot API 10.2, for groups. An older server passes over what makes a
message one and shows it to all, so whether it does is seen by what it answers; nothing that all
may not see is sent so.
"""

from __future__ import annotations

from asyncio import get_running_loop
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

import structlog
from telegram import CallbackQuery
from telegram.error import BadRequest

log = structlog.get_logger(__name__)

_ALONE: Final = "ephemeral_message_parameters"

Sent = Mapping[str, Any]
"""A message as Telegram tells it."""

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


class AnsweringAlone:
    """Answers those who press alone, as long as the server may know such messages.

    Attributes:
        is_known: whether it may, for all that is known.
    """

    def __init__(self) -> None:
        self.is_known = True

    async def sent(
        self,
        press: Press | None,
        ask: Callable[[dict[str, Any]], Awaitable[Sent]],
        is_of_content: Callable[[BadRequest], bool],
    ) -> Sent | None:
        """Send what who pressed alone shall see; None where that cannot be, and nothing arrived.

        Args:
            press: the press; None where all may see the answer.
            ask: calls the API with these parameters more.
            is_of_content: whether a refusal is of what the message holds, whoever sees it.

        Raises:
            TelegramError: it could not be sent for another reason.
        """
        if press is None or not (self.is_known and press.is_answerable):
            return None
        try:
            sent = await ask({_ALONE: press.as_parameters()})
        except BadRequest as error:
            if is_of_content(error):
                raise
            log.info("answered before all", why=str(error))
            return None
        self.is_known = "ephemeral_message_id" in sent
        return sent
