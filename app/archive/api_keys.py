"""Keys with which programs of somebody's read the archive: one each, kept as a digest of itself.

Whose it is stands beside it: by a chat alone nobody is known where people and chats have names of
their own, as on Discord.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from hashlib import sha256
from typing import Final

from app.archive.links import SET_BOTH
from app.services import Services
from domain.chats import AccessKey
from domain.errors import InputError
from domain.messages import sentence
from domain.requests import Context, Request

_BYTES: Final = 32
_OPENS: Final = "mcp"


async def known_key(services: Services, context: Context) -> datetime | None:
    """Since when somebody has a key; None where they have none."""
    return next((key.at for key in await _keys(services, context)), None)


async def new_key(services: Services, context: Context) -> str:
    """A key, told this once, in place of the one before.

    Raises:
        InputError: there is no archive.
    """
    if not context.archive:
        raise InputError(
            sentence(
                "No archive is shown to browsers here, so there is nothing for a key to open."
            ),
            hint=SET_BOTH,
        )
    await end_key(services, context)
    told = secrets.token_urlsafe(_BYTES)
    opens = f"{_OPENS} {context.user}"
    await services.store.keep_key(AccessKey(_name(told), context.chat, opens, services.clock.now()))
    return told


async def end_key(services: Services, context: Context) -> bool:
    """End somebody's key; whether there was one."""
    keys = await _keys(services, context)
    return any([await services.store.drop_key(key.chat, key.opens) for key in keys])


async def holder_of(services: Services, told: str) -> Request | None:
    """Who asks with a key, from their private chat; None where it is no key, or no longer."""
    key = await services.store.key(_name(told))
    opens, _, user = key.opens.partition(" ") if key else ("", "", "")
    return Request(key.chat, user, _OPENS) if key and opens == _OPENS else None


async def _keys(services: Services, context: Context) -> list[AccessKey]:
    keys = await services.store.keys_of(context.chat)
    return [key for key in keys if key.opens.partition(" ")[0] == _OPENS]


def _name(told: str) -> str:
    return sha256(told.encode()).hexdigest()
