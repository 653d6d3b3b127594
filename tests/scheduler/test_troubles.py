"""The digests by themselves where the store is in trouble, or the clock is set back."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog
from structlog.testing import capture_logs

from app.services import Services
from digests.maker import DigestMaker
from domain.chats import Chat, ChatRef
from domain.digests import Digest
from domain.errors import StoreError
from scheduler.digest_composer import DigestComposer
from scheduler.digest_watch import STATES_EVERY, DigestWatch
from scheduler.printing import Printer
from tests.fakes.clock import SettableClock
from tests.handlers.greek import greek_container
from tests.patience import PATIENCE
from tests.scheduler.stage import HERE, paper, staged

NOW = "2024-03-08T06:00:00"


class Trouble:
    """Stands in for a method of the store, which fails as often as it is told to."""

    def __init__(self, fails: int, gives: Any = None) -> None:
        self.calls = 0
        self._fails = fails
        self._gives = gives

    async def __call__(self, *_: object) -> Any:
        """Fail, or do nothing."""
        self.calls += 1
        if self.calls <= self._fails:
            raise StoreError
        return self._gives


def watch(services: Services, clock: SettableClock, *, every: float = 1.0) -> DigestWatch:
    """A watch that nobody hears of."""
    return DigestWatch(
        outbox=services.outbox,
        intake=services.intake,
        composer=DigestComposer(services.intake, services.maker),
        printer=Printer(services.intake, services.maker),
        clock=clock,
        platforms=lambda: ("telegram",),
        planned=lambda: None,
        held=lambda: None,
        more_announced=lambda: None,
        every=every,
    )


async def test_news_of_an_announcement_outlive_a_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those who wait for it are looked at once the store is well; then not again."""
    clock = SettableClock(NOW)
    async with greek_container(tmp_path) as services:
        woken = Trouble(1)
        monkeypatch.setattr(services.outbox, "wake_held", woken)
        watching = watch(services, clock)
        for calls in (1, 2, 2):
            await watching.look()
            assert woken.calls == calls
            clock.advance(seconds=STATES_EVERY.total_seconds())


async def test_a_trouble_that_lasts_is_told_once_a_minute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However often it is met: the log may be on the disk that is full."""
    structlog.reset_defaults()
    async with greek_container(tmp_path) as services:
        monkeypatch.setattr(services.outbox, "due_chats", Trouble(1_000))
        watching = watch(services, SettableClock(NOW))
        with capture_logs() as told:
            for _ in range(5):
                await watching.look()
    assert [line["event"] for line in told] == ["digests wait"]


async def test_a_clock_that_is_set_back_stops_no_digest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the clock now puts an hour off is looked at in its time."""
    async with greek_container(tmp_path) as services:
        looks = Trouble(0, gives=[])
        monkeypatch.setattr(services.outbox, "due_chats", looks)
        watching = watch(services, SettableClock(NOW), every=0.01)
        watching.start()
        async with asyncio.timeout(PATIENCE):
            while looks.calls < 1:  # noqa: ASYNC110
                await asyncio.sleep(0)
            watching._ticks._job.modify(next_run_time=datetime.now(UTC) + timedelta(hours=1))
            seen = looks.calls
            while looks.calls < seen + 2:  # noqa: ASYNC110
                await asyncio.sleep(0)
        await watching.close()


async def test_a_digest_that_cannot_be_made_holds_up_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is put off, logged, and made when it can be; the others come in their time."""
    other = ChatRef("telegram", "2")
    async with staged(tmp_path, "2024-03-08T07:00:00") as stage:
        await stage.announce("2024-03-08", paper("2403.00001"))
        await stage.chat(HERE, "cat:cs.CV")
        await stage.chat(other, "cat:cs AND waves")
        await stage.look()
        put_together = DigestMaker.put_together

        async def broken(maker: DigestMaker, chat: Chat, *rest: Any) -> Digest:
            if chat.ref == HERE:
                raise ZeroDivisionError
            return await put_together(maker, chat, *rest)

        monkeypatch.setattr(DigestMaker, "put_together", broken)
        with capture_logs() as logged:
            sent = await stage.look("2024-03-08T08:00:00")
        assert {one.part.chat for one in sent} == {other}
        assert [line["event"] for line in logged].count("digest not made") == 1
        monkeypatch.setattr(DigestMaker, "put_together", put_together)
        assert await stage.look("2024-03-08T08:30:00") == []
        sent = await stage.look("2024-03-08T09:01:00")
        assert {one.part.chat for one in sent} == {HERE}
