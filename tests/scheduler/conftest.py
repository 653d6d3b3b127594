"""A stage for digests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.scheduler.stage import FRIDAY, ONE, THURSDAY, Stage, paper, staged


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """From Friday early on, with Thursday's and Friday's announcements complete."""
    async with staged(tmp_path, f"{FRIDAY}T05:00") as stage:
        await stage.announce(THURSDAY, paper("2403.10000"))
        await stage.announce(FRIDAY, paper(ONE), paper("2403.10009", about="graphs"))
        yield stage
