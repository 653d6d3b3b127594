"""What Discord's clients can do and the stand-in's cannot.

It knows no message commands, no files as options, and nobody who has installed the bot for
themselves. So what a person of the stand-in does is changed on its way to the bot: a gateway
before the stand-in's own passes everything on, but for interactions that are wanted otherwise.
The stand-in holds the answers against its rules as it does with any others.
"""

from __future__ import annotations

import asyncio
import json
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import aiohttp
from aiohttp import web

from tests.corpus.chat_kit import Json

Change = Callable[[Json], None]

ELSEWHERE: Final = "999999999999999999"
"""A server that the bot is not on."""


class Clients:
    """A gateway before that of a stage.

    Attributes:
        stage: the stage.
        url: where the bot finds the gateway, once it is open.
    """

    def __init__(self, stage: Any) -> None:
        self.stage = stage
        self._discord = stage.discord
        self._change: Change | None = None
        self._loop = asyncio.new_event_loop()
        self._runner: web.AppRunner | None = None
        self.url = ""

    @contextmanager
    def open(self) -> Iterator[Clients]:
        """Serve."""
        thread = threading.Thread(target=self._loop.run_forever)
        thread.start()
        try:
            asyncio.run_coroutine_threadsafe(self._serve(), self._loop).result(10)
            yield self
        finally:
            if self._runner is not None:
                asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(10)
            self._loop.call_soon_threadsafe(self._loop.stop)
            thread.join()
            self._loop.close()

    def slash(self, change: Change, channel: str, user: str, name: str, /, **options: Any) -> Json:
        """Run a slash command, and have the bot see it changed."""
        self._change = change
        asked: Json = self._discord.slash(channel, user, name, **options)
        return asked

    def press(self, change: Change, channel: str, message: Json, label: str, user: str) -> Json:
        """Press a button, and have the bot see it changed."""
        self._change = change
        asked: Json = self._discord.press(channel, message, label, user=user)
        return asked

    def summarize_message(self, channel: str, message: Json, user: str = "alice") -> Json:
        """Choose "Summarize paper" in the menu of a message."""
        commands = self._discord.commands()
        command = next(one for one in commands if one["name"] == "Summarize paper")
        shown = {key: value for key, value in message.items() if key != "kit"}

        def change(interaction: Json) -> None:
            interaction["data"] = {
                "id": command["id"],
                "name": command["name"],
                "type": 3,
                "target_id": message["id"],
                "resolved": {"messages": {message["id"]: shown}},
            }

        return self.slash(change, channel, user, "about")

    def import_file(self, channel: str, attachment: Json, user: str = "alice") -> Json:
        """Run /import with a file."""

        def change(interaction: Json) -> None:
            data = interaction["data"]
            data["options"] = [{"type": 11, "name": "file", "value": attachment["id"]}]
            data["resolved"] = {"attachments": {attachment["id"]: attachment}}

        return self.slash(change, channel, user, "import")

    async def _serve(self) -> None:
        app = web.Application()
        app.router.add_get("/", self._connected)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"ws://127.0.0.1:{self._runner.addresses[0][1]}/"

    async def _connected(self, request: web.Request) -> web.WebSocketResponse:
        bot = web.WebSocketResponse()
        await bot.prepare(request)
        query = {name: value for name, value in request.query.items() if name != "compress"}
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(self._discord.gateway_url, params=query) as gateway,
        ):
            onward = asyncio.create_task(self._passed_on(bot, gateway))
            await self._brought(gateway, bot, request.query.get("compress") == "zlib-stream")
            onward.cancel()
        await bot.close(code=gateway.close_code or 1000)
        return bot

    async def _passed_on(
        self, bot: web.WebSocketResponse, gateway: aiohttp.ClientWebSocketResponse
    ) -> None:
        async for message in bot:
            await gateway.send_str(message.data)
        await gateway.close(code=bot.close_code or 1000)

    async def _brought(
        self,
        gateway: aiohttp.ClientWebSocketResponse,
        bot: web.WebSocketResponse,
        is_packed: bool,
    ) -> None:
        packing = zlib.compressobj()
        async for message in gateway:
            text = self._changed(message.data)
            if is_packed:
                packed = packing.compress(text.encode()) + packing.flush(zlib.Z_SYNC_FLUSH)
                await bot.send_bytes(packed)
            else:
                await bot.send_str(text)

    def _changed(self, text: str) -> str:
        payload = json.loads(text)
        if payload["t"] != "INTERACTION_CREATE" or self._change is None:
            return text
        change, self._change = self._change, None
        change(payload["d"])
        return json.dumps(payload)


def installed_by_the_person(interaction: Json) -> None:
    """The bot is not on the server; the person has it along."""
    person = interaction["member"]["user"]["id"]
    interaction.update(guild_id=ELSEWHERE, authorizing_integration_owners={"1": person})
    interaction["guild"] = {"id": ELSEWHERE, "locale": "en-US", "features": []}
    interaction["channel"]["guild_id"] = ELSEWHERE
    interaction["member"]["roles"] = []


def among_friends(interaction: Json) -> None:
    """It is a conversation of several people who are on no server."""
    user = interaction.pop("member")["user"]
    for name in ("guild_id", "guild", "guild_locale"):
        del interaction[name]
    channel = {"id": interaction["channel_id"], "type": 3, "recipients": [user], "name": None}
    interaction.update(
        user=user,
        context=2,
        authorizing_integration_owners={"1": user["id"]},
        channel={**channel, "last_message_id": None, "owner_id": user["id"], "icon": None},
    )
