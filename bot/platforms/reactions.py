"""Reactions to a message that tells one paper: wishes for more like it, or less."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import structlog

from app import tastes
from app.services import Services
from bot.platforms.answering import answered
from bot.platforms.sent_log import SentLog
from domain.chats import ChatRef
from domain.errors import StoreError
from domain.identifiers import PaperId
from domain.requests import Request

log = structlog.get_logger(__name__)

_MORE: Final = frozenset("👍❤♥🔥🥰👏😍🎉🤩💯🏆⚡🫡🤗😎👌💘⭐🌟🚀💪🙌✅➕")
_LESS: Final = frozenset("👎💩🤮🥱😴🤬😡🗑❌➖")
_VARIANTS: Final = dict.fromkeys([0xFE0F, *range(0x1F3FB, 0x1F400)])
"""What a sign is drawn with: as a picture, in a colour of skin."""


def meant_by(emojis: Iterable[str]) -> bool | None:
    """Whether signs wish for more papers like one, or for less; None where for neither, or both."""
    plain = {sign.translate(_VARIANTS)[:1] for sign in emojis}
    wishes = bool(plain & _MORE), bool(plain & _LESS)
    return wishes[0] if wishes[0] is not wishes[1] else None


class Reactions:
    """Takes reactions for presses, one after another; nobody is answered."""

    def __init__(self, services: Services, sent_log: SentLog) -> None:
        self._services = services
        self._sent_log = sent_log
        self._one_at_a_time = asyncio.Lock()

    async def changed(
        self,
        chat: ChatRef,
        message: int,
        user: str,
        *,
        is_private: bool,
        wish: bool | None,
        was: bool | None = None,
    ) -> None:
        """Somebody reacts to a message, or no longer.

        Args:
            chat: where; of threads the chat that they are in will do.
            message: its platform's id.
            user: who; empty where the platform does not tell, which is nobody's press.
            is_private: whether the chat is their own with us.
            wish: what the reaction is, as `meant_by` has it.
            was: what it was before; taken back where there is none now.
        """
        if not user or wish is was:
            return
        try:
            async with self._one_at_a_time:
                await self._changed(chat, message, user, is_private, wish, was)
        except StoreError as error:
            log.warning("reaction not kept", chat=str(chat), why=str(error))

    async def _changed(
        self,
        chat: ChatRef,
        message: int,
        user: str,
        is_private: bool,
        wish: bool | None,
        was: bool | None,
    ) -> None:
        sent = await self._sent_log.sent(chat, message)
        if sent is None or len(sent.papers) != 1:
            return
        paper = PaperId.parse(sent.papers[0])
        request = Request(
            sent.chat, user, "", str(paper), is_admin=is_private, is_private=is_private
        )
        context = await self._services.context(request)
        now = await tastes.wish_for(self._services, context, paper)
        if now is wish or (wish is None and now is not was):
            return
        command = "more" if (now if wish is None else wish) else "less"
        await answered(self._services, replace(context, command=command))
