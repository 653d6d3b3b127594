"""How long a connection to our web servers may take for what, and how many there may be."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final

MOST: Final = 100
"""Connections open at a time, over all addresses; well below the 256 descriptors that a system
allows at least."""

MOST_OF_ONE: Final = 16
"""Connections of one address on the internet. Of near ones there is no such limit: all that come
through a proxy have its address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a connection may take, whether or not something trickles in. All in seconds.

    Attributes:
        request: for the head of a request: from the connection, or the last request's end.
        answer: from the head until the answer is there; the body is read within it.
    """

    request: float = 10.0
    answer: float = 20.0


class Connections:
    """Those that are open at one server."""

    def __init__(
        self, patience: Patience, *, most: int = MOST, most_of_one: int = MOST_OF_ONE
    ) -> None:
        self.patience = patience
        self._most = most
        self._most_of_one = most_of_one
        self._open: dict[asyncio.BaseTransport, Connection] = {}

    def add(self, transport: asyncio.BaseTransport, connection: Connection) -> None:
        """Take one more; where they are too many, the one that has said nothing for longest goes.

        One whose request is there and not answered yet goes last.
        """
        self._open[transport] = connection
        connection.wait(self.patience.request)
        own = [other for other in self._open.values() if other.address == connection.address]
        if connection.is_outside and len(own) > self._most_of_one:
            _longest_waiting(own).drop()
        elif len(self._open) > self._most:
            _longest_waiting(list(self._open.values())).drop()

    def remove(self, transport: asyncio.BaseTransport) -> None:
        """One is closed."""
        self._open.pop(transport, None)

    def begun(self, transport: asyncio.BaseTransport | None) -> None:
        """The head of a request is there."""
        if transport is not None and (connection := self._open.get(transport)):
            connection.is_busy = True
            connection.wait(self.patience.answer)

    def ended(self, transport: asyncio.BaseTransport | None) -> None:
        """The answer is there; it has to be taken, and the next request to come."""
        if transport is not None and (connection := self._open.get(transport)):
            connection.answered()


class Connection(asyncio.Protocol):
    """Goes between a transport and the protocol that serves it, and ends it when time is over.

    Attributes:
        transport: what it goes over, while it is open.
        address: whose it is.
        is_outside: whether that is an address on the internet.
        is_busy: whether a request is being answered.
        due: when it is dropped, on the loop's clock.
    """

    def __init__(self, served: asyncio.Protocol, connections: Connections) -> None:
        self._served = served
        self._connections = connections
        self._timer: asyncio.TimerHandle | None = None
        self.transport: asyncio.Transport | None = None
        self.address = ""
        self.is_outside = False
        self.is_busy = False
        self.due = 0.0

    def wait(self, seconds: float) -> None:
        """Let so much time pass from now on."""
        loop = asyncio.get_running_loop()
        self.due = loop.time() + seconds
        # One timer for many requests: a later one finds out when it is over.
        if self._timer is None or self._timer.when() > self.due:
            self._time(loop)

    def _time(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = loop.call_at(self.due, self._look)

    def _look(self) -> None:
        loop = asyncio.get_running_loop()
        if loop.time() < self.due:
            self._time(loop)
        else:
            self.drop()

    def answered(self) -> None:
        """The answer is there; it has to be taken, and the next request to come."""
        self.is_busy = False
        self.wait(self._connections.patience.request)

    def drop(self) -> None:
        """End it now; nothing more is sent."""
        if self.transport is not None:
            self._connections.remove(self.transport)
            self.transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It is open."""
        if not isinstance(transport, asyncio.Transport):
            raise TypeError(f"no transport of a stream: {transport!r}")
        self.transport = transport
        peer = transport.get_extra_info("peername") or ("",)
        self.address = str(peer[0])
        self.is_outside = _is_outside(self.address)
        self._served.connection_made(transport)
        self._connections.add(transport, self)

    def connection_lost(self, exc: Exception | None) -> None:
        """It is closed."""
        if self._timer is not None:
            self._timer.cancel()
        if self.transport is not None:
            self._connections.remove(self.transport)
            self.transport = None
        self._served.connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Something was sent; that buys no more time."""
        self._served.data_received(data)

    def eof_received(self) -> bool | None:
        """Nothing more will be sent."""
        return self._served.eof_received()

    def pause_writing(self) -> None:
        """The answer is not being taken."""
        self._served.pause_writing()

    def resume_writing(self) -> None:
        """It is again."""
        self._served.resume_writing()


def _longest_waiting(connections: list[Connection]) -> Connection:
    return min(connections, key=lambda connection: (connection.is_busy, connection.due))


def _is_outside(address: str) -> bool:
    try:
        return ip_address(address.partition("%")[0]).is_global
    except ValueError:
        return False
