"""Answers as they are kept for a moment: with a tag by which nothing is sent twice, compressed."""

from __future__ import annotations

import gzip
import time
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from domain.concurrency.single_flight import SingleFlight
from web.languages import weight_of

FRESH: Final = 10.0
"""Seconds for which an answer is given again without looking whether there is another by now."""

MOST: Final = 8_000_000
"""Bytes of answers that are kept."""

_WORTH_PACKING: Final = 1_000
"""Bytes from which on compressing is worth it."""


@dataclass(frozen=True)
class Answer:
    """What is answered.

    Attributes:
        body: bytes.
        media_type: with its encoding.
        status: of HTTP.
        seconds: for which others may keep it; 0 that nobody may.
        headers: more of them.
    """

    body: bytes
    media_type: str = "text/html; charset=utf-8"
    status: int = 200
    seconds: int = 60
    headers: dict[str, str] = field(default_factory=dict)

    @cached_property
    def tag(self) -> str:
        """Names these bytes, however they are packed."""
        return f'W/"{blake2b(self.body, digest_size=12).hexdigest()}"'

    @cached_property
    def packed(self) -> bytes:
        """The body compressed, always to the same bytes."""
        return gzip.compress(self.body, compresslevel=6, mtime=0)

    def to(self, request: Request) -> Response:
        """The answer to a request: 304 where the asker has it, compressed where that is taken."""
        if self.status == 200 and _has(request.headers.get("if-none-match", ""), self.tag):
            return Response(status_code=304, headers=self._told)
        is_packed = self.media_type in ("image/png", "image/jpeg")
        packs = len(self.body) >= _WORTH_PACKING and not is_packed
        if packs and _takes_gzip(request.headers.get("accept-encoding", "")):
            headers = {**self._told, "content-encoding": "gzip", "content-type": self.media_type}
            return Response(self.packed, self.status, headers)
        answer = Response(self.body, self.status)
        answer.raw_headers = [*self._plain]
        return answer

    @cached_property
    def _told(self) -> dict[str, str]:
        return {
            "etag": self.tag,
            "vary": "Accept-Language, Accept-Encoding",
            "cache-control": f"public, max-age={self.seconds}" if self.seconds else "no-store",
            **self.headers,
        }

    @cached_property
    def _plain(self) -> list[tuple[bytes, bytes]]:
        """The headers of the answer as it is, as they are written: an answer is given often."""
        headers = {**self._told, "content-type": self.media_type}
        return Response(self.body, self.status, headers).raw_headers


def _takes_gzip(accepted: str) -> bool:
    for one in accepted.split(","):
        name, _, weight = one.partition(";")
        if name.strip().lower() == "gzip":
            return weight_of(weight) > 0
    return False


def _has(known: str, tag: str) -> bool:
    opaque = tag.removeprefix("W/")
    return any(
        one.strip() == "*" or one.strip().removeprefix("W/") == opaque for one in known.split(",")
    )


class Answers:
    """The answers given last, each for a moment; what many ask for together is made once."""

    def __init__(self, *, fresh: float = FRESH, most: int = MOST) -> None:
        self._fresh = fresh
        self._most = most
        self._size = 0
        self._kept: OrderedDict[Hashable, tuple[float, Answer]] = OrderedDict()
        self._making = SingleFlight[Hashable, Answer]()

    async def of(self, key: Hashable, made: Callable[[], Coroutine[Any, Any, Answer]]) -> Answer:
        """The answer to what is asked, made where there is none that is fresh."""
        known = self._kept.get(key)
        if known is not None and time.monotonic() - known[0] < self._fresh:
            return known[1]
        return await self._making.do(key, lambda: self._made(key, made))

    def fresh_until(self, key: Hashable) -> float:
        """Until when an answer is given again, in seconds of the monotonic clock."""
        known = self._kept.get(key)
        return known[0] + self._fresh if known is not None else 0.0

    async def _made(self, key: Hashable, made: Callable[[], Coroutine[Any, Any, Answer]]) -> Answer:
        answer = await made()
        self._drop(key)
        self._kept[key] = (time.monotonic(), answer)
        self._size += len(answer.body)
        while self._size > self._most:
            self._drop(next(iter(self._kept)))
        return answer

    def _drop(self, key: Hashable) -> None:
        known = self._kept.pop(key, None)
        self._size -= len(known[1].body) if known else 0
