"""What an error says of the message that was being sent."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any, cast

import aiohttp
import discord
import pytest
from aiohttp.client_reqrep import ConnectionKey

from bot.platforms.discord.sending.limits import Bucket
from bot.platforms.discord.sending.outcomes import classified
from bot.platforms.discord.sending.requests import TooManyInvalidRequests
from domain.concurrency.waits import LONGEST
from domain.deliveries import Outcome
from domain.errors import StoreError


def answer(status: int, code: int = 0) -> discord.HTTPException:
    """What discord.py raises for an answer."""
    kinds = {403: discord.Forbidden, 404: discord.NotFound}
    kind = discord.DiscordServerError if status >= 500 else kinds.get(status)
    response = cast("Any", SimpleNamespace(status=status, reason=""))
    return (kind or discord.HTTPException)(response, {"code": code, "message": "no"})


def unreachable() -> aiohttp.ClientConnectorError:
    """What is raised where nobody listens."""
    key = ConnectionKey("discord.example", 443, True, True, None, None, None)
    return aiohttp.ClientConnectorError(key, OSError(111, "refused"))


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (answer(404, 10003), Outcome.GONE),
        (answer(404, 10004), Outcome.GONE),
        (answer(404, 10008), Outcome.REFUSED),
        (answer(403, 50001), Outcome.FORBIDDEN),
        (answer(403, 50007), Outcome.FORBIDDEN),
        (answer(403, 50013), Outcome.FORBIDDEN),
        (answer(400, 50083), Outcome.FORBIDDEN),
        (answer(400, 50035), Outcome.REFUSED),
        (answer(401), Outcome.UNSENT),
        (answer(429), Outcome.LIMITED),
        (answer(503), Outcome.UNKNOWN),
        (discord.RateLimited(7.0), Outcome.LIMITED),
        (TooManyInvalidRequests(30.0), Outcome.LIMITED),
        (unreachable(), Outcome.UNSENT),
        (StoreError(), Outcome.UNSENT),
        (aiohttp.ServerDisconnectedError(), Outcome.UNKNOWN),
        (TimeoutError(), Outcome.UNKNOWN),
        (ConnectionResetError(), Outcome.UNKNOWN),
    ],
    ids=lambda value: value if isinstance(value, str) else repr(value)[:40],
)
def test_each_error_has_its_outcome(error: Exception, outcome: Outcome) -> None:
    """Only what surely did not arrive is called unsent."""
    assert classified(error).outcome is outcome


def test_a_limit_says_how_long_to_wait() -> None:
    """As long as Discord says, or as our own guard does."""
    assert classified(discord.RateLimited(7.0)).retry_after == 7.0
    assert classified(TooManyInvalidRequests(30.0)).retry_after == 30.0
    assert classified(answer(429)).retry_after > 0


@pytest.mark.parametrize("asked", [86_400.0, 1e12, math.inf, math.nan, -5.0])
def test_no_limit_silences_it_for_longer_than_an_hour(asked: float) -> None:
    """Nor for no time at all."""
    assert 0 < classified(discord.RateLimited(asked)).retry_after <= LONGEST


@pytest.mark.parametrize("reset", ["1e12", "nan", "-5", "inf", "soon", "1e999", ""])
@pytest.mark.parametrize("limit", ["5", "0", "-1", "many"])
async def test_a_bucket_takes_no_nonsense(reset: str, limit: str) -> None:
    """It is empty for a minute at most, and then full again."""
    headers = {
        "X-Ratelimit-Limit": limit,
        "X-Ratelimit-Remaining": "0",
        "X-Ratelimit-Reset-After": reset,
        "X-Ratelimit-Reset": reset,
    }
    bucket = Bucket(30.0)
    bucket.update(cast("Any", SimpleNamespace(headers=headers)))
    assert 0 <= bucket.reset_after <= 60
    assert bucket.expires is not None
    assert bucket.limit > 0, "it is never full again"
