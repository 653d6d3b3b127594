"""The lists of commands that Telegram shows, made from the one table of commands."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import blake2s
from typing import Final

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)
from telegram.error import TelegramError

from domain.ports import Store
from domain.requests import Access
from handlers.command import Command
from handlers.commands import COMMANDS

log = structlog.get_logger(__name__)

LONGEST_DESCRIPTION: Final = 256
CHANNEL: Final = ("channel", "Manage a channel of yours from here")
"""A command that only this platform has, and only in private chats."""

Menu = tuple[tuple[str, str], ...]


def menus(commands: Iterable[Command]) -> dict[str, Menu]:
    """Names and descriptions of commands by kind of chat: ``private``, ``group``, ``admins``."""
    table = tuple(c for c in commands if c.access is not Access.OPERATORS)
    everything = _listed(table)
    for_all = _listed(command for command in table if command.access is Access.EVERYBODY)
    return {"private": (*everything, CHANNEL), "group": for_all, "admins": everything}


async def sync_menus(bot: Bot, store: Store) -> None:
    """Tell Telegram the commands, unless it was told the same before."""
    wanted = menus(COMMANDS)
    mark = blake2s(json.dumps(wanted).encode(), digest_size=16).hexdigest()
    name = f"telegram-menus:{bot.id}"
    if await store.note(name) == mark:
        return
    try:
        for kind, menu in wanted.items():
            await bot.set_my_commands([BotCommand(*entry) for entry in menu], _SCOPES[kind])
    except TelegramError as error:
        # The bot works without; the next start tries again.
        log.warning("commands not told to Telegram", why=str(error))
        return
    await store.save_note(name, mark)
    log.info("commands told to Telegram", count=len(wanted["private"]))


_SCOPES: Final[dict[str, BotCommandScope]] = {
    "private": BotCommandScopeAllPrivateChats(),
    "group": BotCommandScopeAllGroupChats(),
    "admins": BotCommandScopeAllChatAdministrators(),
}


def _listed(commands: Iterable[Command]) -> Menu:
    return tuple((command.name, command.summary[:LONGEST_DESCRIPTION]) for command in commands)
