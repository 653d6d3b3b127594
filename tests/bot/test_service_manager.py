"""The datagrams that systemd gets, and when it gets none."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Iterator
from contextlib import suppress

import pytest
from structlog.testing import capture_logs

from bot.operations.service_manager import ServiceManager
from tests.patience import PATIENCE


@pytest.fixture
def heard() -> Iterator[socket.socket]:
    """A socket with an abstract name, as systemd may use it too."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(f"\0papercrier-test-{os.getpid()}")
        listening.settimeout(0)
        yield listening


def _environment(heard: socket.socket, **more: str) -> dict[str, str]:
    name = heard.getsockname()
    return {"NOTIFY_SOCKET": "@" + name[1:].decode(), **more}


def _told(heard: socket.socket) -> list[str]:
    told = []
    with suppress(BlockingIOError):
        while True:
            told.append(heard.recv(4_096).decode())
    return told


async def _nothing_new() -> str:
    return "all\nis well"


async def _reported(manager: ServiceManager, lives: Iterator[bool]) -> None:
    """Report until there are no more answers to whether the process lives."""
    done = asyncio.Event()

    async def is_alive() -> bool:
        alive = next(lives, None)
        if alive is None:
            done.set()
            return False
        return alive

    reporting = asyncio.create_task(manager.report(is_alive, _nothing_new))
    await done.wait()
    reporting.cancel()
    with suppress(asyncio.CancelledError):
        await reporting


async def test_signs_of_life_are_given_while_there_is_life(heard: socket.socket) -> None:
    """None is given where the database hangs; the status is one line."""
    manager = ServiceManager(_environment(heard, WATCHDOG_USEC="2000"))
    await _reported(manager, iter([True, False, True]))
    assert _told(heard) == ["WATCHDOG=1\nSTATUS=all is well"] * 2


async def test_a_sign_that_could_not_be_given_is_given_soon(
    heard: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not when the next would be: systemd would have lost its patience by then."""
    monkeypatch.setattr("bot.operations.service_manager._AGAIN", 0.001)
    manager = ServiceManager(_environment(heard, WATCHDOG_USEC="6000000000"))
    async with asyncio.timeout(PATIENCE):
        await _reported(manager, iter([False, False]))
    assert _told(heard) == []


@pytest.mark.parametrize("pid", ["", str(os.getpid())], ids=["nobody", "us"])
def test_ready_and_stopping(heard: socket.socket, pid: str) -> None:
    """Both are told at once."""
    manager = ServiceManager(_environment(heard, WATCHDOG_PID=pid))
    manager.ready()
    manager.stopping()
    ready, stopping = _told(heard)
    assert ready == "READY=1"
    assert stopping.startswith("STOPPING=1\n")


async def test_nobody_asks() -> None:
    """Without systemd nothing is reported, and that ends at once."""
    manager = ServiceManager({})
    manager.ready()
    async with asyncio.timeout(PATIENCE):
        await manager.report(_never, _nothing_new)


async def _never() -> bool:
    raise AssertionError("nobody asked")


def test_systemd_that_is_gone_does_no_harm() -> None:
    """The process goes on where the socket is not there, and the log says so."""
    with capture_logs() as told:
        ServiceManager({"NOTIFY_SOCKET": "/nowhere/at/all"}).ready()
    assert [one["event"] for one in told] == ["systemd not told"]
