"""Limits as Discord tells them, brought within reason before discord.py believes them.

The library sleeps for whatever a header or an answer names, NaN and negative numbers too, and a
bucket said to be empty for a thousand years stays empty for as long.
"""

from __future__ import annotations

import json
from typing import Final

import aiohttp
import discord
import discord.http

from domain.concurrency.waits import wait_of

_SOME_TIME: Final = 5.0
"""Seconds to wait where what Discord asks for is no number."""

_LONGEST: Final = 60.0
"""Seconds for which a bucket is believed to be empty; if it still is, Discord says so again."""


class Bucket(discord.http.Ratelimit):
    """A limit of discord.py's that takes no nonsense."""

    def update(self, response: aiohttp.ClientResponse, *, use_clock: bool = False) -> None:
        """Take notice of an answer's headers."""
        try:
            super().update(response, use_clock=use_clock)
        except (ValueError, OverflowError, OSError, KeyError):
            # The headers are no numbers, or name a time that is no time.
            self.remaining = 1
            self.reset_after = 0.0
        # Of nothing nobody would ever get anything.
        self.limit = max(self.limit, 1)
        asked = wait_of(self.reset_after, longest=_LONGEST)
        self.reset_after = _SOME_TIME if asked is None else asked
        self.expires = self._loop.time() + self.reset_after


def be_reasonable() -> None:
    """Have discord.py use these limits, in all clients made from now on."""
    vars(discord.http)["Ratelimit"] = Bucket


async def check_refusal(answer: aiohttp.ClientResponse) -> None:
    """Look at an answer that says "too many requests" before the library does.

    Raises:
        discord.RateLimited: the library could not wait for as long as it says.
    """
    if not answer.headers.get("Via"):
        return  # Not Discord but who stands before it; the library looks no further either.
    try:
        said = json.loads(await answer.text(encoding="utf-8", errors="replace"))
        asked = said["retry_after"]
    except (ValueError, TypeError, KeyError, RecursionError):
        asked = None
    waits = wait_of(asked)
    if waits is None or waits != asked:
        raise discord.RateLimited(_SOME_TIME if waits is None else waits)
