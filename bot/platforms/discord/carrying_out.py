"""What is asked on Discord becomes a request, is carried out, and leaves what it leaves."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp
import discord
import structlog

from app.fair_use.effort import Effort
from app.services import Services
from bot.platforms.answering import Answer, answered, told
from bot.platforms.discord.places import (
    Place,
    is_only_the_persons,
    name_of,
    place_of,
    ref_of,
    server_of,
)
from bot.platforms.discord.progress import ProgressLine
from bot.platforms.suggestions import Lately
from domain.chats import ChatRef, KeptChat
from domain.errors import InputError, PapercrierError
from domain.messages import sentence
from domain.requests import Request
from handlers.commands import COMMANDS
from handlers.dispatch import effort_of

log = structlog.get_logger(__name__)
Interaction = discord.Interaction[Any]

MAY_BE_SLOW: Final = frozenset(c.name for c in COMMANDS if c.effort is not None)
_SENDS: Final = frozenset({"subscribe", "readinggroup"})
"""Commands after which something is sent that nobody has asked for at that moment."""

_OF_PAPERS: Final = frozenset({"summarize", "evidence", "changes", "why"})


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

    @property
    def turns_a_page(self) -> bool:
        """Whether another page is wanted of what is shown there."""
        return self.by_button and self.argument.split()[-2:-1] == ["page"]


class CarryingOut:
    """Carries out what people ask of one client."""

    def __init__(
        self, services: Services, lately: Lately, forget: Callable[[ChatRef], Awaitable[None]]
    ) -> None:
        """Wire it.

        Args:
            services: what the use cases work with.
            lately: what people have asked about.
            forget: lets go of what a forgotten chat is waiting for.
        """
        self._services = services
        self._lately = lately
        self._forget = forget

    async def carry_out(self, request: Request, slow: Callable[[], None]) -> Answer:
        """Carry out a request when it is its turn.

        Args:
            request: from somebody.
            slow: told where the answer will not be there at once.
        """
        try:
            effort = Effort.QUICK
            if request.command in MAY_BE_SLOW:
                request = context = await self._services.context(request)
                effort = await effort_of(self._services, context)
            turn = self._services.lanes.reserve(
                effort, person=request.person, chat=str(request.chat)
            )
        except PapercrierError as error:
            return Answer(told(error), is_refusal=True)
        if effort is not Effort.QUICK:
            slow()
        # Settings are read, changed and kept: in one chat, one after another. So what is always
        # quick is looked up only now.
        async with turn:
            return await answered(self._services, request)

    async def work(
        self,
        interaction: Interaction,
        asked: Asked,
        begin: Callable[[ChatRef], ProgressLine],
        slow: Callable[[], None],
    ) -> tuple[Answer, Place | None]:
        """The answer to an interaction, and for where.

        Args:
            interaction: of somebody.
            asked: what they want.
            begin: told for which chat it is; gives where to say how far it has come.
            slow: told where the answer will not be there at once.
        """
        try:
            place = await place_of(interaction, asked.channel)
            _check(asked, place)
            argument = await asked.file() if asked.file else asked.argument
        except PapercrierError as error:
            return Answer(told(error), is_refusal=True), None
        line = begin(place.ref)
        request = Request(
            chat=place.ref,
            user=str(interaction.user.id),
            command=asked.command,
            argument=argument,
            options={} if asked.file else asked.options,
            is_admin=place.is_admin,
            is_private=place.is_private,
            locale=str(interaction.locale),
            server=str(interaction.guild_id or "") if not place.is_private else "",
            called=await self._called(interaction, place),
            progress=line,
            draft=line.draft,
        )
        answer = await self.carry_out(request, slow)
        if not answer.is_refusal:
            await self._remember(interaction, asked, place)
        return answer, place

    async def _called(self, interaction: Interaction, place: Place) -> str:
        """What the person or the server goes by; it is asked for where it may matter."""
        if place.is_private:
            return name_of(interaction.user)
        known = server_of(interaction)
        if known or not interaction.guild_id or not self._services.admission.named:
            return known
        server = await interaction.client.servers.server(interaction.guild_id)
        return server.name if server else ""

    async def _remember(self, interaction: Interaction, asked: Asked, place: Place) -> None:
        """What the next question is easier for, and who is to be told of the chat's troubles."""
        if asked.command in _OF_PAPERS:
            self._lately.add(place.ref, str(asked.options.get("paper", asked.argument)))
        elif (
            asked.command == "forgetme" and str(asked.options.get("sure", asked.argument)) == "yes"
        ):
            self._lately.forget(place.ref)
            await self._forget(place.ref)
        elif asked.command == "subscribe":
            await self._services.store.set_absence(place.ref, "")
            await self._keep(interaction, asked, place)

    async def _keep(self, interaction: Interaction, asked: Asked, place: Place) -> None:
        guild = interaction.guild
        if guild is None or is_only_the_persons(interaction):
            return
        number = asked.channel or interaction.channel_id or 0
        channel = await interaction.client.servers.channel(number, guild.id)
        title = f"#{channel.name} ({channel.guild.name})" if channel else guild.name
        try:
            private = await interaction.client.create_dm(interaction.user)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            log.info("manager not reached", why=str(error))
            return
        kept = KeptChat(chat=place.ref, manager=ref_of(private), title=title)
        await self._services.store.keep_chat(kept)


def _check(asked: Asked, place: Place) -> None:
    """Refuse what would come to nothing.

    Raises:
        InputError: it is another's channel, or digests could not be sent there.
    """
    if asked.channel is not None and not place.is_admin:
        raise InputError(sentence("Only those who may manage that channel can do this for it."))
    if asked.command in _SENDS and place.is_admin and place.lacking:
        raise InputError(
            sentence(
                "I could not send anything there by myself: {what} is missing.",
                what=sentence(place.lacking[0]),
            ),
            hint=sentence("Allow it to my role in the channel's settings, then try again."),
        )
