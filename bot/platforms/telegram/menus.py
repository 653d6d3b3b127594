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
    MenuButtonDefault,
    MenuButtonWebApp,
    WebAppInfo,
)
from telegram.error import TelegramError

from domain.messages import ENGLISH
from domain.ports import Notes
from domain.requests import Access
from handlers.command import Command
from handlers.commands import COMMANDS
from handlers.languages import localized
from i18n.catalogues import speech_of, spoken_languages
from i18n.speech import phrase, speaking

log = structlog.get_logger(__name__)

LONGEST_DESCRIPTION: Final = 256
BUTTON: Final = "arXiv"
"""What the menu button says: Telegram shows everybody the same."""

Menu = tuple[tuple[str, str], ...]


def menus(commands: Iterable[Command], language: str) -> dict[str, Menu]:
    """Names and descriptions of commands by kind of chat: ``private``, ``group``, ``admins``."""
    table = tuple(
        localized(command, language)
        for command in commands
        if command.access is not Access.OPERATORS
    )
    everything = _listed(table)
    for_all = _listed(command for command in table if command.access is Access.EVERYBODY)
    # A command that only this platform has, and only in private chats.
    with speaking(speech_of(language)):
        channel = ("channel", phrase("Manage a channel of yours from here"))
    return {"private": (*everything, channel), "group": for_all, "admins": everything}


async def sync_menus(bot: Bot, store: Notes) -> None:
    """Tell Telegram the commands in every language, unless it was told the same before."""
    wanted = {language: menus(COMMANDS, language) for language in spoken_languages()}
    mark = blake2s(json.dumps(wanted).encode(), digest_size=16).hexdigest()
    name = f"telegram-menus:{bot.id}"
    if await store.note(name) == mark:
        return
    try:
        for language, by_kind in wanted.items():
            # Whoever speaks none of the others sees English.
            code = None if language == ENGLISH.language else language
            for kind, menu in by_kind.items():
                entries = [BotCommand(*entry) for entry in menu]
                await bot.set_my_commands(entries, _SCOPES[kind], code)
    except TelegramError as error:
        # The bot works without; the next start tries again.
        log.warning("commands not told to Telegram", why=str(error))
        return
    await store.save_note(name, mark)
    log.info("commands told to Telegram", languages=list(wanted))


async def sync_menu_button(bot: Bot, store: Notes, archive: str) -> None:
    """Have the menu button of private chats open the archive, where it is on the web with TLS.

    Elsewhere it is as Telegram has it, which shows the commands.
    """
    wanted = f"{archive}/app" if archive.startswith("https://") else ""
    name = f"telegram-menu-button:{bot.id}"
    if (await store.note(name) or "") == wanted:
        return
    button = MenuButtonWebApp(BUTTON, WebAppInfo(wanted)) if wanted else MenuButtonDefault()
    try:
        await bot.set_chat_menu_button(menu_button=button)
    except TelegramError as error:
        log.warning("menu button not told to Telegram", why=str(error))
        return
    await store.save_note(name, wanted)


_SCOPES: Final[dict[str, BotCommandScope]] = {
    "private": BotCommandScopeAllPrivateChats(),
    "group": BotCommandScopeAllGroupChats(),
    "admins": BotCommandScopeAllChatAdministrators(),
}


def _listed(commands: Iterable[Command]) -> Menu:
    return tuple((command.name, command.summary[:LONGEST_DESCRIPTION]) for command in commands)
