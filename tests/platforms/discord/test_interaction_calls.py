"""What Discord posts is answered in a process that has no gateway; what others post is not."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.operations.archive_server import calls_taken
from bot.operations.calls import LARGEST
from bot.platforms.discord.adapter import DiscordAdapter
from bot.platforms.discord.check import DiscordFails, look_at_discord
from bot.platforms.discord.receiving.signatures import OLDEST
from domain.chats import ChatRef
from tests.fakes import discord_api
from tests.fakes.discord_objects import DM, NEWS, NO_POWERS, application, buttons_of
from tests.fakes.discord_server import FakeDiscord
from tests.patience import PATIENCE
from tests.platforms.discord.signed_posts import SignedPosts
from tests.platforms.discord_harness import Served, harness, settings_for
from tests.platforms.test_telegram_webhook import free_port

PING = b'{"type": 1}'


@dataclass(slots=True)
class Posted:
    """A process that has no gateway, and Discord posts to it."""

    served: Served
    discord: FakeDiscord
    posts: SignedPosts


async def never(work: Callable[[], Awaitable[None]]) -> None:
    """Another process has the gateway."""
    await asyncio.get_running_loop().create_future()


@asynccontextmanager
async def posted_to(
    folder: Path,
    discord: FakeDiscord,
    listening: Callable[[Callable[[], Awaitable[None]]], Awaitable[None]] | None = never,
) -> AsyncIterator[Posted]:
    """A process, logged in."""
    address = f"127.0.0.1:{free_port()}"
    posts = SignedPosts(address)
    discord.posts = posts
    async with harness(folder, discord) as served, calls_taken(address) as calls:
        settings = settings_for(discord, folder).model_copy(
            update={"discord_public_key": posts.public_key}
        )
        served.adapter = DiscordAdapter(
            served.services,
            settings,
            discord.token,
            patience=0.05,
            listening=listening,
            calls=calls,
        )
        served.task = asyncio.create_task(served.adapter.serve(asyncio.Event().wait))  # type: ignore[arg-type]
        async with asyncio.timeout(PATIENCE):
            while not served.adapter.messenger.is_serving():  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        yield Posted(served, discord, posts)
        await served.stop()


@pytest.fixture
async def posted(tmp_path: Path) -> AsyncIterator[Posted]:
    """A process that has no gateway."""
    async with FakeDiscord() as discord, posted_to(tmp_path, discord) as made:
        yield made


async def test_everything_people_can_do_is_answered(posted: Posted) -> None:
    """Commands, buttons, selects, windows, suggestions and a message's menu, as by the gateway."""
    discord = posted.discord
    asked = await discord.slash("summarize", paper="sample/0000001")
    await discord.shown(asked)
    pressed = await discord.press(asked.shown[0], "Evidence")
    await discord.shown(pressed)
    typed = await discord.ask("subscribe", {"topic": "diffus"}, focused="topic")
    await discord.until(lambda: typed.choices)
    named = await discord.use_on("Summarize paper", "see https://arxiv.org/pdf/2403.04634v2.pdf")
    await discord.shown(named)
    assert "04634v2 cannot be looked up" in named.text
    settings = await discord.slash("settings")
    await discord.shown(settings)
    chosen = await discord.choose(settings.shown[0], "Digest time: 09:00")
    await discord.until(lambda: "09:00" in chosen.text or chosen.kind)
    pressed = await discord.press(settings.shown[0], "Timezone ›")
    await discord.until(lambda: pressed.kind == 9)
    window = discord.made("callback$")[-1].body["data"]
    answered = await discord.submit(settings.shown[0], window, "Nowhereland")
    await discord.until(lambda: answered.kind)
    private = await discord.slash("topics", where=DM)
    await discord.shown(private)
    assert set(posted.posts.statuses) == {202}
    assert not discord._sockets


async def test_another_channel_is_meant_by_who_may_manage_it(posted: Posted) -> None:
    """Its rights, and what it is called, are asked for: no gateway has told of them."""
    discord, services = posted.discord, posted.served.services
    discord.fail(r"GET /guilds/\d+$", 403)
    unseen = await discord.slash("subscribe", topic="cs.RO", channel=NEWS)
    await discord.shown(unseen)
    assert "I can't see that channel" in unseen.text
    asked = await discord.slash("subscribe", topic="cs.RO", channel=NEWS)
    await discord.shown(asked)
    there = ChatRef("discord", NEWS)
    assert len(await services.store.subscriptions(there)) == 1
    (kept,) = await services.store.managers(there)
    assert kept.title == "#channel-2 (Reading Room)"
    discord.person = "200000000000000009"
    refused = await discord.ask("subscribe", {"topic": "cs.CV", "channel": NEWS}, powers=NO_POWERS)
    await discord.shown(refused)
    assert "may manage that channel" in refused.text
    here = await discord.slash("subscribe", topic="cs.CL")
    await discord.shown(here)
    assert len(discord.made(r"GET /guilds/\d+$")) == 2, "once for half a minute"


FORGED: tuple[tuple[dict[str, str], int], ...] = (
    ({"X-Signature-Ed25519": "00" * 64}, 401),
    ({"X-Signature-Ed25519": "no hex"}, 401),
    ({"X-Signature-Ed25519": ""}, 401),
    ({"X-Signature-Timestamp": "1"}, 401),
    ({"X-Signature-Timestamp": ""}, 401),
    ({"X-Signature-Timestamp": "1" * 400}, 401),
    ({}, 200),
)

ODD: tuple[tuple[bytes, int], ...] = (
    (b"", 400),
    (b"[" * 100_000, 400),
    (b'{"type": 99, "id": "1"}', 400),
    (b'{"type": true}', 400),
    (b'{"type": 2}', 400),
    (b'{"type": 2, "id": "x"}', 400),
    (b'{"type": 2, "id": "1"}', 400),
    (b'{"type": 3, "id": "2", "data": {}}', 400),
    (b"\xff", 400),
    (b" " * (LARGEST + 1), 413),
)


async def test_what_discord_has_not_signed_is_refused(posted: Posted) -> None:
    """With the status that Discord wants to see when it tries; a right PING is answered."""
    posts = posted.posts
    for wrong, status in FORGED:
        answer = await posts.post(PING, posts.headers(PING) | wrong)
        assert (wrong, posts.statuses.pop()) == (wrong, status)
        assert answer == (PING if status == 200 else b"")
    # The signature is of the body too, and another application's key is no good.
    await posts.post(b'{"type": 2}', posts.headers(PING))
    await posts.post(PING, SignedPosts("").headers(PING))
    assert posts.statuses == [401, 401]


async def test_what_was_signed_long_ago_is_refused(posted: Posted) -> None:
    """Somebody may have kept it."""
    for late in (OLDEST + 60, -OLDEST - 60, OLDEST - 60):
        await posted.posts.post(PING, posted.posts.headers(PING, str(int(time.time() - late))))
    assert posted.posts.statuses == [401, 401, 200]


async def test_what_is_signed_and_nothing_we_know_is_refused(posted: Posted) -> None:
    """And does no harm: what comes after it is answered."""
    for body, status in ODD:
        with capture_logs():
            await posted.posts.post(body, posted.posts.headers(body))
        assert (body[:40], posted.posts.statuses.pop()) == (body[:40], status)
    asked = await posted.discord.slash("help")
    await posted.discord.shown(asked)


async def test_what_is_posted_twice_is_done_once(posted: Posted) -> None:
    """Nobody gets two answers."""
    kept: list[Any] = []

    async def twice(payload: Any) -> None:
        kept.append(payload)
        await asyncio.gather(posted.posts(payload), posted.posts(payload))

    posted.discord.posts = twice
    asked = await posted.discord.slash("help")
    await posted.discord.shown(asked)
    await posted.posts(kept[0])
    await posted.served.stop()
    assert posted.posts.statuses == [202] * 3
    assert len(posted.discord.made("POST /interactions/.*/callback")) == 1
    assert len(asked.shown) == 1


async def test_answers_are_given_while_the_gateway_is_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is tried again meanwhile; once it is there, people are still answered once."""
    monkeypatch.setattr("bot.platforms.discord.receiving.shards.FIRST_PAUSE", 0.05)
    async with FakeDiscord() as discord:
        discord.gateway_refuses = True
        async with posted_to(tmp_path, discord, None) as posted:
            asked = await discord.slash("help")
            await discord.shown(asked)
            discord.gateway_refuses = False
            async with asyncio.timeout(PATIENCE):
                while not discord._sockets:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
            again = await discord.slash("help")
            await discord.shown(again)
            assert buttons_of(again.shown[0]).keys() == buttons_of(asked.shown[0]).keys()
            assert not posted.served.troubles


@pytest.mark.parametrize("is_served", [True, False])
async def test_who_runs_it_is_told_why_no_command_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_served: bool
) -> None:
    """The portal names an address and no key is set, or the key is another application's."""
    where = {"interactions_endpoint_url": "https://crier.example/discord/interactions"}
    told = application() | where
    monkeypatch.setattr(discord_api, "application", lambda: told)
    async with FakeDiscord() as discord, harness(tmp_path, discord) as served:
        if is_served:
            with capture_logs() as logs:
                await served.serve()
            (why,) = [log["why"] for log in logs if log["log_level"] == "error"]
        else:
            settings = settings_for(discord, tmp_path)
            with pytest.raises(DiscordFails) as failed:
                await look_at_discord(settings, discord.token)
            why = str(failed.value)
            other = settings.model_copy(update={"discord_public_key": "ab" * 32})
            told["verify_key"] = "cd" * 32
            with pytest.raises(DiscordFails, match="another application's"):
                await look_at_discord(other, discord.token)
        assert "https://crier.example" in why
        assert "PAPERCRIER_DISCORD_PUBLIC_KEY" in why
