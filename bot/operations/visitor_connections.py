"""Connections of visitors: their requests wait for chats, and the same is answered the same."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from bot.operations.web_connections import Connection, Connections
from web.serving.arrivals import Arrivals
from web.serving.finished import is_whole

_MOST_HELD: Final = 16_384
"""Bytes of a connection that wait; the rest is left to the system."""

Known = Callable[[str, bytes], bytes | None]
"""The answer to a request of an address, if it is at hand."""


class VisitorConnection(Connection):
    """What is asked for by GET and HEAD comes when it is its turn, all else at once.

    Attributes:
        request: that is being answered, if it is a whole one and nothing came after it.
    """

    def __init__(
        self, served: asyncio.Protocol, connections: Connections, arrivals: Arrivals, known: Known
    ) -> None:
        super().__init__(served, connections)
        self._arrivals = arrivals
        self._known = known
        self._held = b""
        self._is_between = True
        self.request: bytes | None = None

    def data_received(self, data: bytes) -> None:
        """Something was sent."""
        if self._held:
            self._held += data
            if len(self._held) > _MOST_HELD and self.transport is not None:
                self.transport.pause_reading()
        elif self.is_busy or not data.startswith((b"GET ", b"HEAD ")):
            self._hand_on(data)
        else:
            self._held = data
            self._arrivals.take(self._read)

    def answered(self) -> None:
        """The answer is there; what comes next may be another request."""
        super().answered()
        self._is_between = self.request is not None

    def _read(self) -> None:
        data, self._held = self._held, b""
        transport = self.transport
        if transport is None or transport.is_closing():
            return
        if len(data) > _MOST_HELD:
            transport.resume_reading()
        if self._is_between and not transport.get_write_buffer_size():
            answer = self._known(self.address, data)
            if answer is not None:
                transport.write(answer)
                super().answered()
                return
        self._hand_on(data)

    def _hand_on(self, data: bytes) -> None:
        self.request = data if self._is_between and is_whole(data) else None
        self._is_between = False
        super().data_received(data)
