"""Whether a server can be reached at all, decided in a given time whatever happens."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterable
from concurrent.futures import Future
from typing import Final
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from domain.errors import SourceUnavailable
from domain.messages import Message, as_is, sentence

_PORTS: Final = {"http": 80, "https": 443}
_SOCKS_PORT: Final = 1080

Door = tuple[str, int]
Failure = OSError | UnicodeError


async def reach_any(urls: Iterable[str], patience: float) -> None:
    """Find out whether a TCP connection is taken for any of some addresses.

    No request is made, so none of a service's budget is spent; the connection goes to the proxy
    where the environment names one. Names are looked up on threads of their own, which nobody
    waits for: a resolver that hangs costs no more than `patience` either.

    Args:
        urls: one or more addresses.
        patience: seconds.

    Raises:
        SourceUnavailable: none could be reached in time.
    """
    knocks = {asyncio.wrap_future(_knock(door, patience)): door[0] for door in set(_doors(urls))}
    pending = set(knocks)
    failures: list[Message] = []
    loop = asyncio.get_running_loop()
    end = loop.time() + patience
    try:
        while pending:
            done, pending = await asyncio.wait(
                pending, timeout=max(0.0, end - loop.time()), return_when=asyncio.FIRST_COMPLETED
            )
            if not done:
                failures += [
                    sentence("{host} does not answer", host=knocks[knock]) for knock in pending
                ]
                break
            for knock in done:
                error = knock.result()
                if error is None:
                    return
                failures.append(_said(knocks[knock], error))
    finally:
        for knock in pending:
            knock.cancel()
    raise SourceUnavailable(
        sentence("arXiv cannot be reached: {why}.", why=tuple(dict.fromkeys(failures)))
    )


def _doors(urls: Iterable[str]) -> Iterable[Door]:
    """Where to connect for each address: its proxy's where it has one."""
    proxies = getproxies()
    for url in urls:
        parts = urlsplit(url)
        proxy = proxies.get(parts.scheme) or proxies.get("all")
        if proxy_bypass(parts.netloc):
            proxy = None
        yield _door(proxy if "://" in proxy else f"http://{proxy}") if proxy else _door(url)


def _door(url: str) -> Door:
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or _PORTS.get(parts.scheme, _SOCKS_PORT)


def _knock(door: Door, patience: float) -> Future[Failure | None]:
    """Connect, on a thread of its own; the outcome is what went wrong, or None."""
    outcome: Future[Failure | None] = Future()
    outcome.set_running_or_notify_cancel()

    def knock() -> None:
        try:
            socket.create_connection(door, timeout=patience).close()
        except (OSError, UnicodeError) as error:
            outcome.set_result(error)
        else:
            outcome.set_result(None)

    threading.Thread(target=knock, name=f"reach {door[0]}", daemon=True).start()
    return outcome


def _said(host: str, error: Failure) -> Message:
    if isinstance(error, socket.gaierror | UnicodeError):
        return sentence("the name {host} is not known here", host=host)
    if isinstance(error, ConnectionRefusedError):
        return sentence("{host} takes no connection", host=host)
    if isinstance(error, TimeoutError):
        return sentence("{host} does not answer", host=host)
    return as_is(f"{host}: {error.strerror or type(error).__name__}")
