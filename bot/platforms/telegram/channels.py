"""A channel managed from its admin's private chat: linked in one tap, then every command for it.

``/channel`` shows the linked ones and a button to link another; ``/channel -100123 subscribe
diffusion models`` is done for that channel. Buttons under such an answer are for the same one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import structlog
from telegram import (
    Bot,
    ChatAdministratorRights,
    ChatShared,
    KeyboardButton,
    KeyboardButtonRequestChat,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.error import TelegramError

from app.services import Services
from bot.platforms.answering import Answer, answered, told
from bot.platforms.telegram.admins import Admins
from bot.platforms.telegram.sending.pacing import Pace
from domain.chats import ChatRef, KeptChat
from domain.documents import (
    Block,
    Button,
    Buttons,
    Document,
    Fold,
    Paragraph,
    Quote,
    Section,
    bold,
    code,
    inline,
)
from domain.errors import InputError, PapercrierError
from domain.messages import sentence
from domain.requests import Context, Request
from handlers.operating.admission import check_admission
from i18n.speech import phrase, styled

log = structlog.get_logger(__name__)

COMMAND: Final = "channel"
_REQUEST: Final = 1
_RIGHTS: Final[dict[str, Any]] = {
    "is_anonymous": False,
    "can_manage_chat": True,
    "can_delete_messages": False,
    "can_manage_video_chats": False,
    "can_restrict_members": False,
    "can_promote_members": False,
    "can_change_info": False,
    "can_invite_users": False,
    "can_post_stories": False,
    "can_edit_stories": False,
    "can_delete_stories": False,
    "can_post_messages": True,
    "can_edit_messages": True,
}


class Channels:
    """The channels that people look after."""

    def __init__(self, services: Services, bot: Bot, admins: Admins, pace: Pace) -> None:
        self._services = services
        self._bot = bot
        self._admins = admins
        self._pace = pace

    async def answer(self, request: Context) -> Answer:
        """The answer to ``/channel`` and what comes after it, asked in a private chat."""
        try:
            await check_admission(self._services, request)
            kept = await self._services.store.kept_chats(request.chat)
            if not request.argument:
                return Answer(overview(kept))
            wanted, line = chosen(kept, request.argument)
            if line == "link":
                await self._offer_link(request.chat)
                return Answer(Document())
            if wanted is None:
                raise InputError(
                    sentence("No channel is linked yet."),
                    hint=sentence("Send /channel to link one."),
                )
            return await self._answer_for(wanted, line, request)
        except PapercrierError as error:
            return Answer(told(error), is_refusal=True)

    async def shared(self, manager: ChatRef, shared: ChatShared, locale: str) -> Document:
        """A person has picked a channel: link it, if they may manage it and the bot may post."""
        await self._without_keyboard(manager)
        title = shared.title or str(shared.chat_id)
        kept = KeptChat(ChatRef(manager.platform, str(shared.chat_id)), manager, title)
        self._admins.forget(kept.chat.chat_id)
        asked = Request(manager, manager.chat_id, COMMAND, locale=locale)
        try:
            await check_admission(self._services, await self._services.context(asked))
            await self._check(kept)
            if not await self._admins.may_post(kept.chat.chat_id):
                raise InputError(
                    sentence("I may not post in “{title}” yet.", title=title),
                    hint=sentence(
                        "Make me an admin there who may post messages, then pick it again."
                    ),
                )
        except PapercrierError as error:
            return told(error)
        await self._services.store.keep_chat(kept)
        await self._services.store.set_absence(kept.chat, "")
        request = Request(kept.chat, manager.chat_id, "start", is_private=False, locale=locale)
        return for_channel(kept, (await answered(self._services, request)).document)

    async def _answer_for(self, kept: KeptChat, line: str, request: Request) -> Answer:
        await self._check(kept)
        command, _, argument = line.removeprefix("/").partition(" ")
        if command == "unlink":
            await self._services.store.release_chat(kept.chat, kept.manager)
            return Answer(
                Document.say(*styled("{title} is no longer linked.", title=bold(kept.title)))
            )
        inner = Request(
            kept.chat,
            request.user,
            command or "start",
            argument.strip(),
            is_admin=request.is_admin,
            is_private=False,
            locale=request.locale,
            progress=request.progress,
        )
        answer = await answered(self._services, inner)
        return replace(answer, document=for_channel(kept, answer.document))

    async def _check(self, kept: KeptChat) -> None:
        """Raises InputError: the manager is no admin of the channel (any more)."""
        if not await self._admins.has(kept.chat.chat_id, kept.manager.chat_id):
            raise InputError(sentence("Only admins of “{title}” may manage it.", title=kept.title))

    async def _offer_link(self, manager: ChatRef) -> None:
        rights = ChatAdministratorRights(**_RIGHTS)
        wish = KeyboardButtonRequestChat(
            _REQUEST,
            chat_is_channel=True,
            user_administrator_rights=rights,
            bot_administrator_rights=rights,
            request_title=True,
        )
        board = ReplyKeyboardMarkup(
            [[KeyboardButton(phrase("Link a channel"), request_chat=wish)]],
            resize_keyboard=True,
            one_time_keyboard=True,
        )
        await self._say(manager, phrase("Tap the button below and pick your channel."), board)

    async def _without_keyboard(self, manager: ChatRef) -> None:
        await self._say(manager, phrase("Thank you."), ReplyKeyboardRemove())

    async def _say(
        self, ref: ChatRef, text: str, board: ReplyKeyboardMarkup | ReplyKeyboardRemove
    ) -> None:
        """Say something under which a keyboard comes or goes, which documents do not have."""
        try:
            async with (
                self._pace.turn(ref.chat_id, urgent=True),
                self._pace.going(ref.chat_id, urgent=True),
            ):
                await self._bot.send_message(ref.chat_id, text, reply_markup=board)
        except TelegramError as error:
            log.warning("not sent", chat=str(ref), why=str(error))


def chosen(kept: Sequence[KeptChat], argument: str) -> tuple[KeptChat | None, str]:
    """The channel meant, and what to do for it; without a name the one linked last."""
    first, _, rest = argument.partition(" ")
    for one in kept:
        if first in (one.chat.chat_id, one.title):
            return one, rest.strip()
    for one in kept:
        if one.title and argument.startswith(f"{one.title} "):
            return one, argument[len(one.title) :].strip()
    if first.lstrip("-").isdigit():
        raise InputError(
            sentence("That channel is not linked."), hint=sentence("Send /channel to link it.")
        )
    return (kept[0] if kept else None), argument


def overview(kept: Sequence[KeptChat]) -> Document:
    """The linked channels, and how to link one."""
    said = phrase(
        "A channel gets digests of the topics that its admins choose. Link one of yours, and "
        "manage it from here; nobody in the channel sees that."
    )
    blocks: list[Block] = [Paragraph(inline(said))]
    rows = [
        (Button(one.title or one.chat.chat_id, command=f"/{COMMAND} {one.chat.chat_id} start"),)
        for one in kept
    ]
    if kept:
        example = f"/{COMMAND} subscribe diffusion models"
        blocks.append(
            Paragraph(styled("Every command works for it, as {example}.", example=code(example)))
        )
    rows.append((Button(phrase("Link a channel"), command=f"/{COMMAND} link"),))
    return Document(phrase("Your channels and groups"), (*blocks, Buttons(tuple(rows))))


def for_channel(kept: KeptChat, document: Document) -> Document:
    """An answer that says for which channel it is, with buttons that act for the same one."""
    head = Paragraph(styled("For {title}", title=bold(kept.title or kept.chat.chat_id)))
    blocks = (_rebound(block, kept.chat.chat_id) for block in document.blocks)
    return replace(document, blocks=(head, *blocks))


def meant_by(command: str, ref: ChatRef) -> ChatRef:
    """The chat that a command sent in some chat is for."""
    name, _, rest = command.partition(" ")
    chat_id = rest.partition(" ")[0]
    is_named = name == f"/{COMMAND}" and chat_id.lstrip("-").isdigit()
    return ChatRef(ref.platform, chat_id) if is_named else ref


def _rebound(block: Block, chat_id: str) -> Block:
    match block:
        case Buttons(rows):
            return replace(block, rows=tuple(_for_chat(row, chat_id) for row in rows))
        case Section(blocks=blocks, actions=actions):
            within = tuple(_rebound(inner, chat_id) for inner in blocks)
            return replace(block, blocks=within, actions=_for_chat(actions, chat_id))
        case Quote(blocks=blocks) | Fold(blocks=blocks):
            return replace(block, blocks=tuple(_rebound(inner, chat_id) for inner in blocks))
    return block


def _for_chat(row: tuple[Button, ...], chat_id: str) -> tuple[Button, ...]:
    return tuple(
        replace(button, command=f"/{COMMAND} {chat_id} {button.command.lstrip('/')}")
        if button.command
        else button
        for button in row
    )
