"""Which chat a person speaks for on Discord, and what they and the bot may do there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import discord
from discord.abc import GuildChannel

from app.operating.public_names import PublicName
from domain.chats import ChatRef
from domain.errors import InputError
from domain.messages import Speech, marked, sentence
from i18n.catalogues import speech_of
from i18n.languages import language_of

PLATFORM: Final = "discord"
Interaction = discord.Interaction[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A chat as one person has it.

    Attributes:
        ref: the chat.
        is_admin: whether the person may change its settings; everybody may in a private chat.
        is_private: whether it is the person's private chat.
        lacking: what the bot lacks there to send messages by itself, as Discord's settings call it.
    """

    ref: ChatRef
    is_admin: bool
    is_private: bool = False
    lacking: tuple[str, ...] = ()


async def place_of(interaction: Interaction, channel_id: int | None = None) -> Place:
    """The chat that a person means: the one they are in, or another channel of the same server.

    Where the bot was installed by the person and not by the server, it is their private chat.

    Raises:
        InputError: there is no such channel here.
    """
    if channel_id is not None and channel_id != interaction.channel_id:
        return await _elsewhere(interaction, channel_id)
    if is_only_the_persons(interaction):
        return Place(ref=await _private_chat(interaction), is_admin=True, is_private=True)
    channel = interaction.channel
    if interaction.guild_id is None:
        ref = ChatRef(PLATFORM, str(interaction.channel_id))
        return Place(ref=ref, is_admin=True, is_private=True)
    return Place(
        ref=ref_of(channel),
        is_admin=may_manage(interaction.permissions),
        lacking=lacking(interaction.app_permissions, channel),
    )


def is_only_the_persons(interaction: Interaction) -> bool:
    """Whether the bot is here only because this person has installed it for themselves."""
    if interaction.guild_id is None:
        return interaction.context.private_channel
    return interaction.is_user_integration() and not interaction.is_guild_integration()


def is_in_company(interaction: Interaction) -> bool:
    """Whether others read along: on a server, or in a conversation that is not with us."""
    return interaction.guild_id is not None or interaction.context.private_channel


def speech_at(interaction: Interaction) -> Speech:
    """What somebody reads, after their Discord's locale."""
    return speech_of(language_of(str(interaction.locale)))


def ref_of(channel: Any) -> ChatRef:
    """The chat of a channel, or of a thread of one."""
    if isinstance(channel, discord.Thread):
        return ChatRef(PLATFORM, str(channel.parent_id), str(channel.id))
    return ChatRef(PLATFORM, str(channel.id))


def may_manage(permissions: discord.Permissions) -> bool:
    """Whether somebody with these permissions in a channel may change the bot's settings there."""
    return permissions.administrator or permissions.manage_guild or permissions.manage_channels


def lacking(permissions: discord.Permissions, channel: Any) -> tuple[str, ...]:
    """What is missing first to send messages to a channel by oneself; each needs those before."""
    in_thread = isinstance(channel, discord.Thread)
    needed = {
        marked("View Channel"): permissions.view_channel,
        marked("Send Messages in Threads") if in_thread else marked("Send Messages"): (
            permissions.send_messages_in_threads if in_thread else permissions.send_messages
        ),
    }
    if permissions.administrator:
        return ()
    return tuple(name for name, given in needed.items() if not given)[:1]


def public_name(channel: Any) -> PublicName | None:
    """What a channel is called that all members of its server see; None for all others."""
    is_thread = isinstance(channel, discord.Thread)
    within = channel.parent if is_thread else channel
    if not isinstance(within, GuildChannel) or (is_thread and channel.is_private()):
        return None
    if not within.permissions_for(within.guild.default_role).view_channel:
        return None
    return PublicName(f"{within.guild.name} #{channel.name}")


def bot_lacks(channel: GuildChannel | discord.Thread) -> tuple[str, ...]:
    """What the bot itself lacks in a channel that is known."""
    return lacking(channel.permissions_for(channel.guild.me), channel)


async def _elsewhere(interaction: Interaction, channel_id: int) -> Place:
    guild = interaction.guild
    if guild is None or is_only_the_persons(interaction):
        raise InputError(
            sentence("Another channel can only be chosen on a server that I am on."),
            hint=sentence("Leave out “channel”, or use the command on the server."),
        )
    channel = guild.get_channel_or_thread(channel_id)
    if channel is None:
        # Perhaps no gateway has told of it.
        channel = await interaction.client.servers.channel(channel_id, guild.id)
    if channel is None or not isinstance(interaction.user, discord.Member):
        raise InputError(
            sentence("I can't see that channel."),
            hint=sentence("Give me {what} there first.", what=sentence("View Channel")),
        )
    try:
        permissions = channel.permissions_for(interaction.user)
    except discord.ClientException:
        raise InputError(sentence("I can't see that channel.")) from None
    return Place(ref=ref_of(channel), is_admin=may_manage(permissions), lacking=bot_lacks(channel))


async def _private_chat(interaction: Interaction) -> ChatRef:
    try:
        channel = await interaction.client.create_dm(interaction.user)
    except discord.HTTPException:
        raise InputError(
            sentence("Here I work for you alone, and your private chat with me can't be opened."),
            hint=sentence("Allow direct messages from me, then try again."),
        ) from None
    return ref_of(channel)


def name_of(person: discord.abc.User) -> str:
    """What somebody goes by."""
    if person.display_name == person.name:
        return person.name
    return f"{person.display_name} (@{person.name})"


def server_of(interaction: Interaction) -> str:
    """What the server goes by where somebody is; empty where that is not known."""
    return interaction.guild.name if interaction.guild else ""
