"""Keys with which programs of somebody's read the archive: one each, kept as a digest of itself."""

from __future__ import annotations

import secrets
from datetime import datetime
from hashlib import sha256
from typing import Final

from app.services import Services
from domain.chats import AccessKey, ChatRef
from domain.errors import InputError
from domain.messages import sentence
from domain.requests import Context

_BYTES: Final = 32
_OPENS: Final = "mcp"


async def known_key(services: Services, context: Context) -> datetime | None:
    """Since when somebody has a key; None where they have none."""
    keys = await services.store.keys_of(context.chat)
    return next((key.at for key in keys if key.opens == _OPENS), None)


async def new_key(services: Services, context: Context) -> str:
    """A key, told this once, in place of the one before.

    Raises:
        InputError: there is no archive.
    """
    if not context.archive:
        raise InputError(
            sentence("No archive is shown to browsers here, so there is nothing for a key to open.")
        )
    told = secrets.token_urlsafe(_BYTES)
    key = AccessKey(_name(told), context.chat, _OPENS, services.clock.now())
    await services.store.keep_key(key)
    return told


async def end_key(services: Services, context: Context) -> bool:
    """End somebody's key; whether there was one."""
    return await services.store.drop_key(context.chat, _OPENS)


async def holder_of(services: Services, told: str) -> ChatRef | None:
    """The private chat that a key was given in; None where it is no key, or no longer."""
    key = await services.store.key(_name(told))
    return key.chat if key and key.opens == _OPENS else None


def _name(told: str) -> str:
    return sha256(told.encode()).hexdigest()
