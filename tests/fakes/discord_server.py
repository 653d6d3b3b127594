"""A thin Discord on loopback: what discord.py needs of the API and the gateway, and faults.

It checks nothing; it remembers what it was sent, and answers as Discord does.
"""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any, Self

import discord
from aiohttp import WSMsgType, web

from tests.fakes.discord_api import Asked, DiscordApi
from tests.fakes.discord_objects import (
    APPLICATION,
    DM,
    EVERYTHING,
    GENERAL,
    GUILD,
    OWNER,
    Json,
    buttons_of,
    components_of,
    interaction,
    member,
    private_channel,
    room,
    server,
    user,
)

Shard = tuple[int, int]
"""Its number, and how many there are."""


class FakeDiscord(DiscordApi):
    """A server with three channels, one person, and the bot.

    Attributes:
        guilds: the servers that the bot is on when it connects.
        bot_permissions: of the bot's role.
        require_tag: whether the forum wants tags.
        gateway_refuses: whether nobody can connect.
        locale: of the person's Discord.
        person: who asks; at first the server's owner.
        overwrites: of permissions, by channel.
        is_the_persons: whether the person has installed the bot for themselves, the server not.
        posts: takes what is asked, where that is posted and the gateway tells nothing of it.
        shards: as many as it recommends, `at_once` of which may identify at the same time.
        identified: when which shard said who it is.
    """

    def __init__(self) -> None:
        super().__init__()
        self.guilds = [GUILD]
        self.unwell: list[str] = []
        self.bot_permissions = EVERYTHING
        self.require_tag = False
        self.gateway_refuses = False
        self.locale = "en-GB"
        self.person = OWNER
        self.overwrites: dict[str, list[Json]] = {}
        self.is_the_persons = False
        self.posts: Callable[[Json], Awaitable[object]] | None = None
        self.api_url = self.gateway_url = ""
        self.shards = self.at_once = 1
        self.identified: list[tuple[float, Shard]] = []
        self._sockets: dict[web.WebSocketResponse, Shard] = {}
        self._sequence = count(1)
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_get("/gw/", self._gateway)
        app.router.add_route("*", "/api/{path:.*}", self.api)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        _, port = self._runner.addresses[0][:2]
        self.api_url = f"http://127.0.0.1:{port}/api"
        self.gateway_url = f"ws://127.0.0.1:{port}/gw/"
        return self

    async def __aexit__(self, *_: object) -> None:
        for socket in self._sockets:
            await socket.close()
        if self._runner is not None:
            await self._runner.cleanup()

    # What people and the platform do.

    async def slash(self, name: str, /, where: str = GENERAL, **options: Any) -> Asked:
        """Somebody with every right runs a slash command."""
        return await self.ask(name, options, where=where)

    async def ask(
        self,
        name: str,
        options: Json,
        *,
        where: str = GENERAL,
        powers: str = EVERYTHING,
        focused: str = "",
        who: str = "",
    ) -> Asked:
        """Run a slash command, or type into its option `focused`."""
        given: list[Json] = [
            {"name": key, "type": 7 if key == "channel" else 4 if type(value) is int else 3}
            | {"value": value}
            | ({"focused": True} if key == focused else {})
            for key, value in options.items()
        ]
        data: Json = {"id": "1", "name": name, "type": 1, "options": given}
        if channel := options.get("channel"):
            known = {**self._channel(channel), "permissions": powers}
            data["resolved"] = {"channels": {channel: known}}
        return await self._interaction(4 if focused else 2, data, where, powers, who=who)

    async def press(self, message: Json, label: str, powers: str = EVERYTHING) -> Asked:
        """Press a button of a message."""
        return await self.press_id(message, buttons_of(message)[label]["custom_id"], powers)

    async def press_id(self, message: Json, custom_id: str, powers: str = EVERYTHING) -> Asked:
        """Press a button that a message has under any id."""
        button = {"type": 2, "style": 2, "label": "?", "custom_id": custom_id}
        shown = {**message, "components": [{"type": 1, "components": [button]}]}
        data = {"custom_id": custom_id, "component_type": 2}
        return await self._interaction(3, data, message["channel_id"], powers, shown)

    async def use_on(self, name: str, content: str, message_id: str = "") -> Asked:
        """Use a message command on a message with that content, perhaps one that is there."""
        message = self._made(GENERAL, {"content": content}, {})
        message["id"] = message_id or message["id"]
        data = {
            "id": "2",
            "name": name,
            "type": 3,
            "target_id": message["id"],
            "resolved": {"messages": {message["id"]: message}},
        }
        return await self._interaction(2, data, GENERAL, EVERYTHING)

    async def choose(self, message: Json, label: str) -> Asked:
        """Choose an option of a select."""
        selects = [part for part in components_of(message) if "options" in part]
        (select,) = (s for s in selects if label in [one["label"] for one in s["options"]])
        (value,) = (one["value"] for one in select["options"] if one["label"] == label)
        data = {"custom_id": select["custom_id"], "component_type": 3, "values": [value]}
        return await self._interaction(3, data, message["channel_id"], EVERYTHING, message)

    async def submit(self, message: Json, window: Json, value: str) -> Asked:
        """Type into the window that a button of a message has opened."""
        field = {"type": 4, "custom_id": "x", "value": value}
        data = {
            "custom_id": window["custom_id"],
            "components": [{"type": 18, "id": 1, "component": {**field, "id": 2}}],
        }
        return await self._interaction(5, data, message["channel_id"], EVERYTHING, message)

    async def say(self, content: str, replied: str = "", forwarded: str = "") -> None:
        """Write to the bot in private, perhaps in reply to a message, or forwarding one."""
        written = self._made(DM, {"content": content}, {}) | {"author": user("reader", OWNER)}
        if replied:
            written["message_reference"] = {"message_id": replied, "channel_id": DM}
            written["referenced_message"] = next(x for x in self.sent[DM] if x["id"] == replied)
        if forwarded:
            written["message_snapshots"] = [{"message": self._made(DM, {"content": forwarded}, {})}]
        await self.dispatch("MESSAGE_CREATE", written)

    async def dispatch(self, name: str, data: Json, shard: Shard | None = None) -> None:
        """Send a gateway event, to the shard that tells of its server."""
        payload = {"op": 0, "t": name, "s": next(self._sequence), "d": data}
        for socket, own in [*self._sockets.items()]:
            tells = own == shard if shard else _tells(own, data.get("guild_id"))
            if tells and not socket.closed:
                await socket.send_json(payload)

    async def close_gateway(self, code: int) -> None:
        """Close every connection of the gateway with a code."""
        for socket in self._sockets:
            await socket.close(code=code)

    def guild(self, number: str = GUILD, name: str = "Reading Room") -> Json:
        """A server as a GUILD_CREATE tells it."""
        channels = [self._channel(channel) for channel in self.kinds]
        return server(number, name, channels, self.bot_permissions)

    def _routes(self) -> list[tuple[str, str, Callable[..., tuple[int, Any]]]]:
        def told(path: str, tell: Callable[..., Any]) -> tuple[str, str, Callable[..., Any]]:
            return "GET", path, lambda _, *named: (200, tell(*named))

        return [
            *super()._routes(),
            told(r"/channels/(\d+)", self._channel),
            told("/gateway/bot", self._recommended),
            told(r"/guilds/(\d+)", self.guild),
            told(r"/guilds/(\d+)/channels", lambda guild: self.guild(guild)["channels"]),
            told(r"/guilds/(\d+)/members/\d+", lambda guild: self.guild(guild)["members"][0]),
        ]

    def _recommended(self) -> Json:
        limit = {"max_concurrency": self.at_once}
        return {"url": self.gateway_url, "shards": self.shards, "session_start_limit": limit}

    def _channel(self, channel: str) -> Json:
        if channel == DM:
            return private_channel()
        overwrites = self.overwrites.get(channel, [])
        return room(channel, self.kinds[channel], overwrites, require_tag=self.require_tag)

    async def _interaction(
        self,
        kind: int,
        data: Json,
        where: str,
        powers: str,
        message: Json | None = None,
        who: str = "",
    ) -> Asked:
        who = who or self.person
        number = str(next(self._numbers))
        asked = self.asked[number] = Asked(number)
        payload = interaction(kind, number, data, self._channel(where)) | {
            # When it was asked stands in it.
            "id": str(discord.utils.time_snowflake(discord.utils.utcnow()) + int(number)),
            "locale": self.locale,
            "app_permissions": self.bot_permissions,
            "authorizing_integration_owners": (
                {"1": self.person} if self.is_the_persons else {"0": "0" if where == DM else GUILD}
            ),
        }
        if where == DM:
            payload["user"] = user("reader", who)
        else:
            payload["guild_id"] = GUILD
            payload["guild"] = {"id": GUILD, "locale": "en-US", "features": []}
            payload["member"] = member("reader", who, []) | {"permissions": powers}
        if message is not None:
            payload["message"] = message
        if self.posts is not None:
            await self.posts(payload)
        else:
            await self.dispatch("INTERACTION_CREATE", payload)
        return asked

    # The gateway.

    async def _gateway(self, request: web.Request) -> web.StreamResponse:
        if self.gateway_refuses:
            return web.Response(status=503)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 40_000}, "s": None})
        async for received in socket:
            if received.type is not WSMsgType.TEXT:
                continue
            payload = json.loads(received.data)
            if payload["op"] == 1:
                await socket.send_json({"op": 11, "d": None, "s": None})
            elif payload["op"] == 2 and payload["d"]["token"] != self.token:
                await socket.close(code=4004)
            elif payload["op"] in (2, 6):
                number, count = payload["d"].get("shard") or (0, 1)
                self.identified.append((time.monotonic(), (number, count)))
                self._sockets[socket] = number, count
                await self._ready(payload["op"] == 6, (number, count))
        return socket

    async def _ready(self, resumed: bool, shard: Shard = (0, 1)) -> None:
        if resumed:
            await self.dispatch("RESUMED", {}, shard)
            return
        guilds = [guild for guild in self.guilds if _tells(shard, guild)]
        unavailable = [{"id": guild, "unavailable": True} for guild in guilds + self.unwell]
        ready = {
            "v": 10,
            "user": user("Papercrier", APPLICATION),
            "guilds": unavailable,
            "session_id": "s",
            "resume_gateway_url": self.gateway_url,
            "application": {"id": APPLICATION, "flags": 0},
        }
        await self.dispatch("READY", ready, shard)
        for guild in guilds:
            await self.dispatch("GUILD_CREATE", self.guild(guild) | {"unavailable": False}, shard)


def _tells(shard: Shard, guild: str | None) -> bool:
    """Whether a shard tells of a server; what is on none is the first one's."""
    number, count = shard
    return (int(guild or 0) >> 22) % count == number
