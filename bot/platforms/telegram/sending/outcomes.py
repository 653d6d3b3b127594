"""What became of a message that was sent to Telegram, told from its error."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Final

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from domain.concurrency.waits import wait_of
from domain.deliveries import Delivery, Outcome

# Opts in to spans of time as timedelta; without, the library warns at every limit it meets.
os.environ.setdefault("PTB_TIMEDELTA", "1")

_SURELY_UNSENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)

_SOME_TIME: Final = 1.0
"""Seconds to wait where Telegram asks for none."""

_NO_CHAT: Final = (
    "chat not found",
    "user not found",
    "user is deactivated",
    "group chat was deactivated",
    "peer_id_invalid",
    "message thread not found",
    "topic_deleted",
)
_NO_RIGHT: Final = (
    "not enough rights",
    "need administrator rights",
    "have no rights",
    "chat_write_forbidden",
    "chat_restricted",
    "topic_closed",
    "chat_send_",
)


def classified(error: TelegramError) -> Delivery:
    """What an error says of the message that was being sent."""
    reason = f"{type(error).__name__}: {error.message}"
    if isinstance(error, RetryAfter):
        after = seconds_of(error)
        return Delivery(outcome=Outcome.LIMITED, retry_after=after, reason=reason)
    if isinstance(error, ChatMigrated):
        moved_to = str(error.new_chat_id)
        return Delivery(outcome=Outcome.MOVED, moved_to=moved_to, reason=reason)
    return Delivery(outcome=_outcome(error), reason=reason)


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    after = error.retry_after
    asked = after.total_seconds() if isinstance(after, timedelta) else after
    return wait_of(asked) or _SOME_TIME


def is_unchanged(error: TelegramError) -> bool:
    """Whether an edit was refused because the message stands there so already."""
    return isinstance(error, BadRequest) and "not modified" in error.message.lower()


def _outcome(error: TelegramError) -> Outcome:
    if isinstance(error, Forbidden):
        return Outcome.GONE
    if isinstance(error, BadRequest):
        # A BadRequest is a NetworkError to the library, but it is an answer.
        said = error.message.lower()
        if any(words in said for words in _NO_CHAT):
            return Outcome.GONE
        return Outcome.FORBIDDEN if any(words in said for words in _NO_RIGHT) else Outcome.REFUSED
    if isinstance(error, InvalidToken):
        return Outcome.UNSENT
    if isinstance(error, NetworkError):
        unsent = isinstance(error.__cause__, _SURELY_UNSENT)
        return Outcome.UNSENT if unsent else Outcome.UNKNOWN
    return Outcome.UNKNOWN
