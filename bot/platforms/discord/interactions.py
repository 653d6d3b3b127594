"""Interactions on Discord become requests, and documents their answers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, Final

import aiohttp
import discord
import structlog

from app.services import Services
from bot.platforms.answering import told
from bot.platforms.buttons import ButtonData, ButtonExpired
from bot.platforms.discord.carrying_out import MAY_BE_SLOW, Asked, CarryingOut
from bot.platforms.discord.messages import papers_in
from bot.platforms.discord.places import (
    is_in_company,
    is_only_the_persons,
    ref_of,
    speech_at,
)
from bot.platforms.discord.private_messages import PrivateMessages
from bot.platforms.discord.replies import Reply, ReplyLost, TooLate
from bot.platforms.discord.sayings import choice_of, ending, expired, no_paper, not_ours
from bot.platforms.discord.server_clock import ServerClock
from bot.platforms.discord.windows import is_typed, typed_in, window_for
from bot.platforms.reactions import Reactions
from bot.platforms.sent_log import SentLog
from bot.platforms.suggestions import Lately
from domain.chats import ChatRef
from domain.concurrency.asker import being_served
from domain.deliveries import Delivery
from domain.documents import Document
from domain.errors import PapercrierError
from domain.requests import Access
from handlers.asking.questions import lacks_question
from handlers.commands import access_to
from handlers.dispatch import split_command
from handlers.groups.reading_group import is_vote
from i18n.speech import speaking

log = structlog.get_logger(__name__)
Interaction = discord.Interaction[Any]

PATIENCE: Final = 1.5
"""Seconds that a quick command has before it is acknowledged without an answer."""

_LOST: Final = (ReplyLost, discord.HTTPException, aiohttp.ClientError, OSError)


class Asking:
    """Answers everything that people ask of one client; its `log` knows what was answered."""

    def __init__(
        self,
        services: Services,
        lately: Lately,
        send: Callable[[ChatRef, Document, str | None], Awaitable[Delivery]],
        forget: Callable[[ChatRef], Awaitable[None]],
        server_clock: ServerClock | None = None,
    ) -> None:
        """Wire it.

        Args:
            services: the container.
            lately: what people have asked about.
            send: for answers that come too late to be answers, or are none to an interaction.
            forget: lets go of what a forgotten chat is waiting for.
            server_clock: tells what has been asked too long ago to be done.
        """
        self._server_clock = server_clock or ServerClock()
        self._buttons = ButtonData(services.store, services.clock)
        self.log = SentLog(services.store, services.clock)
        self.reactions = Reactions(services, self.log)
        self._carrying_out = CarryingOut(services, lately, forget)
        self._private = PrivateMessages(services, self._carrying_out, self.log, send)
        self._send = send
        self._open: set[asyncio.Task[Any]] = set()
        self._is_ending = False

    async def ask(self, interaction: Interaction, asked: Asked) -> None:
        """Answer a command, unless it is from before a pause of this process.

        What lacks of a question to a paper is asked for in a window: on servers what is said is
        not read, so nobody can put it by a reply.
        """
        if self._server_clock.is_late(interaction.created_at):
            # It was asked again meanwhile, or something else was, which another process has done.
            log.warning("heard too late", command=asked.command)
            return
        paper = str(asked.options.get("question", ""))
        if lacks_question(asked.command, paper):
            await self._open_window(interaction, asked.command, paper, asked.channel)
            return
        with self._counted(), being_served(), speaking(speech_at(interaction)):
            reply = Reply(interaction, self._buttons, self.log, asked.channel)
            try:
                if self._is_ending:
                    await reply.show(ending(), private=is_in_company(interaction))
                else:
                    await self._answer(interaction, asked, reply)
            except asyncio.CancelledError:
                with suppress(*_LOST):
                    await reply.show(ending(), private=False)
                raise
            except _LOST as error:
                log.warning("answer lost", command=asked.command, why=repr(error))
            except Exception:
                log.exception("failed", command=asked.command)
                with suppress(*_LOST):
                    await reply.apologise(private=True)

    async def press(self, interaction: Interaction, place: int | None, data: str) -> None:
        """Answer a button."""
        try:
            name, argument = split_command(await self._buttons.command(data))
        except ButtonExpired:
            await self.say(interaction, expired)
            return
        except PapercrierError as error:
            await self.say(interaction, partial(told, error))
            return
        if is_typed(name, argument):
            await self._open_window(interaction, name, argument, place)
            return
        asked = Asked(command=name, argument=argument, channel=place, by_button=True)
        await self.ask(interaction, asked)

    async def _open_window(
        self, interaction: Interaction, name: str, argument: str, place: int | None
    ) -> None:
        with suppress(*_LOST), speaking(speech_at(interaction)):
            await interaction.response.send_modal(window_for(name, argument, place))

    async def submit(self, interaction: Interaction) -> None:
        """Answer what was typed into a window: a setting's value, or a question."""
        typed = typed_in(dict(interaction.data or {}))
        if typed is None:
            await self.refuse(interaction)
            return
        asked = Asked(
            command=typed.command, argument=typed.argument, channel=typed.place, by_button=True
        )
        await self.ask(interaction, asked)

    async def refuse(self, interaction: Interaction) -> None:
        """Answer what is none of our buttons."""
        await self.say(interaction, not_ours)

    async def summarize_message(self, interaction: Interaction, message: discord.Message) -> None:
        """Explain the paper that a message names; offer a choice where it names several."""
        papers = papers_in(message)
        if not papers and (known := await self.log.paper(ref_of(message.channel), message.id)):
            papers = [known]
        if len(papers) == 1:
            await self.ask(interaction, Asked(command="summarize", options={"paper": papers[0]}))
            return
        offered = partial(choice_of, papers)
        await self.say(interaction, offered if papers else no_paper)

    async def read(self, message: discord.Message) -> None:
        """Answer what was written in a private chat."""
        with self._counted(), being_served():
            if self._is_ending:
                await self._send(ref_of(message.channel), ending(), None)
            else:
                await self._private.answer(message)

    async def say(self, interaction: Interaction, what: Callable[[], Document]) -> None:
        """Tell something to the person alone, in their language."""
        with self._counted(), speaking(speech_at(interaction)):
            try:
                reply = Reply(interaction, self._buttons, self.log)
                await reply.show(what(), private=is_in_company(interaction))
            except _LOST as error:
                log.warning("answer lost", why=repr(error))

    async def finish(self, seconds: float) -> None:
        """Let the answers that are being given be given, for some seconds at most.

        Whoever has to be disappointed then, or asks meanwhile, is told to ask again.
        """
        self._is_ending = True
        tasks = [task for task in self._open if task is not asyncio.current_task()]
        if tasks:
            _, unfinished = await asyncio.wait(tasks, timeout=seconds)
            for task in unfinished:
                task.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)

    async def _answer(self, interaction: Interaction, asked: Asked, reply: Reply) -> None:
        in_company = is_in_company(interaction)
        hides = asked.by_button or access_to(asked.command) is not Access.EVERYBODY
        private = in_company and (hides or is_only_the_persons(interaction))
        is_quick = asked.command not in MAY_BE_SLOW or asked.turns_a_page
        stays = asked.by_button and is_quick and (_has(interaction) or _is_vote(asked))
        waits = asyncio.Event()
        work = asyncio.create_task(
            self._carrying_out.work(interaction, asked, reply.begin, waits.set)
        )
        try:
            if await _is_slow(work, waits):
                silent = asked.by_button and (stays or asked.command not in MAY_BE_SLOW)
                await (reply.acknowledge() if silent else reply.think(private=private))
            answer, place = await work
        finally:
            work.cancel()
        hidden = private or (in_company and answer.is_refusal)
        in_place = stays and answer.document.is_menu and not answer.is_refusal
        try:
            await reply.show(
                answer.document, private=hidden, in_place=in_place, plain=answer.is_plain
            )
        except TooLate:
            if hidden or place is None:
                raise
            await self._send(place.ref, answer.document, None)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        task = asyncio.current_task()
        if task is None or task in self._open:
            yield
            return
        self._open.add(task)
        try:
            yield
        finally:
            self._open.discard(task)


async def _is_slow(work: asyncio.Task[Any], waits: asyncio.Event) -> bool:
    """Whether an answer is not there when a sign of life is due."""
    waiting = asyncio.create_task(waits.wait())
    try:
        await asyncio.wait({work, waiting}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()
    return not work.done()


def _is_vote(asked: Asked) -> bool:
    """Whether a vote is cast: its message shows all how the votes stand."""
    return is_vote(asked.command, asked.argument)


def _has(interaction: Interaction) -> bool:
    """Whether a button was pressed in a message that is the person's own to change."""
    message = interaction.message
    if message is None or not is_in_company(interaction) or message.flags.ephemeral:
        return message is not None
    asked = message.interaction_metadata
    return asked is not None and asked.user.id == interaction.user.id
