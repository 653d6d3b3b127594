"""The answer to one interaction, from the first sign of life to the last message.

Discord wants an acknowledgement within 3 seconds and takes messages for 15 minutes after it
(https://discord.com/developers/docs/interactions/receiving-and-responding).
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence
from enum import Enum, auto
from typing import Any, Final, TypeVar

import aiohttp
import discord
import structlog

from bot.platforms.buttons import ButtonData
from bot.platforms.discord.places import PLATFORM, ref_of
from bot.platforms.discord.progress import ProgressLine
from bot.platforms.discord.sending.forms import ACKNOWLEDGED_ALREADY, in_some_form
from bot.platforms.discord.sending.parts import Parts, parts_of
from bot.platforms.discord.sending.requests import may_wait
from bot.platforms.sent_log import SentLog
from bot.platforms.typesetting import rendered
from domain.chats import ChatRef
from domain.documents import Document
from i18n.speech import phrase
from rendering.common.parcels import discord_words
from rendering.discord.classic import DiscordMessage
from rendering.discord.layout import AnyMessage, to_discord, to_layout

log = structlog.get_logger(__name__)
T = TypeVar("T")
Interaction = discord.Interaction[Any]

TOKEN_LIFE: Final = 14.5 * 60
"""Seconds in which an answer can still be given; Discord allows 15 minutes."""

_RUSH: Final = 1.5
"""Seconds that an acknowledgement may be held back, of the 3 there are."""

_REFUSED: Final = 400
_TRIES: Final = 3
_UNCERTAIN: Final = (aiohttp.ClientError, TimeoutError, OSError, discord.DiscordServerError)


class _State(Enum):
    """How far the answer has come."""

    NEW = auto()
    THINKING = auto()
    """Something is being shown in the place of the answer."""
    SILENT = auto()
    """It is acknowledged, and nothing waits to be filled in."""


class ReplyLost(Exception):
    """The answer cannot be given any more: its place is gone, or nobody knows whether it came."""


class TooLate(ReplyLost):
    """The time for answering was over before the answer was there."""


class Reply:
    """Answers one interaction; each method but `progress` talks to Discord."""

    def __init__(
        self,
        interaction: Interaction,
        buttons: ButtonData,
        log: SentLog,
        place: int | None = None,
    ) -> None:
        """Args: place is the channel that the answer's buttons are for, if not the present one."""
        self._interaction = interaction
        self._log = log
        self._buttons = buttons
        self._place = place
        self._chat = ChatRef(PLATFORM, str(interaction.channel_id))
        self._state = _State.NEW
        self._is_private = False
        self._is_plain = False
        self._since = time.monotonic()
        self.progress = ProgressLine(self._show_progress)

    def begin(self, chat: ChatRef) -> ProgressLine:
        """Where progress is said; from now on it is known for which chat the answer is."""
        self._chat = chat
        return self.progress

    async def think(self, *, private: bool) -> None:
        """Acknowledge, with "is thinking…" in the place of the answer.

        Raises:
            ReplyLost: it is too late for that.
        """
        response = self._interaction.response
        may_wait.set(_RUSH)
        await self._acknowledge(lambda: response.defer(thinking=True, ephemeral=private))
        self._state, self._is_private = _State.THINKING, private
        self.progress.may_begin()

    async def acknowledge(self) -> None:
        """Acknowledge a press of a button; nobody sees it.

        Raises:
            ReplyLost: it is too late for that.
        """
        await self._acknowledge(lambda: self._interaction.response.defer())
        self._state = _State.SILENT

    async def show(
        self, document: Document, *, private: bool, in_place: bool = False, plain: bool = False
    ) -> None:
        """Give the answer.

        Args:
            document: the answer.
            private: only the person who asked is to see it.
            in_place: it takes the place of the message whose button was pressed.
            plain: no layout is wanted; one that stands there stays one.

        Raises:
            ReplyLost: it is too late for that, or nothing could be shown.
        """
        self._is_plain = plain and not (in_place and _is_layout(self._interaction.message))
        await self.progress.stop()
        if time.monotonic() - self._since > TOKEN_LIFE:
            raise TooLate("the fifteen minutes are over")
        # A layout can but become another one.
        render = to_layout if in_place else to_discord
        messages, papers = await rendered(document, render, discord_words)
        first, *rest = messages or (DiscordMessage(content=phrase("Done.")),)
        try:
            ids = [await self._begin(first, private=private, in_place=in_place)]
            hidden = private or self._is_private
            ids += [await self._go_on(message, private=hidden) for message in rest]
            await self._keep(ids, papers)
        except discord.NotFound as error:
            raise ReplyLost(str(error)) from error
        except discord.HTTPException as error:
            if error.status == 401:
                raise TooLate(str(error)) from error
            log.error("reply refused", code=error.code, why=error.text)
            await self.apologise(private=private)

    async def _begin(self, message: AnyMessage, *, private: bool, in_place: bool) -> int:
        """Show the first message; its id."""

        async def given(form: Sequence[AnyMessage]) -> int:
            # What stands there is a layout, perhaps, and stays one.
            there = in_place and (self._is_plain or form[0] is message)
            shown = await self._first(form[0], private=private, in_place=there)
            for more in form[1:]:
                await self._follow_up(more, private=private or self._is_private)
            return shown

        return await in_some_form(message, given, is_plain=self._is_plain)

    async def _go_on(self, message: AnyMessage, *, private: bool) -> int:
        """Show a message after the first; its id."""

        async def given(form: Sequence[AnyMessage]) -> int:
            shown = [await self._follow_up(one, private=private) for one in form]
            return shown[0]

        return await in_some_form(message, given, is_plain=self._is_plain)

    async def _keep(self, ids: list[int], papers: Sequence[Sequence[str]]) -> None:
        """Keep which papers were told in which message; what one person saw nobody can answer."""
        seen = [(number, told) for number, told in zip(ids, papers, strict=False) if number]
        await self._log.keep(ref_of(self._interaction.channel), seen)

    async def _first(self, message: AnyMessage, *, private: bool, in_place: bool) -> int:
        """Show the first message; its id, 0 where it is not known or for one person alone."""
        shown = 0
        interaction = self._interaction
        if self._state is _State.NEW:

            async def respond() -> None:
                nonlocal shown
                parts = await self._parts(message)
                if in_place:
                    await interaction.response.edit_message(**parts.to_edit())
                else:
                    sent = await interaction.response.send_message(
                        **parts.to_send(), ephemeral=private
                    )
                    shown = 0 if private or sent is None else sent.message_id or 0

            await self._acknowledge(respond)
        elif self._state is _State.SILENT and not in_place:
            shown = await self._follow_up(message, private=private)
        elif self._state is _State.THINKING and private and not self._is_private:
            # What was promised to all cannot become private; it goes, and a private one comes.
            await self._repeated(interaction.delete_original_response)
            await self._follow_up(message, private=True)
        else:
            shown = await self._edit(message, private=private)
        self._state = _State.SILENT
        return shown

    async def _edit(self, message: AnyMessage, *, private: bool) -> int:
        """Have a message take the place of what stands there; its id."""
        interaction = self._interaction

        async def edit() -> int:
            parts = await self._parts(message)
            sent = await interaction.edit_original_response(**parts.to_edit())
            return 0 if private or self._is_private else sent.id

        try:
            return await self._repeated(edit)
        except discord.HTTPException as error:
            if error.status != _REFUSED or not message.files or self._state is not _State.THINKING:
                raise
            # Such edits were refused new files that a message may have
            # (https://github.com/discord/discord-api-docs/issues/7529).
            await self._repeated(interaction.delete_original_response)
            self._state = _State.SILENT
            return await self._follow_up(message, private=private or self._is_private)

    async def _follow_up(self, message: AnyMessage, *, private: bool) -> int:
        parts = await self._parts(message)
        followup = self._interaction.followup
        try:
            sent = await followup.send(**parts.to_send(), ephemeral=private, wait=True)
        except _UNCERTAIN as error:
            # It may have arrived: a second one could double it.
            raise ReplyLost(f"nobody knows whether it was shown: {error!r}") from error
        return 0 if private else sent.id

    async def apologise(self, *, private: bool) -> None:
        """Say that there is an answer that cannot be shown.

        Raises:
            ReplyLost: nothing can be shown.
        """
        await self.progress.stop()
        try:
            sorry = phrase("That cannot be shown here; it has been noted.")
            await self._first(DiscordMessage(content=sorry), private=private, in_place=False)
        except discord.HTTPException as error:
            raise ReplyLost(str(error)) from error

    async def _show_progress(self, text: str) -> None:
        await self._interaction.edit_original_response(content=text)

    async def _parts(self, message: AnyMessage) -> Parts:
        return await parts_of(message, self._buttons, self._chat, self._place)

    async def _acknowledge(self, call: Callable[[], Awaitable[Any]]) -> None:
        """Send the first answer; once more where nobody knows whether it arrived.

        Raises:
            ReplyLost: it is too late for that.
        """
        try:
            await self._repeated(call)
        except discord.HTTPException as error:
            if error.code == ACKNOWLEDGED_ALREADY:
                return
            if isinstance(error, discord.NotFound):
                raise ReplyLost(str(error)) from error
            raise

    async def _repeated(self, call: Callable[[], Awaitable[T]]) -> T:
        """What can be asked twice without being done twice."""
        for _ in range(_TRIES - 1):
            try:
                return await call()
            except _UNCERTAIN as error:
                log.info("reply asked again", why=repr(error))
        try:
            return await call()
        except _UNCERTAIN as error:
            raise ReplyLost(repr(error)) from error


def _is_layout(message: discord.Message | None) -> bool:
    return message is not None and message.flags.components_v2
