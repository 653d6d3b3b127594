"""What became of a message that was sent to Discord, told from its error."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import aiohttp
import discord

from bot.doors.discord_requests import TooManyInvalidRequests
from domain.errors import StoreError

_GONE: Final = frozenset((10003, 10004, 10013))
"""Unknown channel, server, user."""

_CLOSED: Final = frozenset((50083, 160005, 40067))
"""The thread is archived or locked, the forum wants a tag."""

_SOME_TIME: Final = 60.0
"""Seconds to wait where Discord does not say how long."""


class Outcome(StrEnum):
    """What became of a message."""

    SENT = "sent"
    UNSENT = "unsent"
    """It surely did not arrive; it can be sent again."""
    UNKNOWN = "unknown"
    """It may have arrived; sent again with its nonce within minutes, it is not doubled."""
    LIMITED = "limited"
    """Not now; again after `Delivery.retry_after`."""
    FORBIDDEN = "forbidden"
    """The bot may not write there; somebody can change that."""
    GONE = "gone"
    """There is no such chat any more, and never will be again."""
    REFUSED = "refused"
    """Discord takes no such message; sending it again is of no use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What became of a document.

    Attributes:
        outcome: of the message after the last one that was sent; SENT if all were.
        messages: ids of the messages sent.
        retry_after: seconds to wait before the next try.
        reason: for the operator; never a secret.
        thread: id of the post that was made for it, in a forum.
    """

    outcome: Outcome
    messages: tuple[str, ...] = ()
    retry_after: float = 0.0
    reason: str = ""
    thread: str = ""


def classified(error: Exception) -> Delivery:
    """What an error says of the message that was being sent."""
    outcome, after = _outcome(error)
    reason = f"{type(error).__name__}: {error}"
    return Delivery(outcome=outcome, retry_after=after, reason=reason)


def _outcome(error: Exception) -> tuple[Outcome, float]:
    if isinstance(error, TooManyInvalidRequests):
        return Outcome.LIMITED, error.seconds
    if isinstance(error, discord.RateLimited):
        return Outcome.LIMITED, error.retry_after
    if isinstance(error, discord.HTTPException):
        return _outcome_of_answer(error)
    if isinstance(error, aiohttp.ClientConnectorError | StoreError):
        return Outcome.UNSENT, 0.0
    return Outcome.UNKNOWN, 0.0


def _outcome_of_answer(error: discord.HTTPException) -> tuple[Outcome, float]:
    if error.status == 429:
        return Outcome.LIMITED, _SOME_TIME
    if error.status >= 500:
        return Outcome.UNKNOWN, 0.0
    if error.status == 401:
        return Outcome.UNSENT, _SOME_TIME
    if error.status == 403 or error.code in _CLOSED:
        return Outcome.FORBIDDEN, 0.0
    if error.code in _GONE:
        return Outcome.GONE, 0.0
    return Outcome.REFUSED, 0.0
