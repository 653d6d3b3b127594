"""What only meetings have on Telegram: polls, and topics of forums."""

from __future__ import annotations

from typing import Final

import structlog
from telegram import Bot, Poll
from telegram.constants import ParseMode
from telegram.error import BadRequest, InvalidToken, NetworkError, TelegramError

from domain.chats import ChatRef
from domain.groups.meetings import Held
from rendering.common.splitting import shortened
from rendering.telegram.polls import TelegramPoll

log = structlog.get_logger(__name__)

_NOT_KNOWN: Final = "not implemented"
"""What a server answers (501) that has the method's name and no more."""

_IS_OVER: Final = ("poll has already been closed", "poll to stop not found", "message to stop")


LONGEST_NAME: Final = 128
"""Of a topic."""


class NotAPoll(Exception):
    """This cannot be a poll here: it surely did not arrive, and goes out with buttons."""


class Polls:
    """Sends polls, as long as the server is not known to have none.

    They are anonymous: nobody is told who voted for what, and channels may have them.
    """

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._are_known = True

    async def sent(
        self, ref: ChatRef, poll: TelegramPoll, *, silent: bool
    ) -> tuple[tuple[int, ...], Held]:
        """Send a poll: the id of its message, and its own.

        Raises:
            NotAPoll: the server knows no polls, or takes none in this chat.
            TelegramError: it could not be sent for another reason.
        """
        if not self._are_known:
            raise NotAPoll("this server has no polls")
        try:
            one = await self._bot.send_poll(
                ref.chat_id,
                poll.question,
                poll.options,
                is_anonymous=True,
                allows_multiple_answers=False,
                description=poll.about or None,
                description_parse_mode=ParseMode.HTML if poll.about else None,
                message_thread_id=int(ref.thread_id) if ref.thread_id else None,
                disable_notification=silent or None,
            )
        except TelegramError as error:
            raise self._told(error) from error
        return (one.message_id,), Held(poll=one.poll.id if one.poll else "")

    async def ended(self, ref: ChatRef, message: int) -> tuple[tuple[int, ...], Held]:
        """End a poll; what came of it, where that is told: of one that has ended it is not.

        Raises:
            TelegramError: it could not be ended.
        """
        try:
            return (), Held(counts=counts_of(await self._bot.stop_poll(ref.chat_id, message)))
        except BadRequest as error:
            if not any(words in error.message.lower() for words in _IS_OVER):
                raise
            log.info("poll was over", why=error.message)
            return (), Held()

    def _told(self, error: TelegramError) -> Exception:
        """What an error says: of polls, or of sending anything at all."""
        said = error.message.lower()
        if _is_not_known(error, said):
            self._are_known = False
            return NotAPoll(error.message)
        if isinstance(error, BadRequest) and "poll" in said:
            return NotAPoll(error.message)
        return error


async def topic_made(bot: Bot, ref: ChatRef, name: str) -> str:
    """The id of a new topic of a forum; empty where there can be none."""
    try:
        if ref.thread_id or not (await bot.get_chat(ref.chat_id)).is_forum:
            return ""
        topic = await bot.create_forum_topic(ref.chat_id, shortened(name, LONGEST_NAME))
    except TelegramError as error:
        log.info("no topic", why=error.message)
        return ""
    return str(topic.message_thread_id)


def counts_of(poll: Poll) -> tuple[int, ...]:
    """The votes for each option of a poll."""
    return tuple(option.voter_count for option in poll.options)


def _is_not_known(error: TelegramError, said: str) -> bool:
    """Whether a server has no such method; the library takes its 404 for that of a wrong token."""
    has_none = isinstance(error, InvalidToken) and "not found" in said
    return has_none or (isinstance(error, NetworkError) and said.startswith(_NOT_KNOWN))
