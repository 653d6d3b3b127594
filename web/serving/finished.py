"""Answers as they go over the wire, given again to whoever sends the same request.

The same bytes ask for the same, whatever is in them; so nothing of them is read anew.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

UNTIL: Final = "papercrier.until"
"""Where the scope of a request says until when its answer may be given again, monotonic seconds."""

REQUEST: Final = "papercrier.request"
"""Where it has the bytes of the request, if they are a whole one and nothing else."""

MOST: Final = 4_000_000
"""Bytes of requests and answers that are kept."""

LONGEST: Final = 4_096
"""Bytes of a request that is kept."""

_KEEPS: Final = b"\nconnection: keep-alive\r"
_NOT_ALONE: Final = (
    *(b"\ncontent-length", b"\ntransfer-encoding", b"\nexpect", b"\nupgrade:", b"\nconnection"),
    *(b"\n ", b"\n\t"),
)
"""What would have more come after a request, or end the connection, or hide either."""


@dataclass(frozen=True, slots=True)
class Finished:
    """An answer.

    Attributes:
        head: all of it before the date.
        body: what comes after its head.
        until: when it is too old, in seconds of the monotonic clock.
        forwarded: for whom it was asked, as a proxy says.
    """

    head: bytes
    body: bytes
    until: float
    forwarded: str

    def at(self, date: bytes) -> bytes:
        """As it goes over the wire at a date."""
        return b"%bdate: %b\r\n\r\n%b" % (self.head, date, self.body)


def is_whole(request: bytes) -> bool:
    """Whether some bytes are one request of a page, and no part of what comes before or after."""
    if not request.startswith(b"GET /") or len(request) > LONGEST:
        return False
    line, _, rest = request.partition(b"\r\n")
    if not line.endswith(b" HTTP/1.1") or request.find(b"\r\n\r\n") != len(request) - 4:
        return False
    if request.count(b"\n") != request.count(b"\r\n"):
        return False
    named = (b"\n" + rest.lower()).replace(_KEEPS, b"")
    return not any(name in named for name in _NOT_ALONE)


def head_of(status: int, headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """The head of an answer, but for its date."""
    told = b"".join(b"%b: %b\r\n" % one for one in headers if one[0] != b"date")
    return b"HTTP/1.1 %d %b\r\n%b" % (status, HTTPStatus(status).phrase.encode(), told)


class FinishedAnswers:
    """The answers given last, by their requests."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: OrderedDict[bytes, Finished] = OrderedDict()
        self._size = 0

    def of(self, request: bytes) -> Finished | None:
        """The answer to a request; None where there is none that is fresh."""
        known = self._kept.get(request)
        return known if known is not None and self._clock() < known.until else None

    def keep(self, request: bytes, answer: Finished) -> None:
        """Keep the answer to a whole request, instead of the oldest."""
        self._drop(request)
        self._kept[request] = answer
        self._size += len(request) + len(answer.body)
        while self._size > MOST:
            self._drop(next(iter(self._kept)))

    def _drop(self, request: bytes) -> None:
        known = self._kept.pop(request, None)
        self._size -= len(request) + len(known.body) if known else 0
