"""What operators are told of by itself: once each, and again when it comes again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.operating.daily import DailyFigures
from app.operating.serving import PlatformState, Serving, keep_platform_state
from app.services import Services
from bot.container import open_container
from bot.operations.oversight import overseen
from bot.roles import Roles
from bot.settings import Settings
from domain.deliveries import OutboxFigures
from domain.documents import Document
from domain.messages import as_is
from domain.papers import Batch, BatchState
from rendering.common.plain import visible_lines
from scheduler import alerts
from scheduler.alerts import Alerts
from storage import open_store
from summaries.llm.budget import Budget, Limits
from summaries.llm.usage import Usage
from tests.fakes.clock import SettableClock
from tests.fakes.paper_source import FakeSource
from tests.patience import PATIENCE

NOW = "2031-03-07T12:00:00Z"


@dataclass
class Operator:
    """Somebody who is told things on Telegram, where they can be reached.

    Attributes:
        tries: how often it was tried to tell them something.
    """

    services: Services
    clock: SettableClock
    alerts: Alerts
    is_there: bool = True
    messages: list[str] = field(default_factory=list)
    tries: int = 0

    async def way(self, user: str, composed: Callable[[], Document]) -> bool:
        """Takes what is told, or is not there."""
        self.tries += 1
        if self.is_there:
            self.messages.append(f"{user}: {' '.join(visible_lines(composed()))}")
        return self.is_there

    async def told(self, **later: float) -> list[str]:
        """What is told at a look, some time later."""
        self.clock.advance(**(later or {"minutes": 1}))
        self.messages.clear()
        await self.alerts.look()
        return self.messages

    async def announced(self, state: BatchState) -> None:
        """How the announcement of the day stands."""
        reason = as_is("It is no listing.") if state is BatchState.FAILED else as_is("")
        batch = Batch(archive="cs", date=self.clock.now().date(), state=state, reason=reason)
        await self.services.library.save_batch(batch)


@asynccontextmanager
async def operator(folder: Path, *, is_weekly: bool = False) -> AsyncIterator[Operator]:
    """The container, with the way to its operator."""
    clock = SettableClock(NOW)
    settings = Settings(_env_file=None, database=folder / "papercrier.db", admins="telegram:1")
    async with open_container(settings, source=FakeSource(clock), clock=clock) as services:
        looking = Alerts(services, folder=folder, is_weekly=is_weekly)
        somebody = Operator(services, clock, looking)
        services.notices.connect("telegram", somebody.way)
        yield somebody


async def test_a_platform_that_is_down(tmp_path: Path) -> None:
    """For five minutes; and again after it was there."""
    async with operator(tmp_path) as somebody:

        async def discord(state: Serving) -> None:
            since = f"{somebody.clock.now():%Y-%m-%dT%H:%M:%SZ}"
            kept = PlatformState(state=state, since=since, why="No token.")
            await keep_platform_state(somebody.services.store, "discord", kept)

        await discord(Serving.TROUBLE)
        assert await somebody.told(minutes=4) == []
        said = "1: Discord has not been served since 2031-03-07 12:00 UTC: No token."
        assert await somebody.told() == [said]
        assert await somebody.told() == []
        await discord(Serving.SERVING)
        assert await somebody.told() == []
        await discord(Serving.TROUBLE)
        assert len(await somebody.told(minutes=6)) == 1


async def test_announcements(tmp_path: Path) -> None:
    """One that is late at once; one that cannot be read when that does not pass by itself."""
    async with operator(tmp_path) as somebody:
        await somebody.announced(BatchState.LATE)
        assert await somebody.told() == ["1: arXiv's announcement is late: cs."]
        await somebody.announced(BatchState.FAILED)
        assert await somebody.told() == []
        said = "1: arXiv's announcement cannot be read (cs): It is no listing."
        assert await somebody.told(minutes=30) == [said]
        assert await somebody.told() == []
        await somebody.announced(BatchState.COMPLETE)
        assert await somebody.told(hours=1) == []


async def test_a_refusal(tmp_path: Path) -> None:
    """Once for as long as it lasts, whatever cannot be read for it; and again when it is anew."""
    async with operator(tmp_path) as somebody:
        source = somebody.services.source
        assert isinstance(source, FakeSource)
        source.refused = as_is("arXiv refuses our requests.")
        await somebody.announced(BatchState.FAILED)
        assert await somebody.told() == ["1: arXiv refuses our requests."]
        source.refused = as_is("arXiv refuses our requests once more.")
        assert await somebody.told(hours=1) == []
        assert await somebody.told(hours=1) == []
        source.refused = None
        await somebody.announced(BatchState.COMPLETE)
        assert await somebody.told() == []
        source.refused = as_is("arXiv refuses our requests.")
        assert len(await somebody.told()) == 1


async def test_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once, though room comes and goes about the limit; again after there was more."""
    async with operator(tmp_path) as somebody:
        told = []
        for megabytes in (700, 499, 510, 490, 601, 480):
            usage = SimpleNamespace(free=megabytes * 1_000_000)
            monkeypatch.setattr("shutil.disk_usage", lambda _, usage=usage: usage)
            told.append(" ".join(await somebody.told()).partition(" has ")[2])
        assert told == ["", "499 MB left.", "", "", "", "480 MB left."]


async def test_the_budget(tmp_path: Path) -> None:
    """When no summary can be made any more, first ahead, then at all; anew on another day."""
    async with operator(tmp_path) as somebody:
        limits, clock = Limits.parse("1 USD"), somebody.clock
        budget = Budget(limits=limits, notes=somebody.services.store, clock=clock)
        await budget.spend(Usage(1_000, 0.5, 1))
        assert await somebody.told() == []
        for _ in range(2):
            for on_demand, expected, words in (
                (False, 0.35, "but for what is kept for people"),
                (True, 0.55, "summaries are extracts"),
            ):
                async with budget.holding(Usage(1_000, expected, 1), on_demand=on_demand) as may:
                    assert not may
                (said,) = await somebody.told()
                assert words in said
                assert await somebody.told() == []
            clock.advance(days=1)
            await budget.spend(Usage(1_000, 0.5, 1))


async def test_messages_of_unknown_outcome(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that are new, each once; also where nobody could be told at first."""
    async with operator(tmp_path) as somebody:
        none = OutboxFigures(
            platform="telegram",
            queued=0,
            oldest=None,
            sent=9,
            unknown=0,
            refused=0,
            gone=0,
            plain=0,
            limited=0,
        )
        now = [none]

        async def figures() -> list[OutboxFigures]:
            return now

        monkeypatch.setattr(somebody.services.store, "outbox_figures", figures)
        told: list[str] = []
        for unknown, is_there in ((0, True), (2, True), (2, True), (3, False), (6, True)):
            now[0] = replace(none, unknown=unknown)
            somebody.is_there = is_there
            told += await somebody.told(hours=1)
        assert [said[:27] for said in told] == [
            "1: 2 messages on Telegram m",
            "1: 4 messages on Telegram m",
        ]


async def test_who_cannot_be_reached_is_left_alone(tmp_path: Path) -> None:
    """Longer and longer, as each try is a line of the log; then they are told all of it."""
    async with operator(tmp_path) as somebody:
        somebody.is_there = False
        await somebody.announced(BatchState.LATE)
        for _ in range(36):
            await somebody.told(minutes=5)
        assert 5 <= somebody.tries <= 10
        somebody.is_there = True
        assert len(await somebody.told(hours=1)) == 1


async def test_a_look_that_fails_is_not_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bug, or a disk that is gone for a moment, silences nothing that comes later."""
    monkeypatch.setattr(alerts, "EVERY", 0.001)
    async with operator(tmp_path) as somebody:
        await somebody.announced(BatchState.LATE)
        usage = iter([OSError("gone"), ZeroDivisionError("a bug")])

        def looked(_: Path) -> SimpleNamespace:
            if error := next(usage, None):
                raise error
            running.cancel()
            return SimpleNamespace(free=10**12)

        monkeypatch.setattr("shutil.disk_usage", looked)
        running = asyncio.create_task(somebody.alerts.run())
        async with asyncio.timeout(PATIENCE):
            await asyncio.wait({running})
        assert running.cancelled()


@pytest.mark.parametrize(("is_weekly", "reports"), [(False, 0), (True, 2)])
async def test_a_report_a_week(tmp_path: Path, is_weekly: bool, reports: int) -> None:
    """Where it is wished for."""
    async with operator(tmp_path, is_weekly=is_weekly) as somebody:
        told = []
        for _ in range(9):
            told += await somebody.told(days=1)
        assert len([said for said in told if "How Papercrier is doing" in said]) == reports


async def test_what_was_counted_last_is_kept_at_the_end(tmp_path: Path) -> None:
    """For `papercrier stats`, and for the next process."""
    settings = Settings(_env_file=None, database=tmp_path / "papercrier.db")
    clock = SettableClock(NOW)
    async with (
        open_container(settings, source=FakeSource(clock), clock=clock) as services,
        overseen(services, settings, Roles(services.store, settings)),
    ):
        services.daily.asked("somebody")
    store = open_store(settings.database)
    kept = await DailyFigures(store, clock).lately()
    await store.close()
    assert kept["2031-03-07"]["commands"] == 1
