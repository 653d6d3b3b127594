"""Serving Discord: starts, ends, and everything that can go wrong in between."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.fair_use.effort import Effort
from app.fair_use.lanes import SLOTS
from app.services import Services
from bot.platforms.discord import adapter as discord_adapter
from bot.platforms.discord import interactions as discord_asking
from bot.platforms.discord import replies as discord_replies
from bot.platforms.discord.check import DiscordFails, look_at_discord
from domain.chats import ChatRef
from domain.documents import Document
from domain.messages import as_is
from domain.requests import Request
from handlers import commands
from tests.fakes.discord_objects import GENERAL, NO_POWERS, buttons_of
from tests.fakes.discord_server import FakeDiscord
from tests.patience import PATIENCE
from tests.platforms.discord_harness import Served, harness, settings_for


class Held:
    """A command that ends only when it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        self.begun = asyncio.Event()
        self.go = asyncio.Event()
        self.running = self.most = 0
        held = replace(commands.BY_NAME[name], run=self._run)
        monkeypatch.setitem(commands.BY_NAME, name, held)

    async def _run(self, services: Services, request: Request, *_: object) -> Document:
        self.running += 1
        self.most = max(self.most, self.running)
        self.begun.set()
        request.progress(as_is("Reading the paper"))
        await self.go.wait()
        self.running -= 1
        return Document.say("done at last")


async def test_a_gateway_that_is_down_at_the_start_is_trouble_and_not_the_end(
    tmp_path: Path,
) -> None:
    """The next try has a new client and succeeds."""
    async with FakeDiscord() as discord, harness(tmp_path, discord) as served:
        discord.gateway_refuses = True
        await served.serve()
        (trouble,) = served.troubles
        assert "gateway cannot be reached" in str(trouble)
        discord.gateway_refuses = False
        await served.serve()
        assert served.ups == 1


async def test_an_api_that_is_down_at_the_start_is_trouble(tmp_path: Path) -> None:
    """Likewise."""
    async with FakeDiscord() as discord, harness(tmp_path, discord) as served:
        discord.fail("GET /users/@me", 503)
        await served.serve()
        assert len(served.troubles) == 1


@pytest.mark.parametrize("later", [False, True])
async def test_a_token_that_is_no_good_is_told_with_the_remedy(tmp_path: Path, later: bool) -> None:
    """At the start, or when it is revoked while serving; never with the token itself."""
    async with FakeDiscord() as discord, harness(tmp_path, discord) as served:
        token = discord.token
        if later:
            await served.serve()
            await discord.close_gateway(4004)
        else:
            discord.token = "another"
            await served.serve()
        assert served.task is not None
        await asyncio.wait({served.task}, timeout=PATIENCE)
        (trouble,) = served.troubles
        assert "PAPERCRIER_DISCORD_TOKEN" in str(trouble)
        assert "developer portal" in str(trouble)
        assert token not in str(trouble)
        assert trouble.pause > 60


async def test_being_ready_again_starts_nothing_twice(served: Served) -> None:
    """Discord tells it again after each resume that failed."""
    await served.discord.dispatch("RESUMED", {})
    await served.discord._ready(False)
    async with asyncio.timeout(PATIENCE):
        while served.ups < 2:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    asked = await served.discord.slash("about")
    await served.discord.until(lambda: asked.shown)
    assert len(asked.shown) == 1
    assert len(served.discord.made("PUT /applications")) == 1
    assert served.discord.sent == {}


async def test_answers_being_given_are_given_before_the_end(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is left half-sent."""
    held = Held(monkeypatch, "summarize")
    asked = await served.discord.slash("summarize", paper="2403.04634")
    await asyncio.wait_for(held.begun.wait(), PATIENCE)
    stopping = asyncio.create_task(served.stop())
    await asyncio.sleep(0)
    held.go.set()
    await stopping
    assert "done at last" in asked.text


async def test_whoever_cannot_be_answered_at_the_end_is_told_to_ask_again(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rather than left with "is thinking…" for ever."""
    monkeypatch.setattr(discord_adapter, "FAREWELL", 0.05)
    held = Held(monkeypatch, "summarize")
    asked = await served.discord.slash("summarize", paper="2403.04634")
    await asyncio.wait_for(held.begun.wait(), PATIENCE)
    await served.discord.until(lambda: asked.kind)
    await served.stop()
    assert "ask again" in asked.text


async def test_settings_changed_at_the_same_moment_are_all_kept(served: Served) -> None:
    """One after another, though they are asked for together."""
    options = {"time": "09:30", "timezone": "Berlin", "language": "de", "mute": "survey"}
    asked = [
        await served.discord.ask(name, {"word" if name == "mute" else "value": value})
        for name, value in options.items()
    ]
    for one in asked:
        await served.discord.shown(one)
    chat = await served.services.store.chat(ChatRef("discord", GENERAL))
    assert chat is not None
    chat_settings = chat.settings
    assert (chat_settings.time.hour, chat_settings.zone, chat_settings.language) == (
        9,
        "Europe/Berlin",
        "de",
    )
    assert chat_settings.muted == ("survey",)


async def test_slow_work_is_bounded_and_keeps_nobody_waiting(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of many at once all are acknowledged, some are worked on, and quick ones go past them."""
    held = Held(monkeypatch, "summarize")
    discord = served.discord
    many = [
        await discord.ask("summarize", {"paper": "2403.04634"}, who=str(person))
        for person in range(1, 31)
    ]
    await discord.until(lambda: all(asked.kind for asked in many))
    quick = await discord.slash("help")
    await discord.until(lambda: quick.shown)
    assert held.most == SLOTS[Effort.ASKING]
    assert not any(asked.shown for asked in many)
    held.go.set()
    await discord.until(lambda: all("done" in asked.text for asked in many))


async def test_progress_is_shown_in_the_place_of_the_answer(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the answer takes its place."""
    held = Held(monkeypatch, "summarize")
    asked = await served.discord.slash("summarize", paper="2403.04634")
    await served.discord.until(lambda: asked.shown)
    assert "Reading the paper" in asked.text
    held.go.set()
    await served.discord.until(lambda: "done" in asked.text)
    assert len(asked.shown) == 1


async def test_a_quick_command_that_is_not_quick_is_acknowledged_in_time(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A private one stays private, a button's place stays its own."""
    monkeypatch.setattr(discord_asking, "PATIENCE", 0.01)
    settings = await served.discord.slash("settings")
    await served.discord.until(lambda: settings.shown)
    held = Held(monkeypatch, "settings")
    asked = await served.discord.slash("settings")
    pressed = await served.discord.choose(settings.shown[0], "Digest time: 09:00")
    await served.discord.until(lambda: asked.kind and pressed.kind)
    assert (asked.kind, asked.is_private, pressed.kind) == (5, True, 6)
    held.go.set()
    await served.discord.until(lambda: asked.shown and pressed.shown)
    assert asked.text == pressed.text == "done at last"


@pytest.mark.parametrize("command", ["help", "summarize"])
@pytest.mark.parametrize("done", [False, True])
async def test_an_acknowledgement_that_is_lost_is_given_again(
    served: Served, command: str, done: bool
) -> None:
    """Whether it had arrived or not, there is one answer."""
    served.discord.fail("POST /interactions", done=done)
    options = {"paper": "2403.04634"} if command == "summarize" else {}
    asked = await served.discord.ask(command, options)
    await served.discord.until(lambda: asked.shown)
    assert len(asked.shown) == 1


async def test_an_answer_whose_edit_is_lost_is_given_again(served: Served) -> None:
    """To edit twice is to edit once."""
    served.discord.fail("PATCH /webhooks", times=2)
    asked = await served.discord.slash("search", query="x")
    await served.discord.until(lambda: asked.shown)
    assert len(asked.shown) == 1


async def test_an_interaction_that_came_too_late_troubles_nobody_else(served: Served) -> None:
    """It is given up; the next one is answered."""
    served.discord.fail("POST /interactions", 404, code=10062, message="Unknown interaction")
    await served.discord.slash("help")
    asked = await served.discord.slash("about")
    await served.discord.until(lambda: asked.shown)


async def test_an_answer_that_comes_after_fifteen_minutes_is_sent_to_the_channel(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The interaction takes nothing any more then."""
    monkeypatch.setattr(discord_replies, "TOKEN_LIFE", -1.0)
    held = Held(monkeypatch, "summarize")
    held.go.set()
    await served.discord.slash("summarize", paper="2403.04634")
    await served.discord.until(lambda: served.discord.sent.get(GENERAL))
    assert served.discord.sent[GENERAL][0]["content"] == "done at last"


async def test_a_bug_in_a_command_is_told_without_its_details(
    served: Served, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is noted for the operator."""

    async def broken(services: Services, request: Request) -> Document:
        raise ZeroDivisionError("secret details")

    about = replace(commands.BY_NAME["about"], run=broken)
    monkeypatch.setitem(commands.BY_NAME, "about", about)
    asked = await served.discord.slash("about")
    await served.discord.until(lambda: asked.shown)
    assert asked.is_private
    assert "secret" not in asked.text
    noted = capsys.readouterr()
    assert "secret details" in noted.out + noted.err


async def test_a_command_that_is_no_more_says_so(served: Served) -> None:
    """Discord shows old ones for a while."""
    asked = await served.discord.slash("obsolete")
    await served.discord.until(lambda: asked.shown)
    assert "has changed" in asked.text


async def test_buttons_work_after_a_restart_and_expired_ones_say_so(tmp_path: Path) -> None:
    """What they do stands in them, or in the store."""
    async with FakeDiscord() as discord:
        async with harness(tmp_path, discord) as served:
            await served.serve()
            started = await discord.slash("start")
            await discord.until(lambda: started.shown)
        async with harness(tmp_path, discord) as served:
            await served.serve()
            label = next(iter(buttons_of(started.shown[0])))
            pressed = await discord.press(started.shown[0], label, NO_POWERS)
            await discord.until(lambda: pressed.shown)
            assert label in pressed.text
            expired: dict[str, Any] = dict(started.shown[0])
            button = {"type": 2, "style": 2, "label": "Old", "custom_id": f"pc::0:#{'0' * 32}"}
            expired["components"] = [{"type": 1, "components": [button]}]
            pressed = await discord.press(expired, "Old")
            await discord.until(lambda: pressed.shown)
            assert "expired" in pressed.text
            assert "Menu" in buttons_of(pressed.shown[0])


async def test_check_says_how_discord_stands(tmp_path: Path) -> None:
    """It works, the token is no good, the gateway is down, the API is down."""
    async with FakeDiscord() as discord:
        settings = settings_for(discord, tmp_path)
        token = discord.token
        assert await look_at_discord(settings, token) == "Papercrier"
        with pytest.raises(DiscordFails, match="revoked or mistyped"):
            await look_at_discord(settings, "another")
        discord.gateway_refuses = True
        with pytest.raises(DiscordFails, match="gateway cannot be reached"):
            await look_at_discord(settings, token)
    with pytest.raises(DiscordFails, match="cannot be reached"):
        await look_at_discord(settings, token)
