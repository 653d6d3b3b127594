"""File descriptors: as many as the system allows, and a quiet log where they are used up."""

from __future__ import annotations

import asyncio
import time
from typing import Any, Final

import structlog

log = structlog.get_logger(__name__)

ENOUGH: Final = 65_536
"""More are not asked for; some systems allow a thousand million of them."""

_WARN_EVERY: Final = 60.0
"""Seconds from one warning to the next."""

_REFUSED: Final = "socket.accept() out of system resource"
"""What asyncio says when it cannot take a connection, once for each try."""


def raise_limit() -> int | None:
    """Raise this process's limit to what the system allows it; the limit, where there is one.

    Many systems begin with 1,024 for the sake of programs that use select(2), and allow far more.
    """
    try:
        import resource
    except ImportError:  # Windows has no such limit.
        return None
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = ENOUGH if hard == resource.RLIM_INFINITY else min(hard, ENOUGH)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return soft
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    except (OSError, ValueError) as error:
        # macOS refuses what is more than its kernel gives a process.
        log.warning("limit of open files not raised", why=str(error), stays=soft)
        return soft
    return wanted


class RefusedConnections:
    """Tells of connections that could not be taken once a minute, not a thousand times a second.

    A handler of an event loop's exceptions; all others are told as the loop itself does.
    """

    def __init__(self) -> None:
        self._told: float | None = None
        self._untold = 0

    def __call__(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Deal with what the loop tells."""
        if context.get("message") != _REFUSED:
            loop.default_exception_handler(context)
            return
        now = time.monotonic()
        if self._told is not None and now - self._told < _WARN_EVERY:
            self._untold += 1
            return
        log.error(
            "a connection could not be taken", why=str(context["exception"]), before=self._untold
        )
        self._told, self._untold = now, 0
