"""Who may do what on Discord, as `docs/rights.md` has it: each right by whom it is had and not.

Discord hides some commands from some people; servers can change that, and a client can send
anything. So each right is proven by what becomes of a request that Discord lets through.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from domain.chats import ChatRef
from domain.requests import Request
from handlers.dispatch import dispatch
from tests.fakes.discord_api import Asked
from tests.fakes.discord_objects import DM, EVERYTHING, GENERAL, NEWS, NO_POWERS
from tests.fakes.discord_server import FakeDiscord
from tests.platforms.discord_harness import Served, harness

MEMBER = "200000000000000077"
MANAGE_CHANNELS, MANAGE_GUILD, ADMINISTRATOR = (str(1 << bit) for bit in (4, 5, 3))
HERE, THERE, PRIVATE = (ChatRef("discord", chat) for chat in (GENERAL, NEWS, DM))
SECRET = "a topic that only the other channel's managers may see"


@pytest_asyncio.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    """Discord, served to a member who has no rights but what each test gives."""
    async with FakeDiscord() as discord:
        discord.person = MEMBER
        async with harness(tmp_path, discord) as container_:
            await container_.serve()
            yield container_


async def follow(served: Served, chat: ChatRef, topic: str) -> None:
    """Have a chat follow a topic."""
    await dispatch(served.services, Request(chat, "1", "subscribe", topic))


async def labels(served: Served, chat: ChatRef) -> list[str]:
    """What a chat follows."""
    return [s.topic.label for s in await served.services.store.subscriptions(chat)]


async def asked(served: Served, name: str, powers: str, **options: str) -> Asked:
    """A finished answer to a command."""
    interaction = await served.discord.ask(name, options, powers=powers)
    await served.discord.shown(interaction)
    return interaction


def manages_there(discord: FakeDiscord, *, may: bool) -> None:
    """Let the member manage the other channel, or let them not."""
    overwrite = {"id": MEMBER, "type": 1, "allow": MANAGE_CHANNELS if may else "0", "deny": "0"}
    discord.overwrites[NEWS] = [overwrite]


async def told_again(served: Served) -> None:
    """Have the bot see what was changed on the server."""
    await served.discord.dispatch("CHANNEL_UPDATE", served.discord._channel(NEWS))


@pytest.mark.parametrize("powers", [MANAGE_CHANNELS, MANAGE_GUILD, ADMINISTRATOR])
async def test_whoever_manages_a_channel_changes_its_settings(served: Served, powers: str) -> None:
    """Any of three permissions, in that channel."""
    await asked(served, "subscribe", str(int(NO_POWERS) | int(powers)), topic="robotics")
    assert await labels(served, HERE) == ["Robotics"]


async def test_a_member_reads_and_changes_nothing(served: Served) -> None:
    """Whatever the server lets through; what is read is for all."""
    for command, options in (("subscribe", {"topic": "robotics"}), ("export", {}), ("stats", {})):
        refused = await asked(served, command, NO_POWERS, **options)
        assert refused.is_private
        assert refused.text.startswith("Only"), command
    assert await labels(served, HERE) == []
    assert "Commands" in (await asked(served, "help", NO_POWERS)).text


@pytest.mark.parametrize("name", ["subscribe", "export", "forgetme", "subscriptions", "settings"])
async def test_another_channel_is_for_those_who_manage_it(served: Served, name: str) -> None:
    """Managing this one is no right there: what it follows is neither read nor changed."""
    await follow(served, THERE, SECRET)
    options = {"channel": NEWS} | ({"topic": "robotics"} if name == "subscribe" else {})
    refused = await asked(served, name, EVERYTHING, **options)
    assert refused.is_private
    assert refused.text == "Only those who may manage that channel can do this for it."
    assert await labels(served, THERE) == [SECRET]


@pytest.mark.parametrize("command", ["start", "digest", "why sample/0000001", "subscriptions"])
async def test_a_forged_button_of_another_channel_is_no_way_round(
    served: Served, command: str
) -> None:
    """A button carries the channel that it is for, and anybody could write another into it."""
    await follow(served, THERE, SECRET)
    shown = await asked(served, "help", NO_POWERS)
    pressed = await served.discord.press_id(shown.shown[0], f"pc:{NEWS}:0:=/{command}", NO_POWERS)
    await served.discord.shown(pressed)
    assert pressed.text == "Only those who may manage that channel can do this for it."


async def test_whoever_manages_the_other_channel_may_from_here(tmp_path: Path) -> None:
    """Though they have no rights in this one."""
    async with FakeDiscord() as discord:
        discord.person = MEMBER
        manages_there(discord, may=True)
        async with harness(tmp_path, discord) as served:
            await served.serve()
            done = await asked(served, "subscribe", NO_POWERS, topic="robotics", channel=NEWS)
            assert "Following" in done.text
            assert await labels(served, THERE) == ["Robotics"]
            assert (
                "Robotics" in (await asked(served, "subscriptions", NO_POWERS, channel=NEWS)).text
            )
            manages_there(discord, may=False)
            await told_again(served)
            refused = await asked(served, "unsubscribe", EVERYTHING, topic="all", channel=NEWS)
            assert "Only those who may manage that channel" in refused.text


@pytest.mark.parametrize("may", [True, False])
async def test_suggestions_tell_no_others_topics(tmp_path: Path, may: bool) -> None:
    """While somebody types a topic of another channel to be dropped."""
    async with FakeDiscord() as discord:
        discord.person = MEMBER
        manages_there(discord, may=may)
        async with harness(tmp_path, discord) as served:
            await served.serve()
            await follow(served, THERE, "hidden topic")
            typed = await discord.ask(
                "unsubscribe",
                {"channel": NEWS, "topic": "hid"},
                powers=EVERYTHING,
                focused="topic",
            )
            await discord.until(lambda: typed.kind)
            found = [choice["value"] for choice in typed.choices]
            assert found == (["hidden topic"] if may else [])


@pytest.mark.parametrize("channel", [GENERAL, NEWS])
async def test_a_bot_of_ones_own_has_no_right_on_a_server(served: Served, channel: str) -> None:
    """Installed by a person and not by the server, it works for their private chat alone."""
    served.discord.is_the_persons = True
    done = await asked(served, "subscribe", EVERYTHING, topic="robotics")
    assert done.is_private
    assert await labels(served, PRIVATE) == ["Robotics"]
    assert await labels(served, HERE) == []
    if channel != GENERAL:
        refused = await asked(served, "pause", EVERYTHING, channel=channel)
        assert "on a server that I am on" in refused.text


async def test_in_a_private_chat_a_channel_of_a_server_is_out_of_reach(served: Served) -> None:
    """There is no knowing what somebody may do there."""
    refused = await served.discord.slash("pause", where=DM, channel=NEWS)
    await served.discord.shown(refused)
    assert "on a server that I am on" in refused.text


@pytest.mark.parametrize(
    ("where", "powers", "is_own", "may"),
    [
        (DM, EVERYTHING, False, False),
        (GENERAL, NO_POWERS, False, False),
        (GENERAL, MANAGE_GUILD, False, True),
        (GENERAL, EVERYTHING, True, False),
    ],
    ids=["private", "member", "manager", "bot of one's own"],
)
async def test_who_may_have_a_summary_made_anew(
    served: Served, where: str, powers: str, is_own: bool, may: bool
) -> None:
    """In a private chat everybody is an admin, so there none but an operator."""
    served.discord.is_the_persons = is_own
    options = {"paper": "sample/0000001 regenerate"}
    done = await served.discord.ask("summarize", options, where=where, powers=powers)
    wanted = "Stepwise Mirrors" if may else "Only admins of a group"
    await served.discord.until(lambda: wanted in done.text)


@pytest.mark.parametrize("where", [DM, GENERAL])
async def test_operators_have_their_rights_everywhere(served: Served, where: str) -> None:
    """And nobody else has, though the chat is their own."""
    refused = await served.discord.slash("stats", where=where)
    await served.discord.shown(refused)
    assert "Only those who run Papercrier" in refused.text
    object.__setattr__(served.services, "operators", frozenset({("discord", MEMBER)}))
    shown = await served.discord.ask("stats", {}, where=where, powers=NO_POWERS)
    await served.discord.shown(shown)
    assert "How Papercrier is doing" in shown.text
    line = {"paper": "sample/0000001 regenerate"}
    done = await served.discord.ask("summarize", line, where=where, powers=NO_POWERS)
    await served.discord.until(lambda: "Stepwise Mirrors" in done.text)


@pytest.mark.parametrize(
    "custom_id",
    [
        *("", "x", "menu:1", "pc:", "pc::0:", "pc::0:help", "pc::0:=help", "pc:x:0:=/start"),
        *("pc::0:=sample/0000001", "pc::1000:=/start", "pc::0:?/start", "a" * 100),
    ],
)
async def test_ids_that_no_button_of_ours_has(served: Served, custom_id: str) -> None:
    """One sentence to the person alone, nothing done; buttons go on working."""
    discord = served.discord
    shown = await asked(served, "start", NO_POWERS)
    pressed = await discord.press_id(shown.shown[0], custom_id, NO_POWERS)
    await discord.shown(pressed)
    assert pressed.is_private
    assert pressed.text == "That is no button of mine; nothing was done."
    again = await discord.press(shown.shown[0], "Robotics", NO_POWERS)
    await discord.shown(again)
    assert "Robotics" in again.text or "robot" in again.text


async def test_a_channel_that_is_no_number_of_any(served: Served) -> None:
    """As long as an id can be."""
    shown = await asked(served, "start", NO_POWERS)
    pressed = await served.discord.press_id(shown.shown[0], f"pc:{'9' * 80}:0:=/start", EVERYTHING)
    await served.discord.shown(pressed)
    assert "I can't see that channel." in pressed.text
