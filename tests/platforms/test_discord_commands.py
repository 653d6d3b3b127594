"""Slash commands on Discord: what is registered, what is offered, and what is answered."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.services import Services
from domain.chats import ChatRef
from domain.documents import Document
from domain.requests import Access, Context
from handlers.commands import BY_NAME, COMMANDS
from tests.fakes.discord_objects import DM, GENERAL, NEWS, NO_POWERS, buttons_of, text_of
from tests.fakes.discord_server import FakeDiscord
from tests.patience import PATIENCE
from tests.platforms.discord_harness import Served, harness

MANAGE_GUILD = str(1 << 5)


def registered(served: Served) -> dict[str, Any]:
    """The commands as Discord was told of them last, by name."""
    (*_, call) = served.discord.made(r"PUT /applications/\d+/commands")
    return {command["name"]: command for command in call.body}


async def test_every_command_of_the_table_is_registered(served: Served) -> None:
    """With a description, its options in order, and only for admins where it is for admins."""
    known = registered(served)
    for command in COMMANDS:
        told = known.pop(command.name)
        assert 1 <= len(told["description"]) <= 100
        names = [option["name"] for option in told["options"]]
        assert names[: len(command.parameters)] == [p.name for p in command.parameters]
        assert all(1 <= len(option["description"]) <= 100 for option in told["options"])
        wanted = MANAGE_GUILD if command.access is not Access.EVERYBODY else None
        assert told["default_member_permissions"] == (int(wanted) if wanted else None)
        assert told["contexts"] == [0, 1, 2]
        assert told["integration_types"] == [0, 1]
    assert [(name, one["type"]) for name, one in known.items()] == [("Summarize paper", 3)]


async def test_first_options_have_the_names_that_outside_tools_rely_on(served: Served) -> None:
    """They are part of the contract with the outside."""
    known = registered(served)
    first = {name: one["options"][0]["name"] for name, one in known.items() if one.get("options")}
    assert first["summarize"] == "paper"
    assert first["subscribe"] == first["digest"] == first["unsubscribe"] == "topic"
    values = ("time", "timezone", "language", "detail", "limit")
    assert {first[name] for name in values} == {"value"}


async def test_options_have_types_choices_and_bounds(served: Served) -> None:
    """Discord's clients then refuse what cannot be right."""
    known = registered(served)
    limit = known["limit"]["options"][0]
    assert (limit["type"], limit["min_value"], limit["max_value"]) == (4, 1, 50)
    choices = [choice["value"] for choice in known["detail"]["options"][0]["choices"]]
    assert choices == ["headline", "brief", "full"]
    channel = known["subscribe"]["options"][1]
    assert (channel["name"], channel["type"], channel["required"]) == ("channel", 7, False)


async def test_descriptions_are_told_in_the_languages_of_the_interface(served: Served) -> None:
    """So that Discord shows them in each person's own."""
    for command in registered(served).values():
        if command["type"] != 1:
            continue
        for told in (command, *command["options"]):
            chinese = told["description_localizations"]["zh-CN"]
            assert any("\u4e00" <= char <= "\u9fff" for char in chinese), chinese
            assert len(chinese) <= 100
            assert "name_localizations" not in told or not told["name_localizations"]


async def test_commands_are_synced_only_when_they_have_changed(tmp_path: Path) -> None:
    """A second start tells Discord nothing; one after a change does."""
    async with FakeDiscord() as discord:
        for _ in range(2):
            async with harness(tmp_path, discord) as served:
                await served.serve()
        assert len(discord.made("PUT /applications")) == 1
        async with harness(tmp_path, discord) as served:
            await served.services.store.save_note("discord-commands:900000000000000001", "another")
            await served.serve()
        assert len(discord.made("PUT /applications")) == 2


@pytest.mark.parametrize("status", [400, 503])
async def test_a_failed_sync_keeps_nobody_from_being_served(tmp_path: Path, status: int) -> None:
    """The commands that Discord knows go on working; the next start syncs."""
    async with FakeDiscord() as discord, harness(tmp_path, discord) as served:
        discord.fail("PUT /applications", status)
        await served.serve()
        asked = await discord.slash("about")
        await discord.shown(asked)
        assert "About Papercrier" in asked.text
        await served.stop()
        await served.serve()
        assert len(discord.made("PUT /applications")) == 2


async def test_a_quick_command_is_answered_at_once(served: Served) -> None:
    """With one request, and pinging nobody."""
    asked = await served.discord.slash("help", command="digest")
    await served.discord.shown(asked)
    assert asked.kind == 4
    assert "/digest" in asked.text
    assert not asked.is_private
    (call,) = served.discord.made("POST /interactions")
    assert call.body["data"]["allowed_mentions"] == {"parse": []}


async def test_a_slow_command_is_acknowledged_first_and_fills_that_in(served: Served) -> None:
    """First “is thinking…” for all, then the answer in its place; a word on the work between."""
    asked = await served.discord.slash("summarize", paper="sample/0000001")
    await served.discord.until(lambda: "sample/0000001" in asked.text)
    assert asked.kind == 5
    assert not asked.is_private
    assert {call.method for call in served.discord.made("/webhooks/")} == {"PATCH"}


async def test_an_error_is_told_to_the_person_alone(served: Served) -> None:
    """What was promised to all is taken back where the answer is an error."""
    asked = await served.discord.slash("summarize", paper="nothing")
    await served.discord.shown(asked)
    assert asked.is_private
    assert "is not an arXiv id" in asked.text
    assert len(asked.shown) == 1


async def test_settings_are_the_persons_alone_and_change_in_place(served: Served) -> None:
    """A button edits the message that it is in."""
    discord = served.discord
    asked = await discord.slash("settings")
    await discord.shown(asked)
    assert asked.is_private
    pressed = await discord.choose(asked.shown[0], "Digest time: 09:00")
    await discord.until(lambda: pressed.shown)
    assert pressed.kind == 7
    chat = await served.services.store.chat(ChatRef("discord", GENERAL))
    assert chat is not None
    assert chat.settings.time.hour == 9


async def test_only_admins_change_a_servers_settings_whatever_discord_lets_through(
    served: Served,
) -> None:
    """Servers can give commands to anybody, so there is a check of our own."""
    discord = served.discord
    for command, options in (("subscribe", {"topic": "robotics"}), ("pause", {})):
        asked = await discord.ask(command, options, powers=NO_POWERS)
        await discord.shown(asked)
        assert asked.is_private
        assert "Only this chat's admins" in asked.text
    assert await served.services.store.subscriptions(ChatRef("discord", GENERAL)) == []
    helped = await discord.ask("help", {}, powers=NO_POWERS)
    await discord.until(lambda: helped.shown)
    assert "Commands" in helped.text


async def test_in_a_private_chat_everybody_may_do_all(served: Served) -> None:
    """And nothing has to be hidden there."""
    asked = await served.discord.slash("subscribe", where=DM, topic="robotics")
    await served.discord.shown(asked)
    assert not asked.is_private
    (followed,) = await served.services.store.subscriptions(ChatRef("discord", DM))
    assert followed.topic.label == "Robotics"


async def test_another_channel_is_managed_from_here(served: Served) -> None:
    """With `channel:`, and with the buttons of the answer to it."""
    discord, store = served.discord, served.services.store
    asked = await discord.slash("subscribe", topic="robotics", channel=NEWS)
    await discord.shown(asked)
    assert asked.is_private
    news = ChatRef("discord", NEWS)
    assert [s.topic.label for s in await store.subscriptions(news)] == ["Robotics"]
    assert await store.subscriptions(ChatRef("discord", GENERAL)) == []
    await discord.until(lambda: discord.made("POST /users/@me/channels"))
    pressed = await discord.press(asked.shown[0], "Undo")
    await discord.until(lambda: pressed.shown)
    assert "No longer following" in pressed.text
    assert await store.subscriptions(news) == []


async def test_whoever_follows_for_a_channel_is_remembered_as_its_keeper(served: Served) -> None:
    """So that there is somebody to tell of its troubles."""
    discord = served.discord
    asked = await discord.slash("subscribe", topic="robotics", channel=NEWS)
    await discord.shown(asked)
    news = ChatRef("discord", NEWS)
    await discord.until(lambda: discord.made("POST /users/@me/channels"))
    async with asyncio.timeout(PATIENCE):
        while not (kept := await served.services.store.managers(news)):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    assert [(k.manager, k.title) for k in kept] == [
        (ChatRef("discord", DM), "#channel-2 (Reading Room)")
    ]


async def test_topics_are_not_followed_where_nothing_could_be_sent(served: Served) -> None:
    """The person is told which permission is missing."""
    discord = served.discord
    discord.bot_permissions = str(1 << 10)
    asked = await discord.slash("subscribe", topic="robotics")
    await discord.shown(asked)
    assert "Send Messages" in asked.text
    assert await served.services.store.subscriptions(ChatRef("discord", GENERAL)) == []


async def test_an_export_is_a_file(served: Served) -> None:
    """All that is kept, as JSON."""
    asked = await served.discord.slash("export")
    await served.discord.shown(asked)
    assert asked.is_private
    (call,) = served.discord.made("POST /interactions")
    assert json.loads(call.files["papercrier.json"])["papercrier"] == 1


async def test_a_long_answer_comes_in_several_messages(served: Served) -> None:
    """The first fills in what was promised, the others follow, all within Discord's limits."""
    discord = served.discord
    asked = await discord.slash("digest", topic="cat:cs.* OR cat:math.* OR cat:stat.*")
    await discord.shown(asked)
    assert asked.kind == 5
    for message in asked.shown:
        assert sum(len(text_of({"embeds": [embed]})) for embed in message["embeds"]) <= 6000


async def test_a_message_that_names_a_paper_can_be_summarised(served: Served) -> None:
    """By the message command, from an id or a link in it."""
    discord = served.discord
    asked = await discord.use_on("Summarize paper", "see https://arxiv.org/pdf/2403.04634v2.pdf")
    await discord.shown(asked)
    assert asked.kind == 5
    assert "04634v2 cannot be looked up" in asked.text


async def test_a_message_of_ours_is_known_by_its_papers(served: Served) -> None:
    """Though it names none: what was sent is kept by its id, but for what one person saw."""
    discord, store = served.discord, served.services.store
    asked = await discord.slash("summarize", paper="sample/0000001")
    await discord.shown(asked)
    (message,) = asked.shown
    here, kept = ChatRef("discord", GENERAL), None
    async with asyncio.timeout(PATIENCE):
        while kept is None:
            kept = await store.sent(here, int(message["id"]))
    assert kept.papers == ("sample/0000001",)
    again = await discord.use_on("Summarize paper", "and so on", message_id=message["id"])
    await discord.shown(again)
    assert "Stepwise Mirrors" in again.text


async def test_a_message_that_names_several_papers_offers_a_choice(served: Served) -> None:
    """One button for each."""
    discord = served.discord
    asked = await discord.use_on("Summarize paper", "2403.04634 or arxiv.org/abs/2403.04635v2?")
    await discord.shown(asked)
    labels = list(buttons_of(asked.shown[0]))
    assert labels == ["Summarize 2403.04634", "Summarize 2403.04635v2"]


async def test_a_message_that_names_no_paper_says_so(served: Served) -> None:
    """To the person alone."""
    asked = await served.discord.use_on("Summarize paper", "hello @everyone")
    await served.discord.shown(asked)
    assert asked.is_private
    assert "names no paper" in asked.text


async def test_an_option_with_a_type_keeps_it(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What Discord has read is never made a line and read again."""
    given: list[object] = []

    async def seen(services: Services, context: Context, value: object) -> Document:
        given.append(value)
        return Document.say("seen")

    def misread(text: str) -> object:
        raise AssertionError(text)

    for name, value in (("limit", 7), ("mute", "two  words")):
        command = BY_NAME[name]
        read = misread if isinstance(value, int) else str
        parameters = (replace(command.parameters[0], read=read),)
        changed = replace(command, run=seen, parameters=parameters)
        monkeypatch.setitem(BY_NAME, name, changed)
        options: dict[str, Any] = {command.parameters[0].name: value}
        asked = await served.discord.slash(name, **options)
        await served.discord.shown(asked)
    assert given == [7, "two  words"]
