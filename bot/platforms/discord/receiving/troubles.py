"""Why Discord cannot be served, in our own words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import aiohttp
import discord

from bot.operations.unreachable import why_unreachable
from bot.platforms.discord.sending.requests import TooManyInvalidRequests
from bot.platforms.supervision import AdapterTrouble
from bot.settings import PREFIX
from domain.messages import Message, as_is, sentence

REST: Final = 120.0
"""Seconds after a failure that cost one of the 1,000 identifications that Discord allows a day."""

REFUSED: Final = sentence(
    "Discord refuses {setting}: it was revoked or mistyped.", setting=f"{PREFIX}DISCORD_TOKEN"
)
REMEDY: Final = sentence("Make a new one in Discord's developer portal and set it.")

TROUBLES: Final = (
    discord.DiscordException,
    aiohttp.ClientError,
    OSError,
    TimeoutError,
    TooManyInvalidRequests,
)
_AUTHENTICATION_FAILED: Final = 4004


def trouble_of(error: BaseException | None) -> AdapterTrouble:
    """Why a client has ended, in our own words; a bug is raised as it is."""
    if isinstance(error, discord.LoginFailure):
        return AdapterTrouble(REFUSED, hint=REMEDY, pause=REST)
    if isinstance(error, discord.ConnectionClosed):
        if error.code == _AUTHENTICATION_FAILED:
            return AdapterTrouble(REFUSED, hint=REMEDY, pause=REST)
        return AdapterTrouble(
            sentence("Discord's gateway closed with {code}.", code=str(error.code)), pause=REST
        )
    if isinstance(error, AttributeError) and "sequence" in str(error):
        # discord.py at a gateway that cannot be reached at the first connect (its issue 10520).
        return AdapterTrouble(sentence("Discord's gateway cannot be reached."))
    if isinstance(error, TooManyInvalidRequests):
        return AdapterTrouble(as_is(error), pause=error.seconds)
    if isinstance(error, discord.DiscordException | aiohttp.ClientError | OSError | TimeoutError):
        why = why_unreachable(error, str(error))
        return AdapterTrouble(sentence("Discord cannot be reached: {why}.", why=why))
    if error is not None:
        raise error
    return AdapterTrouble(sentence("Discord closed the connection."))


def wrongly_called(application: discord.AppInfo | None, public_key: str) -> Iterator[Message]:
    """What is wrong with where Discord posts what is asked, and with whose key it signs.

    Args:
        application: as Discord tells of it.
        public_key: that is set; empty where nothing is to be posted.
    """
    setting = f"{PREFIX}DISCORD_PUBLIC_KEY"
    posts_to = getattr(application, "interactions_endpoint_url", None) or ""
    key = getattr(application, "verify_key", "") or ""
    if posts_to and not public_key:
        yield sentence(
            "Discord posts commands to {address}, so none comes here; set {setting}, or take the "
            "address out of the developer portal.",
            address=posts_to,
            setting=setting,
        )
    elif public_key and key not in ("", public_key):
        yield sentence(
            "{setting} is another application's: this one's is {key}.", setting=setting, key=key
        )
