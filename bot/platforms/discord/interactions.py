"""Interactions on Discord become requests, and documents their answers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import aiohttp
import discord
import structlog

from app.fair_use.effort import Effort
from app.services import Services
from bot.platforms.answering import Answer, answered, told
from bot.platforms.buttons import ButtonData, ButtonExpired
from bot.platforms.discord.places import Place, is_only_the_persons, place_of, ref_of, speech_at
from bot.platforms.discord.replies import Reply, ReplyLost, TooLate
from bot.platforms.discord.sayings import choice_of, ending, expired, no_paper, not_ours
from bot.platforms.discord.suggestions import Lately
from bot.platforms.sent_log import SentLog
from domain.chats import ChatRef, KeptChat
from domain.concurrency.asker import being_served
from domain.deliveries import Delivery
from domain.documents import Document
from domain.errors import InputError, PapercrierError
from domain.identifiers import PaperId
from domain.messages import sentence
from domain.requests import Access, Request
from handlers.commands import COMMANDS, access_to
from handlers.dispatch import effort_of, split_command
from i18n.speech import speaking

log = structlog.get_logger(__name__)
Interaction = discord.Interaction[Any]

PATIENCE: Final = 1.5
"""Seconds that a quick command has before it is acknowledged without an answer."""

_LOST: Final = (ReplyLost, discord.HTTPException, aiohttp.ClientError, OSError)
_MAY_BE_SLOW: Final = frozenset(c.name for c in COMMANDS if c.effort is not None)
_OF_PAPERS: Final = frozenset({"summarize", "evidence", "why"})
_MOST_OFFERED: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody wants.

    Attributes:
        command: its name.
        argument: what stands after it, where a button has it as a line.
        options: what was given by name.
        channel: another channel of the server, for which it is meant.
        by_button: whether a button was pressed.
        file: reads the argument, where it was given as a file.
    """

    command: str
    argument: str = ""
    options: Mapping[str, str | int] = field(default_factory=dict)
    channel: int | None = None
    by_button: bool = False
    file: Callable[[], Awaitable[str]] | None = None


class Asking:
    """Answers everything that people ask of one client; its `log` knows what was answered."""

    def __init__(
        self,
        services: Services,
        lately: Lately,
        send: Callable[[ChatRef, Document], Awaitable[Delivery]],
        forget: Callable[[ChatRef], Awaitable[None]],
    ) -> None:
        """Wire it.

        Args:
            services: the container.
            lately: what people have asked about.
            send: for answers that come too late to be answers.
            forget: lets go of what a forgotten chat is waiting for.
        """
        self._services = services
        self._buttons = ButtonData(services.store, services.clock)
        self.log = SentLog(services.store, services.clock)
        self._forget = forget
        self._lately = lately
        self._send = send
        self._lanes = services.lanes
        self._open: set[asyncio.Task[Any]] = set()
        self._is_ending = False

    async def ask(self, interaction: Interaction, asked: Asked) -> None:
        """Answer a command."""
        with self._counted(), being_served(), speaking(speech_at(interaction)):
            reply = Reply(interaction, self._buttons, self.log, asked.channel)
            try:
                if self._is_ending:
                    await reply.show(ending(), private=interaction.guild_id is not None)
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
        asked = Asked(command=name, argument=argument, channel=place, by_button=True)
        await self.ask(interaction, asked)

    async def refuse(self, interaction: Interaction) -> None:
        """Answer what is none of our buttons."""
        await self.say(interaction, not_ours)

    async def summarize_message(self, interaction: Interaction, message: discord.Message) -> None:
        """Explain the paper that a message names; offer a choice where it names several."""
        embeds = (f"{one.url} {one.title} {one.description}" for one in message.embeds)
        papers = [str(paper) for paper in PaperId.find("\n".join((message.content, *embeds)))]
        if not papers and (known := await self.log.paper(ref_of(message.channel), message.id)):
            papers = [known]
        if len(papers) == 1:
            await self.ask(interaction, Asked(command="summarize", options={"paper": papers[0]}))
            return
        offered = partial(choice_of, papers[:_MOST_OFFERED])
        await self.say(interaction, offered if papers else no_paper)

    async def say(self, interaction: Interaction, what: Callable[[], Document]) -> None:
        """Tell something to the person alone, in their language."""
        with self._counted(), speaking(speech_at(interaction)):
            try:
                reply = Reply(interaction, self._buttons, self.log)
                await reply.show(what(), private=interaction.guild_id is not None)
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
        on_server = interaction.guild_id is not None
        hides = asked.by_button or access_to(asked.command) is not Access.EVERYBODY
        private = on_server and (hides or is_only_the_persons(interaction))
        waits = asyncio.Event()
        work = asyncio.create_task(self._work(interaction, asked, reply, waits))
        try:
            if await _is_slow(work, waits):
                may_be_slow = asked.command in _MAY_BE_SLOW
                silent = asked.by_button and not may_be_slow
                await (reply.acknowledge() if silent else reply.think(private=private))
            answer, place = await work
        finally:
            work.cancel()
        if place and not answer.is_refusal:
            await self._remember(interaction, asked, place)
        hidden = private or (on_server and answer.is_refusal)
        in_place = (
            answer.document.is_menu and asked.command not in _MAY_BE_SLOW and _has(interaction)
        )
        try:
            await reply.show(answer.document, private=hidden, in_place=in_place)
        except TooLate:
            if hidden or place is None:
                raise
            await self._send(place.ref, answer.document)

    async def _work(
        self, interaction: Interaction, asked: Asked, reply: Reply, waits: asyncio.Event
    ) -> tuple[Answer, Place | None]:
        """The answer, and where; `waits` is set where it will not be there at once."""
        try:
            place = await place_of(interaction, asked.channel)
            _check(asked, place)
            argument = await asked.file() if asked.file else asked.argument
        except PapercrierError as error:
            return Answer(told(error), is_refusal=True), None
        reply.is_for(place.ref)
        request: Request = Request(
            chat=place.ref,
            user=str(interaction.user.id),
            command=asked.command,
            argument=argument,
            options={} if asked.file else asked.options,
            is_admin=place.is_admin,
            is_private=place.is_private,
            locale=str(interaction.locale),
            progress=reply.progress,
        )
        try:
            effort = Effort.QUICK
            if asked.command in _MAY_BE_SLOW:
                request = context = await self._services.context(request)
                effort = await effort_of(self._services, context)
            turn = self._lanes.reserve(effort, person=request.person, chat=str(place.ref))
        except PapercrierError as error:
            return Answer(told(error), is_refusal=True), None
        if effort is not Effort.QUICK:
            waits.set()
        # Settings are read, changed and kept: in one chat, one after another. So what is always
        # quick is looked up only now.
        async with turn:
            return await answered(self._services, request), place

    async def _remember(self, interaction: Interaction, asked: Asked, place: Place) -> None:
        """What the next question is easier for, and who is to be told of the chat's troubles."""
        if asked.command in _OF_PAPERS:
            self._lately.add(place.ref, str(asked.options.get("paper", asked.argument)))
        elif asked.command == "forgetme":
            self._lately.forget(place.ref)
            await self._forget(place.ref)
        elif asked.command == "subscribe":
            await self._services.store.set_absence(place.ref, "")
            await self._keep(interaction, asked, place)

    async def _keep(self, interaction: Interaction, asked: Asked, place: Place) -> None:
        guild = interaction.guild
        if guild is None or is_only_the_persons(interaction):
            return
        channel = guild.get_channel_or_thread(asked.channel or interaction.channel_id or 0)
        title = f"#{channel.name} ({guild.name})" if channel else guild.name
        try:
            private = await interaction.client.create_dm(interaction.user)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            log.info("manager not reached", why=str(error))
            return
        kept = KeptChat(chat=place.ref, manager=ref_of(private), title=title)
        await self._services.store.keep_chat(kept)

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


def _has(interaction: Interaction) -> bool:
    """Whether a button was pressed in a message that is the person's own to change."""
    message = interaction.message
    if message is None or interaction.guild_id is None or message.flags.ephemeral:
        return message is not None
    asked = message.interaction_metadata
    return asked is not None and asked.user.id == interaction.user.id


def _check(asked: Asked, place: Place) -> None:
    """Refuse what would come to nothing.

    Raises:
        InputError: it is another's channel, or digests could not be sent there.
    """
    if asked.channel is not None and not place.is_admin:
        raise InputError(sentence("Only those who may manage that channel can do this for it."))
    if asked.command == "subscribe" and place.is_admin and place.lacking:
        raise InputError(
            sentence(
                "I could not send digests there: {what} is missing.",
                what=sentence(place.lacking[0]),
            ),
            hint=sentence("Allow it to my role in the channel's settings, then try again."),
        )
