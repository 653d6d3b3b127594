"""A process that serves has its threads give way to the loop soon."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import run
from bot.container import open_container
from bot.operations.service_manager import ServiceManager
from bot.roles import Roles
from bot.settings import Settings
from tests.fakes.clock import SettableClock


class EndsAtOnce:
    """What runs by itself, and has a bug that ends it."""

    def __init__(self, **_: Any) -> None:
        """Whatever it is given."""

    def start(self, during: object) -> list[asyncio.Task[None]]:
        """Something that ends at once."""
        return [asyncio.create_task(asyncio.sleep(0))]

    async def close(self) -> None:
        """Nothing to stop; others have their turn meanwhile."""
        await asyncio.sleep(0.01)


@pytest.fixture
def usual() -> Iterator[float]:
    """Python's own measure, which is set again afterwards."""
    before = sys.getswitchinterval()
    yield before
    sys.setswitchinterval(before)


async def test_busy_threads_give_way_soon(
    tmp_path: Path, usual: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer changes threads a dozen times, and waits for a busy one each time."""
    monkeypatch.setattr(run, "BackgroundServices", EndsAtOnce)
    monkeypatch.setattr(run, "spare_the_collector", lambda: None)
    settings = Settings(database=tmp_path / "papercrier.db")
    clock = SettableClock("2024-03-08T06:00:00")
    async with open_container(settings, sample=True, clock=clock) as services:
        await run._serve(services, [], Roles(services.store, settings), ServiceManager({}))
    assert sys.getswitchinterval() <= usual / 5
