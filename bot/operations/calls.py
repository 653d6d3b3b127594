"""Calls from services: what a web server that is there hands over to whoever waits for them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from domain.concurrency.asker import somebody_comes

SECRET_HEADER: Final = b"x-telegram-bot-api-secret-token"
PLACE: Final = "/telegram/"
"""Where all calls are posted."""

LARGEST: Final = 1_000_000
"""Bytes of a call; Telegram's are far smaller."""

Taken = Callable[[bytes, bytes], Awaitable[int]]
"""Takes the secret and the body of a call, and gives the status to answer."""


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
        if not (is_post and scope["path"].startswith(PLACE)):
            await self._app(scope, receive, send)
            return
        status = 404
        if taken := self._taken.get(scope["path"]):
            somebody_comes()
            body = await _body(receive)
            secret = dict(scope["headers"]).get(SECRET_HEADER, b"")
            status = 413 if body is None else await taken(secret, body)
        headers = [(b"content-length", b"0")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
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
