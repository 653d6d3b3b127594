"""The life of a chat: the bot added, removed, blocked, silenced; groups that get a new id."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import Final

import structlog
from telegram import (
    Chat,
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberRestricted,
    ChatMemberUpdated,
    Message,
)

from app.services import Services
from bot.platforms.answering import answer
from bot.platforms.telegram.admins import Admins
from bot.platforms.telegram.incoming import called, person_id
from bot.platforms.telegram.sending.sender import TelegramSender
from domain.chats import ChatRef, KeptChat
from domain.documents import Button, Buttons, Document, Paragraph, bold, code
from domain.requests import Request
from handlers.languages import speaking_in
from i18n.speech import phrase, styled

log = structlog.get_logger(__name__)

_ABSENT: Final = (ChatMember.LEFT, ChatMember.BANNED)


class Change(StrEnum):
    """What a change of the bot's standing means."""

    ADDED = "added"
    REMOVED = "removed"
    SILENCED = "silenced"
    VOICED = "voiced"
    NONE = "none"


def change_of(kind: str, old: ChatMember, new: ChatMember) -> Change:
    """What a change of the bot's standing in a chat of some kind means.

    In a private chat, being removed is being blocked.
    """
    was_there, is_there = _is_there(old), _is_there(new)
    if was_there != is_there:
        return Change.ADDED if is_there else Change.REMOVED
    if not is_there:
        return Change.NONE
    had_voice, has_voice = _may_write(kind, old), _may_write(kind, new)
    if had_voice == has_voice:
        return Change.NONE
    return Change.VOICED if has_voice else Change.SILENCED


def _is_there(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status not in _ABSENT


def _may_write(kind: str, member: ChatMember) -> bool:
    if kind == Chat.CHANNEL:
        return isinstance(member, ChatMemberAdministrator) and bool(member.can_post_messages)
    return not isinstance(member, ChatMemberRestricted) or member.can_send_messages


class ChatLife:
    """Follows what happens to the chats that are served."""

    def __init__(
        self, platform: str, services: Services, sender: TelegramSender, admins: Admins
    ) -> None:
        """Args: platform is that of the bot whose chats they are."""
        self._platform = platform
        self._services = services
        self._sender = sender
        self._admins = admins

    async def standing_changed(self, update: ChatMemberUpdated) -> None:
        """The bot was added, removed, blocked, silenced, or the contrary."""
        chat = update.chat
        ref = ChatRef(self._platform, str(chat.id))
        change = change_of(chat.type, update.old_chat_member, update.new_chat_member)
        self._admins.forget(ref.chat_id)
        log.info("standing changed", chat=str(ref), what=change.value)
        match change:
            case Change.REMOVED | Change.SILENCED:
                await self._services.store.set_absence(ref, change.value)
                if chat.type != Chat.PRIVATE:
                    await self._tell_managers(ref, chat.title or "", change)
            case Change.ADDED | Change.VOICED:
                await self._services.store.set_absence(ref, "")
                if change is Change.ADDED and chat.type != Chat.PRIVATE:
                    await self._greet(ref, update)

    async def moved(self, message: Message) -> bool:
        """Whether a message says that a group became a supergroup; its id is rewritten then."""
        old, new = message.chat.id, message.migrate_to_chat_id
        if message.migrate_from_chat_id:
            old, new = message.migrate_from_chat_id, message.chat.id
        if not new:
            return False
        count = await self._services.store.move_chat(self._platform, str(old), str(new))
        self._admins.forget(str(old))
        log.info("chat moved", chat=str(old), to=str(new), count=count)
        return True

    async def _greet(self, ref: ChatRef, update: ChatMemberUpdated) -> None:
        """Begin with whoever added the bot: in the group, or for a channel with the person."""
        adder = update.from_user
        locale = adder.language_code or ""
        manager = ChatRef(self._platform, str(adder.id))
        kept = KeptChat(ref, manager, update.chat.title or "")
        is_person = not adder.is_bot and bool(person_id(adder))
        name = called(adder, update.chat)
        request = Request(
            ref, person_id(adder), "start", is_private=False, locale=locale, called=name
        )
        context = await self._services.context(request)
        is_admitted = await self._services.admission.admits(context)
        if is_person and is_admitted:
            await self._services.store.keep_chat(kept)
        if update.chat.type != Chat.CHANNEL:
            await self._sender.send(ref, await answer(self._services, context))
        elif is_person:
            with await speaking_in(self._services, manager, locale):
                said = added_to(kept) if is_admitted else await answer(self._services, context)
                await self._sender.send(manager, said)

    async def _tell_managers(self, ref: ChatRef, title: str, change: Change) -> None:
        """Say where it can be read that a chat gets nothing any more, and how to mend that."""
        for kept in await self._services.store.managers(ref):
            with await speaking_in(self._services, kept.manager):
                await self._sender.send(kept.manager, lost(replace(kept, title=title), change))


def added_to(kept: KeptChat) -> Document:
    """What whoever made the bot an admin of a channel is told."""
    start = f"/channel {kept.chat.chat_id} start"
    return Document(
        blocks=(
            Paragraph(
                styled("I can post in {title} now. What shall it follow?", title=bold(kept.title))
            ),
            Buttons(((Button(phrase("Choose topics"), command=start),),)),
        )
    )


def lost(kept: KeptChat, change: Change) -> Document:
    """What the manager of a chat is told when the bot can no longer write there."""
    title = bold(kept.title or kept.chat.chat_id)
    if change is Change.SILENCED:
        said = styled(
            "I may no longer write in {title}. Give me the right again, and its digests go on.",
            title=title,
        )
    else:
        said = styled(
            "I was removed from {title}. Add me again, and its digests go on; its topics are kept.",
            title=title,
        )
    remedy = styled("To have them deleted: {command}", command=code(_forget(kept)))
    return Document(blocks=(Paragraph(said), Paragraph(remedy)))


def _forget(kept: KeptChat) -> str:
    return f"/channel {kept.chat.chat_id} forgetme"
