"""What discord.py is to keep of what comes in, and what it is to be told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

import discord

LONGEST_WAIT: Final = 30.0
"""Seconds that discord.py may wait for a limit by itself; longer ones come back to us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    """The part of the gateway by which a client hears.

    Attributes:
        shard: its number; None where there is but one.
        count: of shards.
        may_identify: waits until it may say who it is, where others may be about to; None where
            discord.py waits by itself.
        leads: whether its client does what is done once for all shards.
    """

    shard: int | None = None
    count: int | None = None
    may_identify: Callable[[], Awaitable[None]] | None = None
    leads: bool = True


WHOLE: Final = Gateway()
"""The gateway of a bot that has one shard, in the one process there is."""


def options(patience: float, gateway: Gateway | None) -> dict[str, Any]:
    """Options of a client: no more is kept and told than is needed.

    Args:
        patience: seconds to wait at the start for one more server to be told of.
        gateway: by which it hears, if it does.
    """
    shard = {} if gateway is None or gateway.shard is None else _shard(gateway)
    return shard | {
        "intents": discord.Intents(
            guilds=True, dm_messages=True, guild_reactions=True, dm_reactions=True
        ),
        "allowed_mentions": discord.AllowedMentions.none(),
        "member_cache_flags": discord.MemberCacheFlags.none(),
        "chunk_guilds_at_startup": False,
        "max_messages": None,
        "guild_ready_timeout": patience,
        "max_ratelimit_timeout": LONGEST_WAIT,
    }


def _shard(gateway: Gateway) -> dict[str, Any]:
    return {"shard_id": gateway.shard, "shard_count": gateway.count}
