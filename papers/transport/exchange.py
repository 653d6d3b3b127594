"""One exchange with a server: a request, and its whole answer within bounds of time and size."""

from __future__ import annotations

import asyncio
import math
import re
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from http import HTTPStatus
from typing import Final

import httpx

from domain.errors import Explained, MalformedAnswer
from domain.messages import Message, sentence

_HEADING = re.compile(rb"<h1[^<>]*>([^<]++)</h1>", re.IGNORECASE)
"""Where arXiv's error pages give the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What an answer may cost.

    Attributes:
        connect: seconds for the connection to be taken.
        silence: seconds that the server may say nothing.
        total: seconds for the whole answer.
        size: bytes of a body, after decompression.
    """

    connect: float = 10.0
    silence: float = 30.0
    total: float = 120.0
    size: int = 64 * 1024 * 1024


class Unanswered(Explained):
    """There was no whole answer; the message says of "it", the service, what it did."""


class TooLarge(Unanswered):
    """The answer is larger than it may be; asking again would not make it smaller."""


class Refused(MalformedAnswer):
    """arXiv refused the request."""

    def __init__(self, answer: Answer, reason: str = "") -> None:
        """Args: answer is the refusal, reason what it says."""
        said = sentence("arXiv refuses the request ({status}).", status=answer.said)
        if reason:
            said = sentence(
                "arXiv refuses the request ({status}): {reason}.",
                status=answer.said,
                reason=reason[:200],
            )
        super().__init__(said, evidence=answer.body)
        self.status = answer.status
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered, whole. Header names are in lower case."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_passing_trouble(self) -> bool:
        """Whether the server says that it cannot answer now, but may later."""
        return self.status == HTTPStatus.TOO_MANY_REQUESTS or self.status >= 500

    @property
    def said(self) -> str:
        """The status for people: ``503 Service Unavailable``."""
        return _phrase(self.status)

    def content(self) -> bytes:
        """The body of an answer that grants the request.

        Raises:
            Refused: it does not.
        """
        if self.status != HTTPStatus.OK:
            raise Refused(self, self.heading)
        return self.body

    @property
    def heading(self) -> str:
        """What stands above a page; empty where there is no page."""
        found = _HEADING.search(self.body)
        return unescape(found[1].strip().decode(errors="replace")) if found else ""

    def asked_to_wait(self) -> float | None:
        """Seconds of the Retry-After header, in either of its forms; None without one.

        A date is measured from the answer's own Date, so a wrong clock here does no harm
        (RFC 9110, 10.2.3).
        """
        value = self.headers.get("retry-after", "").strip()
        with suppress(ValueError):
            seconds = float(value)
            return max(0.0, seconds) if math.isfinite(seconds) else None
        with suppress(ValueError, OverflowError):
            until = _moment(value)
            sent = _moment(self.headers["date"]) if "date" in self.headers else datetime.now(UTC)
            return max(0.0, (until - sent).total_seconds())
        return None


class Line:
    """A line to servers over which one request is made at a time, with one connection at most."""

    def __init__(self, user_agent: str, limits: Limits) -> None:
        """Args: user_agent says who asks, with a contact, as arXiv's rules want it."""
        self._limits = limits
        self._user_agent = user_agent
        self._client: httpx.AsyncClient | None = None

    async def ask(self, url: str, headers: Mapping[str, str]) -> Answer:
        """Make one GET request; redirects are not followed.

        Raises:
            Unanswered: there was no whole answer in time, or it was too large.
        """
        has_begun = False
        try:
            if (httpx.URL(url).port or 0) > _LAST_PORT:
                raise Unanswered(_ADDRESS)
            async with asyncio.timeout(self._limits.total):
                if self._client is None:
                    self._client = await asyncio.to_thread(self._opened)
                async with self._client.stream("GET", url, headers=dict(headers)) as response:
                    has_begun = True
                    body = await self._read(response)
        except TimeoutError as error:
            raise Unanswered(
                sentence("it was too slow: its answer was not through in time")
            ) from error
        except httpx.InvalidURL as error:
            raise Unanswered(_ADDRESS) from error
        except httpx.HTTPError as error:
            raise Unanswered(_said(error, has_begun=has_begun)) from error
        return Answer(url, response.status_code, dict(response.headers), body)

    async def close(self) -> None:
        """Hang up."""
        if self._client is not None:
            await self._client.aclose()

    def _opened(self) -> httpx.AsyncClient:
        """A client; certificates are read, and the environment's proxies."""
        limits = self._limits
        try:
            return httpx.AsyncClient(
                headers={"User-Agent": self._user_agent},
                timeout=httpx.Timeout(limits.silence, connect=limits.connect),
                limits=httpx.Limits(max_connections=1),
            )
        except (ImportError, ValueError) as error:  # a proxy of a kind that httpx cannot use
            raise Unanswered(_THROUGH_PROXY) from error

    async def _read(self, response: httpx.Response) -> bytes:
        # What is packed several times over may grow beyond any bound within one chunk.
        if "," in response.headers.get("content-encoding", ""):
            raise Unanswered(_UNPACKED)
        body = bytearray()
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > self._limits.size:
                raise TooLarge(
                    sentence(
                        "it answered with more than {size} bytes", size=f"{self._limits.size:,}"
                    )
                )
        return bytes(body)


def _said(error: httpx.HTTPError, *, has_begun: bool) -> Message:
    """What happened, for people."""
    if isinstance(error.__cause__ and error.__cause__.__cause__, ssl.SSLError):
        return sentence("it could not prove who it is")
    if isinstance(error, httpx.NetworkError | httpx.ProtocolError) and has_begun:
        return sentence("it broke off in the middle of its answer")
    for kind, words in _SAID.items():
        if isinstance(error, kind):
            return words
    return sentence("it could not be asked ({error})", error=type(error).__name__)


_LAST_PORT: Final = 65_535
_ADDRESS: Final = sentence("its address cannot be used")
_THROUGH_PROXY: Final = sentence("it cannot be reached through the proxy")
_UNPACKED: Final = sentence("it sent an answer that cannot be unpacked")
_SAID: Final[dict[type[httpx.HTTPError], Message]] = {
    httpx.ConnectTimeout: sentence("it took no connection in time"),
    httpx.TimeoutException: sentence("it fell silent"),
    httpx.ProxyError: _THROUGH_PROXY,
    httpx.DecodingError: _UNPACKED,
    httpx.NetworkError: sentence("it dropped or refused the connection"),
    httpx.ProtocolError: sentence("it dropped or refused the connection"),
}
"""Errors of the library, the special before the general."""


def _phrase(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _moment(text: str) -> datetime:
    moment = parsedate_to_datetime(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
