"""Calls from services: what a web server that is there hands over to whoever waits for them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from domain.concurrency.asker import somebody_comes

SECRET_HEADER: Final = b"x-telegram-bot-api-secret-token"
TELEGRAM: Final = "/telegram/"
DISCORD: Final = "/discord/"
"""Where all calls of a platform are posted."""

ADDRESS: Final = "127.0.0.1:8080"
"""Where calls come in, where nothing else is set."""

LARGEST: Final = 1_000_000
"""Bytes of a call; those of platforms are far smaller."""


@dataclass(frozen=True, slots=True)
class Call:
    """What was posted.

    Attributes:
        headers: by their names in small letters.
        body: all of it.
    """

    headers: Mapping[bytes, bytes]
    body: bytes


@dataclass(frozen=True, slots=True)
class CallAnswer:
    """What is answered.

    Attributes:
        status: of HTTP.
        body: JSON, or nothing.
    """

    status: int
    body: bytes = b""


Taken = Callable[[Call], Awaitable[CallAnswer]]
"""Takes a call, and gives what to answer."""


class Calls:
    """An ASGI application that takes calls, and leaves all else to another."""

    def __init__(self, app: Callable[..., Any]) -> None:
        """Args: app answers what is no call that anybody waits for."""
        self._app = app
        self._taken: dict[str, Taken] = {}

    @contextmanager
    def taken(self, path: str, taken: Taken) -> Iterator[None]:
        """Have what is posted to a path taken, within the block."""
        self._taken[path] = taken
        try:
            yield
        finally:
            del self._taken[path]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer a request."""
        is_post = scope["type"] == "http" and scope["method"] == "POST"
        if not (is_post and scope["path"].startswith((TELEGRAM, DISCORD))):
            await self._app(scope, receive, send)
            return
        answer = CallAnswer(404)
        if taken := self._taken.get(scope["path"]):
            somebody_comes()
            body = await _body(receive)
            answer = CallAnswer(413)
            if body is not None:
                answer = await taken(Call(dict(scope["headers"]), body))
        headers = [(b"content-length", str(len(answer.body)).encode())]
        if answer.body:
            headers.append((b"content-type", b"application/json"))
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body})


async def nothing_here(scope: Any, receive: Any, send: Any) -> None:
    """Answer what is no call, where nothing else is shown."""
    headers = [(b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 404, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def _body(receive: Any) -> bytes | None:
    """What was posted; None where that is too much, or whoever did is gone."""
    body = b""
    more = True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += bytes(message.get("body", b""))
        more = message.get("more_body", False)
        if len(body) > LARGEST:
            return None
    return body
