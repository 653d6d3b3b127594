"""One exchange with a server: a request, and its whole answer within bounds of time and size."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from http import HTTPStatus
from typing import Final

import requests
import urllib3
from requests.adapters import HTTPAdapter

from domain.errors import Explained, MalformedAnswer
from domain.messages import Message, sentence

_CHUNK: Final = 64 * 1024
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
            heading = _HEADING.search(self.body)
            raise Refused(
                self, unescape(heading[1].strip().decode(errors="replace")) if heading else ""
            )
        return self.body

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
    """A line to servers over which one request is made at a time.

    It keeps one connection at most. Not for use by several threads.
    """

    def __init__(self, user_agent: str, limits: Limits) -> None:
        """Args: user_agent says who asks, with a contact, as arXiv's rules want it."""
        self._limits = limits
        self._session = requests.Session()
        self._session.headers["User-Agent"] = user_agent
        adapter = HTTPAdapter(pool_connections=1, pool_maxsize=1)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)

    def ask(self, url: str, headers: Mapping[str, str], deadline: float = math.inf) -> Answer:
        """Make one GET request; redirects are not followed.

        Args:
            url: where.
            headers: beside the usual ones.
            deadline: on the clock of `time.monotonic`, where less time is left than the limits
                allow.

        Raises:
            Unanswered: there was no whole answer in time, or it was too large.
        """
        limits = self._limits
        deadline = min(deadline, time.monotonic() + limits.total)
        left = max(0.001, deadline - time.monotonic())
        timeout = (min(limits.connect, left), min(limits.silence, left))
        try:
            with self._session.get(
                url, headers=dict(headers), timeout=timeout, stream=True, allow_redirects=False
            ) as response:
                body = self._read(response.raw, deadline)
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            raise Unanswered(_told(error)) from error
        lowered = {name.lower(): value for name, value in response.headers.items()}
        return Answer(url, response.status_code, lowered, body)

    def close(self) -> None:
        """Hang up."""
        self._session.close()

    def _read(self, raw: urllib3.BaseHTTPResponse, deadline: float) -> bytes:
        body = bytearray()
        # read1 gives what has arrived; read would wait for a whole chunk of a trickling body.
        while chunk := raw.read1(_CHUNK, decode_content=True):
            body += chunk
            if len(body) > self._limits.size:
                raise TooLarge(
                    sentence(
                        "it answered with more than {size} bytes", size=f"{self._limits.size:,}"
                    )
                )
            if time.monotonic() > deadline:
                raise Unanswered(sentence("it was too slow: its answer was not through in time"))
        return bytes(body)


def _told(error: requests.RequestException | urllib3.exceptions.HTTPError) -> Message:
    """What happened, for people."""
    for kinds, words in _SAID.items():
        if isinstance(error, kinds):
            return words
    return sentence("it could not be asked ({error})", error=type(error).__name__)


_SAID: Final[dict[tuple[type[Exception], ...], Message]] = {
    (requests.ConnectTimeout,): sentence("it took no connection in time"),
    (requests.ReadTimeout, urllib3.exceptions.ReadTimeoutError): sentence("it fell silent"),
    (requests.exceptions.SSLError, urllib3.exceptions.SSLError): sentence(
        "it could not prove who it is"
    ),
    (requests.exceptions.ProxyError,): sentence("it cannot be reached through the proxy"),
    (urllib3.exceptions.ProtocolError,): sentence("it broke off in the middle of its answer"),
    (urllib3.exceptions.DecodeError,): sentence("it sent an answer that cannot be unpacked"),
    (requests.ConnectionError,): sentence("it dropped or refused the connection"),
}
"""Errors of the libraries, the special before the general."""


def _phrase(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _moment(text: str) -> datetime:
    moment = parsedate_to_datetime(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
