"""What only meetings have on Discord: polls, and a thread for what is read."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import Any, Final

import discord
import structlog

from domain.groups.meetings import Held
from rendering.common.splitting import shortened
from rendering.discord.polls import DiscordPoll

log = structlog.get_logger(__name__)

_LONGEST: Final = 32 * 24
"""Hours that a poll may take."""
_LONGEST_NAME: Final = 100
_HAS_A_THREAD: Final = 160004
_KEPT_OPEN: Final = 10_080
"""Minutes after which a thread without news is put away: a week."""


def poll_as_sent(poll: DiscordPoll, now: datetime) -> discord.Poll:
    """A poll for `send`; Discord ends it by the hour, it is ended sooner by `ended`."""
    hours = math.ceil((poll.closes - now) / timedelta(hours=1))
    made = discord.Poll(poll.question, timedelta(hours=min(max(hours, 1), _LONGEST)))
    for answer in poll.answers:
        made.add_answer(text=answer)
    return made


async def ended(client: discord.Client, channel: int, message: int) -> Held:
    """End a poll; what came of it, also where it has ended before.

    Raises:
        discord.HTTPException: it is not there, or Discord fails.
    """
    try:
        data: Any = await client.http.end_poll(channel, message)
    except discord.HTTPException as error:
        if error.status >= 500 or error.status == 429:
            raise
        log.info("poll was over", why=error.text)
        data = await client.http.get_message(channel, message)
    return Held(counts=counts_of(data.get("poll")))


def counts_of(poll: Any) -> tuple[int, ...]:
    """The votes for each answer of a poll, as the API has it; nobody's are left out there."""
    if not poll:
        return ()
    results = (poll.get("results") or {}).get("answer_counts") or ()
    counts = {int(one["id"]): int(one["count"]) for one in results}
    return tuple(counts.get(int(answer["answer_id"]), 0) for answer in poll["answers"])


async def thread_made(client: discord.Client, channel: int, message: int, name: str) -> str:
    """The id of a thread for a message; empty where there can be none."""
    if not isinstance(client.get_channel(channel), discord.TextChannel):
        return ""
    where = client.get_partial_messageable(channel).get_partial_message(message)
    try:
        made = await client.http.start_thread_with_message(
            channel,
            where.id,
            name=shortened(name, _LONGEST_NAME),
            auto_archive_duration=_KEPT_OPEN,
        )
    except discord.HTTPException as error:
        # It has the number of its message.
        return str(message) if error.code == _HAS_A_THREAD else ""
    return str(made["id"])
