"""For which chat somebody speaks on Discord, and what they and the bot may do there."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.platforms.discord.places import (
    Place,
    bot_lacks,
    lacking,
    may_manage,
    place_of,
    public_name,
    ref_of,
    speech_at,
)
from domain.chats import ChatRef
from domain.errors import InputError

HERE, THERE, GUILD, DM = 301, 302, 100, 400
ALL = discord.Permissions(view_channel=True, send_messages=True, send_messages_in_threads=True)
MANAGER = discord.Permissions(manage_channels=True)
PLAIN = discord.Permissions(view_channel=True, send_messages=True, administrator=False)


class Room:
    """A channel of the server."""

    def __init__(self, number: int, **may: discord.Permissions) -> None:
        self.id = number
        self.guild = SimpleNamespace(me="bot")
        self._may = may

    def permissions_for(self, who: Any) -> discord.Permissions:
        """What somebody may do here."""
        return self._may[kind_of(who)]


def kind_of(who: object) -> str:
    """The bot or a person, and nothing else has permissions."""
    assert who == "bot" or isinstance(who, discord.Member), who
    return "bot" if who == "bot" else "person"


class Corner(discord.Thread):
    """A thread of a channel."""

    def __init__(self, number: int, parent: int, permissions: discord.Permissions | None) -> None:
        self.id = number
        self.parent_id = parent
        self.guild = SimpleNamespace(me="bot")  # type: ignore[assignment]
        self._permissions = permissions

    __slots__ = ("_permissions",)

    def permissions_for(self, who: Any, /) -> discord.Permissions:
        """What anybody may do here; nobody can tell where its channel is unknown."""
        assert kind_of(who)
        if self._permissions is None:
            raise discord.ClientException
        return self._permissions


class Person(discord.Member):
    """A member of the server."""

    __slots__ = ()

    def __init__(self) -> None:
        """Nothing of them matters but that they are one."""


class Direct:
    """A client that opens private chats, or may not."""

    def __init__(self, *, shut: bool = False) -> None:
        self._shut = shut
        self.servers = self

    async def channel(self, number: int, server: int) -> None:
        """Discord tells of no other channels than those that it has told."""

    async def create_dm(self, user: object) -> Room:
        """Open one."""
        assert kind_of(user) == "person"
        if self._shut:
            answer = SimpleNamespace(status=403, reason="Forbidden")
            raise discord.HTTPException(answer, "no")  # type: ignore[arg-type]
        return Room(DM)


def asked(**more: Any) -> Any:
    """Somebody who asks in a channel of a server, as Discord tells it."""
    rooms: dict[int, Any] = more.pop("rooms", {})
    by_user, by_guild = more.pop("installed", (False, True))
    usual: dict[str, Any] = {
        "channel_id": HERE,
        "channel": Room(HERE),
        "guild_id": GUILD,
        "guild": SimpleNamespace(id=GUILD, get_channel_or_thread=rooms.get),
        "permissions": PLAIN,
        "app_permissions": ALL,
        "user": Person(),
        "context": SimpleNamespace(private_channel=False),
        "client": Direct(),
        "is_user_integration": lambda: by_user,
        "is_guild_integration": lambda: by_guild,
    }
    return SimpleNamespace(**(usual | more))


@pytest.mark.parametrize(
    ("permissions", "may"),
    [
        (discord.Permissions(administrator=True), True),
        (discord.Permissions(manage_guild=True), True),
        (discord.Permissions(manage_channels=True), True),
        (discord.Permissions(manage_messages=True, kick_members=True, manage_threads=True), False),
        (discord.Permissions.none(), False),
    ],
)
def test_who_may_change_settings(permissions: discord.Permissions, *, may: bool) -> None:
    """Administrators, and those who manage the server or the channel; nobody else."""
    assert may_manage(permissions) is may


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, "View Channel"),
        ({"view_channel": True}, "Send Messages"),
        ({"view_channel": True, "send_messages_in_threads": True}, "Send Messages"),
        ({"send_messages": True}, "View Channel"),
        ({"view_channel": True, "send_messages": True}, ""),
        ({"administrator": True}, ""),
    ],
)
def test_what_the_bot_lacks(given: dict[str, bool], missing: str) -> None:
    """What is missing first; an administrator lacks nothing."""
    assert lacking(discord.Permissions(**given), Room(HERE)) == ((missing,) if missing else ())


def test_in_a_thread_it_is_another_permission() -> None:
    """That of the channel does not do."""
    thread = Corner(7, HERE, ALL)
    without = discord.Permissions(view_channel=True, send_messages=True)
    assert lacking(without, thread) == ("Send Messages in Threads",)
    assert lacking(ALL, thread) == ()
    assert bot_lacks(thread) == ()
    assert bot_lacks(Corner(7, HERE, without)) == ("Send Messages in Threads",)
    assert bot_lacks(Room(HERE, bot=PLAIN)) == ()  # type: ignore[arg-type]


def test_a_thread_is_a_chat_of_its_own_in_its_channel() -> None:
    """By both ids."""
    assert ref_of(Corner(7, HERE, ALL)) == ChatRef("discord", str(HERE), "7")
    assert ref_of(Room(HERE)) == ChatRef("discord", str(HERE))


@pytest.mark.parametrize(("locale", "language"), [("zh-CN", "zh"), ("en-GB", "en"), ("xx", "en")])
def test_what_somebody_reads(locale: str, language: str) -> None:
    """By what their Discord is set to, as far as we speak it."""
    assert speech_at(asked(locale=locale)).language == language


async def test_where_somebody_is() -> None:
    """With their own rights there and the bot's."""
    for channel in (None, HERE):
        assert await place_of(asked(), channel) == Place(
            ref=ChatRef("discord", str(HERE)), is_admin=False
        )
    managed = await place_of(asked(permissions=MANAGER, app_permissions=PLAIN))
    assert managed.is_admin
    assert not managed.is_private
    assert managed.lacking == ()
    thread = await place_of(asked(channel_id=7, channel=Corner(7, HERE, ALL)))
    assert thread.ref == ChatRef("discord", str(HERE), "7")
    without = discord.Permissions(view_channel=True, send_messages=True)
    corner = asked(channel_id=7, channel=Corner(7, HERE, ALL), app_permissions=without)
    assert (await place_of(corner)).lacking == ("Send Messages in Threads",)


async def test_in_a_private_chat_everybody_may() -> None:
    """It is theirs."""
    private = asked(guild_id=None, guild=None, channel_id=DM)
    assert await place_of(private) == Place(
        ref=ChatRef("discord", str(DM)), is_admin=True, is_private=True
    )


@pytest.mark.parametrize(
    "asking",
    [
        {"guild_id": None, "context": SimpleNamespace(private_channel=True)},
        {"installed": (True, False), "permissions": MANAGER},
    ],
)
async def test_installed_by_a_person_it_is_their_private_chat(asking: dict[str, Any]) -> None:
    """Among others' messages, or on a server that has not invited it."""
    place = await place_of(asked(**asking))
    assert place == Place(ref=ChatRef("discord", str(DM)), is_admin=True, is_private=True)
    with pytest.raises(InputError, match="can't be opened") as refused:
        await place_of(asked(**asking, client=Direct(shut=True)))
    assert "Allow direct messages" in str(refused.value.hint)


async def test_installed_by_both_it_is_the_servers() -> None:
    """Somebody's own installation gives them no right on a server that has it too."""
    place = await place_of(asked(installed=(True, True)))
    assert place == Place(ref=ChatRef("discord", str(HERE)), is_admin=False)


@pytest.mark.parametrize(("permissions", "may"), [(MANAGER, True), (PLAIN, False)])
async def test_another_channel_is_managed_by_who_may_manage_it(
    permissions: discord.Permissions, *, may: bool
) -> None:
    """By their right there, whatever they may do where they are."""
    rooms = {THERE: Room(THERE, person=permissions, bot=PLAIN)}
    for here in (MANAGER, PLAIN):
        place = await place_of(asked(rooms=rooms, permissions=here), THERE)
        assert place == Place(ref=ChatRef("discord", str(THERE)), is_admin=may)
    thread = {7: Corner(7, THERE, permissions)}
    place = await place_of(asked(rooms=thread), 7)
    assert (place.ref, place.is_admin) == (ChatRef("discord", str(THERE), "7"), may)


@pytest.mark.parametrize(
    ("asking", "told", "hint"),
    [
        ({}, "I can't see that channel", "Give me View Channel there first"),
        ({"rooms": {THERE: Room(THERE)}, "user": "a stranger"}, "I can't see that channel", "Give"),
        ({"rooms": {THERE: Corner(THERE, HERE, None)}}, "I can't see that channel", ""),
        ({"guild": None}, "only be chosen on a server that I am on", "Leave out “channel”"),
        ({"installed": (True, False)}, "only be chosen on a server that I am on", "Leave out"),
    ],
)
async def test_a_channel_that_cannot_be_meant(asking: dict[str, Any], told: str, hint: str) -> None:
    """Each with what to do, where something can be done."""
    with pytest.raises(InputError, match=told) as refused:
        await place_of(asked(**asking), THERE)
    assert str(refused.value.hint).startswith(hint)
    assert bool(refused.value.hint) == bool(hint)


class Hall(discord.TextChannel):
    """A channel that all members of the server see, or not."""

    __slots__ = ("_seen",)

    def __init__(self, *, is_seen: bool) -> None:
        self.name = "papers"
        self.guild = SimpleNamespace(name="Lamps", default_role="all")  # type: ignore[assignment]
        self._seen = discord.Permissions(view_channel=is_seen)

    def permissions_for(self, who: Any, /) -> discord.Permissions:
        """What all may do here."""
        assert who == "all"
        return self._seen


class Nook(discord.Thread):
    """A thread of such a channel."""

    __slots__ = ("_hall",)

    def __init__(self, hall: Hall, kind: discord.ChannelType) -> None:
        self.name = "nerf"
        self._hall = hall
        self._type = kind  # type: ignore[assignment]

    @property
    def parent(self) -> Any:
        """Its channel."""
        return self._hall


def test_what_all_members_see_has_a_public_name() -> None:
    """Private chats, private threads and channels for some have none."""
    hall, closed = Hall(is_seen=True), Hall(is_seen=False)
    public, private = discord.ChannelType.public_thread, discord.ChannelType.private_thread
    named = public_name(hall)
    assert named is not None
    assert (named.title, named.name) == ("Lamps #papers", "")
    thread = public_name(Nook(hall, public))
    assert thread is not None
    assert thread.title == "Lamps #nerf"
    for other in (closed, Nook(hall, private), Nook(closed, public), SimpleNamespace(name="x")):
        assert public_name(other) is None
