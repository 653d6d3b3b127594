"""What stands before every page: which requests are heard at all, and what every answer says.

A visitor may be anybody. Only reading is heard, from hosts that are ours, in addresses that are
short; each address on the internet has so many requests a minute.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from email.utils import formatdate
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from domain.concurrency.asker import asked_by
from web.serving.finished import REQUEST, UNTIL, Finished, FinishedAnswers, head_of
from web.serving.turns import Turn, Turns

LONGEST_ADDRESS: Final = 2_000
"""Bytes of a path with its query."""

LARGEST_HEAD: Final = 16_384
"""Bytes of all headers, with what parts them."""

A_MINUTE: Final = 120
"""Requests of one address on the internet in a minute; a page with its parts is four of them."""

AT_ONCE: Final = 200
"""How many may come in one go: a reader of feeds asks for all that ``/topics.opml`` lists."""

_MOST_ADDRESSES: Final = 10_000
"""Addresses of which it is remembered how much they asked."""

_MINUTE: Final = 60.0

_LONGEST_NAME: Final = 100
"""Characters of an address, with its zone and port; of what is longer none is read."""

_WHOLE: Final = 2
"""Messages of an answer that is sent in one piece: its head and its body."""

_KNOWN: Final = 1_000
"""Hosts and addresses of which it is remembered what they are."""

HEADERS: Final = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cross-origin-opener-policy": "same-origin",
}
"""What browsers may do with what they are given: nothing but show it, from here alone."""


_EVERYWHERE: Final = tuple((name.encode(), value.encode()) for name, value in HEADERS.items())
_POLICY: Final = b"content-security-policy"
_BESIDE_POLICY: Final = tuple(one for one in _EVERYWHERE if one[0] != _POLICY)
"""For answers that have a policy of their own, as what Telegram shows."""


def _date() -> bytes:
    return _date_of(int(time.time()))


@lru_cache(maxsize=1)
def _date_of(second: int) -> bytes:
    return formatdate(second, usegmt=True).encode()


class Visits:
    """How much each address has asked: as in a bucket that leaks."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._asked: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, address: str) -> float:
        """Count a request; the seconds to wait before it may come, 0 where it may."""
        now = self._clock()
        then, before = self._asked.pop(address, (now, 0.0))
        asked = max(0.0, before - (now - then) * A_MINUTE / _MINUTE)
        is_too_much = asked + 1 > AT_ONCE
        self._asked[address] = (now, asked if is_too_much else asked + 1)
        if len(self._asked) > _MOST_ADDRESSES:
            self._asked.popitem(last=False)
        return (asked + 1 - AT_ONCE) * _MINUTE / A_MINUTE if is_too_much else 0.0


class Guard:
    """An ASGI application before another."""

    def __init__(
        self,
        app: ASGIApp,
        hosts: Collection[str],
        visits: Visits | None = None,
        asked_by_post: Collection[str] = (),
    ) -> None:
        """Let through what may be asked of an application.

        Args:
            app: the other.
            hosts: names that the archive is reached by, beside plain addresses.
            visits: counts requests.
            asked_by_post: paths of what looks to its requests by itself.
        """
        self._app = app
        self._hosts = frozenset(hosts)
        self._visits = visits or Visits()
        self._asked_by_post = frozenset(asked_by_post)
        self._turns = Turns()
        self._finished = FinishedAnswers()

    def known(self, address: str, request: bytes) -> bytes | None:
        """The answer to a request of an address, as it goes over the wire; None if not at hand.

        It is counted as a visit; where it is one too many, there is none at hand.
        """
        answer = self._finished.of(request)
        if answer is None:
            return None
        visitor = _visitor(address, answer.forwarded)
        return None if visitor and self._visits.wait(visitor) else answer.at(_date())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or have the other answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        turn: Turn | None = None
        sent: list[Message] = []

        async def with_headers(message: Message) -> None:
            sent.append(message)
            if message["type"] == "http.response.start":
                # Whoever takes the answer slowly holds up nobody else.
                if turn is not None:
                    turn.end()
                own = message["headers"]
                has_policy = any(name == _POLICY for name, _ in own)
                message["headers"] = [
                    *own,
                    (b"date", _date()),
                    *(_EVERYWHERE if not has_policy else _BESIDE_POLICY),
                ]
            await send(message)

        headers = Headers(scope=scope)
        visitor = visitor_of(scope, headers)
        refusal = self._refusal(scope, headers, visitor)
        # Whatever takes the processor is done in turn with others, chats and digests among them.
        with asked_by(f"web:{visitor}"):
            # What is posted may wait for others than us.
            turn = await self._turns.next() if not refusal and scope["method"] != "POST" else None
            try:
                await (refusal or self._app)(scope, receive, with_headers)
            finally:
                if turn is not None:
                    turn.end()
        if (request := scope.get(REQUEST)) and UNTIL in scope and len(sent) == _WHOLE:
            self._keep(request, scope[UNTIL], _forwarded(headers), *sent)

    def _keep(
        self, request: bytes, until: float, forwarded: str, start: Message, body: Message
    ) -> None:
        head = head_of(start["status"], start["headers"])
        self._finished.keep(request, Finished(head, body.get("body", b""), until, forwarded))

    def _refusal(self, scope: Scope, headers: Headers, visitor: str) -> PlainTextResponse | None:
        if scope["method"] not in ("GET", "HEAD") and scope["path"] not in self._asked_by_post:
            return PlainTextResponse("Only GET and HEAD.\n", 405, {"allow": "GET, HEAD"})
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST_ADDRESS:
            return PlainTextResponse("The address is too long.\n", 414)
        if _size(scope["headers"]) > LARGEST_HEAD:
            return PlainTextResponse("The headers are too large.\n", 431)
        if not self._is_ours(headers.get("host", "")):
            return PlainTextResponse("There is no such host here.\n", 421)
        seconds = self._visits.wait(visitor) if visitor else 0.0
        if seconds:
            after = {"retry-after": str(max(1, round(seconds)))}
            return PlainTextResponse("Too many requests; try again later.\n", 429, after)
        return None

    def _is_ours(self, host: str) -> bool:
        name = host.rpartition("]")[0].removeprefix("[") or host.partition(":")[0]
        return name.lower() in self._hosts or _is_address(name[:_LONGEST_NAME])


def visitor_of(scope: Scope, headers: Headers) -> str:
    """The address on the internet that a request comes from; empty where it is a near one.

    A near one may be that of a proxy, which says for whom it asks; what it was told itself stands
    before that, in the same header or in one before. Of IPv6 somebody has the whole half of the
    network.
    """
    client = scope.get("client") or ("", 0)
    return _visitor(client[0], _forwarded(headers))


def _forwarded(headers: Headers) -> str:
    forwarded = ",".join(headers.getlist("x-forwarded-for"))
    return forwarded.rpartition(",")[2].strip()[:_LONGEST_NAME]


def _visitor(address: str, forwarded: str) -> str:
    given = _outside(address) or _outside(forwarded)
    if isinstance(given, IPv6Address):
        return str(IPv6Address(int(given) >> 64 << 64))
    return str(given or "")


def _size(headers: Sequence[tuple[bytes, bytes]]) -> int:
    return sum(len(name) + len(value) + 4 for name, value in headers)


@lru_cache(maxsize=_KNOWN)
def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=_KNOWN)
def _outside(address: str) -> IPv4Address | IPv6Address | None:
    """An address on the internet, as a proxy may write it: within IPv6, or with a port."""
    name = address.partition("]")[0].removeprefix("[")
    if name.count(":") == 1:
        name = name.partition(":")[0]
    try:
        given = ip_address(name.partition("%")[0])
    except ValueError:
        return None
    if isinstance(given, IPv6Address) and given.ipv4_mapped:
        given = given.ipv4_mapped
    return given if given.is_global else None
