"""What became of a message that was sent to Discord, told from its error."""

from __future__ import annotations

from typing import Final

import aiohttp
import discord

from bot.platforms.discord.sending.requests import TooManyInvalidRequests
from domain.concurrency.waits import wait_of
from domain.deliveries import Delivery, Outcome
from domain.errors import StoreError
from rendering.discord.layout_size import SURELY_TAKEN

_GONE: Final = frozenset((10003, 10004, 10013))
"""Unknown channel, server, user."""

_BLOCKED: Final = frozenset((50007, 50278))
"""The person takes no messages from the bot, or shares no server with it any more."""

_CLOSED: Final = frozenset((50083, 160005, 40067))
"""The thread is archived or locked, the forum wants a tag."""

_SOME_TIME: Final = 60.0
"""Seconds to wait where Discord does not say how long."""


def classified(error: Exception, octets: int = 0) -> Delivery:
    """What an error says of the message that was being sent.

    Args:
        error: from discord.py, or from below it.
        octets: how large the texts of a layout were, 0 for any other message.
    """
    outcome, after = _outcome(error)
    if _is_too_large(error, octets):
        outcome = Outcome.REFUSED
    reason = f"{type(error).__name__}: {error}"
    is_final = outcome is Outcome.GONE or getattr(error, "code", 0) in _BLOCKED
    return Delivery(outcome=outcome, retry_after=after, reason=reason, is_final=is_final)


def _outcome(error: Exception) -> tuple[Outcome, float]:
    if isinstance(error, TooManyInvalidRequests):
        return Outcome.LIMITED, error.seconds
    if isinstance(error, discord.RateLimited):
        return Outcome.LIMITED, wait_of(error.retry_after) or _SOME_TIME
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


def _is_too_large(error: Exception, octets: int) -> bool:
    """Whether Discord failed over a size: to layouts of too many bytes it answers 500, always.

    After https://github.com/discord/discord-api-docs/issues/8554.
    """
    return (
        isinstance(error, discord.HTTPException) and error.status == 500 and octets > SURELY_TAKEN
    )
