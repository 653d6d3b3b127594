"""Who are the admins of a group or channel, asked of Telegram and remembered briefly."""

from __future__ import annotations

import asyncio
from typing import Final

from cachetools import TTLCache
from telegram import Bot, ChatMember, ChatMemberAdministrator, ChatMemberOwner
from telegram.error import TelegramError

from domain.errors import PapercrierError
from domain.messages import sentence

REMEMBERED: Final = 30.0
"""Seconds."""

_CHATS: Final = 5_000


class AdminsUnknown(PapercrierError):
    """Telegram does not tell who this chat's admins are."""


class Admins:
    """Knows who may change a chat's settings."""

    def __init__(self, bot: Bot, *, remembered: float = REMEMBERED) -> None:
        self._bot = bot
        self._known: TTLCache[str, frozenset[str]] = TTLCache(
            _CHATS, remembered, timer=lambda: asyncio.get_running_loop().time()
        )

    async def has(self, chat_id: str, user: str) -> bool:
        """Whether somebody is an admin of a chat, or its owner.

        Raises:
            AdminsUnknown: Telegram does not tell.
        """
        admins = self._known.get(chat_id)
        if admins is None:
            members = await self._asked(chat_id)
            admins = frozenset(str(member.user.id) for member in members)
            self._known[chat_id] = admins
        return user in admins

    def forget(self, chat_id: str) -> None:
        """Ask anew the next time; something has changed."""
        self._known.pop(chat_id, None)

    async def may_post(self, chat_id: str) -> bool:
        """Whether the bot itself may post in a channel.

        Raises:
            AdminsUnknown: Telegram does not tell.
        """
        for member in await self._asked(chat_id):
            if member.user.id == self._bot.id and isinstance(member, ChatMemberAdministrator):
                return bool(member.can_post_messages)
        return False

    async def _asked(self, chat_id: str) -> tuple[ChatMember, ...]:
        try:
            members = await self._bot.get_chat_administrators(chat_id)
        except TelegramError as error:
            raise AdminsUnknown(
                sentence(
                    "Telegram does not tell who this chat's admins are; try again in a minute."
                )
            ) from error
        return tuple(
            member
            for member in members
            if isinstance(member, (ChatMemberOwner, ChatMemberAdministrator))
        )
