"""What is for us, and for whom, where others read along."""

from __future__ import annotations

from telegram import Chat

from app.groups.reading_group import has_begun
from app.services import Services
from bot.platforms.telegram.incoming import Asked
from domain.requests import Access
from handlers.commands import access_to
from handlers.groups.reading_group import is_vote


async def is_small_talk(services: Services, asked: Asked) -> bool:
    """Whether words that answer a message of ours are not for us: no minutes of a meeting."""
    if not asked.is_perhaps_minutes:
        return False
    return not await has_begun(services, asked.ref, asked.replied)


def is_for_admins_alone(chat: Chat, command: str, argument: str) -> bool:
    """Whether a button is for admins alone, as in a channel, where everybody sees every answer.

    A vote adds none.
    """
    is_shown_to_all = chat.type == Chat.CHANNEL and not is_vote(command, argument)
    return is_shown_to_all or access_to(command) is Access.ADMINS
