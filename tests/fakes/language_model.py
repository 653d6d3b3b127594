"""Language models for tests: one that answers from a script, and a server that fails to order."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from aiohttp import web

from summaries.llm.answers import Answer, Excerpt, Reply
from tests.fakes.scripted_model import Scripted, ScriptedModel
from tests.fakes.streamed_answers import (
    Babble,
    BreakOff,
    Held,
    Slow,
    Stream,
    alive,
    babbling,
    breaking_off,
    held,
    said,
    slow,
)
from tests.fakes.strict_models import Strictness

__all__ = ["Scripted", "ScriptedModel"]


@dataclass(frozen=True, slots=True)
class Say:
    """Answer with some content; `cut` is as if the limit of tokens had been reached."""

    content: str
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Fail:
    """Answer with an error."""

    status: int
    message: str = "no"
    code: str = ""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Refuse:
    """Decline to answer, as a content filter does."""


@dataclass(frozen=True, slots=True)
class HangUp:
    """Break the connection in the middle of the answer."""


@dataclass(frozen=True, slots=True)
class Hang:
    """Do not answer before some seconds have passed."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Trickle:
    """Send an answer that never ends, a blank or a comment at a time."""

    pause: float = 0.01


Step = Say | Fail | Refuse | HangUp | Hang | Trickle | Slow | Held | Babble | BreakOff


def say(answer: Answer | Excerpt | Reply) -> Say:
    """An answer as its JSON."""
    return Say(answer.model_dump_json())


@dataclass(slots=True)
class ModelServer:
    """A running server; its steps are taken one a request, the last for ever.

    Attributes:
        url: its address with ``/v1``.
        requests: what it was asked, as JSON.
        longest: characters that it can read at once, where there is a limit.
        was_asked: set from the first request on.
        strictness: what it takes.
        most_at_once: requests that it had under way together.
    """

    steps: list[Step]
    url: str = ""
    requests: list[dict[str, Any]] = field(default_factory=list)
    longest: int | None = None
    was_asked: asyncio.Event = field(default_factory=asyncio.Event)
    strictness: Strictness = field(default_factory=Strictness)
    under_way: int = 0
    most_at_once: int = 0

    def next_step(self) -> Step:
        """What to do now."""
        return self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]


_OVERFLOW: Final = Fail(400, "maximum context length exceeded", "context_length_exceeded")


@asynccontextmanager
async def model_server(
    steps: Iterable[Step],
    *,
    longest: int | None = None,
    strictness: Strictness | None = None,
) -> AsyncIterator[ModelServer]:
    """An OpenAI-compatible server on a free port of this machine."""
    server = ModelServer(list(steps), longest=longest, strictness=strictness or Strictness())
    app = web.Application()
    app.router.add_post("/v1/chat/completions", _handler(server))
    for path in ("/props", "/v1/models", "/api/ps", "/api/v1/models"):
        app.router.add_get(path, partial(_told, server, path))
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        server.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
        yield server
    finally:
        await runner.cleanup()


def _handler(server: ModelServer) -> Callable[[web.Request], Any]:
    async def handle(request: web.Request) -> web.StreamResponse:
        asked = await request.json()
        server.requests.append(asked)
        server.was_asked.set()
        if server.longest is not None and len(json.dumps(asked["messages"])) > server.longest:
            return _failed(_OVERFLOW)
        fault = server.strictness.fault(asked)
        if fault is not None:
            why = fault if server.strictness.says_why else "Bad request."
            return _failed(Fail(server.strictness.status, why, "invalid_request_error"))
        server.under_way += 1
        server.most_at_once = max(server.most_at_once, server.under_way)
        try:
            return await _answered(server, request, asked, server.next_step())
        finally:
            server.under_way -= 1

    return handle


async def _answered(
    server: ModelServer, request: web.Request, asked: dict[str, Any], step: Step
) -> web.StreamResponse:
    if isinstance(step, Fail):
        return _failed(step)
    if isinstance(step, Hang):
        await asyncio.sleep(step.seconds)
        return _failed(Fail(500))
    if asked.get("stream") and server.strictness.streams:
        return await _streamed(request, asked, step)
    return await _whole(request, asked, step)


async def _whole(request: web.Request, asked: dict[str, Any], step: Step) -> web.StreamResponse:
    match step:
        case Say(content, cut):
            return web.json_response(_completion(asked, content, "length" if cut else "stop"))
        case Refuse():
            return web.json_response(_completion(asked, None, "content_filter"))
        case HangUp():
            return await _broken(request)
        case Trickle(pause):
            return await _endless(request, pause)
    raise AssertionError(f"{step} is for streams alone")


async def _streamed(request: web.Request, asked: dict[str, Any], step: Step) -> web.StreamResponse:
    stream = Stream(request, asked)
    match step:
        case Say(content, cut):
            return await said(stream, content, "length" if cut else "stop")
        case Refuse():
            return await said(stream, "", "content_filter")
        case Slow():
            return await slow(stream, step)
        case Held():
            return await held(stream, step)
        case Babble():
            return await babbling(stream, step)
        case BreakOff(content):
            return await breaking_off(stream, content)
        case Trickle(pause):
            return await alive(stream, pause)
    return await _broken(request)


async def _told(server: ModelServer, path: str, _: web.Request) -> web.Response:
    if server.strictness.loading:
        server.strictness.loading.pop()
        return _failed(Fail(503, "Loading model", "unavailable_error"))
    told = server.strictness.told(path, was_asked=server.was_asked.is_set())
    return web.Response(status=404) if told is None else web.json_response(told)


async def _broken(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    await response.prepare(request)
    await response.write(b'{"id": "1", "object": "chat.comp')
    assert request.transport is not None
    request.transport.close()
    return response


async def _endless(request: web.Request, pause: float) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    await response.prepare(request)
    while request.transport is not None and not request.transport.is_closing():
        await response.write(b" ")
        await asyncio.sleep(pause)
    return response


def _failed(failure: Fail) -> web.Response:
    error = {"message": failure.message, "type": "error", "code": failure.code or None}
    return web.json_response({"error": error}, status=failure.status, headers=dict(failure.headers))


def _completion(asked: dict[str, Any], content: str | None, reason: str) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": content}
    if (tools := asked.get("tools")) and content is not None:
        function = {"name": tools[0]["function"]["name"], "arguments": content}
        call = {"id": "call-1", "type": "function", "function": function}
        message = {"role": "assistant", "content": None, "tool_calls": [call]}
        reason = "tool_calls" if reason == "stop" else reason
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": asked["model"],
        "choices": [{"index": 0, "message": message, "finish_reason": reason}],
        "usage": {"prompt_tokens": 900, "completion_tokens": 100, "total_tokens": 1_000},
    }
