"""Presses of buttons, as far as whoever pressed is answered alone, and reactions like them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import structlog
from telegram import (
    Bot,
    CallbackQuery,
    Chat,
    MessageReactionUpdated,
    ReactionType,
    ReactionTypeEmoji,
)
from telegram.error import TelegramError

from app.fair_use.effort import Effort
from app.services import Services
from bot.platforms.answering import answered
from bot.platforms.deep_links import paper_payload
from bot.platforms.reactions import Reactions, meant_by
from bot.platforms.telegram.incoming import person_id
from domain.chats import ChatRef
from domain.errors import PapercrierError
from domain.identifiers import PaperId
from domain.requests import Access, Context, Request
from handlers.commands import access_to, is_a_word
from handlers.dispatch import effort_of
from i18n.speech import spoken
from rendering.common.plain import visible_lines
from rendering.common.splitting import shortened

log = structlog.get_logger(__name__)

_LONGEST_ALERT: Final = 200


class Presses:
    """Answers those who press."""

    def __init__(self, services: Services, bot: Bot) -> None:
        self._services = services
        self._bot = bot

    async def answered_in_a_word(self, query: CallbackQuery, request: Context) -> bool:
        """Answer whoever pressed alone, however many see the message; whether that can be."""
        if not is_a_word(request.command):
            return False
        try:
            if await effort_of(self._services, request) is not Effort.QUICK:
                return False
        except PapercrierError as error:
            await self.acknowledge(query, spoken(error.message))
            return True
        answer = await answered(self._services, request)
        await self.acknowledge(query, " ".join(visible_lines(answer.document)), alert=False)
        return True

    async def acknowledge(
        self,
        query: CallbackQuery,
        text: str,
        refused: Request | None = None,
        *,
        alert: bool = True,
    ) -> None:
        """Answer the press, as Telegram wants each one answered, with an alert if need be."""
        link = self._private_link(refused) if refused else ""
        try:
            if link:
                await query.answer(url=link)
            else:
                await query.answer(shortened(text, _LONGEST_ALERT), show_alert=alert and bool(text))
        except TelegramError as error:
            log.info("press not acknowledged", why=str(error))

    def _private_link(self, request: Request) -> str:
        """Where somebody can read in private what would disturb a channel; empty if nowhere."""
        papers = PaperId.find(request.argument)
        if access_to(request.command) is Access.ADMINS or not papers:
            return ""
        return f"https://t.me/{self._bot.username}?start={paper_payload(papers[0])}"


async def reaction_changed(
    platform: str, reactions: Reactions, changed: MessageReactionUpdated
) -> None:
    """Somebody reacts to a message, or no longer; who does so for a chat is nobody."""
    await reactions.changed(
        ChatRef(platform, str(changed.chat.id)),
        changed.message_id,
        person_id(changed.user),
        is_private=changed.chat.type == Chat.PRIVATE,
        wish=_meant(changed.new_reaction),
        was=_meant(changed.old_reaction),
    )


def _meant(reactions: Sequence[ReactionType]) -> bool | None:
    """What they wish for; signs of somebody's own making mean nothing."""
    return meant_by(one.emoji for one in reactions if isinstance(one, ReactionTypeEmoji))
