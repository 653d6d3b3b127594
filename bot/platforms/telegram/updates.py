"""Where updates become requests, and their answers messages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Final

from telegram import Bot, CallbackQuery, Chat, ChatShared, Message, Poll, Update, User

from app.fair_use.effort import Effort
from app.services import Services
from bot.platforms.answering import told
from bot.platforms.buttons import ButtonData, ButtonExpired
from bot.platforms.deep_links import command_of
from bot.platforms.reactions import Reactions
from bot.platforms.telegram.admins import Admins, AdminsUnknown
from bot.platforms.telegram.answers import Answers
from bot.platforms.telegram.channels import Channels
from bot.platforms.telegram.company import is_for_admins_alone, is_small_talk
from bot.platforms.telegram.files import text_of
from bot.platforms.telegram.incoming import (
    KIND,
    STOPPED,
    Asked,
    asked_by,
    called,
    person_id,
    ref_of,
    stopped_in,
)
from bot.platforms.telegram.membership import ChatLife
from bot.platforms.telegram.presses import Presses, reaction_changed
from bot.platforms.telegram.replies import Reply
from bot.platforms.telegram.sending.polls import counts_of
from bot.platforms.telegram.sending.privately import Press
from bot.platforms.telegram.sending.sender import TelegramSender
from domain.chats import ChatRef
from domain.concurrency.turns import TooMany
from domain.errors import InputError, PapercrierError
from domain.messages import sentence
from domain.requests import Access, Context, Request
from handlers.asking.questions import about_papers, lacks_question
from handlers.commands import access_to
from handlers.dispatch import split_command
from handlers.languages import speaking_for, speaking_in
from i18n.speech import phrase, spoken

_GROUPS: Final = (Chat.GROUP, Chat.SUPERGROUP)


class UpdateHandler:
    """Takes updates, but for inline queries, and has each answered.

    Attributes:
        answers: those that are being made.
    """

    def __init__(
        self,
        platform: str,
        services: Services,
        bot: Bot,
        *,
        sender: TelegramSender,
        buttons: ButtonData,
        admins: Admins,
        channels: Channels,
        life: ChatLife,
    ) -> None:
        self._platform = platform
        self._services = services
        self._bot = bot
        self._sender = sender
        self._buttons = buttons
        self._admins = admins
        self._channels = channels
        self._life = life
        self._presses = Presses(services, bot)
        self._reactions = Reactions(services, sender.log)
        self.answers = Answers(services, channels)

    def take(self, update: Update) -> None:
        """Put an update in its chat's lane; never waits."""
        message = update.message or update.channel_post
        try:
            if message:
                asked = asked_by(self._platform, message, self._bot.bot)
                who = asked.user if asked else ""
                self._give(message.chat.id, who, partial(self._message, message, asked))
            elif query := update.callback_query:
                chat = query.message.chat.id if query.message else query.from_user.id
                self._give(chat, str(query.from_user.id), partial(self._pressed, query))
            elif changed := update.my_chat_member:
                self._give(changed.chat.id, "", partial(self._life.standing_changed, changed))
            elif reacted := update.message_reaction:
                who = person_id(reacted.user)
                self._give(
                    reacted.chat.id,
                    who,
                    partial(reaction_changed, self._platform, self._reactions, reacted),
                )
            elif poll := update.poll:
                self._give(0, "", partial(self._voted, poll))
            elif stopped := update.api_kwargs.get(STOPPED):
                self.answers.stop(stopped_in(self._platform, stopped))
        except TooMany as error:
            self._refuse(update, error)

    def _refuse(self, update: Update, error: TooMany) -> None:
        """Say that it is too much; of many messages, once, as each answer takes a place too."""
        if query := update.callback_query:
            self.answers.send_later(self._refused_press(query, error))
        elif update.effective_message and error.is_news:
            self.answers.send_later(self._refused(update.effective_message, error))

    async def _refused_press(self, query: CallbackQuery, error: TooMany) -> None:
        with await speaking_in(self._services, self._place(query)[0], _locale(query.from_user)):
            await self._presses.acknowledge(query, spoken(error.message))

    async def _refused(self, message: Message, error: TooMany) -> None:
        ref = ref_of(self._platform, message)
        with await speaking_in(self._services, ref, _locale(message.from_user)):
            await self._sender.send(ref, told(error), reply_to=message.message_id, urgent=True)

    def _give(self, chat_id: int, user: str, work: Callable[[], Awaitable[None]]) -> None:
        place = self._services.lanes.reserve(
            Effort.QUICK, person=f"{KIND}:{user}", chat=f"{self._platform}:{chat_id}"
        )
        self.answers.give(work, place)

    async def _message(self, message: Message, asked: Asked | None) -> None:
        if await self._life.moved(message):
            return
        if message.chat_shared:
            await self._shared(message, message.chat_shared)
        elif asked and not await is_small_talk(self._services, asked):
            context = await self._services.context(
                Request(
                    *(asked.ref, asked.user, ""),
                    is_private=asked.is_private,
                    locale=asked.locale,
                    called=called(message.from_user, message.chat),
                    folds=True,
                )
            )
            with speaking_for(context):
                await self._asked(asked, context)

    async def _voted(self, poll: Poll) -> None:
        await self._services.store.keep_counts(self._platform, poll.id, counts_of(poll))

    async def _shared(self, message: Message, shared: ChatShared) -> None:
        ref, locale = ref_of(self._platform, message), _locale(message.from_user)
        with await speaking_in(self._services, ref, locale):
            document = await self._channels.shared(ref, shared, locale)
            await self._sender.send(ref, document, urgent=True)

    async def _asked(self, asked: Asked, context: Context) -> None:
        answered_to = None if asked.is_private else asked.message_id
        reply = Reply(self._sender, context, reply_to=answered_to)
        try:
            await self._is_back(asked)
            request = await self._request(asked, reply.watched(context))
        except PapercrierError as error:
            await self.answers.sent(reply.finish(told(error)))
            return
        await self.answers.carry_out(request, reply)

    async def _is_back(self, asked: Asked) -> None:
        """Who writes to us can be written to; in a group the next message has to show it."""
        if await self._services.store.absence(asked.ref):
            if asked.is_private:
                await self._services.store.set_absence(asked.ref, "")
            else:
                self._sender.absences.was_absent(asked.ref)

    async def _request(self, asked: Asked, context: Context) -> Context:
        """The request with what was asked in it, and the rights of whoever asks.

        Raises:
            PapercrierError: it is no command, or somebody else's, or nobody can tell whether it is
                allowed.
        """
        if asked.is_others_command:
            raise InputError(
                sentence("A command in a message that was passed on is not carried out."),
                hint=sentence("If you want it done, type it yourself."),
            )
        command, argument = split_command(asked.line)
        if command == "start" and argument:
            line = command_of(argument) or "/start"
            command, argument = split_command(line)
        if asked.asked_about:
            papers = await self._sender.log.papers(asked.ref, asked.answers)
            argument = about_papers(papers or tuple(map(str, asked.asked_about)), argument)
        elif asked.answers:
            argument = await self._sender.log.paper(asked.ref, asked.answers) or argument
        if asked.file_id and not argument:
            argument = await text_of(self._bot, asked.file_id)
        request = replace(context, command=command, argument=argument, answers=asked.replied)
        if asked.is_private or asked.is_for_chat:
            return request
        is_admin = await self._is_admin(request, needed=access_to(command) is Access.ADMINS)
        return replace(request, is_admin=is_admin)

    async def _is_admin(self, request: Request, *, needed: bool) -> bool:
        """Whether somebody is an admin of the chat, as far as what they ask for may depend on it.

        Raises:
            AdminsUnknown: Telegram does not tell, and it is needed.
        """
        if not needed and not request.argument:
            return False
        try:
            return await self._admins.has(request.chat.chat_id, request.user)
        except AdminsUnknown:
            if needed:
                raise
            return False

    async def _pressed(self, query: CallbackQuery) -> None:
        message = query.message
        context = await self._services.context(
            Request(
                self._place(query)[0],
                person_id(query.from_user),
                "",
                is_private=message is not None and message.chat.type == Chat.PRIVATE,
                locale=_locale(query.from_user),
                called=called(query.from_user, message.chat if message else None),
                folds=True,
            )
        )
        with speaking_for(context):
            await self._answer_press(query, context)

    def _place(self, query: CallbackQuery) -> tuple[ChatRef, bool]:
        """Where a button was pressed, and whether its message can still be changed."""
        message = query.message
        if isinstance(message, Message):
            return ref_of(self._platform, message), True
        chat_id = message.chat.id if message else query.from_user.id
        return ChatRef(self._platform, str(chat_id)), False

    async def _answer_press(self, query: CallbackQuery, context: Context) -> None:
        line, expired = "/start", ""
        try:
            line = await self._buttons.command(query.data or "")
        except ButtonExpired:
            expired = phrase("This button is too old. Here is a new menu.")
        except PapercrierError as error:
            await self._presses.acknowledge(query, spoken(error.message))
            return
        message = query.message
        if message is None:
            await self._presses.acknowledge(query, expired)
            return
        ref, accessible = self._place(query)
        command, argument = split_command(line)
        is_for_one = message.chat.type in _GROUPS and _is_for_one(command, argument)
        reply = Reply(
            self._sender,
            replace(context, chat=ref),
            # What one member alone sees has the number 0.
            reply_to=None if context.is_private else message.message_id or None,
            pressed=(message.message_id or None) if accessible else None,
            press=Press.of(query) if is_for_one else None,
        )
        request = reply.watched(replace(context, command=command, argument=argument))
        if await self._presses.answered_in_a_word(query, request):
            return
        try:
            is_for_admins = is_for_admins_alone(message.chat, command, argument)
            is_admin = request.is_private or await self._is_admin(request, needed=is_for_admins)
        except PapercrierError as error:
            await self._presses.acknowledge(query, spoken(error.message))
            return
        if is_for_admins and not is_admin:
            refusal = phrase("Only this chat's admins may do that.")
            await self._presses.acknowledge(query, refusal, request)
            return
        await self._presses.acknowledge(query, expired)
        await self.answers.carry_out(replace(request, is_admin=is_admin), reply)


def _is_for_one(command: str, argument: str) -> bool:
    """Whether what a press brings is for who pressed; what is to be replied to is for all."""
    return access_to(command) is Access.EVERYBODY and not lacks_question(command, argument)


def _locale(person: User | None) -> str:
    """Somebody's language as Telegram tells it; may be empty."""
    return (person.language_code or "") if person else ""
