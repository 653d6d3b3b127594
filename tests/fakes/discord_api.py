"""The API half of the thin Discord: requests in, answers and faults out."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiohttp import BodyPartReader, web

from tests.fakes.discord_objects import (
    APPLICATION,
    DM,
    FORUM,
    GENERAL,
    NEWS,
    TOKEN,
    Json,
    application,
    message,
    private_channel,
    text_of,
    thread,
    user,
)
from tests.patience import PATIENCE


@dataclass(slots=True)
class Call:
    """One request: `body` is its JSON, `files` the names and contents of what was uploaded."""

    method: str
    path: str
    body: Any = None
    files: dict[str, bytes] = field(default_factory=dict)


@dataclass(slots=True)
class Fault:
    """What happens to the next requests whose method and path match.

    Attributes:
        status: answered instead; 0 cuts the connection.
        done: whether the request is carried out all the same.
    """

    pattern: str
    status: int
    body: Json
    headers: dict[str, str]
    times: int
    done: bool


@dataclass(slots=True)
class Asked:
    """An interaction and what has become of it.

    Attributes:
        kind: of the acknowledgement, as Discord numbers them; 0 while there is none.
        shown: the messages that are its answer, each as it stands now.
        changes: contents of the first one as they followed on each other.
    """

    token: str
    kind: int = 0
    is_private: bool = False
    shown: list[Json] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    choices: list[Json] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All that can be read in the answer."""
        return "\n".join(text_of(message) for message in self.shown)


class DiscordApi:
    """Remembers what it is sent, and answers as Discord does.

    Attributes:
        calls: every request in order.
        asked: interactions by token.
        sent: messages by channel id; under ``posts`` the threads made in the forum.
        token: the one that is good.
        kinds: of the channels on the server, by id.
        changed: told after each request.
    """

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.asked: dict[str, Asked] = {}
        self.sent: dict[str, list[Json]] = {}
        self.token = TOKEN
        self.kinds = {GENERAL: 0, NEWS: 5, FORUM: 15}
        self.changed = asyncio.Condition()
        self._faults: list[Fault] = []
        self._numbers = count(500000000000000001)
        self._nonces: dict[str, Json] = {}

    def fail(
        self,
        pattern: str,
        status: int = 0,
        *,
        times: int = 1,
        done: bool = False,
        headers: dict[str, str] | None = None,
        **body: Any,
    ) -> None:
        """Have the next requests fail whose ``METHOD /path`` matches a pattern."""
        self._faults.append(Fault(pattern, status, body, headers or {}, times, done))

    async def until(self, check: Callable[[], Any]) -> None:
        """Wait until something has come about by requests."""
        async with asyncio.timeout(PATIENCE), self.changed:
            await self.changed.wait_for(check)

    async def shown(self, asked: Asked) -> None:
        """Wait until an interaction has an answer."""
        await self.until(lambda: asked.shown)

    def made(self, pattern: str) -> list[Call]:
        """The requests whose ``METHOD /path`` matches a pattern."""
        return [call for call in self.calls if re.search(pattern, f"{call.method} {call.path}")]

    async def api(self, request: web.Request) -> web.StreamResponse:
        """Answer a request."""
        call = await _read(request)
        self.calls.append(call)
        asked = f"{call.method} {call.path}"
        fault = next((f for f in self._faults if f.times and re.search(f.pattern, asked)), None)
        answer: tuple[int, Any] = (0, None)
        if fault is None or fault.done:
            answer = self._carried_out(call, request)
        if fault is not None:
            fault.times -= 1
            answer = (fault.status, fault.body)
        async with self.changed:
            self.changed.notify_all()
        if not answer[0]:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if answer[0] == 204:
            return web.Response(status=204)
        # discord.py reads JSON only under this very type.
        headers = {"Content-Type": "application/json"} | (fault.headers if fault else {})
        return web.Response(body=json.dumps(answer[1]).encode(), status=answer[0], headers=headers)

    def _carried_out(self, call: Call, request: web.Request) -> tuple[int, Any]:
        needs_token = not call.path.startswith(("/interactions/", "/webhooks/"))
        if needs_token and request.headers.get("Authorization") != f"Bot {self.token}":
            return 401, {"message": "401: Unauthorized", "code": 0}
        for method, pattern, carry_out in self._routes():
            match = re.fullmatch(pattern, call.path)
            if match and method == call.method:
                return carry_out(call, *match.groups())
        return 404, {"message": "no such thing here", "code": 0}

    def _routes(self) -> list[tuple[str, str, Callable[..., tuple[int, Any]]]]:
        hook = r"/webhooks/\d+/([^/]+)"
        return [
            ("GET", "/users/@me", lambda call: (200, user("Papercrier", APPLICATION))),
            ("GET", r"(?:/oauth2)?/applications/@me", lambda call: (200, application())),
            ("PUT", r"/applications/\d+/commands", lambda call: (200, [])),
            ("POST", "/users/@me/channels", lambda call: (200, private_channel())),
            ("GET", f"/channels/{DM}", lambda call: (200, private_channel())),
            ("POST", r"/channels/(\d+)/messages", self._send),
            ("PATCH", r"/channels/(\d+)/messages/(\d+)", self._change),
            ("DELETE", r"/channels/(\d+)/messages/(\d+)", self._take_back),
            ("POST", r"/channels/(\d+)/threads", self._post),
            ("POST", r"/channels/(\d+)/messages/(\d+)/crosspost", self._publish),
            ("GET", r"/guilds/\d+/threads/active", self._active),
            ("POST", r"/interactions/\d+/([^/]+)/callback", self._callback),
            ("PATCH", hook + "/messages/@original", self._edit),
            ("DELETE", hook + "/messages/@original", self._delete),
            ("POST", hook, self._follow_up),
        ]

    def _send(self, call: Call, channel: str) -> tuple[int, Any]:
        if channel not in self.kinds and channel != DM and channel not in self.sent:
            return 404, {"message": "Unknown Channel", "code": 10003}
        if known := self._nonces.get(call.body.get("nonce", "")):
            return 200, known
        message = self._made(channel, call.body, call.files)
        self.sent.setdefault(channel, []).append(message)
        if nonce := call.body.get("nonce"):
            self._nonces[nonce] = message
        return 200, message

    def _change(self, call: Call, channel: str, number: str) -> tuple[int, Any]:
        for place, sent in enumerate(self.sent.get(channel, [])):
            if sent["id"] == number:
                changed = message(number, channel, call.body, call.files)
                self.sent[channel][place] = changed
                return 200, changed
        return 404, {"message": "Unknown Message", "code": 10008}

    def _take_back(self, call: Call, channel: str, number: str) -> tuple[int, Any]:
        self.sent[channel] = [one for one in self.sent.get(channel, []) if one["id"] != number]
        return 204, None

    def _post(self, call: Call, channel: str) -> tuple[int, Any]:
        number = str(next(self._numbers))
        first = self._made(number, call.body.get("message", call.body), call.files)
        self.sent[number] = [first]
        made = thread(number, channel, call.body["name"])
        made["applied_tags"] = call.body.get("applied_tags", [])
        self.sent.setdefault("posts", []).append(made)
        return 201, made | {"message": first}

    def _active(self, call: Call) -> tuple[int, Any]:
        return 200, {"threads": self.sent.get("posts", []), "members": []}

    def _publish(self, call: Call, channel: str, message: str) -> tuple[int, Any]:
        return 200, next(sent for sent in self.sent[channel] if sent["id"] == message)

    def _callback(self, call: Call, token: str) -> tuple[int, Any]:
        asked = self.asked[token]
        if asked.kind:
            return 400, {"message": "Interaction has already been acknowledged.", "code": 40060}
        data = call.body.get("data") or {}
        asked.kind = call.body["type"]
        asked.is_private = bool(data.get("flags", 0) & 64)
        asked.choices = data.get("choices", [])
        if asked.kind in (4, 7):
            self._shows(asked, call, data)
        return 200, {"interaction": {"id": token, "type": 2, "response_message_id": token}}

    def _edit(self, call: Call, token: str) -> tuple[int, Any]:
        asked = self.asked[token]
        message = self._made(GENERAL, call.body, call.files)
        asked.shown[:1] = [message]
        asked.changes.append(text_of(message))
        return 200, message

    def _delete(self, call: Call, token: str) -> tuple[int, Any]:
        self.asked[token].shown.clear()
        return 204, None

    def _follow_up(self, call: Call, token: str) -> tuple[int, Any]:
        return 200, self._shows(self.asked[token], call, call.body)

    def _shows(self, asked: Asked, call: Call, data: Json) -> Json:
        message = self._made(GENERAL, data, call.files)
        asked.shown.append(message)
        asked.is_private = bool(message["flags"] & 64)
        return message

    def _made(self, channel: str, body: Json, files: dict[str, bytes]) -> Json:
        return message(str(next(self._numbers)), channel, body, files)


async def _read(request: web.Request) -> Call:
    call = Call(request.method, "/" + request.match_info["path"])
    if request.content_type == "application/json":
        call.body = await request.json()
    elif request.content_type == "multipart/form-data":
        async for part in await request.multipart():
            assert isinstance(part, BodyPartReader)
            content = await part.read()
            if part.name == "payload_json":
                call.body = json.loads(content)
            else:
                call.files[part.filename or ""] = content
    return call
