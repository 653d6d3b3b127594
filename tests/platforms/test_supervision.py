"""Supervision: an adapter is opened again, and its state is known."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from app.operating.serving import PlatformState, platform_state
from bot.platforms.supervision import AdapterTrouble, Supervisor, Up
from domain.errors import StoreError
from domain.messages import as_is
from storage.memory import MemoryStore
from tests.fakes.clock import SettableClock
from tests.patience import PATIENCE

NOW = "2024-03-08T06:00:00Z"


class Adapter:
    """An adapter that does what its script says, and after that stays open."""

    name = "test"

    def __init__(self, *script: Exception | None) -> None:
        """Args: script has what each serving ends with; None for just ending."""
        self._script = list(script)
        self.opened = 0
        self.is_open = asyncio.Event()

    async def serve(self, up: Up) -> None:
        """Serve."""
        self.opened += 1
        if self._script:
            ending = self._script.pop(0)
            if ending is not None:
                raise ending
            return
        await up()
        self.is_open.set()
        await asyncio.Event().wait()

    async def close(self) -> None:
        """Close."""


@asynccontextmanager
async def supervised(adapter: Adapter, store: MemoryStore) -> AsyncIterator[Supervisor]:
    """An adapter that is kept open."""
    supervisor = Supervisor(
        adapter, store, SettableClock(NOW), first_pause=0.001, longest_pause=0.002
    )
    task = asyncio.create_task(supervisor.run())
    try:
        yield supervisor
    finally:
        task.cancel()
        await asyncio.wait({task})


@pytest.mark.parametrize(
    "ending",
    [AdapterTrouble(as_is("down")), StoreError(as_is("full")), RuntimeError("a bug"), None],
    ids=lambda ending: type(ending).__name__,
)
async def test_a_door_is_opened_again(ending: Exception | None) -> None:
    """Whatever it ended with; what it was is known until it is open."""
    store = MemoryStore()
    adapter = Adapter(ending, ending)
    async with supervised(adapter, store) as supervisor, asyncio.timeout(PATIENCE):
        await adapter.is_open.wait()
        assert adapter.opened == 3
        state = await platform_state(store, "test")
        assert state == PlatformState(state="serving", since=NOW)
        await supervisor.stopped()
    stopped = await platform_state(store, "test")
    assert stopped is not None
    assert stopped.state == "stopped"


async def test_trouble_is_noted_with_its_reason() -> None:
    """For `papercrier check`."""
    store = MemoryStore()
    trouble = AdapterTrouble(as_is("The token was revoked."), hint=as_is("Get another."), pause=60)
    async with supervised(Adapter(trouble), store), asyncio.timeout(PATIENCE):
        while (state := await platform_state(store, "test")) is None:  # noqa: ASYNC110
            await asyncio.sleep(0)
    assert state == PlatformState(
        state="trouble", since=NOW, why="The token was revoked. Get another."
    )


class Wavering(Adapter):
    """An adapter that takes a minute to fail, and is open for a moment when it is served thirdly.

    Attributes:
        seen: since which minute it was known to be in trouble, at each serving but the first.
    """

    def __init__(self, store: MemoryStore, clock: SettableClock) -> None:
        super().__init__(*(AdapterTrouble(as_is("down")) for _ in range(4)))
        self._store, self._clock = store, clock
        self.seen: list[str] = []

    async def serve(self, up: Up) -> None:
        """Serve."""
        if state := await platform_state(self._store, self.name):
            self.seen.append(f"{state.state} {state.since[14:16]}")
        self._clock.advance(minutes=1)
        if self.opened == 2:
            await up()
        await super().serve(up)


async def test_trouble_is_as_old_as_its_beginning() -> None:
    """However often it was tried in vain: operators are told of what lasts for minutes."""
    store, clock = MemoryStore(), SettableClock(NOW)
    adapter = Wavering(store, clock)
    supervisor = Supervisor(adapter, store, clock, first_pause=0.001, longest_pause=0.002)
    task = asyncio.create_task(supervisor.run())
    async with asyncio.timeout(PATIENCE):
        await adapter.is_open.wait()
    task.cancel()
    await asyncio.wait({task})
    assert adapter.seen == ["trouble 01", "trouble 01", "trouble 03", "trouble 03"]


async def test_a_door_that_never_was() -> None:
    """There is nothing to tell of it."""
    assert await platform_state(MemoryStore(), "test") is None


async def test_a_full_disk_closes_no_door() -> None:
    """That its state cannot be kept is logged, no more."""
    store = MemoryStore()
    store.trouble = StoreError(as_is("The disk is full."))
    adapter = Adapter(AdapterTrouble(as_is("down")))
    async with supervised(adapter, store), asyncio.timeout(PATIENCE):
        await adapter.is_open.wait()


async def test_pauses_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    """They double up to the longest, and are never shorter than the trouble asks for."""
    pauses: list[float] = []
    real: Callable[[float], object] = asyncio.sleep

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        await real(0)  # type: ignore[misc]

    adapter = Adapter(*(AdapterTrouble(pause=pause) for pause in (0, 0, 30, 0, 0)))
    supervisor = Supervisor(
        adapter, MemoryStore(), SettableClock(NOW), first_pause=1, longest_pause=10
    )
    monkeypatch.setattr("bot.platforms.supervision.asyncio.sleep", sleep)
    task = asyncio.create_task(supervisor.run())
    async with asyncio.timeout(PATIENCE):
        await adapter.is_open.wait()
    task.cancel()
    assert pauses == [1, 2, 30, 8, 10]
