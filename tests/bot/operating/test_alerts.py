"""What operators are told of by itself: once each, and again when it comes again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.operating.serving import PlatformState, Serving, keep_platform_state
from bot.container import open_container
from bot.settings import Settings
from domain.documents import Document
from domain.papers import Batch, BatchState
from rendering.common.plain import visible_lines
from scheduler.alerts import Alerts
from summaries.llm.budget import Limits
from tests.fakes.clock import SettableClock
from tests.fakes.paper_source import FakeSource

NOW = "2031-03-07T12:00:00Z"


async def test_each_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A platform that is down, a late archive, a full disk; passing troubles are not."""
    clock = SettableClock(NOW)
    settings = Settings(_env_file=None, database=tmp_path / "p.db", admins="telegram:1")
    messages: list[str] = []
    is_there = False

    async def way(user: str, composed: Callable[[], Document]) -> bool:
        if is_there:
            messages.append(f"{user}: {' '.join(visible_lines(composed()))}")
        return is_there

    async with open_container(settings, source=FakeSource(clock), clock=clock) as services:
        services.notices.connect("telegram", way)
        alerts = Alerts(services, limits=Limits.parse("1 USD"), folder=tmp_path)
        await alerts.look()

        async def discord(state: Serving, since: str) -> None:
            told = PlatformState(state=state, since=since, why="No token.")
            await keep_platform_state(services.store, "discord", told)

        await discord(Serving.TROUBLE, "2031-03-07T11:58:00Z")
        await alerts.look()
        await discord(Serving.TROUBLE, "2031-03-07T11:00:00Z")
        late = Batch(archive="cs", date=clock.now().date(), state=BatchState.LATE)
        await services.library.save_batch(late)
        monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=123_000_000))
        await alerts.look()
        assert messages == []
        is_there = True
        for _ in range(3):
            await alerts.look()
        (message,) = messages
        discord_is = "Discord has not been served since 2031-03-07 11:00 UTC: No token."
        assert all(words in message for words in (discord_is, "late: cs", "123 MB"))
        for state, since in ((Serving.SERVING, NOW), (Serving.TROUBLE, "2031-03-07T11:10:00Z")):
            await discord(state, since)
            await alerts.look()
        assert len(messages) == 2
        assert "late" not in messages[1]


async def test_a_report_a_week(tmp_path: Path) -> None:
    """Where it is wished for."""
    clock = SettableClock(NOW)
    settings = Settings(_env_file=None, database=tmp_path / "p.db", admins="telegram:1")
    count = 0

    async def way(user: str, composed: Callable[[], Document]) -> bool:
        nonlocal count
        count += "How Papercrier is doing" in " ".join(visible_lines(composed()))
        return True

    async with open_container(settings, source=FakeSource(clock), clock=clock) as services:
        services.notices.connect("telegram", way)
        for is_weekly, expected in ((False, 0), (True, 1), (True, 1)):
            limits = Limits.parse("1 USD")
            await Alerts(services, limits=limits, folder=tmp_path, is_weekly=is_weekly).look()
            assert count == expected
