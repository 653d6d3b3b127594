"""Tells systemd how the process is, where systemd asks to be told.

The protocol is one datagram of NAME=value lines to a socket; see sd_notify(3).
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

import structlog

log = structlog.get_logger(__name__)

_MICROSECOND: Final = 1e-6
_LOOK: Final = 30.0
"""Seconds from one report to the next where systemd wants no sign of life."""

_AGAIN: Final = 1.0
"""Seconds until it is looked again for life where there was none: a database's server that is being
started again is no reason to be killed."""


class ServiceManager:
    """systemd, or nobody."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        """Args: environment is that of the process, in which systemd says what it wants."""
        self._address = environment.get("NOTIFY_SOCKET", "")
        wanted = environment.get("WATCHDOG_USEC", "")
        of = environment.get("WATCHDOG_PID") or str(os.getpid())
        is_watched = wanted.isdigit() and int(wanted) > 0 and of == str(os.getpid())
        self._limit = int(wanted) * _MICROSECOND if is_watched else None

    def ready(self) -> None:
        """The process serves from now on."""
        self._tell("READY=1")

    def stopping(self) -> None:
        """The process ends; it takes no more work."""
        self._tell("STOPPING=1", "STATUS=Finishing what is in flight.")

    async def report(
        self, is_alive: Callable[[], Awaitable[bool]], status: Callable[[], Awaitable[str]]
    ) -> None:
        """Give signs of life, and say how matters stand, until cancelled or where nobody asks.

        Args:
            is_alive: asked before each sign of life; it must not take longer than the limit that
                systemd sets.
            status: one line for ``systemctl status``.
        """
        # Twice within the limit, as sd_watchdog_enabled(3) recommends.
        pause = _LOOK if self._limit is None else self._limit / 2
        while self._address:
            if is_well := await is_alive():
                self._tell("WATCHDOG=1", f"STATUS={_in_a_line(await status())}")
            else:
                log.error("no sign of life to systemd: the database does not answer")
            await asyncio.sleep(pause if is_well else min(pause, _AGAIN))

    def _tell(self, *lines: str) -> None:
        if not self._address:
            return
        # A leading @ stands for the zero byte of Linux's abstract names.
        address = "\0" + self._address[1:] if self._address[0] == "@" else self._address
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
                notify.setblocking(False)
                notify.sendto("\n".join(lines).encode(), address)
        except OSError as error:
            log.warning("systemd not told", why=str(error))


def _in_a_line(text: str) -> str:
    return " ".join(text.split())
