"""Answers sent a piece at a time, as servers of chat completions stream them."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from aiohttp import web


@dataclass(frozen=True, slots=True)
class Slow:
    """Answer a piece at a time, with a pause before each; `reads` is the one before the first."""

    content: str
    pieces: int
    pause: float
    reads: float = 0.0


@dataclass(frozen=True, slots=True)
class Held:
    """Answer with a beginning, and with the rest when it is let go."""

    content: str
    rest: str
    go: asyncio.Event


@dataclass(frozen=True, slots=True)
class Babble:
    """Write without an end, whatever was asked for; `content` stands first."""

    content: str = ""


@dataclass(frozen=True, slots=True)
class BreakOff:
    """Write a beginning and close the stream properly, without a word why."""

    content: str


class Stream:
    """One answer under way."""

    def __init__(self, request: web.Request, asked: dict[str, Any]) -> None:
        self._request = request
        self._asked = asked
        self._response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})

    async def open(self) -> None:
        """Send the headers."""
        await self._response.prepare(self._request)

    async def write(self, line: str) -> None:
        """Send a line and the blank one after it."""
        await self._response.write(f"{line}\n\n".encode())

    async def piece(self, content: str | None, reason: str | None = None) -> None:
        """Send a piece of the answer, or why it ends."""
        choice = {"index": 0, "delta": {"content": content}, "finish_reason": reason}
        await self._send([choice])

    async def end(self, reason: str) -> web.StreamResponse:
        """Say why it ends and, where that was asked for, what it took."""
        await self.piece(None, reason)
        if self._asked.get("stream_options", {}).get("include_usage"):
            usage = {"prompt_tokens": 900, "completion_tokens": 100, "total_tokens": 1_000}
            await self._send([], usage=usage)
        await self.write("data: [DONE]")
        return self._response

    async def close(self) -> web.StreamResponse:
        """End it without a word."""
        await self._response.write_eof()
        return self._response

    @property
    def is_read(self) -> bool:
        """Whether anybody is there to read it."""
        transport = self._request.transport
        return transport is not None and not transport.is_closing()

    async def _send(self, choices: list[dict[str, Any]], **more: Any) -> None:
        chunk = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1}
        chunk |= {"model": self._asked["model"], "choices": choices} | more
        await self.write(f"data: {json.dumps(chunk)}")


async def said(stream: Stream, content: str, reason: str) -> web.StreamResponse:
    """An answer in three pieces."""
    await stream.open()
    third = len(content) // 3 + 1
    for at in range(0, len(content), third):
        await stream.piece(content[at : at + third])
    return await stream.end(reason)


async def slow(stream: Stream, step: Slow) -> web.StreamResponse:
    """An answer with pauses."""
    await asyncio.sleep(step.reads)
    await stream.open()
    length = len(step.content) // step.pieces + 1
    for at in range(0, len(step.content), length):
        await asyncio.sleep(step.pause)
        await stream.piece(step.content[at : at + length])
    return await stream.end("stop")


async def held(stream: Stream, step: Held) -> web.StreamResponse:
    """An answer that stops in the middle until it may go on."""
    await stream.open()
    await stream.piece(step.content)
    await step.go.wait()
    await stream.piece(step.rest)
    return await stream.end("stop")


async def babbling(stream: Stream, step: Babble) -> web.StreamResponse:
    """An answer without an end."""
    await stream.open()
    await stream.piece(step.content)
    while stream.is_read:
        await stream.piece("and so on ")
    return await stream.close()


async def breaking_off(stream: Stream, content: str) -> web.StreamResponse:
    """A beginning, and no word why it ends."""
    await stream.open()
    await stream.piece(content)
    return await stream.close()


async def alive(stream: Stream, pause: float) -> web.StreamResponse:
    """Comments for ever, which keep a connection open and say nothing."""
    await stream.open()
    while stream.is_read:
        await stream.write(": still here")
        await asyncio.sleep(pause)
    return await stream.close()
