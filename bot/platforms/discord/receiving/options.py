"""What discord.py is to keep of what comes in, and what it is to be told."""

from __future__ import annotations

from typing import Any, Final

import discord

LONGEST_WAIT: Final = 30.0
"""Seconds that discord.py may wait for a limit by itself; longer ones come back to us."""


def options(patience: float) -> dict[str, Any]:
    """Options of a client: no more is kept and told than is needed.

    Args:
        patience: seconds to wait at the start for one more server to be told of.
    """
    return {
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
