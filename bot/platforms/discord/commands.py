"""Discord's slash commands, made from the table of commands."""

from __future__ import annotations

import asyncio
import hashlib
import inspect
import json
from collections.abc import Callable, Coroutine, Iterator
from functools import partial
from typing import Any, Final

import aiohttp
import discord
import structlog
from discord import app_commands

from app.limits import LARGEST_IMPORT, text_of_file, too_large
from bot.platforms.discord.carrying_out import Asked
from bot.platforms.discord.interactions import Asking
from bot.platforms.discord.places import place_of, speech_at
from bot.platforms.discord.sending.requests import TooManyInvalidRequests
from bot.platforms.discord.translations import (
    CHANNEL,
    FILE,
    LONGEST,
    MESSAGE_COMMAND,
    Translations,
    described,
)
from bot.platforms.newest import Newest
from bot.platforms.suggestions import Suggestion, Suggestions, has_suggestions
from domain.chats import ChatRef
from domain.errors import InputError, PapercrierError, StoreError
from domain.messages import sentence
from domain.ports import Notes
from domain.requests import Access, Parameter
from handlers.command import Command
from handlers.commands import COMMANDS
from i18n.speech import speaking
from rendering.common.splitting import shortened

log = structlog.get_logger(__name__)
Interaction = discord.Interaction[Any]
SlashCommand = app_commands.Command[Any, ..., None]

_typing: Final[Newest[list[Suggestion]]] = Newest()

_LONGEST_READ: Final = 20.0
_ERRORS: Final = (
    *(discord.DiscordException, aiohttp.ClientError, OSError, TooManyInvalidRequests),
    StoreError,
)
_OF_A_CHAT: Final = frozenset({"subscriptions"})
"""Commands for everybody that speak of a chat all the same."""


class ChannelOption(app_commands.Transformer):
    """A channel or thread that digests can be sent to."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """What Discord calls it."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """The kinds to choose from."""
        kinds = discord.ChannelType
        threads = [kinds.news_thread, kinds.public_thread, kinds.private_thread]
        return [kinds.text, kinds.news, kinds.forum, *threads]

    async def transform(self, interaction: Interaction, value: Any, /) -> int:
        """The channel's id."""
        return int(value.id)


def add_commands(
    tree: app_commands.CommandTree[Any], asking: Asking, suggestions: Suggestions
) -> None:
    """Put every command of the table into the tree, and what Discord has beside them."""
    for command in COMMANDS:
        tree.add_command(_slash(command, asking, suggestions))

    async def summarize(interaction: Interaction, message: discord.Message) -> None:
        await asking.summarize_message(interaction, message)

    tree.add_command(
        app_commands.ContextMenu(
            name=MESSAGE_COMMAND,
            callback=summarize,
            allowed_contexts=_everywhere(),
            allowed_installs=_anyhow(),
        )
    )


async def are_known(tree: app_commands.CommandTree[Any], store: Notes) -> bool:
    """Whether Discord was told of commands before, be they these or earlier ones, or may have."""
    try:
        return bool(await store.note(_note(tree)))
    except StoreError:
        return True


def _note(tree: app_commands.CommandTree[Any]) -> str:
    return f"discord-commands:{tree.client.application_id}"


async def sync_if_changed(tree: app_commands.CommandTree[Any], store: Notes) -> None:
    """Tell Discord of the commands, unless it was told of the same ones before."""
    translations = Translations()
    await tree.set_translator(translations)
    told = []
    for command in tree.get_commands():
        told.append(await command.get_translated_payload(tree, translations))
        # Some milliseconds each, in which digests go out.
        await asyncio.sleep(0)
    text = json.dumps(told, sort_keys=True, ensure_ascii=False)
    fresh = hashlib.sha256(text.encode()).hexdigest()
    note = _note(tree)
    try:
        if await store.note(note) != fresh:
            await tree.sync()
            await store.save_note(note, fresh)
    except _ERRORS as error:
        # Those it knows go on working; the next start tries again.
        log.warning("commands not synced", why=str(error))


def _slash(command: Command, asking: Asking, suggestions: Suggestions) -> SlashCommand:
    for_admins = command.access is Access.ADMINS
    has_channel = for_admins or command.name in _OF_A_CHAT
    has_file = command.name == "import"

    async def run(interaction: Interaction, **options: Any) -> None:
        channel = options.pop(CHANNEL, None)
        file: discord.Attachment | None = options.pop(FILE, None)
        asked = Asked(
            command=command.name,
            options={name: value for name, value in options.items() if value is not None},
            channel=channel,
            file=partial(_content, file) if file else None,
        )
        await asking.ask(interaction, asked)

    options = list(_options(command, has_file=has_file, has_channel=has_channel))
    run.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [_positional("interaction", Interaction), *(option for option, _ in options)]
    )
    describe = app_commands.describe(**{option.name: text for option, text in options})
    made: SlashCommand = app_commands.Command(
        name=command.name,
        description=shortened(command.summary, LONGEST),
        callback=describe(run),
        allowed_contexts=_everywhere(),
        allowed_installs=_anyhow(),
    )
    if command.access is not Access.EVERYBODY:
        made.default_permissions = discord.Permissions(manage_guild=True)
    for parameter in command.parameters:
        _refine(made, command, parameter, suggestions)
    return made


def _options(
    command: Command, *, has_file: bool, has_channel: bool
) -> Iterator[tuple[inspect.Parameter, str]]:
    """The options of a command, each with its description."""
    for parameter in command.parameters:
        required = parameter.required and not has_file
        kind: Any = str
        if parameter.bounds:
            kind = app_commands.Range[int, parameter.bounds[0], parameter.bounds[1]]
        option = _positional(parameter.name, kind, required=required)
        yield option, described(parameter.name, parameter)
    if has_file:
        yield _positional(FILE, discord.Attachment, required=False), described(FILE, None)
    if has_channel:
        yield _positional(CHANNEL, ChannelOption, required=False), described(CHANNEL, None)


def _positional(name: str, kind: Any, *, required: bool = True) -> inspect.Parameter:
    default = inspect.Parameter.empty if required else None
    annotation = kind if required or kind is Interaction else kind | None
    return inspect.Parameter(
        name,
        inspect.Parameter.POSITIONAL_OR_KEYWORD,
        annotation=annotation,
        default=default,
    )


def _refine(
    made: SlashCommand, command: Command, parameter: Parameter, suggestions: Suggestions
) -> None:
    """Give an option its choices, or suggestions while it is being typed."""
    if parameter.choices:
        made._params[parameter.name].choices = [
            app_commands.Choice[str | int | float](name=value, value=value)
            for value in parameter.choices
        ]
    elif has_suggestions(command.name, parameter.name):
        made.autocomplete(parameter.name)(_autocomplete(command.name, parameter.name, suggestions))


def _autocomplete(
    command: str, option: str, suggestions: Suggestions
) -> Callable[[Interaction, str], Coroutine[Any, Any, list[app_commands.Choice[str]]]]:
    async def found(interaction: Interaction, typed: str) -> list[Suggestion]:
        try:
            chat = await _chat_of(interaction)
            with speaking(speech_at(interaction)):
                return await suggestions.of(command, option, chat, typed)
        except PapercrierError as error:
            log.info("no suggestions", why=str(error))
            return []

    async def suggest(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        # Whoever types on sees only what fits the last letter.
        task = _typing.begin(str(interaction.user.id), found(interaction, typed))
        await asyncio.wait({task})
        fitting = [] if task.cancelled() else task.result()
        return [app_commands.Choice(name=name, value=value) for name, value in fitting]

    return suggest


async def _chat_of(interaction: Interaction) -> ChatRef:
    """The chat whose topics are suggested; another channel's only to whoever may manage it."""
    channel = getattr(interaction.namespace, CHANNEL, None)
    here = await place_of(interaction)
    if channel is None:
        return here.ref
    there = await place_of(interaction, int(channel.id))
    return there.ref if there.is_admin else here.ref


async def _content(file: discord.Attachment) -> str:
    """What is in a file.

    Raises:
        InputError: it is too large, no text, or gone.
    """
    if file.size > LARGEST_IMPORT:
        raise too_large()
    try:
        async with asyncio.timeout(_LONGEST_READ):
            return text_of_file(await file.read())
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        raise InputError(sentence("That file cannot be read.")) from error


def _everywhere() -> app_commands.AppCommandContext:
    return app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)


def _anyhow() -> app_commands.AppInstallationType:
    return app_commands.AppInstallationType(guild=True, user=True)
