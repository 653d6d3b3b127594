"""A channel of a strict Discord, shown to everybody in a browser: the whole process."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from typing import Any, Final

import httpx
import jsonschema
from lxml import etree

from bot.container import open_container
from bot.settings import Settings
from domain.chats import Chat, ChatRef, ChatSettings, Subscription
from domain.topics import Topic
from tests.corpus.chat_kit import wait_for
from tests.corpus.discord_stage import answer, staged, start, text_of
from tests.fakes.clock import SettableClock
from tests.fakes.discord_objects import buttons_of
from tests.fakes.paper_source import FakeSource
from tests.web.feed_schemas import ATOM, JSON_FEED
from tests.web.site import CANARY, DIFFUSION, NEWEST, NOW, papers, send_digest
from topics.language import parse_query

SEES: Final = 1 << 10
"""Discord's permission to view a channel."""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def digest_came(stage: Any, *channels: str) -> None:
    """Some channels follow a topic, and had a digest by it."""

    async def filled() -> None:
        clock = SettableClock(NOW)
        settings = Settings(_env_file=None, database=stage.work_dir / "bot.sqlite")
        source = FakeSource(clock)
        async with open_container(settings, source=source, clock=clock) as services:
            await services.library.save_papers(papers())
            for channel in channels:
                ref = ChatRef("discord", channel)
                await services.store.save_chat(Chat(ref, ChatSettings(muted=(CANARY,))))
                topic = Topic("lamps", parse_query("lamps"))
                await services.store.subscribe([Subscription(ref, topic, clock.now())])
                await send_digest(services, ref, NEWEST, "lamps", papers()[0], papers()[2])

    asyncio.run(filled())


def asked(stage: Any, channel: str, user: str, name: str, **options: Any) -> Any:
    """The answer to a slash command."""
    return answer(stage, stage.discord.slash(channel, user, name, **options))


def path_of(message: Any) -> str:
    """Where the page is that a message's button leads to."""
    url = str(buttons_of(message)["Open the page"]["url"])
    assert url.startswith("https://crier.example/channel/")
    return url.removeprefix("https://crier.example")


def read(browser: httpx.Client, page: str) -> list[httpx.Response]:
    """A channel's page in each form; nothing that is muted there is in any, and feeds are valid."""
    endings = ("", f"/{NEWEST}", ".json", ".atom", ".feed.json")
    pages = [browser.get(page + ending) for ending in endings]
    for one in pages:
        assert one.status_code == 200, one.url
        assert DIFFUSION.base in one.text
        assert CANARY not in one.text
    assert "Kit Guild #general" in pages[0].text
    atom = etree.RelaxNG(etree.fromstring(ATOM))
    assert atom.validate(etree.fromstring(pages[3].content)), atom.error_log
    jsonschema.validate(pages[4].json(), JSON_FEED)
    return pages


def test_a_channel_s_digests_are_shown_to_everybody(shared: Path) -> None:
    """By an admin's press, with feeds, until another; what not all see, nobody is shown."""
    with staged(shared) as stage:
        discord = stage.discord
        general, random = discord.channel("general"), discord.channel("random")
        digest_came(stage, general, random)
        address = f"127.0.0.1:{free_port()}"
        start(
            stage,
            PAPERCRIER_WEB_ADDRESS=address,
            PAPERCRIER_PUBLIC_URL="https://crier.example",
        )
        alone = asked(stage, discord.dm("boris"), "boris", "publish", value="on")
        assert "anybody can find" in text_of(alone)
        alone = asked(stage, "general", "alice", "publish")
        shown = answer(
            stage, discord.press("general", alone, "Show them to everybody", user="alice")
        )
        page = path_of(shown)
        elsewhere = path_of(asked(stage, "random", "alice", "publish", value="on"))
        with httpx.Client(base_url=f"http://{address}", timeout=30) as browser:
            pages = read(browser, page)
            assert page in browser.get("/topics").text
            assert browser.get(elsewhere).status_code == 200
            everybody = {"id": discord.guild(), "type": 0, "allow": "0", "deny": str(SEES)}
            discord.change_channel("random", permission_overwrites=[everybody])
            wait_for(lambda: browser.get(elsewhere).status_code == 404)
            ended = asked(stage, "general", "alice", "publish")
            answer(stage, discord.press("general", ended, "Show it no longer", user="alice"))
            assert {browser.get(one.url).status_code for one in pages} == {404}
        assert stage.complaints() == {}
